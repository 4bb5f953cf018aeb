"""Numbers of a unit's day: those of its accounts and of the units below, added up, so that a province opens at once.

| pk | sk | attributes |
|---|---|---|
| ``UNITNUMBERS#{unit}`` | day (``2026-11-28``) | ``doc`` (DaySums: what the accounts of a unit and below counted), ``version``, one more with each count |

A day of a unit is counted anew from its parts whenever one of them changes, from below upward; never added to. A count
writes only over the version that stood before it read its parts, so of two at once the later one reads again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, NamedTuple

from chalicelib import accounts, units
from chalicelib.cloud import batches, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.insight.archive import numbers
from chalicelib.insight.archive.merge import Day
from chalicelib.insight.archive.sums import DaySums, added_up, sums_of

_TRIES: Final = 5
_PER_ACCOUNT: Final = "NUMBERS#"
_PER_UNIT: Final = "UNITNUMBERS#"


class Matrix(NamedTuple):
    """The tree of units with their accounts, as it stands."""

    above: dict[str, str]
    """Unit → the unit above."""
    depth: dict[str, int]
    below: dict[str, list[str]]
    accounts: dict[str, list[str]]
    """Unit → its own accounts."""
    unit: dict[str, str]
    """Account → its unit."""


def matrix() -> Matrix:
    """Read the tree and all accounts: two queries."""
    tree = units.tree()
    found = Matrix({}, {one.id: depth for depth, one in tree}, {}, {}, {})
    for _, one in tree:
        if one.parent:
            found.above[one.id] = one.parent
            found.below.setdefault(one.parent, []).append(one.id)
    for state in accounts.states():
        found.unit[state.account.id] = state.account.unit
        found.accounts.setdefault(state.account.unit, []).append(state.account.id)
    return found


def recount(days: Iterable[Day], within: Matrix | None = None) -> int:
    """Count these accounts' days anew for their units and all units above; returns how many unit days were counted.

    Twice is once. Raises ``ConditionFailed`` where others count the same day again and again.
    """
    known = within or matrix()
    touched: dict[int, set[tuple[str, str]]] = {}
    for one in days:
        unit = known.unit.get(one.account, "")
        while unit in known.depth:
            touched.setdefault(known.depth[unit], set()).add((unit, one.day))
            unit = known.above.get(unit, "")
    # From below upward: what a unit is counted from stands by then.
    for depth in sorted(touched, reverse=True):
        for unit, day in sorted(touched[depth]):
            _count(unit, day, known)
    return sum(map(len, touched.values()))


def unit_days(unit: str, since: date, until: date) -> Iterator[DaySums]:
    """The numbers of a unit's days, both included, oldest first; days without a fact are left out."""
    for item in table.between(f"{_PER_UNIT}{unit}", since.isoformat(), until.isoformat()):
        yield DaySums.model_validate_json(str(item["doc"]))


def _count(unit: str, day: str, known: Matrix) -> None:
    keys = [(f"{_PER_ACCOUNT}{one}", day) for one in known.accounts.get(unit, ())]
    keys += [(f"{_PER_UNIT}{one}", day) for one in known.below.get(unit, ())]
    for tries in range(1, _TRIES + 1):
        before = table.get(f"{_PER_UNIT}{unit}", day, consistent=True)
        version = int(before["version"]) if before else 0
        parts = []
        for start in range(0, len(keys), batches.MOST):
            found = batches.get_all(keys[start : start + batches.MOST])
            parts += [_part(pk, str(item["doc"])) for (pk, _), item in found.items()]
        if not parts and before is None:
            return
        doc = added_up(date.fromisoformat(day), parts).model_dump_json()
        if before and before["doc"] == doc:
            return
        try:
            table.update(
                f"{_PER_UNIT}{unit}",
                day,
                "SET doc = :doc, version = :next",
                {":doc": doc, ":next": version + 1, ":version": version},
                condition="attribute_not_exists(pk) OR version = :version",
            )
        except ConditionFailed:
            if tries == _TRIES:
                raise
            continue
        return


def _part(pk: str, doc: str) -> DaySums:
    if pk.startswith(_PER_UNIT):
        return DaySums.model_validate_json(doc)
    return sums_of(numbers.DayNumbers.model_validate_json(doc))
