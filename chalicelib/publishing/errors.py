"""Errors of this package."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from chalicelib.clock import shown_time
from chalicelib.errors import (
    Conflict,
    DomainError,
    Field,
    IllegalNow,
    Invalid,
    NotFound,
    Remedy,
    remedy,
)


class PublishingError(DomainError):
    """The base of this package's errors."""


class UnknownDelivery(PublishingError, NotFound):
    """No delivery of that id."""

    def __init__(self, delivery_id: str) -> None:
        super().__init__(
            f"没有投递“{delivery_id}”。", remedies=[remedy("push.list", "查看已有的投递")]
        )


class UnknownIssue(PublishingError, NotFound):
    """No issue of that id."""

    def __init__(self, issue_id: str) -> None:
        super().__init__(f"没有期“{issue_id}”。", remedies=[remedy("issue.list", "查看已有的期")])
        self.issue_id = issue_id


class BadTime(PublishingError, Invalid):
    """A time that cannot be read, is over, or is none of the account's slots."""

    def __init__(self, sentence: str, *, remedies: Iterable[Remedy] = ()) -> None:
        super().__init__(sentence, fields=[Field("at", sentence)], remedies=remedies)


class NotASlot(BadTime):
    """A time that is none of the account's slots."""

    def __init__(
        self, account: str, at: datetime, slots: Iterable[str], *, remedies: Iterable[Remedy] = ()
    ) -> None:
        super().__init__(
            f"{shown_time(at)} 不是公众号“{account}”的推送时段（{' '.join(slots)}）。请改用其中一个。",
            remedies=remedies,
        )


class BadIssue(PublishingError, Invalid):
    """An issue that cannot be so."""


class BadRecall(PublishingError, Invalid):
    """An order to take down what the push does not hold, or what WeChat never takes down."""


class ReasonMissing(PublishingError, Invalid):
    """A push that no reviewer has read wants a reason."""

    def __init__(self) -> None:
        super().__init__(
            "不经审核直接群发，请说明原因。",
            fields=[Field("reason", "为什么不经审核")],
            remedies=[
                remedy("push.plan_with_reason", "说明原因"),
                remedy("article.new", "改走审核"),
            ],
        )


class WrongState(PublishingError, IllegalNow):
    """The transition table has no such way from the present state."""


class NotReady(PublishingError, IllegalNow):
    """Articles of an issue that may not go out, each with its reason."""


class MaybeSent(PublishingError, IllegalNow):
    """It was handed to WeChat before: sending again needs somebody who has looked."""


class AlreadyPlanned(PublishingError, Conflict):
    """The same article, account and time are planned already."""

    def __init__(self, delivery_id: str) -> None:
        super().__init__(
            f"这篇稿件已排在同一公众号的同一时间（投递 {delivery_id}），不会重复群发。",
            remedies=[remedy("push.show", "查看", delivery=delivery_id)],
        )
        self.delivery_id = delivery_id


class DeliveryChanged(PublishingError, Conflict):
    """Somebody else changed the delivery meanwhile."""


class IssueChanged(PublishingError, Conflict):
    """Somebody else changed the issue, its delivery or an article of it meanwhile."""


class SlotTaken(PublishingError, Conflict):
    """Another issue has this time."""


class NoAllowance(PublishingError, Conflict):
    """The quota of that time is used up."""
