"""Why a text gets the answer it gets: the way up the ladder, and the rules that it calls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.conversation.ladder.climb import LADDER, climb, decided
from chalicelib.conversation.ladder.context import ALONE, Around, Asked, Passed
from chalicelib.conversation.models import Decision, Replies, Rule, Rung
from chalicelib.conversation.rules.matcher import Match, fold
from chalicelib.conversation.rules.reply_book import ReplyBook
from chalicelib.followers import FollowerState
from chalicelib.wechat.messages import Text
from chalicelib.wechat.replies import Reply


class Why(StrEnum):
    """What decides about a rule that a text calls, in the order in which it is looked at."""

    SPEAKS = "speaks"
    OUTSIDE_HOURS = "outside_hours"
    EXACT_FIRST = "exact_first"
    LOWER_PRIORITY = "lower_priority"
    SHORTER_KEYWORD = "shorter_keyword"
    STANDS_LATER = "stands_later"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Called(_Value):
    """A rule that the text calls."""

    rule: str
    keyword: str
    rung: Rung
    priority: int
    why: Why


class Climbed(_Value):
    """One rung on the way: it spoke, passed for a reason, or was not reached."""

    rung: Rung
    spoke: bool = False
    passed: Passed | None = None
    """None with ``spoke`` false: a rung above had spoken."""


class Near(_Value):
    """An entry of the knowledge base that may be meant."""

    entry: str
    question: str
    confidence: float


class Explanation(_Value):
    """What a text would be answered with, and why."""

    compared_as: str
    """The text as it is compared with keywords."""
    rung: Rung
    """Which step speaks; ``default`` has the once-an-hour limit besides, which depends on the follower."""
    replies: Replies | None
    """All that the rule or special reply that speaks may say; one of several is picked at random."""
    called: tuple[Called, ...]
    """Each rule that the text calls, once; the one that speaks first."""
    decision: Decision
    steps: tuple[Climbed, ...]
    zone: str | None = None
    """How sure the knowledge base is, where it was asked."""
    near: tuple[Near, ...] = ()
    documents: tuple[str, ...] = ()


def explain(
    text: str,
    book: ReplyBook,
    now: datetime,
    around: Around = ALONE,
    follower: FollowerState | None = None,
    menu_id: str | None = None,
) -> Explanation:
    """What ``text`` would be answered with at ``now`` (aware, Asia/Shanghai).

    ``follower`` is somebody new unless given; ``menu_id`` makes it the tap on a link.
    """
    push = Text.model_validate(
        {
            "ToUserName": "gh",
            "FromUserName": "o",
            "CreateTime": int(now.timestamp()),
            "MsgType": "text",
            "MsgId": "0",
            "Content": text,
            "bizmsgmenuid": menu_id,
        }
    )
    asked = Asked(push, book, follower or FollowerState(), now, around, _first)
    steps = tuple(climb(asked))
    decision = decided(asked, steps)
    found = asked.found
    return Explanation(
        compared_as=fold(text),
        rung=decision.rung,
        replies=_replies(decision, text, book, now),
        called=_all_called(text, book, now),
        decision=decision,
        steps=(
            *(_climbed(rung, came) for rung, came in steps),
            *(Climbed(rung=rung) for rung, _, _ in LADDER[len(steps) :]),
        ),
        zone=found.zone.value if found else None,
        near=tuple(
            Near(entry=one.id, question=one.question, confidence=one.confidence)
            for one in (found.candidates if found else ())
        ),
        documents=tuple(one.number or one.title for one in (found.documents if found else ())),
    )


def _climbed(rung: Rung, came: Decision | Passed) -> Climbed:
    if isinstance(came, Decision):
        return Climbed(rung=rung, spoke=True)
    return Climbed(rung=rung, passed=came)


def _replies(decision: Decision, text: str, book: ReplyBook, now: datetime) -> Replies | None:
    if decision.rung is Rung.DEFAULT:
        return book.special.default
    if decision.rung in (Rung.EXACT, Rung.CONTAINS):
        winner = book.matcher.best(text, now)
        return Replies(replies=winner.rule.replies, pick=winner.rule.pick) if winner else None
    return Replies(replies=(decision.reply,)) if decision.reply else None


def _first(replies: Sequence[Reply]) -> Reply:
    return replies[0]


def _all_called(text: str, book: ReplyBook, now: datetime) -> tuple[Called, ...]:
    winner = book.matcher.best(text, now)
    calls: dict[str, Match] = {}
    if winner is not None:
        calls[winner.rule.name] = winner
    for match in book.matcher.all(text):
        calls.setdefault(match.rule.name, match)
    return tuple(_called(match, winner, now) for match in calls.values())


def _called(match: Match, winner: Match | None, now: datetime) -> Called:
    return Called(
        rule=match.rule.name,
        keyword=match.keyword,
        rung=match.rung,
        priority=match.rule.priority,
        why=_why(match, winner, now),
    )


def _why(match: Match, winner: Match | None, now: datetime) -> Why:
    if match is winner:
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
