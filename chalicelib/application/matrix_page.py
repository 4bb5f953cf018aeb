"""The matrix as its page shows it: sums of a unit and below, the tree, the worst first. Three queries, whatever its size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Final, NamedTuple

from pydantic import AwareDatetime

from chalicelib import accounts, matrix, people
from chalicelib.actor import Actor
from chalicelib.application.deeds import deeds
from chalicelib.matrix import RANK, SIGNALS, AccountHealth, Row, Sign, SignalName
from chalicelib.transitions import Deed
from chalicelib.units import LEVELS, OrgUnit, UnitLevel
from chalicelib.values import Value

READ: Final = "matrix:account:read"
WORST: Final = 20
"""Accounts that the first page names, the worst first."""
_ACTIONS: Final = {
    "thresholds": ("健康标准", "matrix:account:set"),
    "export": ("导出", "matrix:account:export"),
    "hand_over": ("移交工作", "matrix:person:hand_over"),
}


class HealthSums(Value):
    """Accounts by how they are. Those that are closed (注销) count in ``closed`` alone."""

    accounts: int
    good: int
    remind: int
    bad: int
    closed: int
    idle: int
    """僵尸号"""
    unregistered: int


class MatrixLevel(Value):
    """Accounts of one level of units."""

    level: UnitLevel
    name: str
    sums: HealthSums


class SignSeen(Value):
    """A signal that counts."""

    signal: SignalName
    label: str
    health: AccountHealth
    health_name: str
    figure: int
    said: str
    since: AwareDatetime
    remedy: str
    path: str


class MatrixLine(Value):
    """One account in a list."""

    account: str
    name: str
    unit: str
    unit_name: str
    level: UnitLevel
    level_name: str
    kind: str
    kind_name: str
    health: AccountHealth
    health_name: str
    since: AwareDatetime
    life: str
    """Empty: 未备案."""
    life_name: str
    in_charge: str
    stand_in: str
    verified_until: str
    published: str
    answered: str
    heard: str
    idle: bool
    signs: tuple[SignSeen, ...]


class SignalCount(Value):
    """At how many accounts a signal counts."""

    signal: SignalName
    label: str
    accounts: int


class MatrixNode(Value):
    """A unit in the tree, with the sums of it and all below."""

    id: str
    name: str
    level: UnitLevel
    level_name: str
    parent: str
    children: int
    """Units directly below."""
    health: AccountHealth
    """Of the worst account of it and below."""
    sums: HealthSums


class MatrixSummary(Value):
    """Of a unit and below, for the wall and the page's head."""

    unit: str
    unit_name: str
    looked_at: AwareDatetime | None
    """When the oldest part was last looked at; None before the first round."""
    sums: HealthSums
    levels: tuple[MatrixLevel, ...]
    worst: tuple[MatrixLine, ...]


class MatrixSeen(MatrixSummary):
    """The page of a unit."""

    above: tuple[MatrixNode, ...]
    """The way up to the highest unit that the person may see, the highest first."""
    own: tuple[MatrixLine, ...]
    """The unit's own accounts."""
    below: tuple[MatrixNode, ...]
    """The units directly below, those with the worst accounts first."""
    signals: tuple[SignalCount, ...]
    """Signals that count anywhere here."""
    actions: tuple[Deed, ...]


class World(NamedTuple):
    """The tree and the lines, as far as a person may see them from a unit."""

    units: Mapping[str, OrgUnit]
    """Those of the unit and below, each after the one above it."""
    above: tuple[OrgUnit, ...]
    rows: tuple[Row, ...]
    looked_at: datetime | None


def world(unit: str, by: Actor) -> World:
    """Read it: units, staff, packs of lines. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    held = people.reach(by)
    people.require(by, READ, unit)
    every = {one.id: one for _, one in held.tree}
    below: dict[str, OrgUnit] = {}
    for _, one in held.tree:  # a unit comes after the one above it
        if one.id == unit or one.parent in below:
            below[one.id] = one
    above, at = list[OrgUnit](), every[unit].parent
    while at in every and held.may(READ, at):
        above.insert(0, every[at])
        at = every[at].parent
    groups = matrix.store.groups()
    looked = min((one.looked_at for one in groups if one.rows), default=0)
    return World(
        below,
        tuple(above),
        tuple(row for one in groups for row in one.rows.values() if row.unit in below),
        datetime.fromtimestamp(looked, UTC) if looked else None,
    )


def page(unit: str, *, by: Actor) -> MatrixSeen:
    """The page of a unit. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    seen = world(unit, by)
    nodes = _nodes(seen)
    children = [one for one in nodes.values() if one.parent == unit and one.id != unit]
    counts: dict[SignalName, int] = {}
    for row in seen.rows:
        for sign in row.signs:
            counts[sign.name] = counts.get(sign.name, 0) + 1
    return MatrixSeen(
        **dict(_summary(seen, unit)),
        above=tuple(
            MatrixNode(
                id=one.id,
                name=one.name,
                level=one.level,
                level_name=LEVELS[one.level],
                parent=one.parent or "",
                children=0,
                health=AccountHealth.GOOD,
                sums=_sums(()),
            )
            for one in seen.above
        ),
        own=tuple(line(row, seen.units) for row in seen.rows if row.unit == unit),
        below=tuple(
            sorted(children, key=lambda one: (-RANK[one.health], -one.sums.bad, -one.sums.remind))
        ),
        signals=tuple(
            SignalCount(signal=name, label=SIGNALS[name].label, accounts=counts[name])
            for name in SIGNALS
            if name in counts
        ),
        actions=deeds(people.permissions_of(by, unit), _ACTIONS),
    )


