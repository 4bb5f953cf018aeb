"""Reports: made, listed, shown, taken away. What an account, or a unit with all accounts below it, did in a week or month."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import Final, NamedTuple

from chalicelib import accounts, audit, jobs, people, reports
from chalicelib.actor import Actor
from chalicelib.application.report_material import material_of
from chalicelib.audit import AuditEntry
from chalicelib.clock import shown
from chalicelib.jobs import Silent, Tells
from chalicelib.reports import Made, Period, Place, PlaceKind, Report, ReportKind

READ: Final = "insight:report:read"
MAKE: Final = "insight:report:make"
TAKE: Final = "insight:report:take"
JOB: Final = "report.make"
_LISTED: Final = 20


class Listed(NamedTuple):
    """A page of reports."""

    reports: list[Made]
    next: str
    """Id of the last one where there are more; empty: these are all."""


def place_of(unit: str, account: str) -> Place:
    """The account where one is named, else the unit."""
    if account:
        return Place(kind=PlaceKind.ACCOUNT, id=account)
    return Place(kind=PlaceKind.UNIT, id=unit)


def unit_of(place: Place, permission: str, *, by: Actor) -> str:
    """The unit of a place, for a person who holds the permission there.

    Raises ``UnknownAccount``, ``UnknownUnit`` or ``PermissionDenied``.
    """
    unit = place.id
    if place.kind is PlaceKind.ACCOUNT:
        unit = accounts.state(place.id).account.unit
    people.require(by, permission, unit)
    return unit


def make_report(
    place: Place,
    period: Period,
    *,
    by: Actor,
    now: datetime,
    key: str = "",
    scheduled: bool = False,
    told: Tells | None = None,
) -> tuple[Made, AuditEntry]:
    """Make a report now; returns it and its entry for the log, which the caller writes.

    With ``key`` the same key of the same period is the same report, however often this runs. Raises
    ``NothingToTell``, ``UnknownAccount``, ``UnknownUnit`` or ``PermissionDenied``.
    """
    unit = unit_of(place, MAKE, by=by)
    tells = told or Silent()
    material = material_of(
        place,
        period,
        MAKE,
        by=by,
        now=now,
        told=lambda done, of: tells(done, of + 1, f"已读 {done} 个公众号"),
    )
    report = reports.report_of(material)
    made = reports.keep(
        Made(
            id=reports.report_id(period, key or reports.key_at(now)),
            place=place,
            unit=unit,
            title=report.title,
            period=period,
            at=now,
            by=by.person,
            by_name=report.by,
            scheduled=scheduled,
            summary=report.summary,
            faults=len(report.faults),
        ),
        report,
        reports.word_document(report),
    )
    entry = audit.entry_of(
        by,
        MAKE,
        unit=unit,
        object=f"report:{place.key}",
        at=now,
        note=f"{made.title}（{reports.name_of(period)}）",
    )
    return made, entry


def make_now(place: Place, period: Period, *, by: Actor, now: datetime, told: Tells) -> Made:
    """Make a report and write the log; for the command line. Raises as ``make_report``."""
    made, entry = make_report(place, period, by=by, now=now, told=told)
    audit.record(entry)
    return made


def start_report(
    place: Place, kind: ReportKind, when: str, *, by: Actor, now: datetime
) -> jobs.Job:
    """Have a report made by a job. Raises ``BadPeriod``, ``TooManyJobs`` and as ``unit_of``."""
    unit = unit_of(place, MAKE, by=by)
    period = reports.asked(kind, when, now)
    return jobs.start(
        JOB, title_of(period), by=by, unit=unit, arguments=arguments_of(place, period), now=now
    )


def title_of(period: Period) -> str:
    """What a job of a report is called."""
    return f"制作{reports.NAMES[period.kind]}：{reports.name_of(period)}"


def arguments_of(place: Place, period: Period) -> dict[str, object]:
    """What a job of a report takes."""
    return {"place": place.model_dump(mode="json"), "period": period.model_dump(mode="json")}


def page_of(made: Made) -> str:
    """Where the console shows a report."""
    asked = f"unit={made.unit}"
    if made.place.kind is PlaceKind.ACCOUNT:
        asked += f"&account={made.place.id}"
    return f"/numbers/reports?{asked}&report={made.id}"


def reports_of(
    place: Place, *, by: Actor, kind: ReportKind | None = None, after: str = "", limit: int = _LISTED
) -> Listed:  # fmt: skip
    """The reports of a place, the latest period first. Raises as ``unit_of``."""
    unit_of(place, READ, by=by)
    every = (one for one in reports.of(place, after=after) if kind in (None, one.period.kind))
    found = list(islice(every, limit + 1))
    return Listed(found[:limit], found[limit - 1].id if len(found) > limit else "")


def report_for(place: Place, report: str, *, by: Actor) -> tuple[Made, Report]:
    """One report with its content. Raises ``UnknownReport`` and as ``unit_of``."""
    unit_of(place, READ, by=by)
    made = reports.get(place, report)
    return made, reports.body(made)


def latest_for(place: Place, kind: ReportKind | None, *, by: Actor) -> Made:
    """The newest report of a place. Raises ``UnknownReport`` and as ``unit_of``."""
    found = reports_of(place, by=by, kind=kind, limit=1).reports
    if not found:
        raise reports.UnknownReport
    return found[0]


def document_for(place: Place, report: str, *, by: Actor, now: datetime) -> tuple[Made, bytes]:
    """The Word document of a report; that it was taken stands in the log. Raises ``UnknownReport`` and as ``unit_of``."""
    made = _taken(place, report, by, now)
    return made, reports.document(made)


def link_for(place: Place, report: str, *, by: Actor, now: datetime) -> tuple[Made, str]:
    """Where a browser saves the Word document from, for some minutes; that it was taken stands in the log.

    Raises ``UnknownReport`` and as ``unit_of``.
    """
    made = _taken(place, report, by, now)
    return made, reports.link(made)


def _taken(place: Place, report: str, by: Actor, now: datetime) -> Made:
    unit = unit_of(place, TAKE, by=by)
    made = reports.get(place, report)
    audit.record(
        audit.entry_of(
            by,
            TAKE,
            unit=unit,
            object=f"report:{place.key}",
            at=now,
            note=f"{made.file_name}，{shown(made.at)} 制作",
        )
    )
    return made
