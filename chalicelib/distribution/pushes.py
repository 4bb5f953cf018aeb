"""What of an account's pushes carries its copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Self

from chalicelib import publishing
from chalicelib.distribution.models import Receipt
from chalicelib.publishing import Delivery, DeliveryState

_OVER: Final = (DeliveryState.CANCELLED, DeliveryState.FAILED, DeliveryState.RECALLED)
_SENT: Final = (DeliveryState.CONFIRMED, DeliveryState.PARTIALLY_SENT)
_OUT: Final = (
    DeliveryState.SUBMITTED,
    DeliveryState.AWAITING_ADMIN,
    DeliveryState.CONFIRMED,
    DeliveryState.PARTIALLY_SENT,
)
_COMING: Final = (DeliveryState.PLANNED, DeliveryState.RESERVED, DeliveryState.PREPARED)
_BEFORE: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pushes:
    """The latest push of a copy that went out, and the latest that is to."""

    sent: Delivery | None = None
    coming: Delivery | None = None
    every: tuple[Delivery, ...] = ()
    """Every push of it that is with people, or may yet be, latest slot first."""

    gone: tuple[Delivery, ...] = ()
    """Those that were taken down."""

    @property
    def out(self) -> tuple[Delivery, ...]:
        """Those that WeChat has sent: they can be taken down."""
        return tuple(one for one in self.every if one.state in _SENT)

    @property
    def in_doubt(self) -> tuple[Delivery, ...]:
        """Those that are under way, or whose fate nobody knows."""
        return tuple(one for one in self.every if one.state not in _SENT)

    @classmethod
    def of(cls, receipt: Receipt, since: datetime) -> Self:
        """Of a receipt's copy, among the account's deliveries since then."""
        if receipt.article is None:
            return cls()
        sent = coming = None
        every, gone = [], []
        for delivery in publishing.deliveries([receipt.account]):
            if delivery.at < since - _BEFORE:
                break
            if all(piece.article_id != receipt.article for piece in delivery.pieces):
                continue
            if delivery.state not in _OVER or _unknown(delivery):
                every.append(delivery)
            if delivery.state is DeliveryState.RECALLED:
                gone.append(delivery)
            if delivery.state in _OUT:
                sent = sent or delivery
            elif delivery.state in _COMING:
                coming = coming or delivery
        return cls(sent, coming, tuple(every), tuple(gone))


def _unknown(delivery: Delivery) -> bool:
    """A try was made, and nobody knows what became of it."""
    return (
        delivery.state is DeliveryState.FAILED
        and delivery.tried_at is not None
        and delivery.job is None
    )


def piece_number(delivery: Delivery, article_id: str) -> int:
    """Which article of a push it is, from 1 as WeChat counts."""
    ids = [piece.article_id for piece in delivery.pieces]
    return ids.index(article_id) + 1
