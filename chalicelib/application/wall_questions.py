"""Questions on the wall: how many today, who answered them, and what they are about."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from pydantic import AwareDatetime

from chalicelib import insight
from chalicelib.application.wall_scope import WallScope
from chalicelib.clock import SHANGHAI
from chalicelib.values import Value

SOURCE: Final = "本系统的数据档案"
MOST_TOPICS: Final = 8
_DAYS: Final = 7
_NONE: Final = "今天还没有收到消息"
_NO_TOPICS: Final = "今天还没有三人以上问过同一件事"


class DayMessages(Value):
    """Messages of one day; None of a day without a record."""

    day: date
    messages: int | None


class TopicLine(Value):
    """One topic that is asked about today."""

    account: str
    account_name: str
    topic: str
    name: str
    people: int
    spiking: bool = False


class WallQuestions(Value):
    """The part of the wall. Counts are None where the archive has no record of today."""

    messages: int | None
    robot: int | None
    """Answered by the robot, or offered answers to choose from."""
    people: int | None
    """Given to a person."""
    unanswered: int | None
    resolved: int | None
    """Sessions with a person that were asked for today and are resolved."""
    why: str
    days: tuple[DayMessages, ...]
    topics: tuple[TopicLine, ...]
    topics_at: AwareDatetime | None
    """When they were counted last."""
    topics_why: str
    source: str = SOURCE


def questions(scope: WallScope, now: datetime) -> WallQuestions:
    """What followers of these accounts ask today."""
    today = now.astimezone(SHANGHAI).date()
    since = today - timedelta(days=_DAYS - 1)
    by_day = {one.day: one for one in insight.unit_days(scope.unit.id, since, today)}
    of_today = by_day.get(today)
    told = of_today.messages if of_today else None
    hot = [one for one in insight.topics.hot_topics(today) if scope.holds(one.account)]
    topics = sorted(
        (
            TopicLine(
                account=one.account,
                account_name=scope.accounts[one.account].name,
                topic=topic.id,
                name=topic.name,
                people=topic.people,
            )
            for one in hot
            for topic in one.topics
        ),
        key=lambda one: (-one.people, one.account, one.topic),
    )
    return WallQuestions(
        messages=told.messages if told else None,
        robot=told.answered + told.offered if told else None,
        people=told.handed_over if told else None,
        unanswered=told.unanswered if told else None,
        resolved=of_today.sessions.resolved if of_today else None,
        why="" if told else _NONE,
        days=tuple(
            DayMessages(day=day, messages=one.messages.messages if one else None)
            for day, one in ((d, by_day.get(d)) for d in _each(since, today))
        ),
        topics=tuple(topics[:MOST_TOPICS]),
        topics_at=max((one.at for one in hot), default=None),
        topics_why="" if topics else _NO_TOPICS,
    )


def _each(since: date, until: date) -> list[date]:
    return [since + timedelta(days=n) for n in range((until - since).days + 1)]
