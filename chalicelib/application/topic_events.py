"""What follows for topics from changes elsewhere: an article is approved or out, an entry released, a message refused.

Each is a conditional write of the topic (``topics.progress``), so that the stream may tell it twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

from chalicelib import jobs, newsroom, products, publishing, topics
from chalicelib.application import answer_products, tell_askers
from chalicelib.application.account_reach import accounts_under
from chalicelib.cloud import queues
from chalicelib.cloud.items import Item
from chalicelib.newsroom import ArticleState
from chalicelib.publishing import DeliveryState
from chalicelib.settings import settings
from chalicelib.topics import Telling, Topic

KIND: Final = "topic"
"""Of the task on the queue."""
LOOK_AGAIN: Final = timedelta(minutes=10)
_LOOKED_AT: Final = 300
"""Deliveries that are looked through for an article, the latest first."""


FOLLOWED: Final = frozenset({"ARTICLES", "PRODUCTS", "DELIVERIES", "FOLLOWER"})
"""The function ``Outbox`` hears these partitions (.chalice/resources.json)."""


def follow(new: Item, at: datetime) -> None:
    """Carry out what follows for topics from an item as the stream has it; twice changes nothing."""
    partition = str(new["pk"]).partition("#")[0]
    if partition == "ARTICLES" and new.get("standing") == ArticleState.APPROVED.value:
        for topic in topics.of_article(str(new["sk"])):
            topics.progress.article_approved(topic, str(new["sk"]), at)
    elif partition == "DELIVERIES" and new.get("state") == DeliveryState.CONFIRMED.value:
        for article in _articles(json.loads(str(new["doc"]))):
            for topic in topics.of_article(article):
                topics.progress.article_published(topic, article, at)
    elif partition == "PRODUCTS":
        _follow_product(json.loads(str(new["doc"])), at)
    elif partition == "FOLLOWER":
        tell_askers.not_arrived(new)


def knowledge_released(account_id: str, now: datetime) -> None:
    """An account's knowledge was released: topics whose entries are in it go on, and their askers are told."""
    for topic_id in topics.waiting_entries(account_id):
        _look_at_entry(topics.get(topic_id), now)


def sweep(now: datetime) -> int:
    """Queue one task for every topic of which something is due; returns how many. Twice is harmless."""
    number = 0
    for topic_id in topics.due(now):
        queues.send(settings().outgoing_queue_url, json.dumps({"kind": KIND, "topic": topic_id}))
        number += 1
    return number


def is_task(body: str) -> bool:
    """Whether a queue's message asks to look at a topic."""
    task = json.loads(body)
    return isinstance(task, dict) and task.get("kind") == KIND


def work(body: str, now: datetime) -> None:
    """Look at the topic that a task names. Running it twice is harmless: each part is conditional."""
    task: dict[str, Any] = json.loads(body)
    try:
        look(str(task["topic"]), now)
    except topics.UnknownTopic:
        return


def look(topic_id: str, now: datetime) -> Topic:
    """Remind or escalate where it is time, and look whether something of the topic has gone on. Raises ``UnknownTopic``."""
    topic = topics.progress.remind(topic_id, now)
    if topic.look_at is None or topic.look_at > now:
        return topic
    if topic.made is not None and topic.made.pending:
        with suppress(jobs.TooManyJobs):  # another time
            answer_products.order(topic, now)
        return topics.progress.put_off(topic_id, now + LOOK_AGAIN, now)
    _look_at_entry(topic, now)
    _look_at_articles(topic, now)
    topic = topics.get(topic_id)
    if topic.telling is Telling.GOING_ON:
        tell_askers.start(topic)
    return topics.progress.put_off(topic_id, now + LOOK_AGAIN, now)


def _look_at_entry(topic: Topic, now: datetime) -> None:
    made = topic.made
    if made is None or not made.entry:
        return
    if made.entry_released_at is None:
        if tell_askers.entry_in_force(topic.account, made.entry, now) is None:
            return
        topic = topics.progress.entry_released(topic.id, now)
        tell_askers.start(topic)
    topics.entry_done(topic.id, topic.account)


def _look_at_articles(topic: Topic, now: datetime) -> None:
    """Articles and products whose approval or publication nobody told of: it came before they were attached."""
    for product in {one.product for one in topic.assignments if not one.published_at} - {""}:
        with suppress(products.UnknownProduct):
            _follow_product(products.get(product).model_dump(mode="json"), now)
    made = topic.made
    open_ = {one.article for one in topic.assignments if one.article and not one.published_at}
    if made is not None and made.article and not made.article_published_at:
        open_.add(made.article)
    if not open_:
        return
    for article in open_:
        if newsroom.get_article(article).state is ArticleState.APPROVED:
            topics.progress.article_approved(topic.id, article, now)
    called = [one.id for one in accounts_under(topic.unit)]
    for delivery in islice(publishing.newest(called), _LOOKED_AT):
        if delivery.state is DeliveryState.CONFIRMED:
            for piece in delivery.pieces:
                if piece.article_id in open_:
                    topics.progress.article_published(topic.id, str(piece.article_id), now)


def _follow_product(doc: dict[str, Any], at: datetime) -> None:
    """What a product's review and publication mean for the topics that it was made of."""
    product = str(doc["id"])
    out = doc.get("published_at") is not None
    if not out and doc["state"] != ArticleState.APPROVED.value:
        return
    tell = topics.progress.product_published if out else topics.progress.product_approved
    for topic in topics.of_article(product):
        tell(topic, product, at)


def _articles(doc: dict[str, Any]) -> Iterator[str]:
    return (str(one["article_id"]) for one in doc["pieces"] if one.get("article_id"))
