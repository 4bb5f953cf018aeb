"""What pages show of orders and receipts. Values only; ``order_views`` makes them."""

from __future__ import annotations

from pydantic import AwareDatetime

from chalicelib.orders import (
    AddressWay,
    OrderEvidence,
    OrderKind,
    OrderState,
    ReceiptState,
    Urgency,
    Urging,
)
from chalicelib.transitions import Deed
from chalicelib.units import UnitLevel
from chalicelib.values import Value


class OrderFileSeen(Value):
    """A file with an address that opens for some minutes."""

    key: str
    name: str
    kind: str
    size: int
    picture: bool
    url: str


class OrderStepSeen(Value):
    """One step of the way of an order or a receipt."""

    action: str
    name: str
    by: str
    at: AwareDatetime
    note: str


class OrderAddressSeen(Value):
    """Whom an order is addressed to."""

    way: AddressWay
    way_name: str
    root: str
    levels: tuple[UnitLevel, ...]
    tags: tuple[str, ...]
    units: tuple[str, ...]
    accounts: tuple[str, ...]
    told: str
    """In words: ``本单位以下：市、县``."""


class OrderClueSeen(Value):
    """Of a 撤稿: what has to be taken down."""

    kind: str
    value: str


class OrderAmendmentSeen(Value):
    """A supplement."""

    number: int
    text: str
    by: str
    at: AwareDatetime


class OrderCounts(Value):
    """How the units stand, added up."""

    sent: int = 0
    signed: int = 0
    working: int = 0
    reported: int = 0
    returned: int = 0
    done: int = 0
    withdrawn: int = 0
    overdue: int = 0
    signed_late: int = 0
    done_late: int = 0
    ever_returned: int = 0


class OrderRow(Value):
    """An order in a list."""

    id: str
    unit: str
    unit_name: str
    label: str
    title: str
    kind: OrderKind
    kind_name: str
    urgency: Urgency
    urgency_name: str
    state: OrderState
    state_name: str
    receivers: int
    by: str
    at: AwareDatetime
    issued_at: AwareDatetime | None
    sign_by: AwareDatetime | None
    done_by: AwareDatetime | None
    late: bool
    left_minutes: int | None
    """Of working time to ``done_by``, while it is under way; since then where it is late."""
    counts: OrderCounts


class OrderSeen(Value):
    """One order, whole."""

    id: str
    unit: str
    unit_name: str
    label: str
    title: str
    text: str
    kind: OrderKind
    kind_name: str
    urgency: Urgency
    urgency_name: str
    state: OrderState
    state_name: str
    two_people: bool
    """Whether it takes two people to issue."""
    first: str
    """Who issued it first, where it waits for another person."""
    address: OrderAddressSeen
    sign_by: AwareDatetime | None
    done_by: AwareDatetime | None
    late: bool
    left_minutes: int | None
    """Of working time to ``done_by``, while it is under way; since then where it is late."""
    wants: tuple[OrderEvidence, ...]
    want_names: tuple[str, ...]
    files: tuple[OrderFileSeen, ...]
    article: str
    offer: str
    clues: tuple[OrderClueSeen, ...]
    takedown: str
    problem: str
    amendments: tuple[OrderAmendmentSeen, ...]
    proposed: OrderAmendmentSeen | None
    """A supplement that waits for a second person."""
    receivers: int
    by: str
    at: AwareDatetime
    issued_by: str
    issued_at: AwareDatetime | None
    steps: tuple[OrderStepSeen, ...]
    version: int


class OrderStandingRow(Value):
    """Where one unit stands, in the page of the order."""

    unit: str
    unit_name: str
    level: UnitLevel
    level_name: str
    parent: str
    above: str
    """The unit that forwarded it; empty: addressed by the issuer."""
    state: ReceiptState
    state_name: str
    overdue: bool
    due_at: AwareDatetime | None
    """The deadline of the step that the unit has to take; None: none is its own."""
    left_minutes: int | None
    """Of working time to that deadline; since then where it is overdue."""
    urging: Urging
    urging_name: str
    sign_by: AwareDatetime
    done_by: AwareDatetime
    sent_at: AwareDatetime
    signed_at: AwareDatetime | None
    reported_at: AwareDatetime | None
    closed_at: AwareDatetime | None
    signed_late: bool
    done_late: bool
    returned: int


class OrderReportSeen(Value):
    """What a unit reported."""

    text: str
    links: tuple[str, ...]
    files: tuple[OrderFileSeen, ...]
    why: str
    by: str
    at: AwareDatetime | None


class OrderReceiptSeen(Value):
    """An order at one unit."""

    order: str
    unit: str
    unit_name: str
    issuer: str
    issuer_name: str
    above: str
    above_name: str
    label: str
    title: str
    kind: OrderKind
    kind_name: str
    urgency: Urgency
    urgency_name: str
    state: ReceiptState
    state_name: str
    overdue: bool
    due_at: AwareDatetime | None
    """The deadline of the step that the unit has to take; None: none is its own."""
    left_minutes: int | None
    """Of working time to that deadline; since then where it is overdue."""
    urging: Urging
    urging_name: str
    sign_by: AwareDatetime
    done_by: AwareDatetime
    sent_at: AwareDatetime
    signed_at: AwareDatetime | None
    signed_by: str
    reported_at: AwareDatetime | None
    closed_at: AwareDatetime | None
    signed_late: bool
    done_late: bool
    returned: int
    report: OrderReportSeen | None
    forwarded: tuple[str, ...]
    note: str
    new_amendments: int
    """Supplements that nobody there has taken note of yet."""
    copies: tuple[str, ...]
    steps: tuple[OrderStepSeen, ...]
    version: int
    deeds: tuple[Deed, ...] = ()
