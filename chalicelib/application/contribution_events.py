"""What publishing tells of contributions: something that was made of one is out, or its page is gone.

Each is a conditional write of the contribution and its points, so that the stream may tell it twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from chalicelib import contributions, publishing, topics
from chalicelib.application.account_reach import accounts_under
from chalicelib.cloud.items import Item
from chalicelib.contributions import Publication
from chalicelib.publishing import Delivery, DeliveryState
from chalicelib.topics import Origin, Topic, TopicState

FOLLOWED: Final = frozenset({"DELIVERIES", "TOPICS"})
"""The function ``Outbox`` hears these partitions (.chalice/resources.json)."""
_TOLD: Final = frozenset(
    {
        DeliveryState.CONFIRMED.value,
        DeliveryState.PARTIALLY_SENT.value,
        DeliveryState.RECALLED.value,
    }
)
_LOOKED_AT: Final = 300
"""Deliveries that are looked through for an article, the latest first."""


def follow(new: Item) -> None:
    """Carry out what follows for contributions from an item as the stream has it; twice changes nothing."""
    partition = str(new["pk"]).partition("#")[0]
    if partition == "TOPICS" and new.get("state") == TopicState.PUBLISHED.value:
        _found_late(Topic.model_validate_json(str(new["doc"])))
    if partition != "DELIVERIES" or new.get("state") not in _TOLD:
        return
    told = Delivery.model_validate_json(str(new["doc"]))
    for place, piece in enumerate(told.pieces, 1):
        for contribution in _behind(str(piece.article_id)) if piece.article_id else ():
            # As it is now: an older image that comes late says nothing new.
            contributions.following.published(
                contribution, _publication(publishing.get(told.id), place)
            )


def _found_late(topic: Topic) -> None:
    """Credit what was out before its article was attached to the topic: no push tells of it any more."""
    if topic.origin is not Origin.CONTRIBUTION or not topic.of:
        return
    if contributions.get(topic.of).publications:
        return
    articles = {one.article for one in topic.assignments if one.article}
    called = [one.id for one in accounts_under(topic.unit)]
    for delivery in islice(publishing.newest(called), _LOOKED_AT) if articles else ():
        for place, piece in enumerate(delivery.pieces, 1):
            if piece.article_id in articles and delivery.state.value in _TOLD:
                contributions.following.published(topic.of, _publication(delivery, place))


def _publication(delivery: Delivery, place: int) -> Publication:
    gone = delivery.taken_down
    return Publication(
        account=delivery.account,
        delivery=delivery.id,
        at=delivery.at,
        place=place,
        title=delivery.pieces[place - 1].title,
        url=delivery.urls[place - 1] if len(delivery.urls) >= place else "",
        taken_down=delivery.state is DeliveryState.RECALLED or bool(gone & {0, place}),
    )


def _behind(article: str) -> Iterator[str]:
    """The contributions that an article was made of: a copy, or what was made of a lead's topic."""
    yield from contributions.store.of_article(article)
    for topic_id in topics.of_article(article):
        topic = topics.get(topic_id)
        if topic.origin is Origin.CONTRIBUTION and topic.of:
            yield topic.of
