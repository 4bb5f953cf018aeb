"""Figures of a period from what is known of its days. Pure.

What WeChat has not told is not known, and is never a zero. The archive has every message, so a day without any is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from chalicelib.reports.material import AccountKnown, Counts, FollowersOf, Material, ReadersOf
from chalicelib.reports.models import Figure, Period
from chalicelib.reports.periods import before, year_before

FOLLOWERS: Final = "微信统计·用户增减"
TOTALS: Final = "微信统计·累计用户"
READERS: Final = "微信统计·图文概况"
ARTICLES: Final = "微信统计·单篇图文"
ARCHIVE: Final = "本系统数据档案"
QUESTIONS: Final = "本系统消息记录"
EFFECTS: Final = "本系统推算"

Told = FollowersOf | ReadersOf


class Sum(NamedTuple):
    """A sum, and how many days of accounts are not in it."""

    value: float | None
    missing: int


class Spans(NamedTuple):
    """A period and the two that it is held against."""

    now: Period
    before: Period
    year_before: Period


def spans_of(period: Period) -> Spans:
    """The period, the one before, and the same of the year before."""
    return Spans(period, before(period), year_before(period))


def added(
    accounts: Iterable[AccountKnown], series: Callable[[AccountKnown], Sequence[Told]], name: str,
    period: Period,
) -> Sum:  # fmt: skip
    """A figure of WeChat's, of which days add up, over all accounts."""
    found: list[int] = []
    missing = 0
    for account in accounts:
        known = {
            one.day: number for one in series(account) if (number := getattr(one, name)) is not None
        }
        for day in period.days:
            if day in known:
                found.append(known[day])
            else:
                missing += 1
    return Sum(sum(found) if found else None, missing)


def followers_at_end(accounts: Iterable[AccountKnown], period: Period) -> Sum:
    """All followers at the end of a period: each account's latest number in it. Missing are accounts without one."""
    found: list[int] = []
    missing = 0
    for account in accounts:
        within = [
            one
            for one in account.followers
            if one.total is not None and period.since <= one.day <= period.until
        ]
        if within:
            latest = max(within, key=lambda one: one.day)
            found.append(latest.total or 0)
            missing += latest.day != period.until
        else:
            missing += 1
    return Sum(sum(found) if found else None, missing)


def counts_in(accounts: Iterable[AccountKnown], period: Period) -> Counts | None:
    """What the archive counted in a period; None where it knows nothing of any of its days."""
    days = [
        one.counts
        for account in accounts
        for one in account.counted
        if period.since <= one.day <= period.until
    ]
    if not days:
        return None
    names = Counts.model_fields
    return Counts(**{name: sum(getattr(one, name) for one in days) for name in names})


def by_name(accounts: Iterable[AccountKnown], period: Period, name: str) -> list[tuple[str, int]]:
    """``rungs`` or ``menu`` of a period, added up by name, the most first."""
    found: Counter[str] = Counter()
    for account in accounts:
        for one in account.counted:
            if period.since <= one.day <= period.until:
                found.update(getattr(one, name))
    return sorted(((key, n) for key, n in found.items() if n), key=lambda one: (-one[1], one[0]))


def sources_of(accounts: Iterable[AccountKnown], period: Period) -> list[tuple[str, int]]:
    """New followers by source, the most first."""
    found: Counter[str] = Counter()
    for account in accounts:
        for one in account.followers:
            if one.came is not None and period.since <= one.day <= period.until:
                found.update(one.sources)
    return sorted(((key, n) for key, n in found.items() if n), key=lambda one: (-one[1], one[0]))


def along(
    accounts: Sequence[AccountKnown], series: Callable[[AccountKnown], Sequence[Told]], name: str,
    period: Period,
) -> tuple[float | None, ...]:  # fmt: skip
    """The sum of each day; None where an account's number is missing that told of any day of the period."""
    known: list[dict[date, int]] = []
    for account in accounts:
        told = {
            one.day: number
            for one in series(account)
            if period.since <= one.day <= period.until
            and (number := getattr(one, name)) is not None
        }
        if told:
            known.append(told)
    return tuple(
        sum(one[day] for one in known) if known and all(day in one for one in known) else None
        for day in period.days
    )


def heard_at(
    accounts: Iterable[AccountKnown], series: Callable[[AccountKnown], Sequence[Told]],
    period: Period,
) -> datetime | None:  # fmt: skip
    """When WeChat was last heard: of several accounts the one that was heard longest ago."""
    latest = [
        max(times)
        for account in accounts
        if (
            times := [
                one.observed_at
                for one in series(account)
                if one.observed_at and period.since <= one.day <= period.until
            ]
        )
    ]
    return min(latest, default=None)


def followers(account: AccountKnown) -> Sequence[FollowersOf]:
    """The series of followers."""
    return account.followers


def readers(account: AccountKnown) -> Sequence[ReadersOf]:
    """The series of readers."""
    return account.readers


def told(
    material: Material, series: Callable[[AccountKnown], Sequence[Told]], name: str, label: str,
    unit: str, source: str,
) -> Figure:  # fmt: skip
    """A figure of WeChat's with its comparisons: one that lacks days is compared with nothing."""
    spans = spans_of(material.period)
    now, earlier, year = (added(material.accounts, series, name, span) for span in spans)
    return Figure(
        name=name,
        label=label,
        unit=unit,
        now=now.value,
        before=whole(earlier),
        year_before=whole(year),
        source=source,
        as_of=heard_at(material.accounts, series, material.period),
        missing=now.missing,
    )


def whole(one: Sum) -> float | None:
    """A sum that lacks nothing; None else."""
    return None if one.missing else one.value


def change(figure: Figure, against: float | None) -> float | None:
    """By how much a figure has grown, in per cent; None where that can't be told."""
    if figure.now is None or figure.missing or not against:
        return None
    return (figure.now - against) / against * 100
