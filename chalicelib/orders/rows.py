"""The rows of an order: where each unit stands, packed, so that 1,750 of them are one read. Pure.

A row is one attribute of one of ``SHARDS`` items; it is written in the transaction that writes the unit's receipt, so
that what is added up from rows is what the receipts say.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final, NamedTuple

from chalicelib.orders import terms
from chalicelib.orders.models import Behind, Receipt, ReceiptState, Urgency, Urging

SHARDS: Final = 32
"""Few enough for one page of a query, enough that few of 1,750 units meet in one item at a time."""
MARK: Final = "u_"
"""Begins the name of an attribute that is a row; the unit follows."""
_CODES: Final = {
    ReceiptState.SENT: "n",
    ReceiptState.SIGNED: "g",
    ReceiptState.WORKING: "w",
    ReceiptState.REPORTED: "r",
    ReceiptState.RETURNED: "b",
    ReceiptState.DONE: "d",
    ReceiptState.WITHDRAWN: "x",
}
_BY_CODE: Final = {code: state for state, code in _CODES.items()}
_URGED: Final = tuple(Urging)
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


class Row(NamedTuple):
    """Where one unit stands with an order; times are Unix seconds, 0 where there is none."""

    unit: str
    state: ReceiptState
    above: str
    """The unit that forwarded it; empty where it was addressed by the issuer."""
    sign_by: int
    done_by: int
    sent_at: int
    signed_at: int
    reported_at: int
    closed_at: int
    returned: int
    urged: Urging
    signed_late: bool
    done_late: bool

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return self.state not in (ReceiptState.DONE, ReceiptState.WITHDRAWN)

    @property
    def waits_for(self) -> int:
        """The deadline of the step that the unit has to take; 0 where none is its own."""
        return self.sign_by if self.state is ReceiptState.SENT else self._work_by

    @property
    def _work_by(self) -> int:
        at_work = (ReceiptState.SIGNED, ReceiptState.WORKING, ReceiptState.RETURNED)
        return self.done_by if self.state in at_work else 0

    def overdue(self, now: datetime) -> bool:
        """Whether the unit is behind the deadline of the step that it has to take."""
        return 0 < self.waits_for < now.timestamp()


class Counts(NamedTuple):
    """How the units stand with an order, added up."""

    states: Mapping[ReceiptState, int]
    overdue: int
    signed_late: int
    done_late: int
    returned: int


def shard(unit: str) -> int:
    """The item in which a unit's row stands."""
    return hashlib.sha256(unit.encode()).digest()[0] % SHARDS


def row_of(receipt: Receipt) -> Row:
    """The row that a receipt makes."""
    return Row(
        unit=receipt.unit,
        state=receipt.state,
        above="" if receipt.above == receipt.issuer else receipt.above,
        sign_by=_seconds(receipt.sign_by),
        done_by=_seconds(receipt.done_by),
        sent_at=_seconds(receipt.sent_at),
        signed_at=_seconds(receipt.signed_at),
        reported_at=_seconds(receipt.reported_at),
        closed_at=_seconds(receipt.closed_at),
        returned=receipt.returned,
        urged=receipt.urged,
        signed_late=receipt.signed_late,
        done_late=receipt.done_late,
    )


def packed(row: Row) -> str:
    """A row as one short text: state, marks, returns, six times in base 36, the unit above."""
    marks = _URGED.index(row.urged) | row.signed_late << 2 | row.done_late << 3
    times = (
        row.sign_by,
        row.done_by,
        row.sent_at,
        row.signed_at,
        row.reported_at,
        row.closed_at,
    )
    texts = (_CODES[row.state] + _base36(marks), _base36(row.returned), *map(_base36, times))
    return " ".join((*texts, row.above)).rstrip()


def unpacked(unit: str, text: str) -> Row:
    """The row that a text is."""
    parts = text.split(" ")
    marks = int(parts[0][1:], 36)
    sign_by, done_by, sent, signed, reported, closed = (int(one, 36) for one in parts[2:8])
    return Row(
        unit,
        _BY_CODE[parts[0][0]],
        parts[8] if len(parts) > 8 else "",
        sign_by,
        done_by,
        sent,
        signed,
        reported,
        closed,
        int(parts[1], 36),
        _URGED[marks & 3],
        bool(marks & 4),
        bool(marks & 8),
    )


def counts(rows: Iterable[Row], now: datetime) -> Counts:
    """The rows added up."""
    every = list(rows)
    states = Counter(one.state for one in every)
    return Counts(
        states={state: states[state] for state in ReceiptState},
        overdue=sum(one.overdue(now) for one in every),
        signed_late=sum(one.signed_late for one in every),
        done_late=sum(one.done_late for one in every),
        returned=sum(one.returned > 0 for one in every),
    )


_AT_WORK: Final = frozenset(
    {ReceiptState.SENT, ReceiptState.SIGNED, ReceiptState.WORKING, ReceiptState.RETURNED}
)


def behind(rows: Iterable[Row], which: Behind, now: datetime) -> list[str]:
    """The units that are urged by hand, in order of id."""
    return sorted(one.unit for one in rows if one.state in _AT_WORK and _is_behind(one, which, now))


def _is_behind(row: Row, which: Behind, now: datetime) -> bool:
    if which is Behind.UNSIGNED:
        return row.state is ReceiptState.SENT
    return which is Behind.OPEN or row.overdue(now)


def to_urge(rows: Iterable[Row], urgency: Urgency, now: datetime) -> dict[Urging, list[str]]:
    """The units whose step is to be escalated further than it is, by how far."""
    found: dict[Urging, list[str]] = {}
    levels: dict[int, Urging] = {}
    for one in rows:
        due = one.waits_for
        if not due or due > now.timestamp():
            continue
        if due not in levels:
            levels[due] = terms.urged(urgency, moment(due), now)
        if terms.RANK[levels[due]] > terms.RANK[one.urged]:
            found.setdefault(levels[due], []).append(one.unit)
    return found


def next_look(rows: Iterable[Row], urgency: Urgency, now: datetime) -> datetime | None:
    """When the next step of any unit is escalated; None where nobody has a step to take."""
    dues = {one.waits_for for one in rows} - {0}
    times = (terms.next_urging(urgency, moment(due), now) for due in dues)
    return min((one for one in times if one), default=None)


def moment(seconds: int) -> datetime:
    """A time of a row."""
    return datetime.fromtimestamp(seconds, UTC)


def _seconds(at: datetime | None) -> int:
    return int(at.timestamp()) if at else 0


def _base36(number: int) -> str:
    if number < 36:
        return _DIGITS[number]
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits
