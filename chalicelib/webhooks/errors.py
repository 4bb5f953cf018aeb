"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import Conflict, DomainError, IllegalNow, Invalid, NotFound


class WebhookError(DomainError):
    """The base of this package's errors."""


class BadWebhook(WebhookError, Invalid):
    """A webhook that cannot be so."""


class UnknownWebhook(WebhookError, NotFound):
    """No such webhook."""

    def __init__(self, hook_id: str) -> None:
        super().__init__(f"没有事件推送“{hook_id[:20]}”。")


class UnknownSending(WebhookError, NotFound):
    """No such event on its way to a webhook."""

    def __init__(self) -> None:
        super().__init__("没有这条推送记录，可能已过期。")


class StillOnItsWay(WebhookError, IllegalNow):
    """An event that is tried already is not sent again."""


class WebhookChanged(WebhookError, Conflict):
    """Somebody else changed the webhook meanwhile."""
