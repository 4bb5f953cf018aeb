"""What is changed of a catalogue reaches its accounts: releases, maintenance and 下线, in one way.

| key | body |
|---|---|
| ``reply-books/services/{unit}/{sha256}`` | services as followers of one region read them (``conversation.services_to_bytes``); named by their content, never changes |

The change is one transaction of the catalogue's own; then each account of the unit and below is pointed at the services
as its followers are told of them, one object in the bucket for all accounts of one region. Broken off in between, the
sweep does the rest within a minute. A pointer never goes back to an older change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from chalicelib import accounts, catalogue, conversation, units
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.application.account_reach import accounts_under
from chalicelib.application.page_address import address_of
from chalicelib.application.service_replies import services_for
from chalicelib.catalogue import CatalogueVersion, Operation
from chalicelib.cloud import objects
from chalicelib.cloud.afterwards import afterwards
from chalicelib.cloud.at_once import side_by_side
from chalicelib.sheets.headings import folded
from chalicelib.units import OrgUnit

_TRIES: Final = 3
"""How often somebody spreads anew because another change came meanwhile; more is left to the sweep."""


def release_catalogue(unit: str, number: int, *, by: Actor, now: datetime) -> CatalogueVersion:
    """Put a reviewed version in force at all accounts; ``by`` must have had no hand in it.

    Run again it finds the version in force and tells the accounts what they have not heard. Raises like
    ``catalogue.versions.release``.
    """
    made = catalogue.versions.release(unit, number, by=by, now=now)
    _spread_now(unit)
    return made


def maintain(unit: str, service: str, *, by: Actor, now: datetime, **how: Any) -> Operation:
    """Put a service into maintenance, at all accounts; ``how`` and errors are those of ``operation.maintain``."""
    made = catalogue.operation.maintain(unit, service, by=by, now=now, **how)
    _spread_now(unit)
    return made


def retire(unit: str, service: str, *, by: Actor, now: datetime, **how: Any) -> Operation:
    """Take a service out of service, at all accounts; as ``maintain``."""
    made = catalogue.operation.retire(unit, service, by=by, now=now, **how)
    _spread_now(unit)
    return made


def resume(unit: str, service: str, *, by: Actor, now: datetime, note: str = "") -> Operation:
    """Let a service run again, at all accounts. Raises like ``operation.resume``."""
    made = catalogue.operation.resume(unit, service, by=by, now=now, note=note)
    _spread_now(unit)
    return made


def tend(unit: str, now: datetime, **how: Any) -> bool:
    """What the sweep has queued of a catalogue (``catalogue.tending.tend``)."""
    return catalogue.tending.tend(unit, now, spread=spread, **how)


def spread(unit: str) -> int:
    """Point the accounts of a catalogue at what holds now; returns how many. Twice does no harm.

    Accounts of units that have a catalogue of their own stay as they are.
    """
    count = 0
    for _ in range(_TRIES):
        standing = catalogue.tending.standing(unit)
        if not standing.serial:
            return 0
        count = _point(unit, standing)
        if catalogue.tending.standing(unit).serial == standing.serial:
            catalogue.tending.mark_spread(unit, standing.serial)
            break
    return count


def join(account: OfficialAccount, now: datetime) -> None:
    """Point a new account, or one of another unit than before, at the catalogue that holds there."""
    serial = int(now.timestamp() * 1_000_000)
    try:
        unit = catalogue.versions.owner_of(account.unit, released=True)
    except catalogue.NoCatalogue:
        if accounts.state(account.id, consistent=True).services:
            accounts.put_services_in_force(account.id, "", serial)
        return
    standing = catalogue.tending.standing(unit)
    key = _kept(unit, units.lineage(account.unit), standing)
    accounts.put_services_in_force(account.id, key, max(serial, standing.serial))


def _spread_now(unit: str) -> None:
    # The change is written and due: what fails here the sweep does all the same.
    with afterwards("the catalogue's accounts"):
        spread(unit)


def _point(unit: str, standing: catalogue.tending.Standing) -> int:
    own = catalogue.tending.units_with_one()
    tree = {one.id: one for one in units.units()}  # once, not for each account
    keys: dict[str, str] = {}
    for account in accounts_under(unit):
        above = _above(account.unit, tree)
        if next((one.id for one in above if one.id in own), "") == unit:
            keys[account.id] = _kept(unit, above, standing)

    def put(account_id: str) -> bool:
        return accounts.put_services_in_force(account_id, keys[account_id], standing.serial)

    return sum(side_by_side(put, list(keys)))


def _above(unit: str, tree: Mapping[str, OrgUnit]) -> list[OrgUnit]:
    """A unit and those above it, nearest first."""
    found: list[OrgUnit] = []
    at: str | None = unit
    while at is not None and at in tree:
        found.append(tree[at])
        at = tree[at].parent
    return found


def _kept(unit: str, above: Sequence[OrgUnit], standing: catalogue.tending.Standing) -> str:
    """The key of the services as followers here read them; made and written once for all places that are told alike."""
    named = {folded(one) for service in standing.catalogue.services for one in service.region}
    here = named & {folded(word) for one in above for word in (one.id, one.name)}
    told = frozenset(here)
    if told not in standing.written:
        services = services_for(
            standing.catalogue, standing.operations, told, address_of(conversation.ACCOUNT_IN_PAGE)
        )
        body = conversation.services_to_bytes(services)
        key = f"reply-books/services/{unit}/{hashlib.sha256(body).hexdigest()}"
        objects.write(key, body, "application/json")
        standing.written[told] = key
    return standing.written[told]
