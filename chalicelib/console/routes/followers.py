"""粉丝: the roll of an account, its sync, and what is kept of one follower."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from aws_lambda_powertools.event_handler.api_gateway import Router
from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

from chalicelib import followers as followers_
from chalicelib.application import erase_follower, follower_roll
from chalicelib.application.export_follower import export_follower, overview
from chalicelib.application.follower_data import KIND_NAMES
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.transitions import Deed

router = Router()
_TAG = "followers"
Openid = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_\-]{1,64}$")]


class RollSeen(BaseModel):
    """The last complete list."""

    number: int
    started_at: AwareDatetime
    finished_at: AwareDatetime
    came: int
    """Found by it, though no event told."""
    gone: int


class SyncSeen(BaseModel):
    """The sync that goes on, or the last one."""

    phase: str
    phase_name: str
    percent: int
    going_on: bool
    by: str
    started_at: AwareDatetime
    changed_at: AwareDatetime
    calls: int
    pages: int
    listed: int
    total: int
    known: int
    came: int
    gone: int
    problem: str
    next_at: AwareDatetime | None


class FollowersSeen(BaseModel):
    """Numbers, state and what may be done."""

    roll: RollSeen | None
    sync: SyncSeen | None
    calls_left: int
    calls_a_day: int
    actions: list[Deed]


class ResumeTyped(BaseModel):
    """How to go on."""

    accept: bool = False
    reason: Annotated[str, Field(max_length=200)] = ""


class FollowerTyped(BaseModel):
    """Which follower. In the body: addresses are logged, and an openid is personal."""

    openid: Openid


class FollowerErased(FollowerTyped):
    """Whose data are erased, and why."""

    reason: Annotated[str, Field(max_length=200)]


class FollowerKind(BaseModel):
    """How much is kept of one kind."""

    kind: str
    name: str
    number: int


class ErasureReceipt(BaseModel):
    """An erasure that was carried out."""

    at: AwareDatetime
    by: str
    note: str
    id: str


class FollowerSeen(BaseModel):
    """What is known of one follower; no word of theirs."""

    following: bool | None
    """None where no event told and no list names them."""
    followed_at: AwareDatetime | None
    left_at: AwareDatetime | None
    scene: str
    on_roll: bool
    kept: list[FollowerKind]
    erase_why: str
    erase_at: AwareDatetime | None
    receipts: list[ErasureReceipt]


class FollowerExported(BaseModel):
    """A copy of everything, as the person gets it."""

    content: dict[str, Any]


@router.get("/followers/<account>", tags=[_TAG], summary="粉丝名单与同步")
def roll(account: str) -> FollowersSeen:
    """The last complete list, the sync that goes on, and how many pages may be asked for today."""
    return _seen(account)


@router.post("/followers/<account>/sync", tags=[_TAG], summary="开始同步")
def start(account: str) -> FollowersSeen:
    """Begin a sync; it goes on in the background."""
    follower_roll.start(account, by=actor(), now=utc_now())
    return _seen(account)


@router.post("/followers/<account>/sync/resume", tags=[_TAG], summary="继续同步")
def resume(account: str, typed: ResumeTyped) -> FollowersSeen:
    """Go on at once; with ``accept`` and a reason a list is believed that was doubted."""
    follower_roll.resume(
        account, accept=typed.accept, reason=typed.reason, by=actor(), now=utc_now()
    )
    return _seen(account)


@router.post("/followers/<account>/sync/cancel", tags=[_TAG], summary="取消同步")
def cancel(account: str) -> FollowersSeen:
    """Give the sync up; the last complete list stays."""
    follower_roll.cancel(account, by=actor(), now=utc_now())
    return _seen(account)


@router.post("/followers/<account>/person", tags=[_TAG], summary="查看一位粉丝")
def person(account: str, typed: FollowerTyped) -> FollowerSeen:
    """How much is kept of one follower, since when they follow, and what will be erased when."""
    counts, waiting = overview(account, typed.openid, by=actor())
    state = followers_.erasure_store.kept_state(account, typed.openid) or {}
    on_roll = followers_.roll.is_on_roll(account, typed.openid)
    following = bool(state["following"]) if "following" in state else (on_roll or None)
    receipts = erase_follower.receipts(account, typed.openid)
    return FollowerSeen(
        following=following,
        followed_at=_at(state.get("followed_at")),
        left_at=_at(state.get("left_at")),
        scene=str(state.get("scene", "")),
        on_roll=on_roll,
        kept=[
            FollowerKind(kind=kind, name=KIND_NAMES[kind], number=number)
            for kind, number in counts.items()
        ],
        erase_why=followers_.WHY_NAMES[waiting.why] if waiting else "",
        erase_at=waiting.due_at if waiting else None,
        receipts=[
            ErasureReceipt(at=one.at, by=one.by, note=one.note, id=one.object) for one in receipts
        ],
    )


@router.post("/followers/<account>/person/export", tags=[_TAG], summary="导出一位粉丝的个人信息")
def export(account: str, typed: FollowerTyped) -> FollowerExported:
    """Everything that is kept of one follower, for whom it is about."""
    return FollowerExported(
        content=export_follower(account, typed.openid, by=actor(), now=utc_now())
    )


@router.post("/followers/<account>/person/erase", tags=[_TAG], summary="删除一位粉丝的个人信息")
def erase(account: str, typed: FollowerErased) -> FollowerSeen:
    """Erase everything of one follower; it is done in the background and can't be taken back."""
    erase_follower.ask(account, typed.openid, reason=typed.reason, by=actor(), now=utc_now())
    return person(account, FollowerTyped(openid=typed.openid))


def _seen(account: str) -> FollowersSeen:
    found = follower_roll.status(account, by=actor(), now=utc_now())
    one = found.sync
    return FollowersSeen(
        roll=None
        if found.roll is None
        else RollSeen.model_validate(found.roll, from_attributes=True),
        sync=None
        if one is None
        else SyncSeen(
            phase_name=followers_.roll.PHASE_NAMES[one.phase],
            percent=one.percent,
            going_on=not one.ended_for_good,
            **one.model_dump(include=set(SyncSeen.model_fields)),
        ),
        calls_left=found.calls_left,
        calls_a_day=found.calls_a_day,
        actions=list(found.actions),
    )


def _at(seconds: object) -> datetime | None:
    return datetime.fromtimestamp(int(str(seconds)), UTC) if seconds else None
