"""一键撤稿: every place where a text, a picture or a link stands, and down from all of them."""

from __future__ import annotations

from typing import Annotated, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, Field

from chalicelib import takedown
from chalicelib.application import takedown_page as reading
from chalicelib.application import takedown_proof, takedown_values, takedowns
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.caller import actor
from chalicelib.console.cursors import LIMIT, Cursor, Limit
from chalicelib.console.download import File
from chalicelib.console.once import once
from chalicelib.console.versions import require_match, tagged
from chalicelib.takedown import Clue, PlaceState, SpotKind
from chalicelib.transitions import Deed

router = Router()

_TAG = "takedowns"
Unit = Annotated[str, Query(max_length=80)]
Ids = Annotated[list[str], Field(max_length=2000)]


class Takedowns(BaseModel):
    """A page of a unit's takedowns."""

    takedowns: list[takedown_values.TakedownSeen]
    next: str
    begin: Deed


class TakedownPlaces(BaseModel):
    """A page of the places of a takedown."""

    places: list[takedown_values.PlaceSeen]
    next: str
    in_all: int


class NewTakedown(BaseModel):
    """Clues, and why what they lead to has to go."""

    unit: str = Field(max_length=80)
    clues: list[Clue] = Field(min_length=1, max_length=10)
    reason: str = Field(min_length=1, max_length=500)
    order: str = Field(default="", max_length=80)


class MadeTakedown(BaseModel):
    """The takedown that was begun."""

    id: str


class PlaceTicks(BaseModel):
    """A word about places: they go, they stay, or (null) their score decides."""

    places: Ids = Field(min_length=1)
    ticked: bool | None
    reason: str = Field(default="", max_length=500)


class TakedownThreshold(BaseModel):
    """From which score (percent) a place goes that nobody has ticked."""

    threshold: int = Field(ge=takedown.LOWEST_THRESHOLD, le=100)


class TakedownNote(BaseModel):
    """A word with a decision."""

    note: str = Field(default="", max_length=500)


class TakedownReason(BaseModel):
    """Why everything is to stand."""

    reason: str = Field(min_length=1, max_length=500)


class PlaceRetry(BaseModel):
    """The places to try again; none: all that failed."""

    places: Ids = []


class PlaceRestore(BaseModel):
    """The places to put back; none: all that can be."""

    places: Ids = []
    reason: str = Field(min_length=1, max_length=500)


@router.get("/takedowns", tags=[_TAG], summary="一个单位的撤稿，新的在前")
def list_takedowns(unit: Unit, cursor: Cursor = "", limit: Limit = LIMIT) -> Takedowns:
    """A page of the list."""
    limit = min(limit, 50)
    found = reading.takedowns(actor(), unit, after=cursors.after(cursor), limit=limit)
    return Takedowns(
        takedowns=list(found.takedowns), next=cursors.cursor_at(found.place), begin=found.begin
    )


@router.post("/takedowns", tags=[_TAG], summary="开始查找要撤下的内容")
def begin(body: NewTakedown) -> MadeTakedown:
    """Look for clues over a unit and all below; what is still to be pushed is held back at once."""

    def made() -> MadeTakedown:
        new = takedowns.begin(
            tuple(body.clues),
            unit=body.unit,
            reason=body.reason,
            order=body.order,
            by=actor(),
            now=utc_now(),
        )
        return MadeTakedown(id=new.id)

    return once(MadeTakedown, made)


@router.get("/takedowns/<takedown_id>", tags=[_TAG], summary="一次撤稿和各公众号的进度")
def show(takedown_id: str) -> Response[takedown_values.TakedownDetail]:
    """One takedown, with what the person may do."""
    return _seen(takedown_id)


