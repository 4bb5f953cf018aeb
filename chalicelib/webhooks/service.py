"""Set webhooks up, look at what was sent, send it again."""

from __future__ import annotations

import secrets as random
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError

from chalicelib import audit, people
from chalicelib.actor import Actor
from chalicelib.audit import Change
from chalicelib.errors import Field
from chalicelib.values import reason_of
from chalicelib.webhooks import store
from chalicelib.webhooks.errors import (
    BadWebhook,
    StillOnItsWay,
    UnknownSending,
    UnknownWebhook,
    WebhookChanged,
)
from chalicelib.webhooks.models import (
    BOTH_VALID,
    KINDS,
    MOST,
    TEST,
    Event,
    MadeWebhook,
    Sending,
    Webhook,
)
from chalicelib.webhooks.outbox import message, put_on_its_way, wake
from chalicelib.webhooks.sender import attempt
from chalicelib.webhooks.signing import Secrets, new_secret

READ: Final = "webhooks:subscription:read"
SET: Final = "webhooks:subscription:set"


def make(
    name: str, unit: str, url: str, kinds: Iterable[str], *, by: Actor, now: datetime
) -> MadeWebhook:
    """Tell an address of these kinds of events in a unit and below; its secret is shown this once.

    Raises ``BadWebhook``, ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, SET, unit)
    if len(list(store.of_unit(unit))) >= MOST:
        raise BadWebhook(f"一个单位最多 {MOST} 个事件推送。")
    webhook = _checked(
        {
            "id": random.token_hex(6),
            "unit": unit,
            "name": name,
            "url": url,
            "kinds": tuple(dict.fromkeys(kinds)),
            "made_by": by.person,
            "made_at": now,
        }
    )
    secret = new_secret()
    # The secret first: a webhook without one could sign nothing.
    store.write_secrets(webhook.id, Secrets(current=secret))
    store.put(webhook, _entry(None, webhook, by, now), instead_of=None)
    return MadeWebhook(webhook, secret)


def change(
    hook_id: str,
    *,
    by: Actor,
    now: datetime,
    name: str | None = None,
    url: str | None = None,
    kinds: Iterable[str] | None = None,
    active: bool | None = None,
) -> Webhook:
    """Change what is given. Raises ``BadWebhook``, ``UnknownWebhook``, ``WebhookChanged`` or ``PermissionDenied``."""
    before = _permitted(hook_id, SET, by)
    given = {"name": name, "url": url, "active": active}
    if kinds is not None:
        given["kinds"] = tuple(dict.fromkeys(kinds))  # type: ignore[assignment]
    wanted = {field: value for field, value in given.items() if value is not None}
    after = _checked({**before.model_dump(), **wanted, "version": before.version + 1})
    if not store.put(after, _entry(before, after, by, now), instead_of=before):
        raise WebhookChanged("刚刚有人改过这个推送，请刷新后再改。")
    return after


def rotate(hook_id: str, *, by: Actor, now: datetime) -> MadeWebhook:
    """Make a new secret; the old one signs too for a day. Raises ``UnknownWebhook`` or ``PermissionDenied``."""
    webhook = _permitted(hook_id, SET, by)
    secret, before = new_secret(), store.read_secrets(hook_id)
    store.write_secrets(
        hook_id,
        Secrets(current=secret, previous=before.current, previous_until=now + BOTH_VALID),
    )
    audit.record(
        audit.entry_of(
            by,
            SET,
            unit=webhook.unit,
            at=now,
            object=f"webhook:{hook_id}",
            changes=[Change(field="secret")],
            note=webhook.name,
        )
    )
    return MadeWebhook(webhook, secret)


def remove(hook_id: str, *, by: Actor, now: datetime) -> None:
    """Forget a webhook; what is on its way to it is given up. Raises ``UnknownWebhook`` or ``PermissionDenied``."""
    webhook = _permitted(hook_id, SET, by)
    store.delete(webhook, _entry(webhook, None, by, now))


def webhooks_of(unit: str, *, by: Actor) -> list[Webhook]:
    """The webhooks of just this unit. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    return list(store.of_unit(unit))


