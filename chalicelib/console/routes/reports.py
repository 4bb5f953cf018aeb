"""报告: weekly and monthly reports of an account or of a unit and those below, made, shown, taken away, and by themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import BaseModel, Field

from chalicelib import people, reports
from chalicelib.application import report_schedule as scheduling
from chalicelib.application import reporting as use
from chalicelib.application.deeds import deeds
from chalicelib.application.report_article import draft_article
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.accepted import JobSeen, accepted, seen
from chalicelib.console.caller import actor
from chalicelib.console.choice import Choice
from chalicelib.console.cursors import LIMIT, Cursor, Limit
from chalicelib.console.once import once
from chalicelib.console.routes.number_choices import Place
from chalicelib.console.routes.report_views import ReportBody, body_of
from chalicelib.reports import Made, ReportKind, Schedule
from chalicelib.transitions import Deed

router = Router()
_TAG = "numbers"
Id = Annotated[str, Path(max_length=120)]
Kind = Annotated[ReportKind | None, Query(description="只看周报或月报")]


class ReportMade(BaseModel):
    """A report without its content."""

    id: str
    kind: ReportKind
    kind_name: str
    title: str
    period: str
    """As people call it: 2026年11月16日至22日."""
    made_at: datetime
    by: str
    scheduled: bool
    summary: str
    faults: int
    """Accounts of which something is missing."""
    article: str
    """Id of the draft that was made of it; empty: none yet."""


class ScheduleSeen(BaseModel):
    """A report that is made by itself."""

    kind: ReportKind
    kind_name: str
    when: str
    day: int
    at: str
    article: bool
    owner: str
    due: datetime
    problem: str
    """Why the last one was not made; empty where it was."""


class ReportsListed(BaseModel):
    """A page of reports, the latest period first, with the schedules."""

    reports: list[ReportMade]
    next: str
    schedules: list[ScheduleSeen]
    kinds: list[Choice]
    actions: list[Deed]


class ReportSeen(BaseModel):
    """One report with its content."""

    made: ReportMade
    report: ReportBody
    actions: list[Deed]


class WantedReport(BaseModel):
    """A report to be made."""

    unit: str = Field(default="", max_length=40)
    account: str = Field(default="", max_length=40)
    kind: ReportKind
    period: str = Field(default="", max_length=20)
    """A day of it, 2026-W47 or 2026-11; empty: the latest that is over."""


class WordDocument(BaseModel):
    """Where the browser saves the Word document from, for some minutes."""

    name: str
    url: str


class DraftMade(BaseModel):
    """The draft article of a report."""

    id: str
    title: str


class WantedSchedule(BaseModel):
    """A report to be made every week or month."""

    unit: str = Field(default="", max_length=40)
    account: str = Field(default="", max_length=40)
    kind: ReportKind
    day: int
    """1 (Monday) to 7, or the day of the month, 1 to 28."""
    at: str = Field(max_length=5)
    """08:00, Beijing time."""
    article: bool = False


@router.get("/reports", tags=[_TAG], summary="做过的报告和定期报告")
def listed(
    unit: Place = "",
    account: Place = "",
    kind: Kind = None,
    cursor: Cursor = "",
    limit: Limit = LIMIT,
) -> ReportsListed:
    """Of an account, or of a unit and those below."""
    place = use.place_of(unit, account)
    found = use.reports_of(place, by=actor(), kind=kind, after=cursors.after(cursor), limit=limit)
    return ReportsListed(
        reports=[_made(one) for one in found.reports],
        next=cursors.cursor_at(found.next) if found.next else "",
        schedules=[_schedule(one) for one in scheduling.schedules_for(place, by=actor())],
        kinds=[Choice(value=one.value, label=name) for one, name in reports.NAMES.items()],
        actions=list(_may(place, ("make", "schedule"))),
    )


@router.post("/reports", tags=[_TAG], summary="制作一份报告", status_code=202)
def make(wanted: WantedReport) -> Response[JobSeen]:
    """Have a report made by a job; an older one of the same period stays."""

    def begin() -> JobSeen:
        place = use.place_of(wanted.unit, wanted.account)
        return seen(use.start_report(place, wanted.kind, wanted.period, by=actor(), now=utc_now()))

    return accepted(once(JobSeen, begin))


@router.get("/reports/<report>", tags=[_TAG], summary="一份报告的全部文字和数据")
def one_report(report: Id, unit: Place = "", account: Place = "") -> ReportSeen:
    """One report."""
    place = use.place_of(unit, account)
    made, body = use.report_for(place, report, by=actor())
    return ReportSeen(
        made=_made(made), report=body_of(body), actions=list(_may(place, ("take", "draft")))
    )


@router.post("/reports/<report>/document", tags=[_TAG], summary="下载报告的 Word 文档")
def document(report: Id, unit: Place = "", account: Place = "") -> WordDocument:
    """Where the document is; that it was taken stands in the log."""
    place = use.place_of(unit, account)
    made, url = use.link_for(place, report, by=actor(), now=utc_now())
    return WordDocument(name=made.file_name, url=url)


@router.post("/reports/<report>/article", tags=[_TAG], summary="把报告存为稿件")
def draft(report: Id, unit: Place = "", account: Place = "") -> DraftMade:
    """The draft of this report; there is one, however often it is asked for."""

    def make() -> DraftMade:
        place = use.place_of(unit, account)
        article = draft_article(place, report, by=actor(), now=utc_now())
        return DraftMade(id=article.id, title=article.title)

    return once(DraftMade, make)


@router.put("/report-schedules", tags=[_TAG], summary="设置定期报告")
def set_schedule(wanted: WantedSchedule) -> ScheduleSeen:
    """Have a report made every week or month in the caller's name."""
    return _schedule(
        scheduling.set_schedule(
            use.place_of(wanted.unit, wanted.account),
            wanted.kind,
            wanted.day,
            wanted.at,
            article=wanted.article,
            by=actor(),
            now=utc_now(),
        )
    )


@router.delete("/report-schedules", tags=[_TAG], summary="停止定期报告")
def remove_schedule(
    kind: Annotated[ReportKind, Query(description="周报或月报")],
    unit: Place = "",
    account: Place = "",
) -> ScheduleSeen:
    """Have no more made; those that were made stay."""
    place = use.place_of(unit, account)
    return _schedule(scheduling.remove_schedule(place, kind, by=actor(), now=utc_now()))


_DEEDS = {
    "make": ("制作报告", use.MAKE),
    "schedule": ("定期报告", scheduling.SCHEDULE),
    "take": ("下载 Word", use.TAKE),
    "draft": ("存为稿件", scheduling.WRITE),
}


def _may(place: reports.Place, names: tuple[str, ...]) -> tuple[Deed, ...]:
    """What this person may do here."""
    unit = use.unit_of(place, use.READ, by=actor())
    return deeds(people.permissions_of(actor(), unit), {name: _DEEDS[name] for name in names})


def _made(one: Made) -> ReportMade:
    return ReportMade(
        id=one.id,
        kind=one.period.kind,
        kind_name=one.kind_name,
        title=one.title,
        period=reports.name_of(one.period),
        made_at=one.at,
        by=one.by_name,
        scheduled=one.scheduled,
        summary=one.summary,
        faults=one.faults,
        article=one.article,
    )


def _schedule(one: Schedule) -> ScheduleSeen:
    return ScheduleSeen(
        kind=one.kind,
        kind_name=reports.NAMES[one.kind],
        when=reports.when_of(one),
        day=one.day,
        at=one.at,
        article=one.article,
        owner=one.owner_name,
        due=one.due,
        problem=one.problem,
    )
