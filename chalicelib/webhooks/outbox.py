"""An event to every webhook that wants it."""

from __future__ import annotations

from datetime import datetime

from chalicelib import units
from chalicelib.cloud import queues
from chalicelib.settings import settings
from chalicelib.units import UnknownUnit
from chalicelib.webhooks import store
from chalicelib.webhooks.models import Event, Sending, Webhook


def spread(event: Event, now: datetime) -> int:
    """Put an event on its way to the webhooks of its unit and of those above; returns to how many.

    Running it twice is harmless: an event is on its way to a webhook once, by its id and time. A crash in between
    leaves items that the sweep finds, and the stream tells the event again.
    """
    try:
        above = units.lineage(event.unit)
    except UnknownUnit:
        return 0
    number = 0
    for unit in above:
        for webhook in store.of_unit(unit.id):
            if (
                webhook.active
                and event.kind in webhook.kinds
                and put_on_its_way(event, webhook, now)
            ):
                number += 1
    return number


def put_on_its_way(event: Event, webhook: Webhook, now: datetime) -> Sending | None:
    """Put an event on its way to one webhook; None where it is already."""
    sending = Sending(
        id=f"{int(event.at.timestamp()):010d}-{event.id}",
        webhook=webhook.id,
        event=event.id,
        kind=event.kind,
        subject=event.subject,
        at=event.at,
        body=event.body(settings().console_url),
    )
    if not store.add_sending(sending, now):
        return None
    wake(sending)
    return sending


def wake(sending: Sending, seconds: int = 0) -> None:
    """Hurry an event that is due; the sweep finds it anyway."""
    queues.wake(
        settings().webhooks_queue_url,
        message(sending.webhook, sending.id),
        delay_seconds=min(seconds, queues.LONGEST_DELAY),
    )


def message(hook_id: str, sending_id: str) -> str:
    """The queue's message about an event on its way."""
    return f"{hook_id} {sending_id}"


def sweep(now: datetime) -> int:
    """Queue every event that is due; returns how many. One that is queued twice may be told twice, with one id."""
    found = [message(hook, sending) for hook, sending in store.due(now)]
    queues.send_all(settings().webhooks_queue_url, found)
    return len(found)
