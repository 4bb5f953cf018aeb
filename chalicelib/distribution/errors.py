"""What can go wrong between a unit that offers and the accounts below it; each says what to do."""


class DistributionError(Exception):
    """The root of this package's errors."""


class UnknownOffer(DistributionError):
    """An id that names no offer, or none of this account's."""

    def __init__(self, offer_id: str, account_id: str = "") -> None:
        whose = f"没有分发给公众号“{account_id}”" if account_id else "不存在"
        super().__init__(f"分发 {offer_id} {whose}。用 `./rongmei offer list` 查看。")


class NobodyBelow(DistributionError):
    """An offer that would reach no account."""


class NotAllowed(DistributionError):
    """Something that this offer, or this state, does not let."""


class Moved(DistributionError):
    """Somebody else wrote first."""
