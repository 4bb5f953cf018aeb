"""Receipts in the table, each written together with its row (``store`` describes the items)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.orders.errors import OrderChanged, UnknownOrder
from chalicelib.orders.models import Receipt
from chalicelib.orders.rows import MARK, Row, packed, row_of, shard, unpacked

_TRIES: Final = 20
Changed = Callable[[Receipt], Receipt]
Also = Callable[[Receipt, Receipt], Sequence[table.Action]]
"""What is written together with a receipt, from the receipt before and after."""


def add(receipt: Receipt, also: Sequence[table.Action] = ()) -> bool:
    """Keep a unit's new receipt with its row; False where the unit has the order already."""
    item: table.Item = {
        **_key(receipt.order, receipt.unit),
        "doc": receipt.model_dump_json(),
        "version": receipt.version,
        "state": receipt.state.value,
        "urged": receipt.urged.value,
    }
    try:
        table.transact([table.put_action(item, only_new=True), _row_action(receipt), *also])
    except ConditionFailed as error:
        if error.index:
            raise
        return False
    return True


def receipt(order_id: str, unit: str) -> Receipt:
    """The receipt of an order at one unit. Raises ``UnknownOrder``."""
    found = find_receipt(order_id, unit)
    if found is None:
        raise UnknownOrder(order_id, unit)
    return found


def find_receipt(order_id: str, unit: str) -> Receipt | None:
    """The receipt of an order at one unit, or None."""
    item = table.get(**_key(order_id, unit), consistent=True)
    return None if item is None else Receipt.model_validate_json(str(item["doc"]))


def inbox(unit: str, after: str = "") -> Iterator[Receipt]:
    """What a unit has received, the newest order first; ``after`` is the id that the first one follows."""
    found = table.query(f"ORDERED#{unit}", newest_first=True, after=after)
    return (Receipt.model_validate_json(str(item["doc"])) for item in found)


def change(
    order_id: str,
    unit: str,
    changed: Changed,
    also: Also = lambda *_: (),
) -> tuple[Receipt, bool]:
    """Write what ``changed`` makes of a receipt with its row and other writes; returns it, and whether it changed.

    Raises ``UnknownOrder``, ``OrderChanged`` where it changes without end, and what ``changed`` raises.
    """
    for _ in range(_TRIES):
        before = receipt(order_id, unit)
        after = changed(before)
        if after == before:
            return before, False
        after = after.model_copy(update={"version": before.version + 1})
        where = _key(order_id, unit)
        write = table.update_action(
            where["pk"],
            where["sk"],
            "SET doc = :doc, version = :version, #state = :state, urged = :urged",
            {
                ":doc": after.model_dump_json(),
                ":version": after.version,
                ":state": after.state.value,
                ":urged": after.urged.value,
                ":before": before.version,
            },
            condition="version = :before",
            names={"#state": "state"},
        )
        try:
            table.transact([write, _row_action(after), *also(before, after)])
        except ConditionFailed as error:
            if error.index:
                raise
            continue
        return after, True
    raise OrderChanged(f"指令 {order_id} 在单位“{unit}”的回执不断被改动，请重试。")


def rows_of(order_id: str) -> list[Row]:
    """Where every unit stands that the order has reached, in order of id: one query."""
    found = [
        unpacked(name.removeprefix(MARK), str(text))
        for item in table.query(f"ORDER#{order_id}", "ROWS#")
        for name, text in item.items()
        if name.startswith(MARK)
    ]
    return sorted(found, key=lambda one: one.unit)


def rows_beside(order_id: str, unit: str) -> list[Row]:
    """The rows that stand in one item with that of a unit."""
    item = table.get(f"ORDER#{order_id}", _shard(unit), consistent=True) or {}
    return [
        unpacked(name.removeprefix(MARK), str(text))
        for name, text in item.items()
        if name.startswith(MARK)
    ]


def urged_action(above: str, receipt: Receipt) -> table.Action:
    """The unit above has an overdue step of a unit directly below among its tasks."""
    return table.put_action(
        {
            "pk": f"ORDERS_URGED#{above}",
            "sk": f"{receipt.order}#{receipt.unit}",
            "doc": receipt.model_dump_json(include=_TOLD),
        }
    )


def no_longer_urged_action(above: str, receipt: Receipt) -> table.Action:
    """It is no task of the unit above any more."""
    return table.delete_action(f"ORDERS_URGED#{above}", f"{receipt.order}#{receipt.unit}")


def urged_below(unit: str) -> Iterator[Receipt]:
    """Overdue steps of units directly below, as they stood when they were escalated last."""
    found = table.query(f"ORDERS_URGED#{unit}")
    return (Receipt.model_validate_json(str(item["doc"])) for item in found)


_TOLD: Final = {
    "order",
    "unit",
    "issuer",
    "above",
    "label",
    "title",
    "kind",
    "urgency",
    "state",
    "sign_by",
    "done_by",
    "sent_at",
    "urged",
}


def _row_action(receipt: Receipt) -> table.Action:
    return table.update_action(
        f"ORDER#{receipt.order}",
        _shard(receipt.unit),
        "SET #unit = :row",
        {":row": packed(row_of(receipt))},
        names={"#unit": MARK + receipt.unit},
    )


def _shard(unit: str) -> str:
    return f"ROWS#{shard(unit):02d}"


def _key(order_id: str, unit: str) -> dict[str, str]:
    return {"pk": f"ORDERED#{unit}", "sk": order_id}
