"""A product is begun from its assignment: the editor opens with a draft, or a product is made and attached."""

from __future__ import annotations

from datetime import datetime

from chalicelib import newsroom, people, products, topics
from chalicelib.actor import Actor
from chalicelib.application.account_reach import accounts_under
from chalicelib.application.production import AS_PRODUCTS, EDIT
from chalicelib.errors import Field
from chalicelib.newsroom import Written
from chalicelib.topics import Assignment, BadTopic, Topic
from chalicelib.values import Value

_TITLE: int = 32
"""Characters of an article's title."""


class Started(Value):
    """Where it goes on."""

    path: str


def start(
    topic_id: str, assignment_id: str, *, account: str = "", by: Actor, now: datetime
) -> Started:
    """Begin what an assignment asks for, by its person or an editor; what is begun already is opened.

    Running it again after a crash goes on with the product that was made. Raises ``UnknownTopic``, ``BadTopic``,
    ``TopicNotReady`` or ``PermissionDenied``.
    """
    topic = topics.get(topic_id)
    one = topics.rules.assignment(topic, assignment_id)
    if by.person != one.person:
        people.require(by, EDIT, topic.unit)
    if one.product:
        return Started(path=f"/products/{one.product}")
    if one.article:
        return Started(path=f"/articles/{one.article}")
    if one.form in AS_PRODUCTS:
        return Started(path=f"/products/{_product(topic, one, account, by, now)}")
    return Started(path=_draft(topic, one, by, now))


def _product(topic: Topic, one: Assignment, account: str, by: Actor, now: datetime) -> str:
    made = next(
        (
            found.id
            for found in map(products.get, products.of_topic(topic.id))
            if found.assignment == one.id
        ),
        "",
    )
    if not made:
        made = products.new(
            topic.unit,
            AS_PRODUCTS[one.form],
            topic.title,
            account=account or topic.account or _account(topic.unit),
            by=by,
            now=now,
            topic=topic.id,
            assignment=one.id,
        ).id
    try:
        topics.attach_product(topic.id, one.id, made, by=by, now=now)
    except topics.TopicNotReady:
        # Somebody began it at the same moment: theirs stands, and is opened. This one stays a draft, which nobody sees.
        there = topics.rules.assignment(topics.get(topic.id), one.id).product
        if not there:
            raise
        return there
    return made


def _account(unit: str) -> str:
    under = accounts_under(unit)
    if not under:
        problem = "这个单位还没有公众号，产品没有地方发布"
        raise BadTopic(f"{problem}。", fields=[Field("account", problem)])
    return under[0].id


def _draft(topic: Topic, one: Assignment, by: Actor, now: datetime) -> str:
    """The draft of the article, which the editor attaches when it is saved first."""
    draft = f"new-{one.id}"
    if newsroom.draft_of(draft, by=by, now=now) is None:
        fields = {"title": topic.title[:_TITLE]}
        newsroom.keep_draft(draft, topic.unit, 0, Written(fields=fields, body=""), by=by, now=now)
    return f"/articles/new/{draft}?topic={topic.id}&assignment={one.id}"
