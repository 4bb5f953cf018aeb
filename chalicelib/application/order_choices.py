"""What a person chooses from when they write an order, and whom an address would reach."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from pydantic import AwareDatetime

from chalicelib import accounts, orders, people
from chalicelib.actor import Actor
from chalicelib.application.order_views import name_of, unit_names
from chalicelib.application.second_person import holders
from chalicelib.clock import SHANGHAI
from chalicelib.orders import REACHES_FOLLOWERS, Draft, OrderAddress, OrderKind, Urgency
from chalicelib.values import Value

_FIRST: Final = 20


class OrderChoice(Value):
    """A value and its name."""

    value: str
    name: str


class OrderKindChoice(Value):
    """A kind of order."""

    value: OrderKind
    name: str
    two_people: bool
    """It reaches followers."""
    needs_article: bool
    needs_clues: bool


class UrgencyChoice(Value):
    """A level of urgency, with the deadlines that an order issued now would have."""

    value: Urgency
    name: str
    two_people: bool
    sign_hours: float
    done_hours: float
    round_the_clock: bool
    sign_by: AwareDatetime
    done_by: AwareDatetime


class OrderChoices(Value):
    """All of it."""

    kinds: tuple[OrderKindChoice, ...]
    urgencies: tuple[UrgencyChoice, ...]
    evidence: tuple[OrderChoice, ...]
    states: tuple[OrderChoice, ...]
    receipt_states: tuple[OrderChoice, ...]
    files: tuple[str, ...]
    """Kinds of files that can be attached."""
    most_file_bytes: int
    most_files: int


class OrderReached(Value):
    """Whom an address reaches."""

    number: int
    accounts: int
    """Of these units."""
    first: tuple[str, ...]
    """Names of the first few."""


class UnitTagSeen(Value):
    """A tag with the units that carry it."""

    name: str
    units: tuple[str, ...]
    unit_names: tuple[str, ...]


def choices(now: datetime) -> OrderChoices:
    """What there is to choose from. Nobody's data."""
    labels = orders.labels
    return OrderChoices(
        kinds=tuple(
            OrderKindChoice(
                value=one,
                name=name,
                two_people=one in REACHES_FOLLOWERS,
                needs_article=one is OrderKind.REPRINT,
                needs_clues=one is OrderKind.TAKEDOWN,
            )
            for one, name in labels.KINDS.items()
        ),
        urgencies=tuple(_urgency(one, now) for one in labels.URGENCIES),
        evidence=tuple(OrderChoice(value=one, name=name) for one, name in labels.EVIDENCE.items()),
        states=tuple(OrderChoice(value=one, name=name) for one, name in labels.STATES.items()),
        receipt_states=tuple(
            OrderChoice(value=one, name=name) for one, name in labels.RECEIPTS.items()
        ),
        files=tuple(orders.attachments.BEGINS),
        most_file_bytes=orders.attachments.MOST_BYTES,
        most_files=orders.MOST_FILES,
    )


def reached(by: Actor, unit: str, address: OrderAddress, now: datetime) -> OrderReached:
    """Whom an address of this unit would reach. Raises ``BadOrder``, ``PermissionDenied``, ``UnknownUnit``."""
    people.require(by, "orders:order:draft", unit)
    tried = orders.Order(
        id=orders.rules.new_id(now),
        unit=unit,
        draft=Draft(kind=OrderKind.SUBMISSION, title="试", address=address),
        by=by.person,
        at=now,
    )
    found, names = orders.receivers_of(tried), unit_names()
    within = set(found)
    return OrderReached(
        number=len(found),
        accounts=sum(one.account.unit in within for one in accounts.states()),
        first=tuple(name_of(one, names) for one in found[:_FIRST]),
    )


def approvers(by: Actor, unit: str) -> tuple[str, ...]:
    """Who else could issue orders of a unit, by name. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, "orders:order:draft", unit)
    return holders("orders:order:issue", unit, {by.person})


def tags(by: Actor, unit: str) -> tuple[UnitTagSeen, ...]:
    """The tags of a unit. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, "orders:order:read", unit)
    names = unit_names()
    return tuple(
        UnitTagSeen(
            name=one.name,
            units=one.units,
            unit_names=tuple(name_of(unit, names) for unit in one.units),
        )
        for one in orders.tags.of_unit(unit)
    )


def _urgency(one: Urgency, now: datetime) -> UrgencyChoice:
    terms = orders.terms.TERMS[one]
    return UrgencyChoice(
        value=one,
        name=orders.labels.URGENCIES[one],
        two_people=one is Urgency.EXTRA,
        sign_hours=terms.sign,
        done_hours=terms.done,
        round_the_clock=terms.round_the_clock,
        sign_by=orders.terms.sign_by(one, now).astimezone(SHANGHAI),
        done_by=orders.terms.done_by(one, now).astimezone(SHANGHAI),
    )