def get(hook_id: str, *, by: Actor) -> Webhook:
    """One webhook. Raises ``UnknownWebhook`` or ``PermissionDenied``."""
    return _permitted(hook_id, READ, by)


def sendings_of(hook_id: str, *, by: Actor, after: str = "") -> Iterator[Sending]:
    """What was sent to a webhook within a fortnight, newest first. Raises ``UnknownWebhook`` or ``PermissionDenied``."""
    _permitted(hook_id, READ, by)
    return store.sendings(hook_id, after=after)


def send_again(hook_id: str, sending_id: str, *, by: Actor, now: datetime) -> Sending:
    """Put an event that was taken or given up on its way again, with the same id and bytes.

    Raises ``UnknownSending``, ``StillOnItsWay``, ``UnknownWebhook`` or ``PermissionDenied``.
    """
    webhook = _permitted(hook_id, SET, by)
    sending = store.get_sending(hook_id, sending_id)
    if sending is None:
        raise UnknownSending
    if not store.again(sending, now):
        raise StillOnItsWay("这条事件正在推送，会自动重试。", state=sending.state)
    wake(sending)
    audit.record(
        audit.entry_of(
            by,
            SET,
            unit=webhook.unit,
            at=now,
            object=f"webhook:{hook_id}",
            note=f"再投一次 {sending.event}",
        )
    )
    return store.get_sending(hook_id, sending_id) or sending


def test(hook_id: str, *, by: Actor, now: datetime) -> Sending:
    """Tell a webhook of nothing but a test, at once; returns what came of it.

    Raises ``UnknownWebhook`` or ``PermissionDenied``.
    """
    webhook = _permitted(hook_id, SET, by)
    event = Event(
        id=random.token_hex(16),
        kind=TEST,
        unit=webhook.unit,
        subject=f"webhook:{hook_id}",
        at=now,
        data={"webhook": webhook.name},
    )
    sending = put_on_its_way(event, webhook, now)
    if sending is None:
        raise UnknownSending
    return attempt(message(hook_id, sending.id)) or sending


def _permitted(hook_id: str, permission: str, by: Actor) -> Webhook:
    webhook = store.get(hook_id)
    if webhook is None:
        raise UnknownWebhook(hook_id)
    people.require(by, permission, webhook.unit)
    return webhook


def _checked(fields: dict[str, Any]) -> Webhook:
    unknown = [one for one in fields["kinds"] if one not in KINDS]
    if unknown:
        problem = f"没有这些事件：{'、'.join(unknown)[:200]}"
        raise BadWebhook(f"{problem}。", fields=[Field("kinds", problem)])
    try:
        return Webhook.model_validate(fields)
    except ValidationError as error:
        wrong = [
            Field(
                str(one["loc"][0]),
                "要以 https:// 开头，不带参数、用户名和密码"
                if one["loc"][0] == "url"
                else reason_of(one),
            )
            for one in error.errors()
        ]
        problems = "；".join(f"{one.name} {one.problem}" for one in wrong)
        raise BadWebhook(f"推送的设置不对：{problems}。", fields=wrong) from error


def _entry(
    before: Webhook | None, after: Webhook | None, by: Actor, now: datetime
) -> audit.AuditEntry:
    one = after or before
    assert one is not None  # noqa: S101 - one of the two is given
    return audit.entry_of(
        by,
        SET,
        unit=one.unit,
        at=now,
        object=f"webhook:{one.id}",
        changes=audit.changes_between(_told(before), _told(after)),
        note=one.name,
    )


def _told(webhook: Webhook | None) -> dict[str, str]:
    if webhook is None:
        return {}
    return {
        "name": webhook.name,
        "url": webhook.url,
        "kinds": "、".join(webhook.kinds),
        "active": str(webhook.active),
    }
