"""What an order begins elsewhere, and what becomes of it: a 转载 offers its article, a 撤稿 takes down what it names.

The stream tells of every adoption and every push (``follow``). A look every half hour, so many accounts a step, finds
what the stream did not tell.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from chalicelib import accounts, distribution, orders, publishing
from chalicelib.actor import Actor, KnownBy
from chalicelib.application import control_tasks, order_takedown
from chalicelib.application.control_tasks import Clock
from chalicelib.cloud.items import Item
from chalicelib.distribution import Answer, Offer, Requirement, Standing
from chalicelib.errors import DomainError
from chalicelib.orders import Order, OrderKind, OrderState
from chalicelib.publishing import DeliveryState

LOOK_AGAIN: Final = timedelta(minutes=30)
RETRY: Final = timedelta(minutes=10)
FOLLOWED: Final = frozenset({"DELIVERIES", "OFFER"})
"""The function ``Outbox`` hears these partitions (.chalice/resources.json)."""
A_STEP: Final = 100
"""Accounts or units that one step looks at."""


def look(order_id: str, clock: Clock) -> None:
    """Begin what the order asks for, or see how far so many accounts are.

    Running it twice is harmless: offer and takedown have ids that follow from the order, and a receipt is moved by
    condition. Raises ``UnknownOrder``.
    """
    now = clock()
    order = orders.get(order_id)
    place = orders.store.follow_place(order_id)
    if order.state is not OrderState.ISSUED or place is None:
        return
    if order.draft.kind is OrderKind.REPRINT:
        next_place = _offer_followed(order, place, now) if order.offer else _offered(order, now)
    else:
        next_place = order_takedown.step(order, place, now)
    if next_place is None:
        orders.store.follow_at(order_id, now + RETRY)
    elif next_place:
        orders.store.follow_at(order_id, now, next_place)
        control_tasks.send("order_follow", [order_id])
    else:
        orders.store.follow_at(order_id, now + LOOK_AGAIN)


def follow(new: Item, at: datetime) -> None:
    """Carry out what follows for orders from an item as the stream has it; twice changes nothing."""
    partition, _, rest = str(new["pk"]).partition("#")
    if partition == "OFFER" and str(new["sk"]).startswith("ACCOUNT#"):
        doc: dict[str, Any] = json.loads(str(new["doc"]))
        if doc["answer"] == Answer.ADOPTED.value:
            for order_id, _unit in orders.store.belonging(rest):
                _adopted(order_id, distribution.get(rest), distribution.Receipt(**doc), at)
    elif partition == "DELIVERIES" and new.get("state") == DeliveryState.CONFIRMED.value:
        delivery = publishing.Delivery.model_validate_json(str(new["doc"]))
        for number, piece in enumerate(delivery.pieces):
            if piece.article_id:
                for order_id, unit in orders.store.belonging(str(piece.article_id)):
                    _published(order_id, unit, delivery, number, at)


def _offered(order: Order, now: datetime) -> str | None:
    """Offer the article to the accounts of the receivers, as of the moment of issue; says on the order if it can't be."""
    by_unit = orders.store.offered_accounts(order.id)
    chosen = sorted(account for some in by_unit.values() for account in some)
    if order.issued_at is None or order.draft.done_by is None or not chosen:
        _problem(order, "收到指令的单位都没有公众号，请按文字要求办理。")
        return None
    try:
        offer = distribution.make_offer(
            order.draft.article,
            requirement=Requirement.MANDATORY,
            deadline=order.draft.done_by,
            by=Actor(person=order.issued_by, known_by=KnownBy.SYSTEM, on_behalf=True),
            # The same id at every try: it follows from the day.
            now=order.issued_at,
            account_ids=chosen,
            note=f"指令 {order.label}",
        )
    except DomainError as error:
        _problem(order, f"稿件没能分发：{error}")
        return None
    orders.store.change(
        order.id,
        lambda before: before.model_copy(update={"offer": offer.id, "problem": ""}),
        lambda _before, _after: [orders.store.belongs_action(offer.id, order.id, order.unit)],
    )
    return ""


def _problem(order: Order, problem: str) -> None:
    orders.store.change(order.id, lambda before: before.model_copy(update={"problem": problem}))


def _offer_followed(order: Order, place: str, now: datetime) -> str:
    """Look at so many accounts from a place on; returns where the next step begins, empty at the end."""
    offer = distribution.get(order.offer)
    done = {one.unit for one in orders.rows_of(order.id) if not one.open}
    by_unit = orders.store.offered_accounts(order.id)
    left = sorted(account for unit, some in by_unit.items() if unit not in done for account in some)
    chosen = [one for one in left if one > place][:A_STEP]
    for account in chosen:
        _looked_at(order.id, offer, account, now)
    return chosen[-1] if len(chosen) == A_STEP else ""


def _looked_at(order_id: str, offer: Offer, account: str, now: datetime) -> None:
    try:
        receipt = distribution.receipt(offer.id, account)
    except distribution.UnknownOffer:
        return  # its message is still under way
    if receipt.answer is not Answer.ADOPTED:
        return
    _adopted(order_id, offer, receipt, now)
    stand = distribution.stand(offer, receipt, now)
    if stand.standing is Standing.PUSHED and stand.delivery and receipt.article:
        delivery = publishing.get(stand.delivery)
        pieces = [str(one.article_id) for one in delivery.pieces]
        number = pieces.index(receipt.article) if receipt.article in pieces else 0
        unit = accounts.state(account).account.unit
        if delivery.state is DeliveryState.CONFIRMED:
            _published(order_id, unit, delivery, number, now)


def _adopted(order_id: str, offer: Offer, receipt: distribution.Receipt, at: datetime) -> None:
    unit = accounts.state(receipt.account).account.unit
    if orders.find_receipt(order_id, unit) is None or receipt.article is None:
        return  # not delivered yet: the look finds the copy
    orders.following.adopted(
        order_id,
        unit,
        receipt.account,
        receipt.article,
        by=receipt.by,
        at=receipt.at or at,
        # A mandatory article is taken over in the name of who offered it: nobody of the unit has seen the order by that.
        itself=receipt.by != offer.by,
    )


def _published(
    order_id: str, unit: str, delivery: publishing.Delivery, number: int, at: datetime
) -> None:
    if orders.find_receipt(order_id, unit) is None:
        return
    wanted: Iterable[str] = orders.store.offered_accounts(order_id).get(unit, [delivery.account])
    link = delivery.urls[number] if number < len(delivery.urls) else ""
    orders.following.published(order_id, unit, delivery.account, wanted, link, by="system", at=at)
