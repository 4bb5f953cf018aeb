"""The pushes of an account that carry its copy of what was offered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Self

from chalicelib import publishing
from chalicelib.distribution.models import Receipt
from chalicelib.publishing import (
    DELIVERED,
    OUT,
    REPLACEABLE,
    UNSENT,
    Delivery,
    DeliveryState,
    Recall,
)

_BEFORE: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pushes:
    """The latest push of a copy that went out, and the latest that is to."""

    sent: Delivery | None = None
    coming: Delivery | None = None
    every: tuple[Delivery, ...] = ()
    """Every push of it that is with people, or may yet be, latest slot first."""

    gone: tuple[Delivery, ...] = ()
    """Those whose page of it was taken down."""

    recalls: Mapping[str, Recall] = field(default_factory=dict)
    """By push, what became of the order to take its page of it down."""

    @property
    def out(self) -> tuple[Delivery, ...]:
        """Those that WeChat has sent: they can be taken down."""
        return tuple(one for one in self.every if one.state in DELIVERED)

    @property
    def in_doubt(self) -> tuple[Delivery, ...]:
        """Those that are under way, or whose fate nobody knows."""
        return tuple(one for one in self.every if one.state not in DELIVERED)

    @classmethod
    def of(cls, receipt: Receipt, since: datetime) -> Self:
        """Of a receipt's copy, among the account's deliveries since then."""
        if receipt.article is None:
            return cls()
        sent = coming = None
        every, gone = [], []
        recalls: dict[str, Recall] = {}
        for delivery in publishing.list_deliveries([receipt.account]):
            if delivery.at < since - _BEFORE:
                break
            if all(piece.article_id != receipt.article for piece in delivery.pieces):
                continue
            order = _order(delivery, piece_number(delivery, receipt.article))
            if order is not None:
                recalls[delivery.id] = order
            if delivery.state is DeliveryState.RECALLED or (order and order.done_at):
                gone.append(delivery)
                continue
            if delivery.state not in REPLACEABLE or _unknown(delivery):
                every.append(delivery)
            if delivery.state in OUT:
                sent = sent or delivery
            elif delivery.state in UNSENT:
                coming = coming or delivery
        return cls(sent, coming, tuple(every), tuple(gone), recalls)


def _order(delivery: Delivery, number: int) -> Recall | None:
    """The order to take this article of it down: one that was carried out, else the latest."""
    orders = [one for one in delivery.recalls if one.article in (0, number)]
    return next((one for one in orders if one.done_at), orders[-1] if orders else None)


def _unknown(delivery: Delivery) -> bool:
    """A try was made, and nobody knows what became of it."""
    return (
        delivery.state is DeliveryState.FAILED
        and delivery.tried_at is not None
        and delivery.job is None
    )


def piece_number(delivery: Delivery, article_id: str) -> int:
    """The number of an article in a push, from 1 as WeChat counts."""
    ids = [piece.article_id for piece in delivery.pieces]
    return ids.index(article_id) + 1
