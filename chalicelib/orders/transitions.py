"""The two transition tables: an order's life, and that of its receipt at one unit.

The guard, the command line and the page read these tables.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from chalicelib.orders.models import Order, OrderKind, Receipt, Urgency
from chalicelib.orders.models import OrderAction as A
from chalicelib.orders.models import OrderState as S
from chalicelib.orders.models import ReceiptAction as R
from chalicelib.orders.models import ReceiptState as Q
from chalicelib.transitions import Table, Transition, row

REACHES_FOLLOWERS: Final = frozenset({OrderKind.REPRINT, OrderKind.TAKEDOWN, OrderKind.CORRECTION})


class Who(StrEnum):
    """Who may take an action; the use case says which permission makes somebody that."""

    DRAFTER = "drafter"
    ISSUER = "issuer"
    """Of a receipt: a person of the unit above that closes it."""
    RECEIVER = "receiver"
    SYSTEM = "system"


def needs_two(order: Order) -> bool:
    """Whether it takes two people to issue: 特急, and whatever reaches followers."""
    return order.draft.urgency is Urgency.EXTRA or order.draft.kind in REACHES_FOLLOWERS


_ORDER: Final[tuple[Transition[S, A, Who, Order], ...]] = (
    row(S.DRAFT, A.EDIT, None, Who.DRAFTER),
    row(S.DRAFT, A.ISSUE, S.ISSUED, Who.ISSUER, lambda order: not needs_two(order)),
    row(S.DRAFT, A.ISSUE, S.WAITING, Who.ISSUER, needs_two),
    row(S.WAITING, A.APPROVE, S.ISSUED, Who.ISSUER),
    row(S.WAITING, A.REFUSE, S.DRAFT, [Who.ISSUER, Who.DRAFTER]),
    row([S.DRAFT, S.WAITING], A.DROP, S.DROPPED, Who.DRAFTER),
    row(S.ISSUED, A.AMEND, None, Who.ISSUER, lambda order: order.proposed is None),
    row(S.ISSUED, A.APPROVE_AMENDMENT, None, Who.ISSUER, lambda order: order.proposed is not None),
    row(S.ISSUED, A.REFUSE_AMENDMENT, None, Who.ISSUER, lambda order: order.proposed is not None),
    row(S.ISSUED, A.REMIND, None, Who.ISSUER),
    row(S.ISSUED, A.WITHDRAW, S.WITHDRAWN, Who.ISSUER),
    row(S.ISSUED, A.CLOSE, S.CLOSED, Who.SYSTEM),
)

ORDER: Final = Table(lambda order: order.state, _ORDER)

_OPEN: Final = (Q.SENT, Q.SIGNED, Q.WORKING, Q.REPORTED, Q.RETURNED)

_RECEIPT: Final[tuple[Transition[Q, R, Who, Receipt], ...]] = (
    # What was taken over by itself before somebody signed is under way as soon as somebody does.
    row(Q.SENT, R.SIGN, Q.WORKING, Who.RECEIVER, lambda receipt: bool(receipt.copies)),
    row(Q.SENT, R.SIGN, Q.SIGNED, Who.RECEIVER, lambda receipt: not receipt.copies),
    row(Q.SIGNED, R.START, Q.WORKING, Who.RECEIVER),
    row([Q.SIGNED, Q.WORKING, Q.RETURNED], R.FORWARD, Q.WORKING, Who.RECEIVER),
    row([Q.SIGNED, Q.WORKING, Q.RETURNED], R.REPORT, Q.REPORTED, Who.RECEIVER),
    row(_OPEN, R.ACKNOWLEDGE, None, Who.RECEIVER, lambda receipt: receipt.known < receipt.amended),
    row(Q.REPORTED, R.CLOSE, Q.DONE, Who.ISSUER),
    row(Q.REPORTED, R.RETURN, Q.RETURNED, Who.ISSUER),
    row([Q.SENT, Q.SIGNED, Q.WORKING, Q.RETURNED], R.REMIND, None, Who.ISSUER),
    row(Q.SENT, R.ADOPTED, None, Who.SYSTEM),
    row([Q.SIGNED, Q.WORKING], R.ADOPTED, Q.WORKING, Who.SYSTEM),
    row([Q.REPORTED, Q.RETURNED], R.ADOPTED, None, Who.SYSTEM),
    row(_OPEN, R.PUBLISHED, Q.DONE, Who.SYSTEM),
    row(_OPEN, R.WITHDRAW, Q.WITHDRAWN, Who.SYSTEM),
)

RECEIPT: Final = Table(lambda receipt: receipt.state, _RECEIPT)
