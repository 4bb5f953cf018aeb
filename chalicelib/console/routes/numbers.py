"""粉丝增长: followers of an account by day, as WeChat counts them; fetching and exporting what it says."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import BaseModel, Field

from chalicelib import insight
from chalicelib.application import wechat_numbers as reading
from chalicelib.application.fetch_order import order_fetch
from chalicelib.application.number_deeds import NUMBERS, deeds_at
from chalicelib.application.number_tables import SOURCE, Table
from chalicelib.application.numbers_export import start_numbers_export
from chalicelib.clock import utc_now
from chalicelib.console.accepted import JobSeen, accepted, seen
from chalicelib.console.caller import actor
from chalicelib.console.once import once
from chalicelib.console.routes.number_choices import Since, Until, asked_span
from chalicelib.sheets.exports import Form
from chalicelib.transitions import Deed

router = Router()
_TAG = "numbers"
Account = Annotated[str, Path(max_length=40)]


class SourceCount(BaseModel):
    """Followers by the way they came."""

    name: str
    came: int
    left: int


class FollowerDaySeen(BaseModel):
    """One day of an account's followers; None for what WeChat has not said."""

    day: date
    came: int | None
    left: int | None
    net: int | None
    total: int | None
    final: bool
    """False: WeChat calls the figures unfinished."""
    observed_at: datetime | None
    """When WeChat was last heard to say so."""
    sources: list[SourceCount]


class FetchSeen(BaseModel):
    """How far the fetching of an account is."""

    last_at: datetime | None
    """When WeChat last answered."""
    next_at: datetime | None
    problem: str
    """Why something is put off; empty where nothing is."""
    first: date | None
    """The first day that is fetched."""
    planned: int
    """Days of calls that were due when the fetching began; 0 where nothing is due."""
    left: int
    """Those that are still to come."""


class Followers(BaseModel):
    """Followers of an account by day."""

    source: str
    """Who counted them."""
    since: date
    until: date
    days: list[FollowerDaySeen]
    """Days of which something is known, oldest first."""
    sources: list[SourceCount]
    """All days together, the most first."""
    fetching: FetchSeen
    actions: list[Deed]


class NumbersExport(BaseModel):
    """Which numbers to export, and why."""

    table: Table
    unit: str = Field(default="", max_length=40)
    account: str = Field(default="", max_length=40)
    since: date | None = None
    until: date | None = None
    of: str = Field(default="", max_length=40)
    """What the page chose: the group of sums, the formula of the index, new or left of marks, the number of an article."""
    reason: str
    form: Form = Form.XLSX


@router.get("/numbers/<account>/followers", tags=[_TAG], summary="粉丝增长，按天和来源")
def followers(account: Account, since: Since = None, until: Until = None) -> Followers:
    """Who came and left, and how many there are, with what this person may do about it."""
    days = asked_span(since, until)
    told = reading.followers_by_day(account, days, by=actor())
    return Followers(
        source=SOURCE,
        since=days.since,
        until=days.until,
        days=[_day(one) for one in told],
        sources=_sources(told),
        fetching=_fetching(account),
        actions=list(deeds_at(account, NUMBERS, by=actor())),
    )


@router.post("/numbers/<account>/fetch", tags=[_TAG], summary="立即向微信取数", status_code=202)
def fetch(
    account: Account,
    since: Annotated[date | None, Query(description="从哪天起补取，最早 2014-12-01")] = None,
) -> Response[FetchSeen]:
    """Have all that is due fetched now, or all from a day on; how far it is stands with the numbers."""
    order_fetch(account, since=since, by=actor(), now=utc_now())
    return Response(status_code=202, content_type="application/json", body=_fetching(account))


@router.post("/numbers/export", tags=[_TAG], summary="导出统计数据", status_code=202)
def export(wanted: NumbersExport) -> Response[JobSeen]:
    """A table as a file, made by a job; the export itself stands in the log, with its reason."""

    def make() -> JobSeen:
        return seen(
            start_numbers_export(
                wanted.table,
                wanted.unit,
                wanted.account,
                asked_span(wanted.since, wanted.until),
                wanted.reason,
                wanted.form,
                of=wanted.of,
                by=actor(),
                now=utc_now(),
            )
        )

    return accepted(once(JobSeen, make))


def _day(one: insight.wechat_numbers.FollowerDay) -> FollowerDaySeen:
    return FollowerDaySeen(
        day=one.day,
        came=one.came if one.told else None,
        left=one.left if one.told else None,
        net=one.net if one.told else None,
        total=one.total,
        final=one.told and not one.delayed,
        observed_at=one.observed_at,
        sources=_sources((one,)),
    )


def _sources(days: tuple[insight.wechat_numbers.FollowerDay, ...]) -> list[SourceCount]:
    came: dict[int, int] = {}
    left: dict[int, int] = {}
    for one in days:
        for counts, into in ((one.new, came), (one.gone, left)):
            for source, number in counts.items():
                into[source] = into.get(source, 0) + number
    found = [
        SourceCount(
            name=insight.wechat_numbers.source_name(one),
            came=came.get(one, 0),
            left=left.get(one, 0),
        )
        for one in came | left
    ]
    return sorted(found, key=lambda one: (-one.came, -one.left, one.name))


def _fetching(account: str) -> FetchSeen:
    known = reading.progress_of(account, by=actor())
    if known is None:
        return FetchSeen(last_at=None, next_at=None, problem="", first=None, planned=0, left=0)
    return FetchSeen(
        last_at=known.last_at,
        next_at=known.next_at,
        problem=known.problem,
        first=known.first,
        planned=known.planned if known.left else 0,
        left=known.left,
    )
