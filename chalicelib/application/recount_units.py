"""Sums of units counted anew, where they are missing or the tree has changed since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from chalicelib import audit, insight, people
from chalicelib.actor import Actor
from chalicelib.application import count_days
from chalicelib.application.account_reach import accounts_under
from chalicelib.application.wechat_numbers import FETCH, Span


def recount_units(
    unit: str,
    days: Span,
    *,
    by: Actor,
    now: datetime,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> int:
    """Add up the days of all accounts below a unit anew, for it and for every unit above; returns the days of units.

    Both what the archive counted and what WeChat said.

    Twice is once. Raises ``UnknownUnit`` or ``PermissionDenied``.
    """
    people.require(by, FETCH, unit)
    found, within, counted = accounts_under(unit), insight.matrix(), 0
    known = count_days.tree()
    for number in range(days.days):
        progress(number, days.days)
        day = days.since + timedelta(days=number)
        counted += insight.recount([insight.Day(one.id, day.isoformat()) for one in found], within)
        count_days.count_day(known, day, [one.id for one in found])
    note = f"重新合计 {days.since} 至 {days.until}"
    audit.record(audit.entry_of(by, FETCH, unit=unit, object=f"unit:{unit}", at=now, note=note))
    return counted
