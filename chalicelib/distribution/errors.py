"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import Conflict, DomainError, IllegalNow, Invalid, NotFound, remedy


class DistributionError(DomainError):
    """The base of this package's errors."""


class UnknownOffer(DistributionError, NotFound):
    """An id that names no offer, or none of this account's."""

    def __init__(self, offer_id: str, account_id: str = "") -> None:
        whose = f"没有分发给公众号“{account_id}”" if account_id else "不存在"
        super().__init__(
            f"分发 {offer_id} {whose}。",
            remedies=[
                remedy("offer.inbox", "查看收到的分发", account=account_id)
                if account_id
                else remedy("offer.list", "查看已有的分发")
            ],
        )
        self.offer_id = offer_id


class UnknownTask(DistributionError, NotFound):
    """No such correction or recall, or nothing left to do about it."""


class BadOffer(DistributionError, Invalid):
    """An offer, an answer or a change that cannot be so."""


class NobodyBelow(DistributionError, Invalid):
    """An offer that would reach no account."""


class WrongState(DistributionError, IllegalNow):
    """The offer, or an account's answer to it, is in a state that does not allow this."""


class OfferChanged(DistributionError, Conflict):
    """Somebody else changed the offer or the receipt meanwhile."""
