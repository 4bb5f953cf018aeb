"""Weeks and months: which one a day lies in, the one before, the one that is held against it. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

from chalicelib.clock import SHANGHAI
from chalicelib.errors import Field
from chalicelib.reports.errors import BadPeriod
from chalicelib.reports.models import Period, ReportKind

_WEEK: Final = re.compile(r"^(\d{4})-?W(\d{1,2})$", re.IGNORECASE)
_MONTH: Final = re.compile(r"^(\d{4})-(\d{1,2})$")
_EARLIEST: Final = date(2012, 8, 1)
"""WeChat's official accounts began in August 2012."""


def period_of(kind: ReportKind, day: date) -> Period:
    """The week or month that a day lies in."""
    if kind is ReportKind.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(kind=kind, since=monday, until=monday + timedelta(days=6))
    first = day.replace(day=1)
    return Period(kind=kind, since=first, until=_next_month(first) - timedelta(days=1))


def before(period: Period) -> Period:
    """The one before."""
    return period_of(period.kind, period.since - timedelta(days=1))


def year_before(period: Period) -> Period:
    """The same of the year before: the month of that name, or the week 52 weeks before, so that weekdays agree."""
    if period.kind is ReportKind.WEEK:
        return period_of(period.kind, period.since - timedelta(weeks=52))
    return period_of(period.kind, period.since.replace(year=period.since.year - 1))


def last_over(kind: ReportKind, now: datetime) -> Period:
    """The latest week or month that is over."""
    return before(period_of(kind, now.astimezone(SHANGHAI).date()))


def asked(kind: ReportKind, text: str, now: datetime) -> Period:
    """The period that somebody names: a day of it, ``2026-W47``, ``2026-11``; empty: the latest that is over.

    Raises ``BadPeriod`` where that is none, or is not over.
    """
    if not text.strip():
        return last_over(kind, now)
    found = period_of(kind, _day(kind, text.strip()))
    if found.since < _EARLIEST:
        raise BadPeriod("那时还没有公众号，请检查日期。", fields=[Field("period", "太早")])
    if found.until >= now.astimezone(SHANGHAI).date():
        name = "一周" if kind is ReportKind.WEEK else "一个月"
        raise BadPeriod(
            f"这{name}还没有过完（到 {found.until} 为止），请等它结束，或选更早的。",
            fields=[Field("period", "还没有过完")],
        )
    return found


def name_of(period: Period) -> str:
    """A period as people call it: ``2026年11月16日至22日``, ``2026年11月``."""
    since, until = period.since, period.until
    if period.kind is ReportKind.MONTH:
        return f"{since.year}年{since.month}月"
    start = f"{since.year}年{since.month}月{since.day}日"
    if since.year != until.year:
        return f"{start}至{until.year}年{until.month}月{until.day}日"
    if since.month != until.month:
        return f"{start}至{until.month}月{until.day}日"
    return f"{start}至{until.day}日"


def _day(kind: ReportKind, text: str) -> date:
    week, month = _WEEK.match(text), _MONTH.match(text)
    try:
        if week and kind is ReportKind.WEEK:
            return date.fromisocalendar(int(week[1]), int(week[2]), 1)
        if month and kind is ReportKind.MONTH:
            return date(int(month[1]), int(month[2]), 1)
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day, no time
    except (ValueError, OverflowError):
        example = "2026-W47 或其中一天 2026-11-16" if kind is ReportKind.WEEK else "2026-11"
        raise BadPeriod(
            f"看不懂时间“{text[:20]}”，请写成 {example}。", fields=[Field("period", "写法不对")]
        ) from None


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
