"""The accounts that a person may look at from a unit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from chalicelib import accounts, people, units
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor

MOST_READ: Final = 20
"""Accounts whose numbers are read one by one; of more the days of their unit, which were added up before."""


def accounts_under(unit: str) -> list[OfficialAccount]:
    """The accounts of a unit and of all units below it, the unit's own first."""
    within = {unit}
    for _, one in units.tree():  # a unit comes after the one above it
        if one.parent in within:
            within.add(one.id)
    found = [state.account for state in accounts.states() if state.account.unit in within]
    return sorted(found, key=lambda one: (one.unit != unit, one.id))


def readable(by: Actor, permission: str, unit: str, account: str) -> list[OfficialAccount]:
    """This account, or where none is named those of a unit and below, for a person who may read there.

    Raises ``PermissionDenied``, ``UnknownUnit`` or ``UnknownAccount``.
    """
    if account:
        one = accounts.state(account).account
        people.require(by, permission, one.unit)
        return [one]
    # Units and roles are read whole: what the person may do at each account below costs no further call.
    people.reach(by)
    people.require(by, permission, unit)
    return accounts_under(unit)


def account_for(by: Actor, permission: str, account_id: str) -> OfficialAccount:
    """An account, for a person who holds the permission in its unit. Raises ``UnknownAccount``, ``PermissionDenied``."""
    one = accounts.state(account_id).account
    people.require(by, permission, one.unit)
    return one


def names(found: Iterable[OfficialAccount]) -> dict[str, str]:
    """Names by id."""
    return {one.id: one.name for one in found}
