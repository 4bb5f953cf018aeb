"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``ORDER#{order}`` | ``ORDER`` | ``doc`` (Order), ``version``, ``state``; while units have steps to take ``gsi1pk`` = ``ORDERS_URGE``, ``gsi1sk`` = when the next is escalated |
| ``ORDER#{order}`` | ``RECEIVERS`` | ``doc``: ids of the units that it was addressed to; ``accounts``: of a 转载 their accounts |
| ``ORDER#{order}`` | ``ROUND#{round}`` | ``doc`` (Round); until every unit has its message ``gsi1pk`` = ``ORDERS_ROUNDS``, ``gsi1sk`` = due time |
| ``ORDER#{order}`` | ``ROWS#{shard}`` | ``u_{unit}``: the unit's row (rows.py); written with its receipt |
| ``ORDER#{order}`` | ``FOLLOW`` | of a 转载 or 撤稿 ``gsi1pk`` = ``ORDERS_FOLLOW``, ``gsi1sk`` = when it is looked at next, ``place`` |
| ``ORDERS#{unit}`` | order | ``doc`` (OrderLine), ``state``: what a unit has drafted and issued |
| ``ORDERED#{unit}`` | order | ``doc`` (Receipt), ``version``, ``state``, ``urged``: what a unit has to do |
| ``ORDERS_OPEN`` | order | ``unit``: orders that are issued and not closed |
| ``ORDERS_URGED#{unit}`` | ``{order}#{unit below}`` | ``doc``: an overdue step of a unit directly below |
| ``ORDERNO#{unit}`` | year | ``last``: the number that was taken last |
| ``ORDERTAGS#{unit}`` | tag | ``doc`` (units): a set of units that orders are addressed to |
| ``ORDERFILES#{person}`` | key of the object | ``doc`` (OrderFile), ``expires_at``: a file that was taken and may be attached |
| ``ORDERBY#{offer or article}`` | order | ``unit``: the order that an offer, or a copy of its article, belongs to |

A receipt and its row are written in one transaction, so that sums of rows cannot drift from receipts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from chalicelib.clock import stamp
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.orders import rules
from chalicelib.orders.errors import OrderChanged, UnknownOrder
from chalicelib.orders.models import Order, OrderLine, Round

URGE: Final = "ORDERS_URGE"
ROUNDS: Final = "ORDERS_ROUNDS"
FOLLOW: Final = "ORDERS_FOLLOW"
OPEN: Final = "ORDERS_OPEN"
_TRIES: Final = 20


def add(order: Order, also: Sequence[table.Action] = ()) -> None:
    """Keep a new order, together with other writes."""
    item: table.Item = {
        **key(order.id),
        "doc": order.model_dump_json(),
        "version": order.version,
        "state": order.state.value,
    }
    table.transact([table.put_action(item, only_new=True), _line_action(order), *also])


def get(order_id: str) -> Order:
    """One order as it is now. Raises ``UnknownOrder``."""
    item = table.get(**key(order_id), consistent=True)
    if item is None:
        raise UnknownOrder(order_id)
    return Order.model_validate_json(str(item["doc"]))


def save(
    before: Order,
    after: Order,
    also: Sequence[table.Action] = (),
    *,
    look_at: datetime | None = None,
) -> Order:
    """Write a changed order together with other writes; with ``look_at`` it is looked at then.

    Raises ``OrderChanged`` where the order is another meanwhile, or ``ConditionFailed`` of one of ``also``, with its
    index among them.
    """
    after = after.model_copy(update={"version": before.version + 1})
    try:
        table.transact([_write_action(before, after, look_at), _line_action(after), *also])
    except ConditionFailed as error:
        if error.index == 0:
            raise OrderChanged(f"指令 {after.id} 刚被别人改动，请刷新后再试。") from error
        raise ConditionFailed(str(error), error.old, error.index - 2) from error
    return after


