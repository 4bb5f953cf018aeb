"""Spikes: topics that are asked five times as often as is usual for the time of day. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from chalicelib.clock import SHANGHAI
from chalicelib.conversation import AskedMessage
from chalicelib.insight.topics.models import Spike

TIMES: Final = 5
"""A spike is so many times the usual."""
FLOOR: Final = 8
"""People in a window below whom nothing is a spike: from one to five tells nothing."""
SHARE: Final = 0.01
"""Of all people who asked anything in the window: on a busy account eight are no crowd."""
WINDOWS: Final = (15, 60)
"""Minutes. The short one finds a sudden spike at once, the long one one that swells."""
DAYS_NEEDED: Final = 3
"""Days that must have been counted before: without them everything is new."""
SAME_WITHIN: Final = timedelta(hours=18)
"""A spike that is seen again within this time is still the same one: people sleep."""
GOES_ON: Final = timedelta(minutes=30)
"""A spike that was seen within this time goes on."""


class Rise(NamedTuple):
    """A topic that is asked more than usual right now."""

    topic: str
    people: int
    minutes: int
    usual: float


def rises(
    asked: Mapping[str, Sequence[AskedMessage]],
    courses: Mapping[str, Sequence[int]],
    hours: Mapping[str, Sequence[int]],
    now: datetime,
) -> list[Rise]:
    """Topics that rise at ``now``, the most people first.

    ``asked`` are the messages of each topic of today; ``courses`` the people of the days before, oldest first;
    ``hours`` the account's questions by hour, of today and earlier days. Usual is the higher mean of 7 and of 28 days,
    times the share of a day that its hours say falls into the window.
    """
    today = now.astimezone(SHANGHAI).date().isoformat()
    earlier = {day: counts for day, counts in hours.items() if day < today and any(counts)}
    if len(earlier) < DAYS_NEEDED:
        return []
    found: dict[str, Rise] = {}
    for minutes in WINDOWS:
        since = int((now - timedelta(minutes=minutes)).timestamp())
        share = _share(earlier.values(), now, minutes)
        here = {topic: _people(group, since, now) for topic, group in asked.items()}
        everybody = sum(here.values())
        for topic, people in here.items():
            course = courses.get(topic, ())
            usual = share * max(_mean(course[-7:]), _mean(course))
            least = max(FLOOR, SHARE * everybody, TIMES * usual)
            if people >= least and (topic not in found or people > found[topic].people):
                found[topic] = Rise(topic, people, minutes, usual)
    return sorted(found.values(), key=lambda one: (-one.people, one.topic))


def seen(account_id: str, rise: Rise, before: Spike | None, now: datetime) -> tuple[Spike, bool]:
    """The spike that a rise belongs to, and whether it is a new one, of which people are to be told."""
    if before is None or now - before.last_seen > SAME_WITHIN:
        return Spike(
            topic=rise.topic,
            account=account_id,
            began=now,
            last_seen=now,
            people=rise.people,
            minutes=rise.minutes,
            usual=rise.usual,
        ), True
    more = rise.people > before.people
    changed: dict[str, object] = {"last_seen": max(now, before.last_seen)}
    if more:
        changed |= {"people": rise.people, "minutes": rise.minutes, "usual": rise.usual}
    return before.model_copy(update=changed), False


def goes_on(spike: Spike, now: datetime) -> bool:
    """Whether a spike was seen just now."""
    return now - spike.last_seen <= GOES_ON


def _people(group: Sequence[AskedMessage], since: int, now: datetime) -> int:
    until = int(now.timestamp())
    return len({one.who for one in group if since < one.at <= until})


def _mean(counts: Sequence[int]) -> float:
    return sum(counts) / len(counts) if counts else 0.0


def _share(days: Iterable[Sequence[int]], now: datetime, minutes: int) -> float:
    """The share of a day's questions that falls into the window before ``now``.

    An hour that nobody ever asked in gets a little: half a question a day.
    """
    counts = [list(day) for day in days]
    whole = [sum(day[hour] for day in counts) + len(counts) / 2 for hour in range(24)]
    local = now.astimezone(SHANGHAI)
    left = float(minutes)
    share, hour, inside = 0.0, local.hour, local.minute + local.second / 60
    while left > 0:
        part = min(left, inside)
        share += whole[hour] * part / 60
        left, hour, inside = left - part, (hour - 1) % 24, 60.0
    return share / sum(whole)
