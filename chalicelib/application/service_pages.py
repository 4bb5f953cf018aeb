"""What followers of an account read of the service catalogue on its page (办税服务 H5).

The page reads the version in force and how services are run, as the replies do (docs/decisions/0238).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from chalicelib import accounts, catalogue, conversation, newsroom, units
from chalicelib.application.service_replies import services_at, told_of
from chalicelib.catalogue import NoCatalogue, Operation, Service, ServiceState
from chalicelib.cloud.read_once import reading_once
from chalicelib.conversation import ServiceBook
from chalicelib.sheets.headings import folded

if TYPE_CHECKING:
    from chalicelib.newsroom import Theme

HOLD: Final = 5.0
"""Seconds that a warm function trusts what it has read for a page: a change is seen within ten."""
_MOST_HELD: Final = 64
_held: dict[str, tuple[float, Directory]] = {}


class Standing(NamedTuple):
    """How a service is run at a moment, as followers are told."""

    state: ServiceState
    notice: str = ""
    """Empty while it runs."""
    until: datetime | None = None
    """When maintenance ends, where that is known."""
    instead: Service | None = None
    """The service to use meanwhile, or from now on."""


class Directory:
    """The services that followers of one account may use, in the order of the catalogue."""

    def __init__(
        self,
        name: str,
        theme: Theme,
        services: tuple[Service, ...] = (),
        operations: Mapping[str, Operation] | None = None,
    ) -> None:
        self.name: Final = name
        """Of the account, as followers know it."""
        self.theme: Final = theme
        self.services: Final = services
        self.operations: Final = operations or {}
        self._by_id: Final = {one.id: one for one in services}

    def find(self, service_id: str) -> Service | None:
        """The service of an id, whether it runs or not; None for one that is not offered here."""
        return self._by_id.get(service_id)

    def state(self, service: Service, now: datetime) -> ServiceState:
        """How a service is run at ``now`` (aware)."""
        return catalogue.operation.state(self.operations.get(service.id), now)

    def standing(self, service: Service, now: datetime) -> Standing:
        """What is told of how a service is run at ``now``, and what to use instead."""
        operation = self.operations.get(service.id)
        state = self.state(service, now)
        if operation is None or state is ServiceState.RUNNING:
            return Standing(state)
        stop = operation.outage if state is ServiceState.MAINTENANCE else operation.retirement
        other = self.find(stop.instead) if stop and stop.instead else None
        if other is not None and self.state(other, now) is not ServiceState.RUNNING:
            other = None
        until = operation.outage.until if stop is operation.outage and operation.outage else None
        return Standing(state, operation.notice(now), until, other)

    def ahead(self, service: Service, now: datetime) -> str:
        """A sentence about a stop that begins soon, as the reply has it; empty where none does."""
        return conversation.told_ahead(told_of(service, self.operations.get(service.id)), now)

    def offered(self, now: datetime) -> list[Service]:
        """The services that are not out of service for good."""
        return [one for one in self.services if self.state(one, now) is not ServiceState.RETIRED]

    def categories(self, now: datetime) -> dict[str, list[Service]]:
        """The services on offer by category, both in the order of the catalogue; those without one come last."""
        found: dict[str, list[Service]] = {}
        for one in self.offered(now):
            found.setdefault(one.category, []).append(one)
        if "" in found:
            found[""] = found.pop("")
        return found

    def search(self, words: str) -> list[Service]:
        """The services that a person looks for: by name first, then by what is said of them, else the likely ones."""
        wanted = folded(words)
        if not wanted:
            return []
        ranked = [
            (rank, nth, one)
            for nth, one in enumerate(self.services)
            if (rank := next((n for n, text in enumerate(_texts(one)) if wanted in text), -1)) >= 0
        ]
        if ranked:
            return [one for *_, one in sorted(ranked, key=lambda found: found[:2])]
        likely = self._book.likely(words)
        return [found for one in likely if (found := self.find(one.id)) is not None]

    @cached_property
    def _book(self) -> ServiceBook:
        return ServiceBook([told_of(one) for one in self.services])


def directory_of(account_id: str, clock: Callable[[], float] = time.monotonic) -> Directory:
    """The services of an account as of at most ``HOLD`` seconds ago; without any where no catalogue holds there.

    Raises ``UnknownAccount``.
    """
    now = clock()
    held = _held.get(account_id)
    if held is not None and now - held[0] < HOLD:
        return held[1]
    with reading_once():
        made = _read(account_id)
    if account_id not in _held and len(_held) >= _MOST_HELD:
        del _held[next(iter(_held))]
    _held[account_id] = now, made
    return made


def forget_directories() -> None:
    """Drop what is held (tests)."""
    _held.clear()


def _read(account_id: str) -> Directory:
    account = accounts.state(account_id).account
    theme = newsroom.choose({}, newsroom.themes_for(account=account_id)).theme
    try:
        owner = catalogue.versions.owner_of(account.unit, released=True)
    except NoCatalogue:
        return Directory(account.name, theme)
    places = {word for one in units.lineage(account.unit) for word in (one.id, one.name)}
    services = services_at(catalogue.versions.in_force(owner).catalogue, places)
    return Directory(account.name, theme, tuple(services), catalogue.operations(owner))


def _texts(service: Service) -> Iterator[str]:
    """What a service is found by, the surest first."""
    for several in (
        (service.name, *service.aliases),
        (service.category, service.summary, *service.audience),
        (*service.materials, *service.steps, *service.basis, service.id),
    ):
        yield "\n".join(map(folded, several))