def summary(unit: str, *, by: Actor, now: datetime) -> MatrixSummary:
    """Accounts of a unit and below by health and level, and the worst. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    return _summary(world(unit, by), unit)


def _summary(seen: World, unit: str) -> MatrixSummary:
    levels = [
        (level, [row for row in seen.rows if seen.units[row.unit].level is level])
        for level in UnitLevel
    ]
    bad = sorted(
        (row for row in seen.rows if row.health is not AccountHealth.GOOD), key=worst_first
    )
    return MatrixSummary(
        unit=unit,
        unit_name=seen.units[unit].name,
        looked_at=seen.looked_at,
        sums=_sums(seen.rows),
        levels=tuple(
            MatrixLevel(level=level, name=LEVELS[level], sums=_sums(rows))
            for level, rows in levels
            if rows
        ),
        worst=tuple(line(row, seen.units) for row in bad[:WORST]),
    )


def worst_first(row: Row) -> tuple[int, int, str, str]:
    """The order of lists: by health, by how many signals count, by since when, then by name."""
    return -RANK[row.health], -len(row.signs), row.since, row.account


def line(row: Row, units: Mapping[str, OrgUnit]) -> MatrixLine:
    """A line as a page shows it."""
    unit, facts = units[row.unit], row.facts
    return MatrixLine(
        account=row.account,
        name=row.name,
        unit=row.unit,
        unit_name=unit.name,
        level=unit.level,
        level_name=LEVELS[unit.level],
        kind=row.kind,
        kind_name=accounts.labels.KINDS[accounts.AccountKind(row.kind)],
        health=row.health,
        health_name=matrix.labels.HEALTH[row.health],
        since=datetime.fromisoformat(row.since),
        life=facts.life,
        life_name=life_name(facts.life),
        in_charge=facts.in_charge,
        stand_in=facts.stand_in,
        verified_until=facts.verified_until,
        published=facts.published,
        answered=facts.answered,
        heard=facts.heard,
        idle=row.idle,
        signs=tuple(sign_seen(one, row) for one in row.signs),
    )


def sign_seen(one: Sign, row: Row) -> SignSeen:
    """A signal as a page shows it, with where it is dealt with."""
    signal = SIGNALS[one.name]
    return SignSeen(
        signal=one.name,
        label=signal.label,
        health=one.health,
        health_name=matrix.labels.HEALTH[one.health],
        figure=one.figure,
        said=one.said,
        since=datetime.fromisoformat(one.since),
        remedy=signal.remedy,
        path=signal.path.format(account=row.account, unit=row.unit),
    )


def life_name(life: str) -> str:
    """What a page calls the state of an account's life."""
    return matrix.labels.STATES[matrix.LifeState(life)] if life else matrix.labels.NOT_REGISTERED


def _nodes(seen: World) -> dict[str, MatrixNode]:
    """Every unit with its sums, added up from below upward."""
    counted = {one: [0] * len(_COUNTED) for one in seen.units}
    for row in seen.rows:
        mine = counted[row.unit]
        for at, counts in enumerate(_COUNTED.values()):
            mine[at] += counts(row)
    below = dict.fromkeys(seen.units, 0)
    for one in reversed(list(seen.units.values())):
        if one.parent in counted:
            below[one.parent] += 1
            above = counted[one.parent]
            for at, number in enumerate(counted[one.id]):
                above[at] += number
    return {one.id: _node(one, below[one.id], counted[one.id]) for one in seen.units.values()}


def _node(one: OrgUnit, children: int, counts: list[int]) -> MatrixNode:
    sums = HealthSums(**dict(zip(_COUNTED, counts, strict=True)))
    health = (
        AccountHealth.BAD
        if sums.bad
        else AccountHealth.REMIND
        if sums.remind
        else AccountHealth.GOOD
    )
    return MatrixNode(
        id=one.id,
        name=one.name,
        level=one.level,
        level_name=LEVELS[one.level],
        parent=one.parent or "",
        children=children,
        health=health,
        sums=sums,
    )


_COUNTED: Final[dict[str, Callable[[Row], bool]]] = {
    "accounts": lambda row: True,
    "good": lambda row: row.health is AccountHealth.GOOD and not row.closed,
    "remind": lambda row: row.health is AccountHealth.REMIND,
    "bad": lambda row: row.health is AccountHealth.BAD,
    "closed": lambda row: row.closed,
    "idle": lambda row: row.idle,
    "unregistered": lambda row: not row.facts.life,
}
"""A field of ``HealthSums`` → whether a line counts in it."""


def _sums(rows: Iterable[Row]) -> HealthSums:
    found = tuple(rows)
    return HealthSums(**{name: sum(map(counts, found)) for name, counts in _COUNTED.items()})
