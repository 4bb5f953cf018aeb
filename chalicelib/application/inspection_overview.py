"""巡检概览: how the accounts of a unit and below stand, what is open, how it goes from week to week, which unit does best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from pydantic import AwareDatetime

from chalicelib import inspection, inspection_notices, people, units
from chalicelib.actor import Actor
from chalicelib.application.account_reach import accounts_under
from chalicelib.application.inspection_notice_material import past_of
from chalicelib.clock import SHANGHAI
from chalicelib.inspection import Ended, FindingSeverity, Inspected, OpenFindings
from chalicelib.inspection_notices import Counted, PaperKind
from chalicelib.units import UnitLevel
from chalicelib.values import Value

WEEKS: Final = 13
MOST: Final = 10
"""Indicators and units that a page shows."""


class GroupCount(Value):
    """Accounts of a level or of a unit and below."""

    key: str
    name: str
    rank: int
    """0: no rank."""
    accounts: int
    checked: int
    passed: int
    rate: float | None
    vetoed: int
    """Accounts with a 单项否决."""
    open: int
    """Findings that count."""
    overdue: int


class WeekCount(Value):
    """Findings by the week in which they were found."""

    week: date
    """Its Monday."""
    veto: int
    deduction: int
    settled: int
    """Of them closed, gone or revoked by now."""


class IndicatorOpen(Value):
    """An indicator with what is open of it."""

    indicator: str
    name: str
    veto: bool
    open: int


class QuarterCount(Value):
    """What the notice of a quarter said."""

    name: str
    checked: int
    passed: int
    rate: float | None


class InspectionOverview(Value):
    """How it stands."""

    accounts: int
    checked: int
    passed: int
    failed: int
    unlooked: int
    """Accounts that were never inspected, or could not be."""
    veto: int
    """Open findings of 单项否决."""
    deduction: int
    overdue: int
    pass_line: int
    levels: tuple[GroupCount, ...]
    units: tuple[GroupCount, ...]
    """The units right below, by rank."""
    weeks: tuple[WeekCount, ...]
    indicators: tuple[IndicatorOpen, ...]
    quarters: tuple[QuarterCount, ...]
    last_at: AwareDatetime | None
    """When an account was last looked at."""


def overview(unit: str, *, by: Actor, now: datetime) -> InspectionOverview:
    """The overview of a unit: a handful of queries, however many accounts there are.

    Raises ``UnknownUnit`` or ``PermissionDenied``.
    """
    people.require(by, inspection.READ, unit)
    rules = inspection.known().rules([one.id for one in units.lineage(unit)])
    tree = {one.id: one for _, one in units.tree()}
    last, count = inspection.last_of_each(), inspection.open_by_account(now)
    found = accounts_under(unit)
    rows = [_Row(one.id, one.unit, last.get(one.id), count.get(one.id)) for one in found]
    levels = [
        _group(level.value, units.LEVELS[level], mine)
        for level in UnitLevel
        if (mine := [one for one in rows if one.unit in tree and tree[one.unit].level is level])
    ]
    children = [one for one in tree.values() if one.parent == unit]
    below = [(one, _within(one.id, tree.values())) for one in children]
    groups = [
        _counted(one.id, one.name, mine)
        for one, inside in below
        if (mine := [row for row in rows if row.unit in inside])
    ]
    every = _group("", "", rows)
    listed = list(inspection.listed(unit, since=_monday(now) - timedelta(weeks=WEEKS - 1)))
    return InspectionOverview(
        accounts=len(rows),
        checked=every.checked,
        passed=every.passed,
        failed=every.checked - every.passed,
        unlooked=every.accounts - every.checked,
        veto=sum(one.count.veto for one in rows),
        deduction=sum(one.count.deduction for one in rows),
        overdue=every.overdue,
        pass_line=rules.pass_line,
        levels=tuple(levels),
        units=_ranked(groups),
        weeks=tuple(_weeks(listed, now)),
        indicators=tuple(_indicators(rules, listed)),
        quarters=_quarters(unit),
        last_at=max((one.last.at for one in rows if one.last), default=None),
    )


class _Row:
    """One account with what is known of it."""

    def __init__(
        self, account: str, unit: str, last: Inspected | None, count: OpenFindings | None
    ) -> None:
        self.account, self.unit, self.last = account, unit, last
        self.count = count or OpenFindings()
        self.looked = last is not None and last.ended is not Ended.FAILED
        self.passed = self.looked and last is not None and last.passed and not self.count.veto


def _counted(key: str, name: str, rows: Sequence[_Row]) -> Counted:
    looked = [one for one in rows if one.looked]
    return Counted(
        key=key,
        name=name,
        checked=len(looked),
        passed=sum(one.passed for one in looked),
        vetoed=sum(bool(one.count.veto) for one in rows),
        unlooked=len(rows) - len(looked),
        findings=sum(one.count.veto + one.count.deduction for one in rows),
        closed=0,
        overdue=sum(one.count.overdue for one in rows),
        score=sum(one.last.points for one in looked if one.last) / len(looked) if looked else None,
    )


def _group(key: str, name: str, rows: Sequence[_Row]) -> GroupCount:
    return _seen(_counted(key, name, rows), 0)


def _seen(one: Counted, rank: int) -> GroupCount:
    return GroupCount(
        key=one.key,
        name=one.name,
        rank=rank,
        accounts=one.checked + one.unlooked,
        checked=one.checked,
        passed=one.passed,
        rate=None if one.rate is None else round(one.rate, 2),
        vetoed=one.vetoed,
        open=one.findings,
        overdue=one.overdue,
    )


def _ranked(groups: Sequence[Counted]) -> tuple[GroupCount, ...]:
    """Those with a rank first; who was not looked at has none and comes last."""
    ranked = [_seen(one, rank) for rank, one in inspection_notices.ranked(groups)]
    return (*ranked, *(_seen(one, 0) for one in groups if not one.checked))


def _weeks(listed: Iterable[inspection.Listed], now: datetime) -> Iterable[WeekCount]:
    first = _monday(now) - timedelta(weeks=WEEKS - 1)
    found: Counter[tuple[date, str]] = Counter()
    for one in listed:
        week = _monday(one.found_at).date()
        found[week, one.severity] += 1
        found[week, "settled"] += one.state not in inspection.ACTIVE
    for number in range(WEEKS):
        week = (first + timedelta(weeks=number)).date()
        yield WeekCount(
            week=week,
            veto=found[week, FindingSeverity.VETO],
            deduction=found[week, FindingSeverity.DEDUCTION],
            settled=found[week, "settled"],
        )


def _indicators(
    rules: inspection.Rules, listed: Iterable[inspection.Listed]
) -> Iterable[IndicatorOpen]:
    known = {one.id: one for one in rules.indicators}
    open_ones = Counter(one.indicator for one in listed if one.state in inspection.ACTIVE)
    for indicator, many in open_ones.most_common(MOST):
        one = known.get(indicator)
        yield IndicatorOpen(
            indicator=indicator,
            name=one.name if one else indicator,
            veto=bool(one and one.severity is FindingSeverity.VETO),
            open=many,
        )


def _quarters(unit: str) -> tuple[QuarterCount, ...]:
    found = past_of(inspection_notices.of(unit), PaperKind.NOTICE, None)
    return tuple(
        QuarterCount(
            name=one.name,
            checked=one.checked,
            passed=one.passed,
            rate=round(100 * one.passed / one.checked, 2) if one.checked else None,
        )
        for one in found
    )


def _within(top: str, tree: Iterable[units.OrgUnit]) -> set[str]:
    """A unit and all below it; a unit comes after the one above it."""
    within = {top}
    for one in tree:
        if one.parent in within:
            within.add(one.id)
    return within


def _monday(at: datetime) -> datetime:
    day = at.astimezone(SHANGHAI).date()
    return datetime.combine(day - timedelta(days=day.weekday()), time(), SHANGHAI)
