"""Orders and receipts as pages show them, made of the domain's (``order_values``)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from chalicelib import orders, units
from chalicelib.application.order_values import (
    OrderAddressSeen,
    OrderAmendmentSeen,
    OrderClueSeen,
    OrderCounts,
    OrderFileSeen,
    OrderReceiptSeen,
    OrderReportSeen,
    OrderRow,
    OrderSeen,
    OrderStandingRow,
    OrderStepSeen,
)
from chalicelib.orders import (
    AddressWay,
    Counts,
    Order,
    OrderFile,
    OrderLine,
    OrderState,
    Receipt,
    ReceiptState,
    Row,
    Step,
    Urgency,
    moment,
)
from chalicelib.transitions import Deed
from chalicelib.units import OrgUnit, UnitLevel

Names = Mapping[str, OrgUnit]


def files_seen(files: tuple[OrderFile, ...]) -> tuple[OrderFileSeen, ...]:
    """Files with addresses that open them."""
    return tuple(
        OrderFileSeen(
            key=one.key,
            name=one.name,
            kind=one.kind,
            size=one.size,
            picture=one.picture,
            url=orders.attachments.link(one),
        )
        for one in files
    )


def steps_seen(steps: tuple[Step, ...]) -> tuple[OrderStepSeen, ...]:
    """Steps with their names, the oldest first."""
    return tuple(
        OrderStepSeen(
            action=one.action,
            name=orders.labels.step_name(one.action),
            by=one.by,
            at=one.at,
            note=one.note,
        )
        for one in steps
    )


def counts_seen(counts: Counts) -> OrderCounts:
    """The sums of an order."""
    return OrderCounts(
        **{
            state.value: number
            for state, number in counts.states.items()
            if state.value != "returned"
        },
        returned=counts.states[ReceiptState.RETURNED],
        overdue=counts.overdue,
        signed_late=counts.signed_late,
        done_late=counts.done_late,
        ever_returned=counts.returned,
    )


def row_seen(line: OrderLine, counts: OrderCounts, names: Names, now: datetime) -> OrderRow:
    """An order in a list."""
    open_ = line.state is OrderState.ISSUED
    return OrderRow(
        id=line.id,
        unit=line.unit,
        unit_name=name_of(line.unit, names),
        label=line.label,
        title=line.title,
        kind=line.kind,
        kind_name=orders.labels.KINDS[line.kind],
        urgency=line.urgency,
        urgency_name=orders.labels.URGENCIES[line.urgency],
        state=line.state,
        state_name=orders.labels.STATES[line.state],
        receivers=line.receivers,
        by=line.by,
        at=line.at,
        issued_at=line.issued_at,
        sign_by=line.sign_by,
        done_by=line.done_by,
        late=open_ and line.done_by is not None and line.done_by < now,
        left_minutes=left(line.done_by, line.urgency, now) if open_ else None,
        counts=counts,
    )


def order_seen(order: Order, names: Names, now: datetime) -> OrderSeen:
    """One order, whole."""
    draft, open_ = order.draft, order.state is OrderState.ISSUED
    return OrderSeen(
        id=order.id,
        unit=order.unit,
        unit_name=name_of(order.unit, names),
        label=order.label,
        title=draft.title,
        text=draft.text,
        kind=draft.kind,
        kind_name=orders.labels.KINDS[draft.kind],
        urgency=draft.urgency,
        urgency_name=orders.labels.URGENCIES[draft.urgency],
        state=order.state,
        state_name=orders.labels.STATES[order.state],
        two_people=orders.needs_two(order),
        first=order.first,
        address=_address(order, names),
        sign_by=draft.sign_by,
        done_by=draft.done_by,
        late=open_ and draft.done_by is not None and draft.done_by < now,
        left_minutes=left(draft.done_by, draft.urgency, now) if open_ else None,
        wants=draft.wants,
        want_names=tuple(orders.labels.EVIDENCE[one] for one in draft.wants),
        files=files_seen(draft.attachments),
        article=draft.article,
        offer=order.offer,
        clues=tuple(OrderClueSeen(kind=one.kind, value=one.value) for one in draft.clues),
        takedown=order.takedown,
        problem=order.problem,
        amendments=tuple(
            OrderAmendmentSeen(number=one.number, text=one.text, by=one.by, at=one.at)
            for one in order.amendments
        ),
        proposed=OrderAmendmentSeen(
            number=order.proposed.number,
            text=order.proposed.text,
            by=order.proposed.by,
            at=order.proposed.at,
        )
        if order.proposed
        else None,
        receivers=order.receivers,
        by=order.by,
        at=order.at,
        issued_by=order.issued_by,
        issued_at=order.issued_at,
        steps=steps_seen(order.steps),
        version=order.version,
    )


def standing_seen(row: Row, urgency: Urgency, names: Names, now: datetime) -> OrderStandingRow:
    """Where one unit stands."""
    due = _at(row.waits_for)
    unit = names.get(row.unit)
    level = unit.level if unit else UnitLevel.DIRECT
    # Made of values that are right already: 1,750 of them are one page.
    return OrderStandingRow.model_construct(
        unit=row.unit,
        unit_name=unit.name if unit else row.unit,
        level=level,
        level_name=units.LEVELS[level],
        parent=(unit.parent or "") if unit else "",
        above=row.above,
        state=row.state,
        state_name=orders.labels.RECEIPTS[row.state],
        overdue=row.overdue(now),
        due_at=due,
        left_minutes=left(due, urgency, now),
        urging=row.urged,
        urging_name=orders.labels.URGINGS[row.urged],
        sign_by=moment(row.sign_by),
        done_by=moment(row.done_by),
        sent_at=moment(row.sent_at),
        signed_at=_at(row.signed_at),
        reported_at=_at(row.reported_at),
        closed_at=_at(row.closed_at),
        signed_late=row.signed_late,
        done_late=row.done_late,
        returned=row.returned,
    )


def receipt_seen(
    receipt: Receipt, names: Names, now: datetime, deeds: tuple[Deed, ...] = ()
) -> OrderReceiptSeen:
    """An order at one unit."""
    row = orders.rows.row_of(receipt)
    due = _at(row.waits_for)
    report = receipt.report
    return OrderReceiptSeen(
        order=receipt.order,
        unit=receipt.unit,
        unit_name=name_of(receipt.unit, names),
        issuer=receipt.issuer,
        issuer_name=name_of(receipt.issuer, names),
        above=receipt.above,
        above_name=name_of(receipt.above, names),
        label=receipt.label,
        title=receipt.title,
        kind=receipt.kind,
        kind_name=orders.labels.KINDS[receipt.kind],
        urgency=receipt.urgency,
        urgency_name=orders.labels.URGENCIES[receipt.urgency],
        state=receipt.state,
        state_name=orders.labels.RECEIPTS[receipt.state],
        overdue=row.overdue(now),
        due_at=due,
        left_minutes=left(due, receipt.urgency, now),
        urging=receipt.urged,
        urging_name=orders.labels.URGINGS[receipt.urged],
        sign_by=receipt.sign_by,
        done_by=receipt.done_by,
        sent_at=receipt.sent_at,
        signed_at=receipt.signed_at,
        signed_by=receipt.signed_by,
        reported_at=receipt.reported_at,
        closed_at=receipt.closed_at,
        signed_late=receipt.signed_late,
        done_late=receipt.done_late,
        returned=receipt.returned,
        report=OrderReportSeen(
            text=report.text,
            links=report.links,
            files=files_seen(report.files),
            why=report.why,
            by=report.by,
            at=report.at,
        )
        if report
        else None,
        forwarded=receipt.forwarded,
        note=receipt.note,
        new_amendments=max(0, receipt.amended - receipt.known),
        copies=receipt.copies,
        steps=steps_seen(receipt.steps),
        version=receipt.version,
        deeds=deeds,
    )


def left(due: datetime | None, urgency: Urgency, now: datetime) -> int | None:
    """Minutes of working time between now and a deadline, before or after it; of the clock where nights count."""
    if due is None:
        return None
    first, last = min(due, now), max(due, now)
    if orders.terms.TERMS[urgency].round_the_clock:
        return int((last - first).total_seconds() // 60)
    return int(orders.working_time.between(first, last).total_seconds() // 60)


def name_of(unit: str, names: Names) -> str:
    """A unit's name; its id where it is no longer there."""
    return names[unit].name if unit in names else unit


