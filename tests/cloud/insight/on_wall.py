"""Numbers that a wall shows, written as the rounds and the archive leave them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from chalicelib.cloud import table
from chalicelib.insight.archive.sums import _NO_SESSIONS, DaySums, FollowerSums, MessageSums
from chalicelib.insight.topics.models import HotTopic, HotTopics
from chalicelib.insight.topics.store import put_hot
from chalicelib.insight.wechat_numbers import FollowerDay, add_stat_days, keep_unit_day, stat_day


def followers_of_day(
    unit: str, day: date, accounts: Sequence[str], told: Collection[str], each: int, at: datetime
) -> None:
    """A unit's day in which these accounts have told so many followers each, and the others nothing."""
    keep_unit_day(
        unit,
        add_stat_days(
            day,
            [
                stat_day(
                    one,
                    day,
                    FollowerDay(day=day, new={}, total=each, observed_at=at)
                    if one in told
                    else None,
                    None,
                    (),
                )
                for one in accounts
            ],
        ),
    )


def messages_of_day(unit: str, day: date) -> None:
    """A hundred messages: 75 for the robot, 15 for people, 8 for nobody, 2 that ask nothing; nine came and two went."""
    sums = DaySums(
        day=day,
        followers=FollowerSums(came=9, went=2),
        messages=MessageSums(
            messages=100,
            answered=70,
            offered=5,
            handed_over=15,
            unanswered=8,
            helpful=0,
            unhelpful=0,
        ),
        sessions=_NO_SESSIONS,
        types=(),
        rungs=(),
        menu=(),
        services=(),
    )
    table.put(
        {
            "pk": f"UNITNUMBERS#{unit}",
            "sk": day.isoformat(),
            "doc": sums.model_dump_json(),
            "version": 1,
        }
    )


def hot_topic(account: str, day: date, name: str, people: int, at: datetime) -> None:
    """A topic that so many people of an account asked about."""
    topic = HotTopic(id="t1", name=name, people=people, unanswered=1)
    put_hot(day, HotTopics(account=account, topics=(topic,), at=at))
