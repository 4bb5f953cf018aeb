"""The reasons for an answer: the way up the ladder, and the rules that the text calls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from chalicelib.conversation.ladder.context import (
    EMPTY_ACCOUNT,
    AccountContext,
    MessageContext,
    SkipReason,
)
from chalicelib.conversation.ladder.decide import LADDER, Skipped, climb
from chalicelib.conversation.ladder.rungs import knowledge, rule
from chalicelib.conversation.models import Decision, Replies, Rule, Rung
from chalicelib.conversation.rules.matcher import Match, fold
from chalicelib.conversation.rules.reply_book import ReplyBook
from chalicelib.conversation.tryout.message import first, typed
from chalicelib.followers import FollowerState
from chalicelib.values import Value


class Why(StrEnum):
    """The reason why a called rule speaks or not, in the order in which reasons are checked."""

    SPEAKS = "speaks"
    OUTSIDE_HOURS = "outside_hours"
    EXACT_FIRST = "exact_first"
    LOWER_PRIORITY = "lower_priority"
    LEFT = "left"
    """Its keyword is a small part of a long message, to which the knowledge base is sure of the answer."""
    SHORTER_KEYWORD = "shorter_keyword"
    STANDS_LATER = "stands_later"


class Called(Value):
    """A rule that the text calls."""

    rule: str
    keyword: str
    rung: Rung
    priority: int
    why: Why
    left_to: str = ""
    """The entry, or the document after ``doc:``, that it leaves the word to."""


class Step(Value):
    """One rung on the way: it spoke, was skipped for a reason, or was not reached."""

    rung: Rung
    spoke: bool = False
    passed: SkipReason | None = None
    """None with ``spoke`` false: a rung above had spoken."""


class Near(Value):
    """An entry of the knowledge base that may be meant."""

    entry: str
    question: str
    confidence: float


class Explanation(Value):
    """The answer that a text would get, and why."""

    compared_as: str
    """The text as it is compared with keywords."""
    rung: Rung
    """The rung that speaks; ``default`` has the once-an-hour limit besides, which depends on the follower."""
    replies: Replies | None
    """All replies of the rule or special reply that speaks; one of several is picked at random."""
    called: tuple[Called, ...]
    """Each rule that the text calls, once; the one that speaks first."""
    decision: Decision
    steps: tuple[Step, ...]
    zone: str | None = None
    """The zone of the knowledge base's answer, where it was consulted."""
    near: tuple[Near, ...] = ()
    documents: tuple[str, ...] = ()


def explain(
    text: str,
    book: ReplyBook,
    now: datetime,
    account: AccountContext = EMPTY_ACCOUNT,
    follower: FollowerState | None = None,
    menu_id: str | None = None,
) -> Explanation:
    """The answer that ``text`` would get at ``now`` (aware, Asia/Shanghai), and why.

    ``follower`` is somebody new unless given; ``menu_id`` makes it the tap on a link.
    """
    push = typed(text, now, menu_id=menu_id)
    context = MessageContext(push, book, follower or FollowerState(), now, account, first)
    skipped: list[Skipped] = []
    decision = climb(context, LADDER, skipped)
    found = context.found
    return Explanation(
        compared_as=fold(text),
        rung=decision.rung,
        replies=_replies(decision, context),
        called=_all_called(context),
        decision=decision,
        steps=_steps(skipped, decision),
        zone=found.zone.value if found else None,
        near=tuple(
            Near(entry=one.id, question=one.question, confidence=one.confidence)
            for one in (found.candidates if found else ())
        ),
        documents=tuple(one.number or one.title for one in (found.documents if found else ())),
    )


def _steps(skipped: Sequence[Skipped], decision: Decision) -> tuple[Step, ...]:
    before = [Step(rung=rung, passed=reason) for rung, reason in skipped]
    if len(skipped) == len(LADDER):
        return tuple(before)
    after = [Step(rung=rung) for rung, _, _ in LADDER[len(skipped) + 1 :]]
    return (*before, Step(rung=decision.rung, spoke=True), *after)


def _replies(decision: Decision, context: MessageContext) -> Replies | None:
    if decision.rung is Rung.DEFAULT:
        return context.book.special.default
    if decision.rung in (Rung.EXACT, Rung.CONTAINS):
        match = rule.winner(context)
        if isinstance(match, Match):
            return Replies(replies=match.rule.replies, pick=match.rule.pick)
    return Replies(replies=(decision.reply,)) if decision.reply else None


def _all_called(context: MessageContext) -> tuple[Called, ...]:
    matcher, now = context.book.matcher, context.now
    best, winner = matcher.best_folded(context.folded, now), rule.winner(context)
    speaks = winner if isinstance(winner, Match) else None
    source = "" if speaks == best else knowledge.sure_source(context) or ""
    calls: dict[str, Match] = {}
    for match in (speaks, best, *matcher.all(context.text)):
        if match is not None:
            calls.setdefault(match.rule.name, match)
    return tuple(_called(match, speaks, context, source) for match in calls.values())


def _called(match: Match, winner: Match | None, context: MessageContext, source: str) -> Called:
    left = source and _covers(match.rule, context.now) and rule.is_aside(match, context.folded)
    return Called(
        rule=match.rule.name,
        keyword=match.keyword,
        rung=match.rung,
        priority=match.rule.priority,
        why=Why.LEFT if left else _why(match, winner, context.now),
        left_to=source if left else "",
    )


def _why(match: Match, winner: Match | None, now: datetime) -> Why:
    if match == winner:
        return Why.SPEAKS
    if winner is None or not _covers(match.rule, now):
        return Why.OUTSIDE_HOURS
    if match.rung is not winner.rung:
        return Why.EXACT_FIRST
    if match.rule.priority != winner.rule.priority:
        return Why.LOWER_PRIORITY
    if len(fold(match.keyword)) != len(fold(winner.keyword)):
        return Why.SHORTER_KEYWORD
    return Why.STANDS_LATER


def _covers(rule: Rule, now: datetime) -> bool:
    return rule.hours is None or rule.hours.cover(now)
