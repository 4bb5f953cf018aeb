"""热点话题: what followers ask about, as an editor sees it and puts it in order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple

from chalicelib import audit, insight, people
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for
from chalicelib.application.deeds import deeds
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import table
from chalicelib.cloud.afterwards import afterwards
from chalicelib.conversation import AskedMessage
from chalicelib.transitions import Deed

READ: Final = "insight:topic:read"
DECIDE: Final = "insight:topic:decide"
MOST_QUESTIONS: Final = 200
"""Questions of a topic and day that a page shows, the newest ones."""
RISING: Final = 2.0
"""A topic rises where it is asked so many times as often as in the seven days before."""
_LEFT_OPEN: Final = 0.5
_DEEDS: Final = {
    "rename": ("改名", DECIDE),
    "merge": ("并入", DECIDE),
    "split": ("拆分", DECIDE),
    "ignore": ("忽略", DECIDE),
    "restore": ("恢复", DECIDE),
}


class Only(StrEnum):
    """Some of the topics."""

    SPIKING = "spiking"
    RISING = "rising"
    NEW = "new"
    """First met on that day."""
    OPEN = "open"
    """Half of its questions or more got no sure answer."""


_ONLY: Final[dict[Only, Callable[[insight.topics.QuestionTopic], bool]]] = {
    Only.SPIKING: lambda one: one.spiking,
    Only.RISING: lambda one: one.growth_7 is None or one.growth_7 >= RISING,
    Only.NEW: lambda one: one.first_day == one.day,
    Only.OPEN: lambda one: one.share_unanswered >= _LEFT_OPEN,
}


class Topics(NamedTuple):
    """Some of the topics of a day."""

    day: date
    topics: list[insight.topics.QuestionTopic]
    more: bool
    number: int
    """All that fit."""
    deeds: tuple[Deed, ...]


class OneTopic(NamedTuple):
    """A topic with its questions of a day."""

    topic: insight.topics.QuestionTopic
    questions: list[AskedMessage]
    """The newest first; not masked."""
    merged: dict[str, str]
    """Topics that were merged into it, by id: what they are called."""
    split_from: str
    spike: insight.topics.Spike | None
    """Its newest spike."""
    deeds: tuple[Deed, ...]


def topics_for(
    account_id: str,
    *,
    by: Actor,
    now: datetime,
    day: date | None = None,
    only: Only | None = None,
    words: str = "",
    ignored: bool = False,
    after: str = "",
    limit: int = 20,
) -> Topics:
    """The topics of a day (today), the most asked first. Raises ``UnknownAccount`` or ``PermissionDenied``.

    ``after`` is the id of the last one of the page before.
    """
    account = account_for(by, READ, account_id)
    of = day or now.astimezone(SHANGHAI).date()
    found = [
        one
        for one in insight.topics.question_topics(account_id, of, ignored=ignored, now=now)
        if (only is None or _ONLY[only](one)) and _speaks_of(one, words)
    ]
    ids = [one.id for one in found]
    start = ids.index(after) + 1 if after in ids else 0
    return Topics(
        day=of,
        topics=found[start : start + limit],
        more=len(found) > start + limit,
        number=len(found),
        deeds=_deeds(by, account),
    )


def topic_for(
    account_id: str, topic_id: str, *, by: Actor, now: datetime, day: date | None = None
) -> OneTopic:
    """One topic with its questions of a day. Raises ``NoSuchTopic``, ``UnknownAccount`` or ``PermissionDenied``."""
    account = account_for(by, READ, account_id)
    topic = insight.topics.question_topic(account_id, topic_id, day=day, now=now)
    decided = insight.topics.decisions(account_id)
    said = decided.get(topic.id)
    return OneTopic(
        topic=topic,
        questions=insight.topics.questions_of(account_id, topic.id, topic.day)[:MOST_QUESTIONS],
        merged={one: decided[one].name for one in topic.merged},
        split_from=said.split_from if said else "",
        spike=insight.topics.spikes_of(account_id).get(topic.id),
        deeds=_deeds(by, account, topic),
    )


def rename(account_id: str, topic_id: str, name: str, *, by: Actor, now: datetime) -> None:
    """Give a topic a name; an empty one takes the editor's name away. Raises ``BadDecision`` and what ``topic_for`` raises."""
    _decide(account_id, topic_id, by, now, f"改名“{name.strip()}”", name=name)


