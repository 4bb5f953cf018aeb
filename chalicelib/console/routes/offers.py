"""矩阵分发, seen from above: offers of a unit, how each account stands, corrections and recalls."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import AwareDatetime, BaseModel, Field

from chalicelib import distribution
from chalicelib.application import offers as reading
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.caller import actor
from chalicelib.console.cursors import LIMIT, Cursor, Limit
from chalicelib.console.once import once
from chalicelib.console.versions import require_match, tagged
from chalicelib.distribution import ChangeKind, Requirement
from chalicelib.transitions import Deed
from chalicelib.units import UnitLevel

router = Router()

_TAG = "offers"


class Offers(BaseModel):
    """A page of a unit's offers."""

    offers: list[reading.OfferSeen]
    next: str
    make: Deed


class NewOffer(BaseModel):
    """A released article for the accounts below."""

    article: str = Field(max_length=80)
    requirement: Requirement
    deadline: AwareDatetime
    accounts: list[str] = Field(default=[], max_length=5000)
    """Empty: all below, or those on ``levels``."""
    levels: list[UnitLevel] = []
    note: str = Field(default="", max_length=500)


class MadeOffer(BaseModel):
    """The offer that was made."""

    id: str
    accounts: int


class NewChange(BaseModel):
    """A correction or a recall."""

    kind: ChangeKind
    reason: str = Field(min_length=1, max_length=500)
    deadline: AwareDatetime
    at_once: bool | None = None
    """Carried out without asking; default for mandatory offers."""


@router.get("/offers", tags=[_TAG], summary="一个单位的分发，新的在前")
def offers(
    unit: Annotated[str, Query(max_length=80)], cursor: Cursor = "", limit: Limit = LIMIT
) -> Offers:
    """A page of the list."""
    found = reading.offers(actor(), unit, after=cursors.after(cursor), limit=limit)
    return Offers(offers=list(found.offers), next=cursors.cursor_at(found.place), make=found.make)


@router.post("/offers", tags=[_TAG], summary="分发一篇已审稿件")
def make(body: NewOffer) -> MadeOffer:
    """Offer an article to the accounts below its unit."""

    def made() -> MadeOffer:
        offer = distribution.make_offer(
            body.article,
            requirement=body.requirement,
            deadline=body.deadline,
            by=actor(),
            now=utc_now(),
            account_ids=body.accounts,
            levels=body.levels,
            note=body.note.strip(),
        )
        return MadeOffer(id=offer.id, accounts=len(offer.accounts))

    return once(MadeOffer, made)


@router.get("/offers/<offer_id>", tags=[_TAG], summary="一次分发和各公众号的回执")
def show(offer_id: str) -> Response[reading.OfferDetail]:
    """An offer with its receipts, those that ask for somebody first."""
    return _seen(offer_id)


@router.post("/offers/<offer_id>/changes", tags=[_TAG], summary="更正或撤回")
def change(offer_id: str, body: NewChange) -> Response[reading.OfferDetail]:
    """Correct or recall what was offered; every copy hears of it."""
    require_match(reading.offer_detail(actor(), offer_id, utc_now()).offer.version)
    distribution.change_source(
        offer_id,
        body.kind,
        reason=body.reason,
        deadline=body.deadline,
        by=actor(),
        now=utc_now(),
        at_once=body.at_once,
    )
    return _seen(offer_id)


def _seen(offer_id: str) -> Response[reading.OfferDetail]:
    seen = reading.offer_detail(actor(), offer_id, utc_now())
    return tagged(seen, seen.offer.version)
