"""Looking after catalogues: changes that accounts have not heard of, links once a day, services to look at again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from chalicelib import foreign_http, people
from chalicelib.actor import Actor
from chalicelib.catalogue import store
from chalicelib.catalogue.links import LinkResult, Look, looked_at
from chalicelib.catalogue.models import Catalogue, Operation, Service, ServiceState
from chalicelib.catalogue.versions import EDIT, READ, in_force
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import queues
from chalicelib.settings import settings

CHECK_AT: Final = time(6, 30)
"""Links are looked at once a day, before people come to work; Asia/Shanghai."""
_LEASE: Final = 14 * 60
"""Seconds that one who tends a catalogue may take; less than a function's 15 minutes."""
SOON: Final = timedelta(days=30)
"""Before 复核日期, when the owner is told."""
ORDER: Final = "services:"
"""Begins the queue's message about the catalogue of a unit."""


class Due(NamedTuple):
    """A service that somebody should look at."""

    service: Service
    why: str
    """``link``, ``expired`` or ``soon``."""
    said: str


def sweep(now: datetime) -> int:
    """Queue one message for each catalogue that is to be tended; returns how many.

    Run twice it queues twice, and the second is told that somebody tends it.
    """
    found = store.due(now)
    for unit in found:
        queues.send(settings().jobs_queue_url, f"{ORDER}{unit}")
    return len(found)


def tend(
    unit: str,
    now: datetime,
    *,
    spread: Callable[[str], object],
    look: Look = foreign_http.page,
) -> bool:
    """Tell the accounts what they have not heard of, and look at the links if today nobody did; False if somebody is at it.

    ``spread`` is the use case ``application.service_spread``. Run twice, or again after it broke off, it does what is
    left: a lease keeps two apart, the day's mark is written last.
    """
    if not store.lease(unit, now, _LEASE):
        return False
    head = store.head(unit)
    if head.spread < head.serial:
        spread(unit)
    today = now.astimezone(SHANGHAI).date()
    checked = date.fromisoformat(head.checked) if head.checked else date.min
    if checked < today and now.astimezone(SHANGHAI).time() >= CHECK_AT:
        _look(unit, now, look)
        # Once a day the accounts are pointed anew: what followers read depends on more than the catalogue, as on
        # the address of their pages.
        spread(unit)
        checked = today
    store.tended(unit, checked, _next(checked, today))
    return True


def dead_links(unit: str) -> int:
    """How many addresses of a unit's own catalogue did not answer when they were last looked at."""
    return sum(not one.good for one in store.links(unit).values())


def check_links(
    unit: str, *, by: Actor, now: datetime, look: Look = foreign_http.page
) -> list[LinkResult]:
    """Look at the links of a catalogue now; the results are kept. Raises ``PermissionDenied``."""
    people.require(by, EDIT, unit)
    return _look(unit, now, look)


def results(unit: str) -> dict[str, LinkResult]:
    """How the links answered last, by service."""
    return store.links(unit)


def due(unit: str, *, by: Actor, now: datetime, within: timedelta = SOON) -> list[Due]:
    """The services that somebody should look at: links that fail, 复核日期 that is over or near. Raises ``PermissionDenied``."""
    people.require(by, READ, unit)
    return due_of(in_force(unit).catalogue, store.operations(unit), store.links(unit), now, within)


def due_of(
    catalogue: Catalogue,
    operations: dict[str, Operation],
    links: dict[str, LinkResult],
    now: datetime,
    within: timedelta = SOON,
) -> list[Due]:
    """As ``due``, of what is read already; one that is out of service needs no look."""
    found: list[Due] = []
    today = now.astimezone(SHANGHAI).date()
    for one in catalogue.services:
        operation = operations.get(one.id)
        if operation and operation.state(now) is ServiceState.RETIRED:
            continue
        link = links.get(one.id)
        if link and not link.good and link.address == one.web:
            found.append(Due(one, "link", f"网页{link.problem}"))
        if one.review_on and one.review_on < today:
            found.append(Due(one, "expired", f"复核日期 {one.review_on} 已过"))
        elif one.review_on and one.review_on <= today + within:
            found.append(Due(one, "soon", f"{one.review_on} 前要复核"))
    order = {"link": 0, "expired": 1, "soon": 2}
    return sorted(found, key=lambda one: (order[one.why], one.service.review_on or today))


def _look(unit: str, now: datetime, look: Look) -> list[LinkResult]:
    before = store.links(unit)
    operations = store.operations(unit)
    wanted = [
        one
        for one in in_force(unit).catalogue.services
        if one.id not in operations or operations[one.id].state(now) is not ServiceState.RETIRED
    ]
    found = looked_at(wanted, look, now, before)
    for one in found:
        store.keep_link(unit, one)
    return found


def _next(checked: date, today: date) -> datetime:
    """When the links are looked at next."""
    day = today + timedelta(days=1) if checked >= today else today
    return datetime.combine(day, CHECK_AT, SHANGHAI)


class Standing(NamedTuple):
    """What followers get of a catalogue now."""

    serial: int
    """Of the last change; 0 where nothing was ever released."""
    catalogue: Catalogue
    operations: dict[str, Operation]
    written: dict[frozenset[str], str]
    """Regions that are told alike → the key of the object that was made for them."""


def standing(unit: str) -> Standing:
    """Read after its serial, so that a change in between makes it newer than it says, never older."""
    serial = store.head(unit).serial
    return Standing(serial, in_force(unit).catalogue, store.operations(unit), {})


def mark_spread(unit: str, serial: int) -> None:
    """Say that all accounts have the changes up to ``serial``."""
    store.mark_spread(unit, serial)


def units_with_one() -> set[str]:
    """Units of which a catalogue is in force."""
    return {one.unit for one in store.heads() if one.in_force}
