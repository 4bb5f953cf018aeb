"""问题话题: an editor puts them in order. Every decision can be taken back, and holds at every later count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from chalicelib import audit, insight
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for
from chalicelib.application.question_topics import DECIDE
from chalicelib.cloud import table
from chalicelib.cloud.afterwards import afterwards
from chalicelib.cloud.errors import ConditionFailed

_TRIES: Final = 8
_LOGGED: Final = 1
"""Place of the log's entry in the transaction."""


def rename(account_id: str, topic_id: str, name: str, *, by: Actor, now: datetime) -> None:
    """Give a topic a name; an empty one takes the editor's name away. Raises ``BadDecision`` and what ``ignore`` raises."""
    note = f"改名“{name.strip()}”" if name.strip() else "恢复自动的名称"
    _decide(account_id, topic_id, by, now, note, name=name)


def ignore(account_id: str, topic_id: str, *, ignored: bool, by: Actor, now: datetime) -> None:
    """Set a topic aside, or take it back.

    Raises ``NoSuchTopic``, ``DecidedMeanwhile``, ``UnknownAccount`` or ``PermissionDenied``.
    """
    _decide(account_id, topic_id, by, now, "忽略" if ignored else "不再忽略", ignored=ignored)


def merge(account_id: str, topic_id: str, into: str, *, by: Actor, now: datetime) -> str:
    """Put a topic into another one; returns the id of that. Raises ``BadDecision`` and what ``ignore`` raises."""
    account_for(by, DECIDE, account_id)
    other = insight.topics.question_topic(account_id, into).id
    _decide(account_id, topic_id, by, now, f"并入 {other}", into=other)
    return other


def part(account_id: str, topic_id: str, *, by: Actor, now: datetime) -> None:
    """Take a merged topic out of the one that it was put into. Raises what ``ignore`` raises."""
    _decide(account_id, topic_id, by, now, "恢复为单独的话题", into="")


def split(
    account_id: str,
    topic_id: str,
    questions: Sequence[str],
    *,
    name: str = "",
    day: date | None = None,
    by: Actor,
    now: datetime,
) -> str:
    """Make a topic of its own of some questions (places) of a topic's day, or of its newest; returns its id.

    Raises ``BadDecision`` and what ``ignore`` raises. Taken back by ``merge`` into the old one.
    """
    account_for(by, DECIDE, account_id)
    old = insight.topics.question_topic(account_id, topic_id)
    asked = insight.topics.questions_of(account_id, old.id, day or old.day)
    new = insight.topics.split_id(
        old.id, questions, [insight.topics.place_of(one) for one in asked]
    )
    words = tuple(sorted(questions))
    note = f"从 {old.id} 拆出 {len(questions)} 条提问"
    change = {"name": name, "into": "", "split_from": old.id, "words": words}
    _decide(account_id, new, by, now, note, new=True, **change)
    return new


def run_now(account_id: str, *, by: Actor) -> None:
    """Have an account counted at once. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    account_for(by, DECIDE, account_id)
    insight.topics.order(account_id)


def _decide(
    account_id: str,
    topic_id: str,
    by: Actor,
    now: datetime,
    note: str,
    *,
    new: bool = False,
    **change: Any,
) -> None:
    """Write a decision and its entry of the log; where somebody was faster, on top of theirs.

    ``new``: the topic comes to be by the decision. A merge holds only while nobody decides on the other topic: two
    topics that were each put into the other would both be gone.
    """
    account = account_for(by, DECIDE, account_id)
    for _ in range(_TRIES):
        decided = insight.topics.decisions(account_id)
        if not new and topic_id not in decided:
            topic_id = insight.topics.question_topic(account_id, topic_id).id
        said = insight.topics.decided_on(topic_id, decided, by.person, now, **change)
        entry = audit.entry_of(
            by,
            DECIDE,
            unit=account.unit,
            object=f"account:{account.id}",
            at=now,
            note=f"话题 {topic_id}：{note}",
        )
        before = decided.get(topic_id)
        actions = [
            insight.topics.decide_action(account.id, said, before),
            audit.write_action(entry),
            *_unchanged(account.id, said, decided),
        ]
        try:
            table.transact(actions)
        except ConditionFailed as lost:
            if lost.index == _LOGGED:
                raise
            continue
        with afterwards("topics counted anew"):  # the next round does it in any case
            insight.topics.order(account.id)
        return
    raise insight.topics.DecidedMeanwhile(topic_id)


def _unchanged(
    account_id: str, said: insight.topics.Decided, decided: dict[str, insight.topics.Decided]
) -> list[table.Action]:
    if not said.into:
        return []
    return [insight.topics.undecided_action(account_id, said.into, decided.get(said.into))]
