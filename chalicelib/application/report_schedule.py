"""定期报告: who gets a weekly or monthly report of what, and making it when it is due (docs/decisions/0215)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from chalicelib import audit, insight, jobs, people, reports
from chalicelib.actor import Actor
from chalicelib.application.account_reach import accounts_under
from chalicelib.application.report_material import name_of
from chalicelib.application.reporting import (
    JOB,
    MAKE,
    READ,
    arguments_of,
    title_of,
    unit_of,
)
from chalicelib.cloud import table
from chalicelib.reports import Place, PlaceKind, ReportKind, Schedule
from chalicelib.wechat.statistics_calls import StatCall

SCHEDULE: Final = "insight:report:schedule"
WRITE: Final = "newsroom:article:write"
_NO_RIGHT: Final = "负责人已没有制作报告的权限，请由有权限的人重新设置。"


def set_schedule(
    place: Place,
    kind: ReportKind,
    day: int,
    at: str,
    *,
    article: bool,
    by: Actor,
    now: datetime,
) -> Schedule:
    """Have a report made every week or month in the name of who asks, instead of the schedule before it.

    ``day`` is 1 (Monday) to 7, or the day of the month, 1 to 28; ``at`` is ``08:00``, Asia/Shanghai. Raises
    ``BadSchedule`` and as ``unit_of``.
    """
    unit = unit_of(place, SCHEDULE, by=by)
    people.require(by, MAKE, unit)
    if article:
        people.require(by, WRITE, unit)
    day, at = reports.checked(kind, day, at)
    made = Schedule(
        place=place,
        kind=kind,
        unit=unit,
        day=day,
        at=at,
        article=article,
        owner=by.model_copy(update={"request": ""}),
        owner_name=name_of(by, unit),
        set_at=now,
        due=reports.next_due(kind, day, at, now).astimezone(UTC),
    )
    note = f"{reports.NAMES[kind]}，{reports.when_of(made)}" + ("，存为稿件" if article else "")
    _write(reports.put_action(made), made, note, by, now)
    return made


def remove_schedule(place: Place, kind: ReportKind, *, by: Actor, now: datetime) -> Schedule:
    """Have no more reports made by themselves; those that were made stay.

    Raises ``UnknownSchedule`` and as ``unit_of``.
    """
    unit_of(place, SCHEDULE, by=by)
    found = reports.schedule_of(place, kind)
    if found is None:
        raise reports.UnknownSchedule
    _write(reports.remove_action(found), found, f"停止{reports.NAMES[kind]}", by, now)
    return found


def schedules_for(place: Place, *, by: Actor) -> list[Schedule]:
    """The schedules of a place. Raises as ``unit_of``."""
    unit_of(place, READ, by=by)
    return reports.schedules_of(place)


def carry_out(message: str, *, now: datetime) -> jobs.Job | None:
    """Begin the report of a schedule that is due; None where there is nothing to do, or it waits for figures.

    Running it twice, or stopped anywhere and run again, is harmless: the job is named by the due moment, the report
    by the job, and the schedule moves on by one write that holds for that moment alone.
    """
    found = reports.schedule_of(*reports.read_message(message))
    if found is None or found.due > now:
        return None
    latest = reports.caught_up(found, now)
    if now < latest.due + reports.PATIENCE and not _told(latest):
        reports.look_later(found, now + reports.LOOKS_AGAIN)
        return None
    problem, job = "", None
    if people.may(found.owner, MAKE, found.unit):
        job = _begin(latest, now)
    else:
        problem = _NO_RIGHT
    reports.move_on(found, reports.next_due(found.kind, found.day, found.at, now), problem)
    return job


def _begin(found: Schedule, now: datetime) -> jobs.Job:
    period = reports.tells_of(found)
    return jobs.start(
        JOB,
        f"定期{title_of(period)}",
        by=found.owner,
        unit=found.unit,
        arguments={
            **arguments_of(found.place, period),
            "scheduled": True,
            "article": found.article,
        },
        now=now,
        id=reports.key_of(found),
    )


def _told(found: Schedule) -> bool:
    """Whether WeChat has told the last day's followers of every account that is fetched at all."""
    last = reports.tells_of(found).until
    accounts = (
        [found.place.id]
        if found.place.kind is PlaceKind.ACCOUNT
        else [one.id for one in accounts_under(found.place.id)]
    )
    numbers = insight.wechat_numbers
    return all(
        numbers.day(one, StatCall.USERS, last) is not None
        for one in accounts
        if (known := numbers.progress(one)) is not None and _lives(known.last_at, found.due)
    )


def _lives(last_at: datetime | None, due: datetime) -> bool:
    """An account that WeChat has not answered for three days is not waited for."""
    return last_at is not None and last_at > due - timedelta(days=3)


def _write(action: table.Action, of: Schedule, note: str, by: Actor, now: datetime) -> None:
    entry = audit.entry_of(
        by, SCHEDULE, unit=of.unit, object=f"report:{of.place.key}", at=now, note=note
    )
    table.transact([action, audit.write_action(entry)])
