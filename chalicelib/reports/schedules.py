"""When reports are made by themselves. Values and pure functions; ``schedule_store`` keeps them.

A schedule is due at one moment; what it makes then is named by that moment, so that it is made once.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from pydantic import AwareDatetime

from chalicelib.actor import Actor
from chalicelib.clock import SHANGHAI
from chalicelib.errors import Field
from chalicelib.reports.errors import BadSchedule
from chalicelib.reports.models import Period, Place, ReportKind
from chalicelib.reports.periods import last_over
from chalicelib.values import Value

LAST_DAY: Final = {ReportKind.WEEK: 7, ReportKind.MONTH: 28}
"""A week's days are 1 (Monday) to 7; a month's are those that every month has."""
PATIENCE: Final = timedelta(hours=4)
"""So long a schedule waits for the figures of the period's last day; WeChat gives them from 08:15 on, some days later."""
LOOKS_AGAIN: Final = timedelta(minutes=15)
_TIME: Final = re.compile(r"^([01]?\d|2[0-3]):([0-5]\d)$")
_WEEKDAYS: Final = "一二三四五六日"


class Schedule(Value):
    """Reports of one kind of one place, made by themselves for their owner."""

    place: Place
    kind: ReportKind
    unit: str
    day: int
    at: str
    """``08:00``, Asia/Shanghai."""
    article: bool
    """Whether a draft article is made, too."""
    owner: Actor
    """In whose name they are made, and in whose bell they appear."""
    owner_name: str
    set_at: AwareDatetime
    due: AwareDatetime
    """When the next one is made."""
    problem: str = ""
    """Why the last one was not made; empty where it was."""


def checked(kind: ReportKind, day: int, at: str) -> tuple[int, str]:
    """A day and time as they are kept. Raises ``BadSchedule``."""
    if not 1 <= day <= LAST_DAY[kind]:
        said = "星期一到星期日（1 到 7）" if kind is ReportKind.WEEK else "每月 1 到 28 日"
        raise BadSchedule(f"请选 {said}。", fields=[Field("day", "没有这一天")])
    found = _TIME.match(at.strip())
    if not found:
        raise BadSchedule("时间请写成 08:00 这样。", fields=[Field("at", "写法不对")])
    return day, f"{int(found[1]):02d}:{found[2]}"


def next_due(kind: ReportKind, day: int, at: str, after: datetime) -> datetime:
    """The first moment after ``after`` on which a day and time fall (Asia/Shanghai)."""
    here = after.astimezone(SHANGHAI)
    on = here.date()
    while True:
        if (on.isoweekday() if kind is ReportKind.WEEK else on.day) == day:
            moment = _moment(on, at)
            if moment > here:
                return moment
        on += timedelta(days=1)


def caught_up(schedule: Schedule, now: datetime) -> Schedule:
    """The schedule at the latest moment that has come: of those that a standstill passed over nobody wants a report each."""
    due = schedule.due
    while (later := next_due(schedule.kind, schedule.day, schedule.at, due)) <= now:
        due = later
    return schedule.model_copy(update={"due": due})


def tells_of(schedule: Schedule) -> Period:
    """The period that is reported at the next due moment: the latest that is over then."""
    return last_over(schedule.kind, schedule.due)


def key_of(schedule: Schedule) -> str:
    """Names what is made at the due moment; the same however often it is asked for."""
    when = int(schedule.due.timestamp() * 1000)
    return f"{when:013d}-{schedule.place.key.replace(':', '-')}-{schedule.kind}"


def when_of(schedule: Schedule) -> str:
    """A schedule in words: ``每周一 08:00``."""
    if schedule.kind is ReportKind.WEEK:
        return f"每周{_WEEKDAYS[schedule.day - 1]} {schedule.at}"
    return f"每月 {schedule.day} 日 {schedule.at}"


def _moment(on: date, at: str) -> datetime:
    hour, minute = at.split(":")
    return datetime.combine(on, time(int(hour), int(minute)), SHANGHAI)
