"""What follows for relays from reviews, pushes and takedowns: the stream tells, and a look every ten minutes finds what it did not.

Each is one conditional write of the relay (``relays.following``), so that it may be told twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Final

from chalicelib import newsroom, publishing, relays
from chalicelib.application import control_tasks
from chalicelib.application.control_tasks import Clock
from chalicelib.cloud.items import Item
from chalicelib.newsroom import ArticleState
from chalicelib.publishing import Delivery, DeliveryState
from chalicelib.relays import Relay, RelayStep, StepState

FOLLOWED: Final = frozenset({"ARTICLES", "DELIVERIES"})
"""The function ``Outbox`` hears these partitions (.chalice/resources.json)."""
LOOK: Final = "relay_look"
_LOOKED_AT: Final = 100
"""Pushes of one account that are looked through for an article, the latest first."""
_DELIVERED: Final = frozenset(one.value for one in publishing.DELIVERED)
_RECALLED: Final = DeliveryState.RECALLED.value


def follow(old: Item | None, new: Item, at: datetime) -> None:
    """Carry out what follows for relays from a change of an item as the stream has it; twice changes nothing."""
    partition = str(new["pk"]).partition("#")[0]
    if partition == "ARTICLES":
        _reviewed(old, new, at)
    elif partition == "DELIVERIES" and new.get("state") in {*_DELIVERED, _RECALLED}:
        delivery = Delivery.model_validate_json(str(new["doc"]))
        for number, article in _articles(delivery):
            for relay_id, step_id in relays.of_article(article):
                _told(relays.get(relay_id), step_id, article, delivery, number, at)


def sweep(now: datetime) -> int:
    """Queue one look for every relay of which something is due; returns how many. Twice is harmless."""
    found = relays.due(now)
    control_tasks.send(LOOK, found)
    return len(found)


def look(relay_id: str, clock: Clock) -> None:
    """Remind where it is time, and look what became of a relay's articles. Raises ``UnknownRelay``.

    Running it twice is harmless: each part is one conditional write that is made once.
    """
    now = clock()
    relay = relays.following.urge(relay_id, now)
    for step in relay.steps:
        if step.state is StepState.OUT and step.delivery:
            delivery = publishing.get(step.delivery)
            number = {article: n for n, article in _articles(delivery)}.get(step.article, 0)
            _told(relay, step.id, step.article, delivery, number, now)
        elif step.article and step.state is not StepState.GONE:
            _article_looked_at(relay, step, now)
    relays.following.put_off(relays.get(relay_id), now)


def _reviewed(old: Item | None, new: Item, at: datetime) -> None:
    approved = ArticleState.APPROVED.value
    is_, was = new.get("standing") == approved, bool(old) and old.get("standing") == approved  # type: ignore[union-attr]
    if is_ == was:
        return
    article = str(new["sk"])
    for relay_id, step_id in relays.of_article(article):
        relays.following.reviewed(relay_id, step_id, article, approved=is_, at=at)


def _article_looked_at(relay: Relay, step: RelayStep, now: datetime) -> None:
    """What nobody told of a step's article: it came before it was attached, or was lost."""
    state = newsroom.get_article(step.article).state
    relays.following.reviewed(
        relay.id, step.id, step.article, approved=state is ArticleState.APPROVED, at=now
    )
    for delivery in islice(publishing.newest([step.account]), _LOOKED_AT):
        for number, article in _articles(delivery):
            if article == step.article and delivery.state in publishing.DELIVERED:
                _told(relay, step.id, article, delivery, number, now)


def _told(
    relay: Relay, step_id: str, article: str, delivery: Delivery, number: int, at: datetime
) -> None:
    step = relay.step(step_id)
    if step is None or step.account != delivery.account:
        return
    gone = delivery.state is DeliveryState.RECALLED or delivery.taken_down & {0, number}
    if gone:
        relays.following.taken_down(relay.id, step_id, delivery.id, at)
    elif delivery.state in publishing.DELIVERED:
        url = delivery.urls[number - 1] if 0 < number <= len(delivery.urls) else ""
        relays.following.published(relay.id, step_id, article, delivery=delivery.id, url=url, at=at)


def _articles(delivery: Delivery) -> Iterator[tuple[int, str]]:
    """Number, from 1, and article of what a push carries."""
    for number, piece in enumerate(delivery.pieces, 1):
        if piece.article_id:
            yield number, str(piece.article_id)