def change(
    order_id: str,
    changed: Callable[[Order], Order],
    also: Callable[[Order, Order], Sequence[table.Action]] = lambda *_: (),
) -> Order:
    """Write what ``changed`` makes of an order, however often others come between; nothing if it changes nothing."""
    for _ in range(_TRIES):
        before = get(order_id)
        after = changed(before)
        if after == before:
            return before
        try:
            return save(before, after, also(before, after))
        except OrderChanged:
            continue
    raise OrderChanged(f"指令 {order_id} 不断被改动，请重试。")


def of_unit(unit: str, after: str = "") -> Iterator[OrderLine]:
    """What a unit has drafted and issued, the newest first; ``after`` is the id that the first one follows."""
    found = table.query(f"ORDERS#{unit}", newest_first=True, after=after)
    return (OrderLine.model_validate_json(str(item["doc"])) for item in found)


def receivers(order_id: str) -> tuple[str, ...]:
    """The units that an order was addressed to; none before it is issued."""
    item = table.get(f"ORDER#{order_id}", "RECEIVERS", consistent=True)
    return tuple(json.loads(str(item["doc"]))) if item else ()


def receivers_action(
    order_id: str, units: Sequence[str], accounts: Mapping[str, Sequence[str]]
) -> table.Action:
    """Keep whom an order was addressed to; of a 转载 the accounts by unit."""
    return table.put_action(
        {
            "pk": f"ORDER#{order_id}",
            "sk": "RECEIVERS",
            "doc": json.dumps(list(units)),
            "accounts": json.dumps({unit: list(some) for unit, some in accounts.items()}),
        }
    )


def offered_accounts(order_id: str) -> dict[str, list[str]]:
    """Of a 转载: the accounts that its article is offered to, by unit."""
    item = table.get(f"ORDER#{order_id}", "RECEIVERS", consistent=True)
    found: dict[str, list[str]] = json.loads(str(item["accounts"])) if item else {}
    return found


def last_number(unit: str, year: int) -> int:
    """The number that the unit's orders of a year have reached."""
    item = table.get(f"ORDERNO#{unit}", str(year), consistent=True)
    return int(item["last"]) if item else 0


def number_action(unit: str, year: int, number: int) -> table.Action:
    """Take a number: the one after the last, together with the order that has it."""
    return table.update_action(
        f"ORDERNO#{unit}",
        str(year),
        "SET #last = :number",
        {":number": number, ":before": number - 1},
        condition="#last = :before"
        if number > 1
        else "attribute_not_exists(#last) OR #last = :before",
        names={"#last": "last"},
    )


def open_action(order: Order) -> table.Action:
    """An order is among those under way."""
    return table.put_action({"pk": OPEN, "sk": order.id, "unit": order.unit})


def open_orders() -> list[str]:
    """Ids of the orders that are issued and not closed."""
    return [str(item["sk"]) for item in table.query(OPEN)]


def closed_actions(order_id: str) -> list[table.Action]:
    """An order is no longer among those under way."""
    return [table.delete_action(OPEN, order_id), table.delete_action(f"ORDER#{order_id}", "FOLLOW")]


def urge_at(order_id: str, at: datetime, *, sooner: bool = False) -> None:
    """Let an order be looked at then; with ``sooner`` only if that is before what was set."""
    condition = "attribute_exists(pk) AND #state = :issued"
    if sooner:
        condition += " AND (attribute_not_exists(gsi1sk) OR gsi1sk > :at)"
    try:
        table.update(
            f"ORDER#{order_id}",
            "ORDER",
            "SET gsi1pk = :urge, gsi1sk = :at",
            {":urge": URGE, ":at": stamp(at), ":issued": "issued"},
            condition=condition,
            names={"#state": "state"},
        )
    except ConditionFailed:
        return


def round_action(order_id: str, made: Round) -> table.Action:
    """Make a round, due at once; the same one twice fails."""
    return table.put_action(
        {
            "pk": f"ORDER#{order_id}",
            "sk": f"ROUND#{made.id}",
            "doc": made.model_dump_json(),
            "gsi1pk": ROUNDS,
            "gsi1sk": stamp(made.at),
        },
        only_new=True,
    )


