"""What of the table's stream other systems are told: which change of which item is which event.

A new kind of event is one line of ``WATCHED`` and one of ``webhooks.KINDS``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from chalicelib import accounts, webhooks
from chalicelib.accounts import UnknownAccount
from chalicelib.cloud.items import Item
from chalicelib.webhooks import Event

Doc = dict[str, Any]


class Happened(NamedTuple):
    """A thing that came to be so, before its unit is known."""

    kind: str
    subject: str
    unit: str
    """Empty where the account's is meant."""
    account: str
    data: Doc


class Watch(NamedTuple):
    """A change that is an event."""

    partition: str
    """The first part of the item's partition key."""
    sort: str
    """How its sort key begins."""
    attribute: str
    """What has to become ``value``; empty: the item has to be new."""
    value: str
    facts: Callable[[Doc], tuple[str, str, str, Doc]]
    """Subject, unit, account and data, from the item's document."""


def _article(doc: Doc) -> tuple[str, str, str, Doc]:
    data = {"article": doc["id"], "title": doc["title"], "revision": doc["revision"]}
    return f"article:{doc['id']}", doc["unit"], "", data


def _push(doc: Doc) -> tuple[str, str, str, Doc]:
    titles = [one.get("title", "") for one in doc["pieces"]]
    data = {"delivery": doc["id"], "account": doc["account"], "at": doc["at"], "titles": titles}
    return f"delivery:{doc['id']}", "", doc["account"], data


def _session(doc: Doc) -> tuple[str, str, str, Doc]:
    data = {"account": doc["account"], "session": doc["session"]}
    return f"session:{doc['session']}", "", doc["account"], data


def _offer(doc: Doc) -> tuple[str, str, str, Doc]:
    names = ("article", "title", "requirement", "deadline")
    data = {"offer": doc["id"], **{name: doc[name] for name in names}}
    return f"offer:{doc['id']}", doc["unit"], "", data


def _spike(doc: Doc) -> tuple[str, str, str, Doc]:
    data = {name: doc[name] for name in ("account", "topic", "people", "minutes")}
    return f"topic:{doc['topic']}", "", doc["account"], data


def _inquiry(doc: Doc) -> tuple[str, str, str, Doc]:
    asked = doc["inquiry"]
    data = {"topic": doc["id"], "title": doc["title"]}
    data |= {name: asked[name] for name in ("department", "due_at")}
    return f"inquiry:{doc['id']}", doc["unit"], "", data


def _health(doc: Doc) -> tuple[str, str, str, Doc]:
    data = {name: doc[name] for name in ("account", "name", "signs")}
    return f"account:{doc['account']}", doc["unit"], "", data


def _order(doc: Doc) -> tuple[str, str, str, Doc]:
    names = ("label", "title", "kind", "urgency", "receivers")
    data = {"order": doc["id"], **{name: doc[name] for name in names}}
    return f"order:{doc['id']}", doc["unit"], "", data


def _ordered(doc: Doc) -> tuple[str, str, str, Doc]:
    names = ("order", "label", "title", "kind", "urgency", "issuer", "state")
    return f"order:{doc['order']}", doc["unit"], "", {name: doc[name] for name in names}


def _relay_step(doc: Doc) -> tuple[str, str, str, Doc]:
    names = ("relay", "relay_title", "number", "title", "account", "state", "due_at")
    data = {name: doc[name] for name in names}
    return f"relay:{doc['relay']}:{doc['step']}", doc["unit"], "", data


WATCHED: Final[dict[str, Watch]] = {
    "article.submitted": Watch("ARTICLES", "", "standing", "in_review", _article),
    "article.approved": Watch("ARTICLES", "", "standing", "approved", _article),
    "article.returned": Watch("ARTICLES", "", "standing", "returned", _article),
    "push.published": Watch("DELIVERIES", "", "state", "confirmed", _push),
    "push.partially_sent": Watch("DELIVERIES", "", "state", "partially_sent", _push),
    "push.failed": Watch("DELIVERIES", "", "state", "failed", _push),
    "push.recalled": Watch("DELIVERIES", "", "state", "recalled", _push),
    "push.awaiting_admin": Watch("DELIVERIES", "", "state", "awaiting_admin", _push),
    "session.handed_over": Watch("HOTLINE", "CASE#", "", "", _session),
    "offer.made": Watch("OFFER", "OFFER", "", "", _offer),
    "order.issued": Watch("ORDERS", "zl-", "state", "issued", _order),
    "order.closed": Watch("ORDERS", "zl-", "state", "closed", _order),
    "order.withdrawn": Watch("ORDERS", "zl-", "state", "withdrawn", _order),
    "order.received": Watch("ORDERED", "zl-", "", "", _ordered),
    "order.returned": Watch("ORDERED", "zl-", "state", "returned", _ordered),
    "order.reminded": Watch("ORDERED", "zl-", "urged", "reminded", _ordered),
    "order.supervised": Watch("ORDERED", "zl-", "urged", "supervised", _ordered),
    "order.circulated": Watch("ORDERED", "zl-", "urged", "circulated", _ordered),
    "relay.turn": Watch("RELAYSTEPS", "jl-", "turn", "yes", _relay_step),
    "relay.reminded": Watch("RELAYSTEPS", "jl-", "urged", "reminded", _relay_step),
    "relay.late": Watch("RELAYSTEPS", "jl-", "urged", "late", _relay_step),
    "relay.published": Watch("RELAYSTEPS", "jl-", "state", "out", _relay_step),
    "inquiry.reminded": Watch("TOPICS", "t-", "urged", "reminded", _inquiry),
    "inquiry.escalated": Watch("TOPICS", "t-", "urged", "escalated", _inquiry),
    "account.abnormal": Watch("MATRIXHEALTH", "", "health", "bad", _health),
    "topic.spiked": Watch("QTOPICS", "SPIKE#", "", "", _spike),
}
"""Kind → the change that it is. The function ``Outbox`` hears these partitions (.chalice/resources.json)."""


def happened(old: Item | None, new: Item) -> Iterator[Happened]:
    """What a change of an item tells. Pure; mostly nothing, at most one thing."""
    partition, _, _ = str(new["pk"]).partition("#")
    for kind, watch in WATCHED.items():
        if partition != watch.partition or not str(new["sk"]).startswith(watch.sort):
            continue
        if not _became(watch, old, new) or "doc" not in new:
            continue
        subject, unit, account, data = watch.facts(json.loads(str(new["doc"])))
        yield Happened(kind, subject, unit, account, data)


def announce(old: Item | None, new: Item, at: datetime, now: datetime) -> int:
    """Put what a change tells on its way to the webhooks that want it; returns to how many.

    Running it twice is harmless: the event's id follows from the item and its version, ``at`` from the stream.
    """
    number = 0
    for one in happened(old, new):
        unit = one.unit
        if not unit:
            try:
                unit = accounts.state(one.account).account.unit
            except UnknownAccount:
                continue  # it was removed meanwhile
        event = Event(
            id=_id(one.kind, new),
            kind=one.kind,
            unit=unit,
            subject=one.subject,
            at=at.astimezone(UTC),
            data=one.data,
        )
        number += webhooks.spread(event, now)
    return number


def _became(watch: Watch, old: Item | None, new: Item) -> bool:
    if not watch.attribute:
        return old is None
    return new.get(watch.attribute) == watch.value and (
        old is None or old.get(watch.attribute) != watch.value
    )


def _id(kind: str, new: Item) -> str:
    what = f"{kind}\n{new['pk']}\n{new['sk']}\n{new.get('version', 1)}"
    return hashlib.sha256(what.encode()).hexdigest()[:32]
