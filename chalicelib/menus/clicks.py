"""Taps on each entry while a version was in force, from the counts of days and hours. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from chalicelib.clock import SHANGHAI
from chalicelib.menus.models import Button, MenuDocument, Period
from chalicelib.menus.wire import leaves, target
from chalicelib.values import Value


class DayTaps(NamedTuple):
    """Taps of one day (Asia/Shanghai)."""

    day: date
    by_key: dict[str, int]
    """Key or address of an entry → taps."""
    by_hour: dict[tuple[int, str], int] | None
    """Hour and key → taps; None where the day was never counted by hours."""


class EntryClicks(Value):
    """One entry of a version."""

    where: str
    """``办税/发票``."""
    key: str
    """What a tap is known by; empty for entries of which WeChat tells no taps."""
    taps: int


class VersionClicks(Value):
    """A version, while it was in force."""

    version: int
    since: datetime | None
    until: datetime | None
    """None while it is in force."""
    days: int
    """Days of which anything was counted."""
    taps: int
    entries: tuple[EntryClicks, ...]


def clicks(
    version: int, document: MenuDocument, periods: Iterable[Period], counted: Iterable[DayTaps]
) -> VersionClicks:
    """The taps on the entries of a version in its periods.

    Hours are the smallest that is counted: the hour in which one version follows another belongs to the later one.
    """
    spans = sorted(periods, key=lambda one: one.since)
    taken: Counter[str] = Counter()
    days = 0
    for day in counted:
        hours = [hour for hour in range(24) if _within(day.day, hour, spans)]
        if not hours:
            continue
        days += 1
        if len(hours) == 24:
            taken.update(day.by_key)
        elif day.by_hour is not None:
            for (hour, key), number in day.by_hour.items():
                if hour in hours:
                    taken[key] += number
    entries = tuple(
        EntryClicks(
            where=where, key=target(button), taps=taken[target(button)] if target(button) else 0
        )
        for where, button in _every(document)
    )
    return VersionClicks(
        version=version,
        since=spans[0].since if spans else None,
        until=spans[-1].until if spans else None,
        days=days,
        taps=sum({one.key: one.taps for one in entries if one.key}.values()),
        entries=entries,
    )


def _within(day: date, hour: int, periods: list[Period]) -> bool:
    """Whether a version was in force at the end of an hour, or went within it for nothing else."""
    begins = datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI).astimezone(UTC)
    ends = begins + timedelta(hours=1)
    return any(one.since < ends and (one.until is None or one.until >= ends) for one in periods)


def _every(document: MenuDocument) -> Iterable[tuple[str, Button]]:
    seen: set[str] = set()
    for buttons in (document.buttons, *(one.buttons for one in document.conditional)):
        for where, button in leaves(buttons):
            if f"{where}#{target(button)}" not in seen:
                seen.add(f"{where}#{target(button)}")
                yield where, button
