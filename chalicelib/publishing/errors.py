"""What can be wrong with a plan or a delivery; each says what to do."""

from __future__ import annotations


class PublishingError(Exception):
    """The base of this package's errors."""


class BadTime(PublishingError):
    """A slot that cannot be read, or is over."""


class AlreadyPlanned(PublishingError):
    """The same article, account and time are planned already."""

    def __init__(self, delivery_id: str) -> None:
        super().__init__(
            f"这篇稿件已排在同一公众号的同一时间（投递 {delivery_id}），不会重复群发。"
            f"用 `./rongmei push show {delivery_id}` 查看。"
        )
        self.delivery_id = delivery_id


class UnknownDelivery(PublishingError):
    """No delivery of that id."""

    def __init__(self, delivery_id: str) -> None:
        super().__init__(f"没有投递“{delivery_id}”。用 `./rongmei push list` 查看已有的投递。")


class NotAllowed(PublishingError):
    """The transition table has no such way."""


class Moved(PublishingError):
    """Somebody else changed the delivery meanwhile."""
