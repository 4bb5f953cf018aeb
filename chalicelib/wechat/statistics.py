"""Ask WeChat for its statistics: one call, its span checked, its rows sorted by day (sheet §2.8).

A row is kept as it came, since fields differ by WeChat's version and are added without notice; ``statistics_rows``
reads from it what is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from chalicelib.wechat.statistics_calls import CALLS, StatCall
from chalicelib.wechat.statistics_rows import Row, day_of

if TYPE_CHECKING:
    from chalicelib.wechat.client import AccountClient


class Told(NamedTuple):
    """What WeChat said of some days."""

    days: dict[date, tuple[Row, ...]]
    """Every day that was asked for; one without rows has none."""
    delayed: bool
    """``is_delay``: figures are not final yet."""


def ask(client: AccountClient, call: StatCall, begin: date, end: date) -> Told:
    """The statistics of ``begin`` to ``end``, both included.

    Raises ``ValueError`` for a span that WeChat does not take, and errors of ``wechat.errors``: ``Busy`` with 61503
    while a day is not counted yet, ``QuotaUsedUp`` with 45009. Reading may be repeated whatever the error.
    """
    terms = CALLS[call]
    if not terms.earliest <= begin <= end or (end - begin).days >= terms.longest:
        raise ValueError(f"{terms.name} takes {terms.longest} days from {terms.earliest} on")
    return told(client.datacube.ask(terms.name, begin, end), begin, end)


def told(answer: Mapping[str, Any], begin: date, end: date) -> Told:
    """An answer sorted by day. Rows of other days, or of none, are left out: nobody asked for them."""
    wanted = [begin + timedelta(days=number) for number in range((end - begin).days + 1)]
    days: dict[date, list[Row]] = {day: [] for day in wanted}
    rows = answer.get("list")
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and (day := day_of(row.get("ref_date"))) in days:
            days[day].append(row)
    delayed = answer.get("is_delay")
    return Told({day: tuple(found) for day, found in days.items()}, delayed in (True, 1, "true"))
