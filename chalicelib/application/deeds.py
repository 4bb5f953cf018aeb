"""Actions of a person on a thing, as a page shows them: allowed, or greyed out with the reason."""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib import accounts, people, units
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.transitions import Deed


def denied(by: Actor, permission: str, unit: str) -> str:
    """Why a person may not do this in a unit, as a sentence; empty where they may."""
    try:
        people.require(by, permission, unit)
    except people.PermissionDenied as error:
        return str(error)
    return ""


def deed(name: str, label: str, *refusals: str) -> Deed:
    """A deed with the first of the reasons against it."""
    why = next(filter(None, refusals), "")
    return Deed(name=name, label=label, allowed=not why, why=why)


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
    people.require(by, permission, unit)
    return accounts_under(unit)


def names(found: Iterable[OfficialAccount]) -> dict[str, str]:
    """Names by id."""
    return {one.id: one.name for one in found}
