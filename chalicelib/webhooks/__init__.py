"""Webhooks (事件推送): other systems are told of what happens, by signed CloudEvents.

An event reaches every webhook of its unit and of the units above that asks for its kind. Each event on its way to one
webhook is an item: it is tried until the other side takes it, for about a day, and can be sent again
(docs/decisions/0181).
"""

from chalicelib.webhooks.errors import BadWebhook, UnknownSending, UnknownWebhook, WebhookError
from chalicelib.webhooks.models import (
    KINDS,
    TEST,
    Event,
    EventKind,
    MadeWebhook,
    Sending,
    SendingState,
    Webhook,
)
from chalicelib.webhooks.outbox import spread, sweep
from chalicelib.webhooks.sender import attempt
from chalicelib.webhooks.service import (
    READ,
    SET,
    change,
    get,
    make,
    remove,
    rotate,
    send_again,
    sendings_of,
    test,
    webhooks_of,
)

__all__ = [
    "KINDS",
    "READ",
    "SET",
    "TEST",
    "BadWebhook",
    "Event",
    "EventKind",
    "MadeWebhook",
    "Sending",
    "SendingState",
    "UnknownSending",
    "UnknownWebhook",
    "Webhook",
    "WebhookError",
    "attempt",
    "change",
    "get",
    "make",
    "remove",
    "rotate",
    "send_again",
    "sendings_of",
    "spread",
    "sweep",
    "test",
    "webhooks_of",
]