@router.get("/takedowns/<takedown_id>/places", tags=[_TAG], summary="一次撤稿找到的位置")
def places(
    takedown_id: str,
    unit: Unit = "",
    account: Annotated[str, Query(max_length=80)] = "",
    kind: SpotKind | None = None,
    state: PlaceState | None = None,
    goes: bool | None = None,
    words: Annotated[str, Query(max_length=80)] = "",
    cursor: Cursor = "",
    limit: Limit = LIMIT,
) -> TakedownPlaces:
    """A page of places, unit by unit, the likest first."""
    wanted = takedown_values.PlaceFilter(
        unit=unit, account=account, kind=kind, state=state, goes=goes, words=words
    )
    found = reading.takedown_places(
        actor(), takedown_id, wanted, after=cursors.after(cursor), limit=limit
    )
    return TakedownPlaces(
        places=list(found.places), next=cursors.cursor_at(found.place), in_all=found.in_all
    )


@router.post("/takedowns/<takedown_id>/ticks", tags=[_TAG], summary="勾选或保留一些位置")
def tick(takedown_id: str, body: PlaceTicks) -> Response[takedown_values.TakedownDetail]:
    """Say of places that they go or stay, and why."""
    _require_match(takedown_id)
    takedowns.tick(
        takedown_id, body.places, body.ticked, reason=body.reason, by=actor(), now=utc_now()
    )
    return _seen(takedown_id)


@router.put("/takedowns/<takedown_id>/threshold", tags=[_TAG], summary="设定相似度的界线")
def set_threshold(
    takedown_id: str, body: TakedownThreshold
) -> Response[takedown_values.TakedownDetail]:
    """Say from which score a place goes that nobody has ticked."""
    _require_match(takedown_id)
    takedowns.set_threshold(takedown_id, body.threshold, by=actor(), now=utc_now())
    return _seen(takedown_id)


@router.post("/takedowns/<takedown_id>/approval", tags=[_TAG], summary="批准撤稿（另一人）")
def approve(takedown_id: str, body: TakedownNote) -> Response[takedown_values.TakedownDetail]:
    """Have all that is ticked taken down."""
    _require_match(takedown_id)
    takedowns.approve(takedown_id, by=actor(), now=utc_now(), note=body.note)
    return _seen(takedown_id)


@router.post("/takedowns/<takedown_id>/rejection", tags=[_TAG], summary="不予撤稿")
def reject(takedown_id: str, body: TakedownReason) -> Response[takedown_values.TakedownDetail]:
    """Let everything stand."""
    _require_match(takedown_id)
    takedowns.reject(takedown_id, reason=body.reason, by=actor(), now=utc_now())
    return _seen(takedown_id)


@router.post("/takedowns/<takedown_id>/retries", tags=[_TAG], summary="重试未成功的位置")
def retry(takedown_id: str, body: PlaceRetry) -> Response[takedown_values.TakedownDetail]:
    """Try again what failed."""
    takedowns.retry(takedown_id, body.places, by=actor(), now=utc_now())
    return _seen(takedown_id)


@router.post(
    "/takedowns/<takedown_id>/restores", tags=[_TAG], summary="恢复撤下的回复、问答、菜单或服务"
)
def restore(takedown_id: str, body: PlaceRestore) -> Response[takedown_values.TakedownDetail]:
    """Put back what can be put back."""
    takedowns.restore(takedown_id, body.places, reason=body.reason, by=actor(), now=utc_now())
    return _seen(takedown_id)


@router.get("/takedowns/<takedown_id>/proof", tags=[_TAG], summary="撤稿的证明材料")
def proof(takedown_id: str, form: Literal["xlsx", "json"] = "xlsx") -> File:
    """The proof for the file: times, persons, WeChat's answers, what stood there before."""
    made = takedown_proof.proof(actor(), takedown_id, form, utc_now())
    return File(name=made.name, content_type=made.content_type, base64=made.base64)


def _require_match(takedown_id: str) -> None:
    require_match(reading.takedown_detail(actor(), takedown_id).takedown.version)


def _seen(takedown_id: str) -> Response[takedown_values.TakedownDetail]:
    seen = reading.takedown_detail(actor(), takedown_id)
    return tagged(seen, seen.takedown.version)
