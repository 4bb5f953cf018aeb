"""Why a text gets the answer it gets: the rule that speaks, and what kept the others from it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.conversation.book import ReplyBook
from chalicelib.conversation.match import Match, fold
from chalicelib.conversation.models import Replies, Rule, Rung


class Why(StrEnum):
    """What decides about a rule that a text calls, in the order in which it is looked at."""

    SPEAKS = "speaks"
    OUTSIDE_HOURS = "outside_hours"
    EXACT_FIRST = "exact_first"
    LOWER_PRIORITY = "lower_priority"
    SHORTER_KEYWORD = "shorter_keyword"
    STANDS_LATER = "stands_later"


class Called(BaseModel):
    """A rule that the text calls."""

    model_config = ConfigDict(frozen=True)

    rule: str
    keyword: str
    rung: Rung
    priority: int
    why: Why


class Explanation(BaseModel):
    """What a text would be answered with, and why."""

    model_config = ConfigDict(frozen=True)

    compared_as: str
    """The text as it is compared with keywords."""
    rung: Rung
    """Which step speaks; ``default`` has the once-an-hour limit besides, which depends on the follower."""
    replies: Replies | None
    called: tuple[Called, ...]
    """Each rule that the text calls, once; the one that speaks first."""


def explain(text: str, book: ReplyBook, now: datetime) -> Explanation:
    """What ``text`` would be answered with at ``now`` (aware, Asia/Shanghai)."""
    winner = book.matcher.best(text, now)
    calls: dict[str, Match] = {}
    if winner is not None:
        calls[winner.rule.name] = winner
    for match in book.matcher.all(text):
        calls.setdefault(match.rule.name, match)
    rung, replies = _spoken(winner, book)
    return Explanation(
        compared_as=fold(text),
        rung=rung,
        replies=replies,
        called=tuple(_called(match, winner, now) for match in calls.values()),
    )


def _spoken(winner: Match | None, book: ReplyBook) -> tuple[Rung, Replies | None]:
    if winner is not None:
        rule = winner.rule
        return winner.rung, Replies(replies=rule.replies, pick=rule.pick)
    return (Rung.DEFAULT if book.rules.default else Rung.SILENT), book.rules.default


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