def get_round(order_id: str, round_id: str) -> Round:
    """One round. Raises ``UnknownOrder``."""
    item = table.get(f"ORDER#{order_id}", f"ROUND#{round_id}", consistent=True)
    if item is None:
        raise UnknownOrder(order_id)
    return Round.model_validate_json(str(item["doc"]))


def round_spread(order_id: str, round_id: str) -> None:
    """Every unit of a round has its message in the queue."""
    table.update(f"ORDER#{order_id}", f"ROUND#{round_id}", "REMOVE gsi1pk, gsi1sk")


def due_rounds(until: datetime) -> list[tuple[str, str]]:
    """Order and round of those whose units do not all have their message."""
    return [
        (str(one["pk"]).removeprefix("ORDER#"), str(one["sk"]).removeprefix("ROUND#"))
        for one in table.due(ROUNDS, stamp(until))
    ]


def due(partition: str, until: datetime) -> list[str]:
    """Orders that are due to be escalated (``URGE``) or followed (``FOLLOW``)."""
    return [str(one["pk"]).removeprefix("ORDER#") for one in table.due(partition, stamp(until))]


def follow_action(order_id: str, at: datetime) -> table.Action:
    """Let what an order began elsewhere be looked at."""
    return table.put_action(
        {
            "pk": f"ORDER#{order_id}",
            "sk": "FOLLOW",
            "gsi1pk": FOLLOW,
            "gsi1sk": stamp(at),
            "place": "",
        }
    )


def follow_at(order_id: str, at: datetime, place: str = "") -> None:
    """Look again then, from this place on; nothing where it is no longer followed."""
    try:
        table.update(
            f"ORDER#{order_id}",
            "FOLLOW",
            "SET gsi1pk = :follow, gsi1sk = :at, #place = :place",
            {":follow": FOLLOW, ":at": stamp(at), ":place": place},
            condition="attribute_exists(pk)",
            names={"#place": "place"},
        )
    except ConditionFailed:
        return


def follow_place(order_id: str) -> str | None:
    """Where the last look ended; None where the order is not followed."""
    item = table.get(f"ORDER#{order_id}", "FOLLOW", consistent=True)
    return None if item is None else str(item["place"])


def belongs_action(thing: str, order_id: str, unit: str) -> table.Action:
    """An offer, or the copy of its article, belongs to an order."""
    return table.put_action({"pk": f"ORDERBY#{thing}", "sk": order_id, "unit": unit})


def belonging(thing: str) -> list[tuple[str, str]]:
    """The orders that an offer or a copy belongs to, with the unit of each."""
    return [(str(one["sk"]), str(one["unit"])) for one in table.query(f"ORDERBY#{thing}")]


def key(order_id: str) -> dict[str, str]:
    """Where an order lies."""
    return {"pk": f"ORDER#{order_id}", "sk": "ORDER"}


def _line_action(order: Order) -> table.Action:
    line = rules.line_of(order)
    return table.put_action(
        {
            "pk": f"ORDERS#{order.unit}",
            "sk": order.id,
            "doc": line.model_dump_json(),
            "state": order.state.value,
        }
    )


def _write_action(before: Order, after: Order, look_at: datetime | None = None) -> table.Action:
    where, due = key(after.id), ""
    values: dict[str, str | int] = {
        ":doc": after.model_dump_json(),
        ":version": after.version,
        ":state": after.state.value,
        ":before": before.version,
    }
    if look_at is not None:
        due = ", gsi1pk = :urge, gsi1sk = :at"
        values |= {":urge": URGE, ":at": stamp(look_at)}
    elif after.state.value in ("closed", "withdrawn", "dropped"):
        due = " REMOVE gsi1pk, gsi1sk"
    return table.update_action(
        where["pk"],
        where["sk"],
        f"SET doc = :doc, version = :version, #state = :state{due}",
        values,
        condition="version = :before",
        names={"#state": "state"},
    )
