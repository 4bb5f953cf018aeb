"""The accounts that a person may look at from a unit, and a way to look at several at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Final, TypeVar

from chalicelib import accounts, people, units
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor

MOST_READ: Final = 20
"""Accounts whose numbers are read one by one; of more the days of their unit, which were added up before."""
_AT_ONCE: Final = 8
"""Connections that a process keeps to the table are ten."""
Item = TypeVar("Item")
Made = TypeVar("Made")


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


def side_by_side(make: Callable[[Item], Made], items: Sequence[Item]) -> list[Made]:
    """What ``make`` returns of each, in order; several at a time, because all of it is waiting for the table."""
    if len(items) < 2:
        return [make(one) for one in items]
    # Each in a copy of this request's context, so that what one has read (``reading_once``) none reads again.
    mine = [(copy_context(), one) for one in items]
    with ThreadPoolExecutor(min(_AT_ONCE, len(items))) as pool:
        return list(pool.map(lambda one: one[0].run(make, one[1]), mine))


def names(found: Iterable[OfficialAccount]) -> dict[str, str]:
    """Names by id."""
    return {one.id: one.name for one in found}
