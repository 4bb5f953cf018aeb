"""What the system itself writes into topics: reminders, what was made of an answer, reviews, releases, who was told.

Each is one conditional write of a topic, and changes nothing the second time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from chalicelib.cloud import table
from chalicelib.topics import rules, store
from chalicelib.topics.models import Made, Step, Telling, Topic

SYSTEM = "system"


def remind(topic_id: str, now: datetime) -> Topic:
    """Write down a reminder or an escalation that is due; each once."""

    def decide(topic: Topic) -> _Decided:
        after = rules.reminded(topic, now)
        return None if after is None else (after, None, ())

    return store.change(topic_id, decide)


def entry_made(topic_id: str, entry: str, account: str, now: datetime) -> Topic:
    """An entry was drafted of the answer."""

    def change(topic: Topic, made: Made) -> Topic | None:
        if made.entry:
            return None
        return _with(topic, made, entry=entry).stepped(
            Step(at=now, what="made", by=SYSTEM, note=entry)
        )

    return _made(topic_id, change, [store.entry_action(topic_id, account)])


def article_made(topic_id: str, article: str, now: datetime) -> Topic:
    """The answer stands in an article."""

    def change(topic: Topic, made: Made) -> Topic | None:
        if made.article:
            return None
        return _with(topic, made, article=article).stepped(
            Step(at=now, what="made", by=SYSTEM, note=article)
        )

    return _made(topic_id, change, [store.article_action(topic_id, article)])


def all_made(topic_id: str, now: datetime) -> Topic:
    """Nothing is left to be made of the answer."""

    def change(topic: Topic, made: Made) -> Topic | None:
        if not made.pending:
            return None
        after = _with(topic, made, pending=False, problem="")
        return after.model_copy(update={"look_at": now + rules.LOOK_AGAIN})

    return _made(topic_id, change)


def not_made(topic_id: str, problem: str, now: datetime) -> Topic:
    """Something of the answer could not be made yet; it is tried again."""

    def change(topic: Topic, made: Made) -> Topic | None:
        if not made.pending:
            return None
        after = _with(topic, made, problem=problem)
        return after.model_copy(update={"look_at": now + rules.MADE_AGAIN})

    return _made(topic_id, change)


def put_off(topic_id: str, until: datetime, now: datetime) -> Topic:
    """The sweep looks again ``until`` then, or never where nothing is awaited."""

    def decide(topic: Topic) -> _Decided:
        if topic.look_at is None or topic.look_at > now:
            return None
        later = until if rules.awaits(topic) else None
        return topic.model_copy(update={"look_at": later}), None, ()

    return store.change(topic_id, decide)


def entry_released(topic_id: str, now: datetime) -> Topic:
    """Followers get the entry's answer from now on; whoever wanted to be told is told."""

    def change(topic: Topic, made: Made) -> Topic | None:
        if made.entry_released_at is not None or not made.entry:
            return None
        after = _with(topic, made, entry_released_at=now)
        after = after.stepped(Step(at=now, what="released", by=SYSTEM, note=made.entry))
        if after.telling is Telling.NOT_YET:
            after = after.model_copy(update={"telling": Telling.GOING_ON, "look_at": now})
        return rules.followed(after, now)

    return _made(topic_id, change)


def told(topic_id: str, now: datetime, number: int) -> Topic:
    """Everybody who agreed was looked at; ``number`` of them are told."""

    def decide(topic: Topic) -> _Decided:
        if topic.telling is not Telling.GOING_ON:
            return None
        step = Step(at=now, what="told", by=SYSTEM, note=str(number))
        return topic.stepped(step, telling=Telling.DONE, told=number), None, ()

    return store.change(topic_id, decide)


def article_approved(topic_id: str, article: str, now: datetime) -> Topic:
    """An article that was made of the topic went through its review."""
    return _article(topic_id, article, "approved", now)


def article_published(topic_id: str, article: str, now: datetime) -> Topic:
    """An article that was made of the topic is out."""
    return _article(topic_id, article, "published", now)


def product_approved(topic_id: str, product: str, now: datetime) -> Topic:
    """A product that was made of the topic went through its review."""
    return _article(topic_id, product, "approved", now)


def product_published(topic_id: str, product: str, now: datetime) -> Topic:
    """A product that was made of the topic is out."""
    return _article(topic_id, product, "published", now)


_Decided = tuple[Topic, None, "list[table.Action] | tuple[()]"] | None


def _article(topic_id: str, article: str, what: str, now: datetime) -> Topic:
    def decide(topic: Topic) -> _Decided:
        after = topic
        made = topic.made
        if made and made.article == article and getattr(made, f"article_{what}_at") is None:
            after = _with(after, made, **{f"article_{what}_at": now})
        for one in topic.assignments:
            if one.thing == article and getattr(one, f"{what}_at") is None:
                after = rules.with_assignment(after, one.model_copy(update={f"{what}_at": now}))
        if after is topic:
            return None
        after = after.stepped(Step(at=now, what=what, by=SYSTEM, note=article))
        return rules.followed(after, now), None, ()

    return store.change(topic_id, decide)


def _made(
    topic_id: str,
    change: Callable[[Topic, Made], Topic | None],
    also: list[table.Action] | tuple[()] = (),
) -> Topic:
    def decide(topic: Topic) -> _Decided:
        after = None if topic.made is None else change(topic, topic.made)
        return None if after is None else (after, None, also)

    return store.change(topic_id, decide)


def _with(topic: Topic, made: Made, **changes: object) -> Topic:
    return topic.model_copy(update={"made": made.model_copy(update=changes)})