def ignore(account_id: str, topic_id: str, *, ignored: bool, by: Actor, now: datetime) -> None:
    """Set a topic aside, or take it back. Raises what ``topic_for`` raises."""
    _decide(account_id, topic_id, by, now, "忽略" if ignored else "不再忽略", ignored=ignored)


def merge(account_id: str, topic_id: str, into: str, *, by: Actor, now: datetime) -> str:
    """Put a topic into another one; returns the id of that. Raises ``BadDecision`` and what ``topic_for`` raises."""
    account_for(by, DECIDE, account_id)
    other = insight.topics.question_topic(account_id, into).id
    _decide(account_id, topic_id, by, now, f"并入 {other}", into=other)
    return other


def part(account_id: str, topic_id: str, *, by: Actor, now: datetime) -> None:
    """Take a merged topic out of the one that it was put into. Raises what ``topic_for`` raises."""
    _decide(account_id, topic_id, by, now, "恢复为单独的话题", into="")


def split(
    account_id: str,
    topic_id: str,
    questions: list[str],
    *,
    name: str = "",
    day: date | None = None,
    by: Actor,
    now: datetime,
) -> str:
    """Make a topic of its own of some questions (places) of a topic's day; returns its id.

    Raises ``BadDecision`` and what ``topic_for`` raises. Taken back by ``merge`` into the old one.
    """
    account = account_for(by, DECIDE, account_id)
    old = insight.topics.question_topic(account_id, topic_id, day=day)
    asked = insight.topics.questions_of(account_id, old.id, old.day)
    new = insight.topics.split_id(
        old.id, questions, [insight.topics.place_of(one) for one in asked]
    )
    decided = insight.topics.decided_on(
        new,
        insight.topics.decisions(account_id),
        by.person,
        now,
        name=name,
        into="",
        split_from=old.id,
        words=tuple(sorted(questions)),
    )
    _write(account, decided, by, now, f"从 {old.id} 拆出 {len(questions)} 条提问")
    return new


def run_now(account_id: str, *, by: Actor) -> None:
    """Have an account counted at once. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    account_for(by, DECIDE, account_id)
    insight.topics.order(account_id)


def _decide(
    account_id: str, topic_id: str, by: Actor, now: datetime, note: str, **change: Any
) -> None:
    account = account_for(by, DECIDE, account_id)
    decided = insight.topics.decisions(account_id)
    if topic_id not in decided:
        topic_id = insight.topics.question_topic(account_id, topic_id).id
    said = insight.topics.decided_on(topic_id, decided, by.person, now, **change)
    _write(account, said, by, now, note)


def _write(
    account: OfficialAccount, said: insight.topics.Decided, by: Actor, now: datetime, note: str
) -> None:
    entry = audit.entry_of(
        by,
        DECIDE,
        unit=account.unit,
        object=f"account:{account.id}",
        at=now,
        note=f"话题 {said.topic}：{note}",
    )
    table.transact([insight.topics.decide_action(account.id, said), audit.write_action(entry)])
    with afterwards("topics counted anew"):  # the next round does it in any case
        insight.topics.order(account.id)


def _deeds(
    by: Actor, account: OfficialAccount, topic: insight.topics.QuestionTopic | None = None
) -> tuple[Deed, ...]:
    blocked = {}
    if topic is not None:
        if topic.ignored:
            blocked["ignore"] = "已经忽略"
        else:
            blocked["restore"] = "没有忽略"
    return deeds(people.permissions_of(by, account.unit), _DEEDS, blocked)


def _speaks_of(topic: insight.topics.QuestionTopic, words: str) -> bool:
    wanted = words.strip().casefold()
    return wanted in "\n".join((topic.name, *topic.keywords, *topic.examples)).casefold()
