"""Statistics of orders: per unit over many orders, per order over its units; and what is open now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from statistics import median
from typing import Final, NamedTuple

from chalicelib.orders import receipts, store, working_time
from chalicelib.orders.models import OrderLine, ReceiptState
from chalicelib.orders.rows import Row, moment

_AT_ONCE: Final = 8


class UnitSums(NamedTuple):
    """The orders that one unit has received, added up."""

    unit: str
    received: int
    on_time: int
    """Reported in time, each time it was returned too."""
    late: int
    """Reported late, or overdue now."""
    signed_late: int
    returned: int
    open: int
    sign_hours: float | None
    """Median of working hours from delivery to 签收; None: nothing was signed."""
    done_hours: float | None
    """Median of working hours from delivery to 办结."""


def unit_sums(rows: Iterable[Row], now: datetime) -> list[UnitSums]:
    """What each unit received and did, in order of id. Pure."""
    by_unit: dict[str, list[Row]] = {}
    for one in rows:
        if one.state is not ReceiptState.WITHDRAWN:
            by_unit.setdefault(one.unit, []).append(one)
    return [_sums(unit, found, now) for unit, found in sorted(by_unit.items())]


def _sums(unit: str, rows: list[Row], now: datetime) -> UnitSums:
    late = [one for one in rows if one.done_late or one.overdue(now)]
    reported = [
        one
        for one in rows
        if not one.done_late and one.state in (ReceiptState.REPORTED, ReceiptState.DONE)
    ]
    return UnitSums(
        unit=unit,
        received=len(rows),
        on_time=len(reported),
        late=len(late),
        signed_late=sum(one.signed_late for one in rows),
        returned=sum(one.returned > 0 for one in rows),
        open=sum(one.open for one in rows),
        sign_hours=_median_hours((one.sent_at, one.signed_at) for one in rows),
        done_hours=_median_hours((one.sent_at, one.closed_at) for one in rows),
    )


def _median_hours(spans: Iterable[tuple[int, int]], every_hour: bool = False) -> float | None:
    hours = [
        (end - start) / 3600
        if every_hour
        else working_time.between(moment(start), moment(end)).total_seconds() / 3600
        for start, end in spans
        if end
    ]
    return round(median(hours), 1) if hours else None


class OrderHours(NamedTuple):
    """Of one order, medians of working hours from delivery; None: no unit is so far."""

    sign: float | None
    report: float | None
    done: float | None


def hours_of(rows: Iterable[Row], *, every_hour: bool = False) -> OrderHours:
    """How long the units of one order took to sign, to report, to be done; of 特急 ``every_hour`` counts. Pure."""
    counted = [one for one in rows if one.state is not ReceiptState.WITHDRAWN]
    return OrderHours(
        sign=_median_hours([(one.sent_at, one.signed_at) for one in counted], every_hour),
        report=_median_hours([(one.sent_at, one.reported_at) for one in counted], every_hour),
        done=_median_hours([(one.sent_at, one.closed_at) for one in counted], every_hour),
    )


def of_orders(lines: Iterable[OrderLine]) -> list[Row]:
    """The rows of many orders: one query each, several at a time."""
    ids = [one.id for one in lines]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return [row for rows in pool.map(receipts.rows_of, ids) for row in rows]


def issued_within(unit: str, since: datetime, until: datetime) -> list[OrderLine]:
    """The orders that a unit issued in a period, the newest first."""
    return [one for one in store.of_unit(unit) if one.issued_at and since <= one.issued_at < until]


def open_by_unit() -> Mapping[str, int]:
    """How many orders each unit has still to finish; a query for each order under way."""
    return Counter(one.unit for one in _rows_under_way() if one.open)


def overdue_by_unit(now: datetime) -> Mapping[str, int]:
    """How many orders each unit is behind with; a query for each order under way."""
    return Counter(one.unit for one in _rows_under_way() if one.overdue(now))


def _rows_under_way() -> list[Row]:
    ids = store.open_orders()
    if not ids:
        return []
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return [row for rows in pool.map(receipts.rows_of, ids) for row in rows]
