"""The matrix on the wall: accounts by health, unit by unit, with orders under way and open findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from chalicelib import inspection
from chalicelib import matrix as accounts_matrix
from chalicelib import orders as received_orders
from chalicelib.actor import SYSTEM
from chalicelib.application import order_summary
from chalicelib.application.wall_scope import WallScope
from chalicelib.matrix import RANK, SIGNALS, Row
from chalicelib.units import LEVELS, OrgUnit, UnitLevel
from chalicelib.values import Value

MOST_WORST: Final = 8
_SAID: Final = 2
"""Signals of an account that are told."""
_NOT_LOOKED_AT: Final = "账号状态还没有统计过"
_NOT_INSPECTED: Final = "还没有巡检过"


class HealthCount(Value):
    """Accounts by health."""

    good: int
    remind: int
    bad: int
    unknown: int
    """Never looked at."""


class UnitTile(Value):
    """One unit directly below, with all that lies below it."""

    unit: str
    name: str
    level: UnitLevel
    level_name: str
    accounts: int
    health: HealthCount
    overdue: int
    """Orders that it, or a unit below it, is late with."""
    findings: int
    opens: bool
    """Whether there are units below it to look at."""


class WorstAccount(Value):
    """One account that is not well."""

    account: str
    name: str
    unit_name: str
    bad: bool
    why: str


class LevelHealth(Value):
    """Accounts of one level by health."""

    level: UnitLevel
    level_name: str
    health: HealthCount


class UnitStep(Value):
    """A unit on the way from the top to the one that is shown."""

    unit: str
    name: str


class WallMatrix(Value):
    """The part of the wall."""

    unit: str
    name: str
    accounts: int
    health: HealthCount
    why: str
    """Why health is not known; empty where it is."""
    levels: tuple[LevelHealth, ...]
    tiles: tuple[UnitTile, ...]
    worst: tuple[WorstAccount, ...]


class UnitLate(Value):
    """A unit directly below with orders that are late there."""

    unit: str
    name: str
    under_way: int
    overdue: int


class FindingSums(Value):
    """Open findings (问题) of inspection."""

    veto: int
    deduction: int
    overdue: int
    accounts: int


class WallOrders(Value):
    """Orders and findings."""

    issued: int
    """Orders of the unit itself that are under way."""
    under_way: int
    """What units have still to finish: an order to ten units counts ten."""
    overdue: int
    """Those of them that are late."""
    late: tuple[UnitLate, ...]
    findings: FindingSums | None
    findings_why: str


class Health(NamedTuple):
    """How one account is."""

    state: str
    """``good``, ``remind`` or ``bad``; ``closed`` where the account is gone."""
    why: str


def health_of_all() -> Mapping[str, Health]:
    """How every account is, by account: one query. Those that are closed (注销) are none of these."""
    return {
        row.account: Health("closed" if row.closed else row.health.value, signs_of(row))
        for group in accounts_matrix.store.groups()
        for row in group.rows.values()
    }


def signs_of(row: Row) -> str:
    """What an account's health is told from, the worst first, by its general name: a screen in a hall names no person."""
    found = sorted(row.signs, key=lambda one: -RANK[one.health])
    return "、".join(SIGNALS[one.name].label for one in found[:_SAID])


class Late(NamedTuple):
    """Orders by the unit that has to do them."""

    open: Mapping[str, int]
    overdue: Mapping[str, int]


def orders_by_unit(now: datetime) -> Late:
    """Orders that units have still to finish, and those that they are late with; a query for each order under way."""
    return Late(received_orders.open_by_unit(), received_orders.overdue_by_unit(now))


def matrix(scope: WallScope, now: datetime) -> WallMatrix:
    """Accounts by health of a unit, and of each unit directly below it."""
    health = health_of_all()
    late = orders_by_unit(now)
    found = inspection.open_by_account(now)
    tops = _tops(scope)
    by_top: dict[str, list[str]] = {}
    for one in scope.accounts.values():
        by_top.setdefault(tops[one.unit], []).append(one.id)
    overdue = _by_top(late.overdue, tops)
    opens = {one.parent for one in scope.units.values()}
    tiles = [
        UnitTile(
            unit=one.id,
            name=one.name,
            level=one.level,
            level_name=LEVELS[one.level],
            accounts=len(by_top.get(one.id, ())),
            health=_count(by_top.get(one.id, ()), health),
            overdue=overdue[one.id],
            findings=sum(
                found[a].veto + found[a].deduction for a in by_top.get(one.id, ()) if a in found
            ),
            opens=one.id in opens,
        )
        for one in _shown(scope)
    ]
    known = any(one in health for one in scope.accounts)
    count = _count(scope.accounts, health)
    return WallMatrix(
        unit=scope.unit.id,
        name=scope.unit.name,
        accounts=sum(dict(count).values()),
        health=count,
        why="" if known else _NOT_LOOKED_AT,
        levels=tuple(_levels(scope, health)),
        tiles=tuple(tiles),
        worst=tuple(_worst(scope, health)[:MOST_WORST]),
    )


def orders(scope: WallScope, now: datetime) -> WallOrders:
    """Orders under way and late, and what inspection has found, in a unit and below."""
    by_unit, tops = orders_by_unit(now), _tops(scope)
    under_way, overdue = _by_top(by_unit.open, tops), _by_top(by_unit.overdue, tops)
    late = sorted(
        (one for one in _shown(scope) if overdue[one.id]),
        key=lambda one: (-overdue[one.id], one.id),
    )
    issued = order_summary.summary(scope.unit.id, by=SYSTEM, now=now).under_way
    return WallOrders(
        issued=issued,
        under_way=under_way.total(),
        overdue=overdue.total(),
        late=tuple(
            UnitLate(
                unit=one.id, name=one.name, under_way=under_way[one.id], overdue=overdue[one.id]
            )
            for one in late[:MOST_WORST]
        ),
        findings=_findings(scope, now),
        findings_why="" if _inspected() else _NOT_INSPECTED,
    )


def _findings(scope: WallScope, now: datetime) -> FindingSums | None:
    """What counts against these accounts; None where none was ever inspected."""
    found = [one for name, one in inspection.open_by_account(now).items() if scope.holds(name)]
    if not found and not _inspected():
        return None
    return FindingSums(
        veto=sum(one.veto for one in found),
        deduction=sum(one.deduction for one in found),
        overdue=sum(one.overdue for one in found),
        accounts=len(found),
    )


def _inspected() -> bool:
    return next(iter(inspection.runs()), None) is not None


def _shown(scope: WallScope) -> list[OrgUnit]:
    """The units directly below, and the unit itself where it has accounts of its own."""
    below = [one for one in scope.units.values() if one.parent == scope.unit.id]
    own = any(one.unit == scope.unit.id for one in scope.accounts.values())
    return [*([scope.unit] if own else []), *below]


def _tops(scope: WallScope) -> dict[str, str]:
    """Unit → the one directly below the shown unit that it belongs to; the shown one itself for its own."""
    tops = {scope.unit.id: scope.unit.id}
    for one in scope.units.values():
        if one.parent == scope.unit.id:
            tops[one.id] = one.id
        elif one.parent in tops:
            tops[one.id] = tops[one.parent]
    return tops


def _by_top(counts: Mapping[str, int], tops: Mapping[str, str]) -> Counter[str]:
    summed: Counter[str] = Counter()
    for unit, number in counts.items():
        if unit in tops:
            summed[tops[unit]] += number
    return summed


def _count(accounts: Iterable[str], health: Mapping[str, Health]) -> HealthCount:
    count = Counter(health[one].state if one in health else "unknown" for one in accounts)
    return HealthCount(**{name: count[name] for name in HealthCount.model_fields})


def _levels(scope: WallScope, health: Mapping[str, Health]) -> Iterable[LevelHealth]:
    by_level: dict[UnitLevel, list[str]] = {}
    for one in scope.accounts.values():
        by_level.setdefault(scope.units[one.unit].level, []).append(one.id)
    for level in UnitLevel:
        if level in by_level:
            yield LevelHealth(
                level=level, level_name=LEVELS[level], health=_count(by_level[level], health)
            )


def _worst(scope: WallScope, health: Mapping[str, Health]) -> list[WorstAccount]:
    found = [
        WorstAccount(
            account=one.id,
            name=one.name,
            unit_name=scope.units[one.unit].name,
            bad=told.state == "bad",
            why=told.why,
        )
        for one in scope.accounts.values()
        if (told := health.get(one.id)) and told.state in ("bad", "remind")
    ]
    return sorted(found, key=lambda one: (not one.bad, one.account))
