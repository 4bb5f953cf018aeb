"""What can be wrong with a plan or a delivery; each says what to do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from chalicelib.clock import SHANGHAI


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


class NotASlot(BadTime):
    """A time that is none of the account's slots."""

    def __init__(self, account: str, at: datetime, slots: Iterable[str]) -> None:
        super().__init__(
            f"{at.astimezone(SHANGHAI):%H:%M} 不是公众号“{account}”的推送时段（{' '.join(slots)}）。"
            "请改用其中一个；确需在别的时间推送，加 --off-slot。"
        )


class BadIssue(PublishingError):
    """Something that cannot be done with this issue."""


class UnknownIssue(PublishingError):
    """No issue of that id."""

    def __init__(self, issue_id: str) -> None:
        super().__init__(f"没有期“{issue_id}”。用 `./rongmei issue list` 查看已有的期。")


class SlotTaken(PublishingError):
    """Another issue has this time."""


class NoAllowance(PublishingError):
    """It does not fit: the quota of that time is used up."""


class NotReady(PublishingError):
    """Articles of an issue that may not go out, each with its reason."""


class MaybeSent(PublishingError):
    """It was handed to WeChat before: sending again needs somebody who has looked."""