def unit_names() -> Names:
    """Every unit by id: one query."""
    return {one.id: one for one in units.units()}


_LEVELS_SAID: Final = "、"


def _address(order: Order, names: Names) -> OrderAddressSeen:
    address = order.draft.address
    if address.way is AddressWay.TREE:
        root = name_of(address.root or order.unit, names)
        levels = _LEVELS_SAID.join(units.LEVELS[UnitLevel(one)] for one in address.levels)
        told = f"{root}{'及以下' if address.root else '以下'}{f'：{levels}' if levels else ''}"
    elif address.way is AddressWay.TAG:
        told = f"标签：{_LEVELS_SAID.join(address.tags)}"
    else:
        named = [name_of(one, names) for one in address.units[:3]] + list(address.accounts[:3])
        number = len(address.units) + len(address.accounts)
        told = _LEVELS_SAID.join(named) + (f" 等 {number} 个" if number > len(named) else "")
    return OrderAddressSeen(
        way=address.way,
        way_name=orders.labels.WAYS[address.way],
        root=address.root,
        levels=tuple(UnitLevel(one) for one in address.levels),
        tags=address.tags,
        units=address.units,
        accounts=address.accounts,
        told=told,
    )


def _at(seconds: int) -> datetime | None:
    return moment(seconds) if seconds else None
