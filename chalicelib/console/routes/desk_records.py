"""会话记录与质检: search, figures, samples, scores, and WeChat's own transcripts."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import AwareDatetime, BaseModel, Field

from chalicelib import desk
from chalicelib.application import desk_records
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.console.cursors import LIMIT, Cursor, Limit, after, page
from chalicelib.console.versions import expected
from chalicelib.desk import Hit, Score, Wanted

router = Router()

_TAG = "records"
Day = Annotated[date, Query(description="北京时间的日期")]
Short = Annotated[str, Query(max_length=40)]
Words = Annotated[str, Query(max_length=100)]


class SessionRecord(BaseModel):
    """A session in the list."""

    id: str
    ticket: str
    summary: str
    opened_at: AwareDatetime
    owner: str
    team: str
    state: str
    ending: str
    rating: int
    waited: float | None
    """Seconds until an agent had it."""
    first_reply: float | None
    """Seconds from asking to the first answer."""
    score: int | None
    """Points of a supervisor; None for not judged."""
    erased: bool
    """The follower's data were deleted."""


class SessionRecords(BaseModel):
    """A page of sessions, latest first."""

    records: list[SessionRecord]
    total: int
    next: str
    looked_at: int
    unread: int
    """Sessions whose messages were not looked through, because they are too many."""


class Sampled(BaseModel):
    """Sessions drawn by lot."""

    records: list[SessionRecord]
    of: int


class Scoring(BaseModel):
    """Points for each criterion by its id, and a word to the agent."""

    points: dict[str, int]
    comment: str = Field(default="", max_length=1000)


class CriterionIn(BaseModel):
    """One criterion."""

    id: str = Field(max_length=32)
    name: str = Field(max_length=20)
    points: int = Field(ge=1, le=100)
    hint: str = Field(default="", max_length=200)


class SheetIn(BaseModel):
    """A scoring sheet; a hundred points together. ``version`` is that of the unit's own sheet, 0 where it has none."""

    criteria: list[CriterionIn] = Field(min_length=1, max_length=12)
    version: int = Field(ge=0)


class SheetSeen(BaseModel):
    """The sheet that counts in a unit."""

    criteria: list[CriterionIn]
    version: int
    """Of the unit's own; 0: it has none, and this is one of a unit above, or the product's."""


class FetchDay(BaseModel):
    """A day whose transcripts are fetched from WeChat."""

    day: date


class FetchedDay(BaseModel):
    """How many came."""

    records: int
    followers: int


@router.get("/desk/<account>/records", tags=[_TAG], summary="查会话记录")
def records(
    account: str,
    since: Day,
    until: Day,
    agent: Short = "",
    team: Short = "",
    ending: Short = "",
    stars: Short = "",
    scored: Short = "",
    words: Words = "",
    messages: bool = False,
    cursor: Cursor = "",
    limit: Limit = LIMIT,
) -> SessionRecords:
    """Sessions of at most 31 days; for the words of messages those of a hundred sessions are read."""
    wanted = Wanted(
        since=since,
        until=until,
        agent=agent,
        team=team,
        ending=ending,
        stars=stars,
        scored=scored,
        words=words,
        messages=messages,
    )
    found = desk.search(account, wanted, by=actor(), now=utc_now())
    begin = after(cursor)
    rest = [one for one in found.hits if not begin or _place(one) < begin]
    shown, following = page(rest, limit, _place)
    return SessionRecords(
        records=[_record(one) for one in shown],
        total=len(found.hits),
        next=following,
        looked_at=found.looked_at,
        unread=found.unread,
    )


@router.get("/desk/<account>/figures", tags=[_TAG], summary="坐席与组的数字")
def figures(account: str, since: Day, until: Day) -> desk_records.FigureTable:
    """Figures of agents and teams, with their scores."""
    return desk_records.desk_figures(actor(), account, since, until)


@router.get("/desk/<account>/sample", tags=[_TAG], summary="抽取待质检的会话")
def sample(
    account: str,
    since: Day,
    until: Day,
    agent: Short = "",
    number: Limit = 5,
    seed: Short = "",
) -> Sampled:
    """Sessions drawn by lot, alike for the same seed."""
    found = desk_records.sample(actor(), account, since, until, agent, number, seed, utc_now())
    return Sampled(records=[_record(one) for one in found.hits], of=found.looked_at)


@router.put("/desk/<account>/sessions/<session>/score", tags=[_TAG], summary="质检评分")
def score(account: str, session: str, body: Scoring) -> Score:
    """Judge a session; ``If-Match`` names the score that one saw, 0 for none."""
    return desk.quality.score(
        account, session, body.points, body.comment, expected(), by=actor(), now=utc_now()
    )


@router.get("/scoring-sheets/<unit>", tags=[_TAG], summary="单位的评分表")
def sheet(unit: str) -> SheetSeen:
    """The sheet that counts in a unit."""
    return _sheet(unit)


@router.put("/scoring-sheets/<unit>", tags=[_TAG], summary="设置评分表")
def set_sheet(unit: str, body: SheetIn) -> SheetSeen:
    """Give a unit a sheet of its own."""
    criteria = [one.model_dump() for one in body.criteria]
    desk.quality.set_sheet(unit, criteria, body.version, by=actor(), now=utc_now())
    return _sheet(unit)


@router.post("/desk/<account>/transcripts", tags=[_TAG], summary="取回微信客服某天的聊天记录")
def transcripts(account: str, body: FetchDay) -> FetchedDay:
    """Fetch what was said on WeChat's own client; twice is once."""
    fetched = desk.fetch_day(account, body.day, by=actor(), now=utc_now())
    return FetchedDay(records=fetched.records, followers=fetched.followers)


def _sheet(unit: str) -> SheetSeen:
    counts, version = desk.quality.sheet_for(unit, by=actor())
    return SheetSeen(
        criteria=[CriterionIn(**one.model_dump()) for one in counts.criteria],
        version=version,
    )


def _place(hit: Hit) -> str:
    return f"{hit.session.opened_at.timestamp():017.6f}{hit.session.id}"


def _record(hit: Hit) -> SessionRecord:
    one = hit.session
    waited = one.first_assigned_at and one.first_assigned_at - one.opened_at
    answered = one.first_reply_at and one.first_reply_at - one.opened_at
    return SessionRecord(
        id=one.id,
        ticket=one.ticket,
        summary=one.summary,
        opened_at=one.opened_at,
        owner=one.owner,
        team=one.team,
        state=desk.STATE_NAMES[one.state],
        ending=desk.ENDING_NAMES[one.ending] if one.ending else "",
        rating=one.rating,
        waited=waited.total_seconds() if waited else None,
        first_reply=answered.total_seconds() if answered else None,
        score=hit.score.total if hit.score else None,
        erased=not one.openid,
    )
