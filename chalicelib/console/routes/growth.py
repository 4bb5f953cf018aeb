"""标记日: marked days of an account, and what each brought against what was usual."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import BaseModel

from chalicelib import insight
from chalicelib.application import growth as use
from chalicelib.application.number_deeds import MARKS, deeds_at
from chalicelib.application.number_tables import SOURCE
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.console.choice import Choice
from chalicelib.console.once import once
from chalicelib.transitions import Deed

router = Router()
_TAG = "numbers"
Account = Annotated[str, Path(max_length=40)]


class MarkSeen(BaseModel):
    """A marked day."""

    id: str
    day: date
    kind: insight.growth.MarkKind
    kind_name: str
    title: str
    by: str
    at: datetime


class EffectSeen(BaseModel):
    """What the seven days from a mark on brought, in people; None where it can't be told."""

    verdict: str
    verdict_name: str
    until: date
    """The last of the days."""
    actual: int | None
    usual: float | None
    gained: float | None
    low: float | None
    """95 % interval of ``gained``."""
    high: float | None
    compared: int
    """Ordinary weeks that the interval is told from."""
    fitted: int
    """Ordinary days that what is usual is told from."""
    holidays: int
    others: list[str]
    """Titles of other marks in the same days."""


class MarkedDaySeen(BaseModel):
    """A mark with its effect."""

    mark: MarkSeen
    effect: EffectSeen


class GrowthSeen(BaseModel):
    """All marks of an account with their effects, the newest first."""

    source: str
    days: int
    """Days of followers that are known."""
    marked: list[MarkedDaySeen]
    by_chance: float
    """So many effects would be called one by chance alone."""
    kinds: list[Choice]
    actions: list[Deed]


class NewMark(BaseModel):
    """A day to be marked."""

    day: date
    kind: insight.growth.MarkKind
    title: str


@router.get("/growth/<account>", tags=[_TAG], summary="标记日和各自的效果")
def growth(
    account: Account, of: Annotated[use.Of, Query(description="新增或取消")] = use.Of.NEW
) -> GrowthSeen:
    """What each marked day brought of followers who came, or who left."""
    found = use.growth(account, of, by=actor(), now=utc_now())
    titles = {one.mark.id: one.mark.title for one in found.marked}
    return GrowthSeen(
        source=SOURCE,
        days=found.days,
        marked=[
            MarkedDaySeen(mark=_mark(one.mark), effect=_effect(one.effect, titles))
            for one in found.marked
        ],
        by_chance=found.by_chance,
        kinds=[Choice(value=one.value, label=name) for one, name in insight.growth.KINDS.items()],
        actions=list(deeds_at(account, MARKS, by=actor())),
    )


@router.post("/growth/<account>/marks", tags=[_TAG], summary="标记一天")
def add(account: Account, new: NewMark) -> MarkSeen:
    """Mark a day."""

    def make() -> MarkSeen:
        return _mark(use.mark_day(account, new.day, new.kind, new.title, by=actor(), now=utc_now()))

    return once(MarkSeen, make)


@router.delete("/growth/<account>/marks", tags=[_TAG], summary="删除一个标记")
def remove(
    account: Account, mark: Annotated[str, Query(max_length=40, description="标记的编号")]
) -> MarkSeen:
    """Take a mark away. Its id stands in the query: it holds characters that a path does not."""
    return _mark(use.unmark_day(account, mark, by=actor(), now=utc_now()))


def _mark(one: insight.growth.Mark) -> MarkSeen:
    return MarkSeen(
        id=one.id,
        day=one.day,
        kind=one.kind,
        kind_name=insight.growth.KINDS[one.kind],
        title=one.title,
        by=one.by,
        at=one.at,
    )


def _effect(one: insight.growth.Effect, titles: dict[str, str]) -> EffectSeen:
    return EffectSeen(
        verdict=one.verdict.value,
        verdict_name=insight.growth.VERDICTS[one.verdict],
        until=one.until,
        actual=one.actual,
        usual=one.usual,
        gained=one.gained,
        low=one.low,
        high=one.high,
        compared=one.compared,
        fitted=one.fitted,
        holidays=one.holidays,
        others=[titles[other] for other in one.others if other in titles],
    )
