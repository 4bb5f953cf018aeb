"""What of an account's pushes carries its copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Self

from chalicelib import publishing
from chalicelib.distribution.models import Receipt
from chalicelib.publishing import Delivery, DeliveryState

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

    @classmethod
    def of(cls, receipt: Receipt, since: datetime) -> Self:
        """Of a receipt's copy, among the account's deliveries since then."""
        if receipt.article is None:
            return cls()
        sent = coming = None
        for delivery in publishing.deliveries([receipt.account]):
            if delivery.at < since - _BEFORE:
                break
            if all(piece.article_id != receipt.article for piece in delivery.pieces):
                continue
            if delivery.state in _OUT:
                sent = sent or delivery
            elif delivery.state in _COMING:
                coming = coming or delivery
        return cls(sent, coming)


def piece_number(delivery: Delivery, article_id: str) -> int:
    """Which article of a push it is, from 1 as WeChat counts."""
    ids = [piece.article_id for piece in delivery.pieces]
    return ids.index(article_id) + 1
