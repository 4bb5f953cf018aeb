"""The service catalogue (服务目录) as people look at it and change it, service by service and from files."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Final, NamedTuple

from chalicelib import catalogue, people, units
from chalicelib.actor import Actor
from chalicelib.application.deeds import deeds
from chalicelib.application.service_basis import Basis, basis_of
from chalicelib.application.service_replies import told_of
from chalicelib.catalogue import (
    Catalogue,
    LinkResult,
    NoCatalogue,
    NoSuchService,
    Operation,
    Service,
    ServiceState,
)
from chalicelib.clock import SHANGHAI
from chalicelib.conversation import ServiceBook
from chalicelib.transitions import Deed
from chalicelib.values import Value

READ: Final = catalogue.versions.READ
EDIT: Final = catalogue.versions.EDIT


class Wanted(Value):
    """Which services a list has; empty: all."""

    words: str = ""
    category: str = ""
    audience: str = ""
    state: ServiceState | None = None
    due: bool = False
    """Only those that somebody should look at."""


class Row(NamedTuple):
    """A service in a list."""

    service: Service
    state: ServiceState
    said: str
    """How it is run, where that is not as usual."""
    due: str
    """Why somebody should look at it."""
    released: bool
    """Whether followers get it so."""


class Listing(NamedTuple):
    """The services that were looked for, and what there is to choose among."""

    unit: str
    """Whose catalogue it is."""
    unit_name: str
    version: int
    rows: list[Row]
    every: int
    categories: Counter[str]
    audiences: list[str]
    states: Counter[ServiceState]
    due: int
    deeds: tuple[Deed, ...]


class Detail(NamedTuple):
    """One service, with all that belongs to it."""

    unit: str
    version: int
    service: Service
    released: Service | None
    """As followers get it; None where it never was in force."""
    operation: Operation | None
    state: ServiceState
    said: str
    link: LinkResult | None
    preview: str
    """What a follower reads now of what is in force, else of the draft."""
    basis: tuple[Basis, ...]
    """What it rests on, with the documents of 政策库."""
    others: dict[str, str]
    """Names of the other services that followers know, by id."""
    deeds: tuple[Deed, ...]


def place_of(unit: str) -> str:
    """The unit whose catalogue holds in ``unit``; itself where there is none yet. Raises ``UnknownUnit``."""
    try:
        return catalogue.versions.owner_of(unit)
    except NoCatalogue:
        return unit


def listing_for(unit: str, wanted: Wanted, *, by: Actor, now: datetime) -> Listing:
    """The services of the catalogue that holds in ``unit``. Raises ``UnknownUnit`` or ``PermissionDenied``."""
    people.require(by, READ, unit)
    owner = place_of(unit)
    shown = catalogue.versions.working(owner)
    rows = _rows(owner, shown.catalogue, now)
    return Listing(
        unit=owner,
        unit_name=next((one.name for one in units.lineage(unit) if one.id == owner), owner),
        version=shown.number,
        rows=[one for one in rows if _fits(one, wanted)],
        every=len(rows),
        categories=Counter(one.service.category for one in rows),
        audiences=list(dict.fromkeys(word for one in rows for word in one.service.audience)),
        states=Counter(one.state for one in rows),
        due=sum(bool(one.due) for one in rows),
        deeds=deeds(
            people.permissions_of(by, owner),
            {
                "add": ("新增服务", EDIT),
                "import": ("导入", EDIT),
                "check_links": ("检查链接", EDIT),
            },
        ),
    )


def service_for(unit: str, service_id: str, *, by: Actor, now: datetime) -> Detail:
    """One service. Raises ``NoSuchService``, ``UnknownUnit`` or ``PermissionDenied``."""
    people.require(by, READ, unit)
    owner = place_of(unit)
    shown = catalogue.versions.working(owner)
    held = catalogue.versions.in_force(owner).catalogue
    service = shown.catalogue.find(service_id) or held.find(service_id)
    if service is None:
        raise NoSuchService(owner, service_id)
    released = held.find(service_id)
    operations = catalogue.operations(owner)
    operation = operations.get(service_id)
    state = catalogue.operation.state(operation, now)
    told = [
        told_of(one, operations.get(one.id))
        for one in (held if released else shown.catalogue).services
    ]
    book = ServiceBook(told)
    found = book.find(service_id)
    return Detail(
        unit=owner,
        version=shown.number,
        service=service,
        released=released,
        operation=operation,
        state=state,
        said=catalogue.operation.said_of(operation, now),
        link=catalogue.tending.results(owner).get(service_id),
        preview=book.reply(found, now.astimezone(SHANGHAI)).content if found else "",
        basis=basis_of(service, owner, by=by),
        others={one.id: one.name for one in held.services if one.id != service_id},
        deeds=_deeds(by, owner, released, operation, state, now),
    )


def _rows(owner: str, shown: Catalogue, now: datetime) -> list[Row]:
    held = {one.id: one for one in catalogue.versions.in_force(owner).catalogue.services}
    operations = catalogue.operations(owner)
    due: dict[str, str] = {}
    for one in catalogue.tending.due_of(shown, operations, catalogue.tending.results(owner), now):
        due.setdefault(one.service.id, one.said)
    return [
        Row(
            service=one,
            state=catalogue.operation.state(operations.get(one.id), now),
            said=catalogue.operation.said_of(operations.get(one.id), now),
            due=due.get(one.id, ""),
            released=held.get(one.id) == one,
        )
        for one in shown.services
    ]


def _fits(row: Row, wanted: Wanted) -> bool:
    one, words = row.service, wanted.words.strip().casefold()
    return (
        (not wanted.category or one.category == wanted.category)
        and (not wanted.audience or wanted.audience in one.audience)
        and (wanted.state is None or row.state is wanted.state)
        and (not wanted.due or bool(row.due))
        and (
            not words
            or any(
                words in text.casefold() for text in (one.id, one.name, *one.aliases, one.summary)
            )
        )
    )


def _deeds(
    by: Actor,
    owner: str,
    released: Service | None,
    operation: Operation | None,
    state: ServiceState,
    now: datetime,
) -> tuple[Deed, ...]:
    unseen = "" if released else "还没有发布，粉丝看不到"
    gone = "已经下线" if state is ServiceState.RETIRED else ""
    usual = "" if catalogue.operation.said_of(operation, now) else "在运行，没有设过维护或下线"
    retired = bool(operation and operation.retirement)
    return deeds(
        people.permissions_of(by, owner),
        {
            "save": ("保存", EDIT),
            "maintain": ("设置维护", catalogue.operation.MAINTAIN),
            "resume": (
                "恢复运行",
                catalogue.operation.RETIRE if retired else catalogue.operation.MAINTAIN,
            ),
            "retire": ("下线", catalogue.operation.RETIRE),
        },
        {"maintain": unseen or gone, "resume": usual, "retire": unseen or gone},
    )
