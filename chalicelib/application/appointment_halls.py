"""The halls at which followers of an account may book: those of its unit and of the units below it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from chalicelib import appointments, conversation, units
from chalicelib.appointments import Hall
from chalicelib.units import OrgUnit

HOLD: Final = 60.0
"""Seconds that a warm function trusts the tree of units, which hardly ever changes."""
MANY: Final = 12
"""More halls than this are offered by area first."""
_held: list[tuple[float, list[OrgUnit]]] = []


class Area(NamedTuple):
    """A unit directly below, with the halls of it and of the units below that."""

    id: str
    name: str
    halls: tuple[Hall, ...]


def halls_of(unit: str, service: str = "") -> tuple[Hall, ...]:
    """The halls of a unit and of the units below it that take bookings, by unit and id; those that offer ``service``."""
    found = appointments.halls.of_units([one.id for one in _below(unit)])
    return tuple(one for one in found if not one.paused and _offers(one, service))


def keys_of(unit: str) -> frozenset[str]:
    """Keys of menu entries that open the counter: alone, and for each service that a hall offers; none without a hall."""
    halls = halls_of(unit)
    services = {one.id for hall in halls for one in hall.services if one.offered}
    key = conversation.COUNTER_KEY
    return frozenset((key, *(f"{key}:{one}" for one in services))) if halls else frozenset()


def hall_of(unit: str, hall_id: str) -> Hall | None:
    """A hall that followers of an account of this unit may see; None for any other."""
    found = appointments.halls.of_units([one.id for one in _below(unit)])
    return next((one for one in found if one.id == hall_id), None)


def areas_of(unit: str, halls: Sequence[Hall]) -> list[Area]:
    """The halls by the units directly below ``unit``; those of the unit itself are an area of their own."""
    every = {one.id: one for one in _tree()}
    found: dict[str, list[Hall]] = {}
    for hall in halls:
        at = hall.unit
        while at in every and at != unit and every[at].parent not in (unit, None):
            at = every[at].parent or unit
        found.setdefault(at, []).append(hall)
    return [
        Area(id_, every[id_].name if id_ in every else id_, tuple(of)) for id_, of in found.items()
    ]


def is_below(unit: str, above: str) -> bool:
    """Whether ``unit`` is ``above``, or stands anywhere below it."""
    return any(one.id == unit for one in _below(above))


def forget_units() -> None:
    """Drop what is held (tests)."""
    _held.clear()


def _offers(hall: Hall, service: str) -> bool:
    offered = [one for one in hall.services if one.offered and one.capacity]
    return any(one.id == service for one in offered) if service else bool(offered)


def _tree(clock: Callable[[], float] = time.monotonic) -> list[OrgUnit]:
    now = clock()
    if not _held or now - _held[0][0] >= HOLD:
        _held[:] = [(now, [one for _, one in units.tree()])]
    return _held[0][1]


def _below(unit: str) -> list[OrgUnit]:
    """A unit and those below it: in the tree each stands behind its parent."""
    found: dict[str, OrgUnit] = {}
    for one in _tree():
        if one.id == unit or one.parent in found:
            found[one.id] = one
    return list(found.values())
