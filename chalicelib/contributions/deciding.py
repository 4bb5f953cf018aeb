"""What the receiving unit does: take up, adopt, merge, decline, return for more, take a decision back.

Of two people who decide at once, or a receiver and a sender who withdraws, the second is told what the first has done:
every decision is taken on the contribution as it is, by the condition of its write.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chalicelib import newsroom, people, topics
from chalicelib.actor import Actor
from chalicelib.contributions import logged, rules, store
from chalicelib.contributions.errors import BadContribution, NotDecidable
from chalicelib.contributions.models import (
    MOST_AT_ONCE,
    Contribution,
    ContributionAction,
    ContributionKind,
    ContributionState,
)
from chalicelib.contributions.setting import settings_of
from chalicelib.contributions.transitions import Who
from chalicelib.errors import DomainError, Field
from chalicelib.newsroom import ArticleState
from chalicelib.topics import BoardAction, Origin, TopicState
from chalicelib.values import Value


class Outcome(Value):
    """What became of one contribution of many."""

    id: str
    problem: str = ""
    """Why it was left as it is; empty where it was done."""


def receive(contribution: str, *, by: Actor, now: datetime) -> Contribution:
    """Mark it as looked at (阅). Raises ``UnknownContribution``, ``NotDecidable`` or ``PermissionDenied``."""

    def decide(one: Contribution) -> Any:
        logged.require_decider(by, one)
        after = rules.after(
            one, ContributionAction.RECEIVE, Who.RECEIVER, by=by.person, at=now, received_at=now
        )
        return after, logged.state_entry(by, logged.DECIDE, one.to, one, after, at=now), ()

    return store.change(contribution, decide)


def adopt(
    contribution: str, words: str = "", *, source: str, by: Actor, now: datetime
) -> Contribution:
    """Adopt it: a lead is a topic of the receiver's board from the same transaction on.

    The copy of an article follows (``pending``). ``source`` is the sender as readers are told it. Raises
    ``UnknownContribution``, ``NotDecidable`` or ``PermissionDenied``.
    """

    def decide(one: Contribution) -> Any:
        logged.require_decider(by, one)
        told: dict[str, str] = {"words": words.strip()}
        more: list[Any] = []
        if one.written.kind is ContributionKind.LEAD:
            topic, more = topics.new_lead(
                one.to, _topic_text(one, source), by=by, permission=logged.DECIDE, now=now
            )
            told["topic"] = topic.id
        after = rules.decided(
            one,
            ContributionAction.ADOPT,
            settings_of(one.to),
            by=by.person,
            at=now,
            note=words.strip(),
            **told,
        )
        if one.written.kind is ContributionKind.ARTICLE:
            after = after.model_copy(update={"pending": True})
        entry = logged.state_entry(by, logged.DECIDE, one.to, one, after, at=now)
        return after, entry, more

    return store.change(contribution, decide, due=now)


def merge(
    contribution: str, into: str, words: str = "", *, by: Actor, now: datetime
) -> Contribution:
    """Merge it into another of the same receiver, which is open or adopted.

    Raises ``UnknownContribution``, ``BadContribution``, ``NotDecidable`` or ``PermissionDenied``.
    """

    def decide(one: Contribution) -> Any:
        logged.require_decider(by, one)
        other = store.get(into)
        if other.id == one.id or other.to != one.to:
            raise BadContribution(
                "请选择本单位收到的另一件报送。", fields=[Field("into", "不是另一件报送")]
            )
        if not (other.open or other.state is ContributionState.ADOPTED):
            raise BadContribution(
                f"“{other.written.title}”{rules.title_of_state(other)}，不能并入。",
                fields=[Field("into", "不能并入")],
            )
        after = rules.decided(
            one,
            ContributionAction.MERGE,
            settings_of(one.to),
            by=by.person,
            at=now,
            note=f"并入“{other.written.title}”{words.strip()}",
            into=other.id,
            words=words.strip(),
        )
        return after, logged.state_entry(by, logged.DECIDE, one.to, one, after, at=now), ()

    return store.change(contribution, decide)


def decline(
    contribution: str, reason: str, words: str, *, by: Actor, now: datetime
) -> Contribution:
    """Decline it, with a reason of the receiver's list and words.

    Raises ``UnknownContribution``, ``BadContribution``, ``NotDecidable`` or ``PermissionDenied``.
    """

    def decide(one: Contribution) -> Any:
        logged.require_decider(by, one)
        after = rules.declined(one, settings_of(one.to), reason, words, by=by.person, at=now)
        note = f"{one.written.title}：{reason}"
        entry = logged.state_entry(by, logged.DECIDE, one.to, one, after, at=now, note=note)
        return after, entry, ()

    return store.change(contribution, decide)


def decline_all(
    contributions: Sequence[str], reason: str, words: str, *, by: Actor, now: datetime
) -> list[Outcome]:
    """Decline several for one reason; each by itself: what cannot be declined says why.

    Raises ``BadContribution``, ``UnknownContribution`` or ``PermissionDenied``, and then nothing is written.
    """
    chosen = list(dict.fromkeys(contributions))
    if not 1 <= len(chosen) <= MOST_AT_ONCE:
        raise BadContribution(
            f"一次选 1–{MOST_AT_ONCE} 件。", fields=[Field("contributions", "件数不对")]
        )
    for one in chosen:  # before anything is written
        people.require(by, logged.DECIDE, store.get(one).to)
    found = []
    for one in chosen:
        try:
            decline(one, reason, words, by=by, now=now)
        except BadContribution:
            raise
        except DomainError as error:
            found.append(Outcome(id=one, problem=str(error)))
        else:
            found.append(Outcome(id=one))
    return found


def return_(contribution: str, remark: str, *, by: Actor, now: datetime) -> Contribution:
    """Return it for more; the sender may send it again.

    Raises ``UnknownContribution``, ``BadContribution``, ``NotDecidable`` or ``PermissionDenied``.
    """
    if not remark.strip():
        raise BadContribution("请写明要补充什么。", fields=[Field("remark", "没有填写")])

    def decide(one: Contribution) -> Any:
        logged.require_decider(by, one)
        after = rules.after(
            one,
            ContributionAction.RETURN,
            Who.RECEIVER,
            by=by.person,
            at=now,
            note=remark.strip(),
            remark=remark.strip(),
            known=False,
        )
        note = f"{one.written.title}：{remark.strip()}"
        entry = logged.state_entry(by, logged.DECIDE, one.to, one, after, at=now, note=note)
        return after, entry, ()

    return store.change(contribution, decide)


def undo(contribution: str, reason: str, *, by: Actor, now: datetime) -> Contribution:
    """Take a decision back within the receiver's time, as long as nothing was made of it; points go with it.

    A lead's topic that nobody has taken up is dropped first: the same again goes on from there. Raises
    ``UnknownContribution``, ``BadContribution``, ``NotDecidable`` or ``PermissionDenied``.
    """
    if not reason.strip():
        raise BadContribution("请写明为什么撤销处理。", fields=[Field("reason", "没有填写")])
    seen = store.get(contribution)
    logged.require_decider(by, seen)
    rules.undone(seen, by=by.person, at=now, note=reason.strip())
    _take_back(seen, reason.strip(), by, now)

    def decide(one: Contribution) -> Any:
        logged.require_decider(by, one)
        after = rules.undone(one, by=by.person, at=now, note=reason.strip())
        note = f"{one.written.title}：{reason.strip()}"
        entry = logged.state_entry(by, logged.DECIDE, one.to, one, after, at=now, note=note)
        return after, entry, ()

    return store.change(contribution, decide)


def _take_back(one: Contribution, reason: str, by: Actor, now: datetime) -> None:
    """Drop the topic that was made of it. Raises ``NotDecidable`` where somebody works on what was made."""
    if one.answer is None:
        return
    if one.answer.topic:
        topic = topics.get(one.answer.topic)
        if topic.state is TopicState.DROPPED:
            return
        if topic.state not in (TopicState.LEAD, TopicState.TOPIC):
            raise NotDecidable(
                f"选题“{topic.title}”已{topics.labels.STATES[topic.state]}，不能撤销采用；"
                "请先在选题板退回。",
                state=one.state.value,
            )
        topics.move(topic.id, BoardAction.DROP, by=by, now=now, reason=f"撤销采用：{reason}")
    if one.answer.article:
        article = newsroom.get_article(one.answer.article)
        if article.state is not ArticleState.DRAFT or article.revision > 1:
            raise NotDecidable(
                f"稿件副本 {article.id} 已有人修改或送审，不能撤销采用。", state=one.state.value
            )


def _topic_text(one: Contribution, source: str) -> topics.TopicText:
    written = one.written
    facts = "；".join(
        f"{name}：{value}"
        for name, value in (
            ("供稿", source),
            ("时间", written.when),
            ("地点", written.where),
            ("联系人", written.contact.name),
        )
        if value
    )
    return topics.TopicText(
        title=written.title,
        note=f"{facts}\n{written.text}"[: topics.NOTE_CHARS],
        matter=written.matter,
        origin=Origin.CONTRIBUTION,
        of=one.id,
    )
