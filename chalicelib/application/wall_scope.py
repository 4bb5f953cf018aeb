"""What a wall looks at: a unit with all below it, read once for many parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib import accounts, units
from chalicelib.accounts import OfficialAccount
from chalicelib.units import OrgUnit, UnknownUnit


class WallScope(NamedTuple):
    """A unit and everything below it."""

    unit: OrgUnit
    units: Mapping[str, OrgUnit]
    """All of them by id, the unit itself first, each after the one above it."""
    accounts: Mapping[str, OfficialAccount]
    """Their accounts by id, the unit's own first."""

    def holds(self, account: str) -> bool:
        """Whether an account is one of them."""
        return account in self.accounts


def scope_of(unit: str) -> WallScope:
    """A unit with what lies below it: two queries. Raises ``UnknownUnit``."""
    within: dict[str, OrgUnit] = {}
    for _, one in units.tree():  # a unit comes after the one above it
        if one.id == unit or one.parent in within:
            within[one.id] = one
    if unit not in within:
        raise UnknownUnit(unit)
    found = [state.account for state in accounts.states() if state.account.unit in within]
    found.sort(key=lambda one: (one.unit != unit, one.id))
    return WallScope(within[unit], within, {one.id: one for one in found})
