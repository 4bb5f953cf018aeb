"""Thirty days of questions: whether what is asked again stands in the topic of the day before."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final, TypedDict

from benchmarks.topics.questions import varied
from chalicelib.clock import SHANGHAI
from chalicelib.conversation import AskedMessage, Rung
from chalicelib.insight.topics import place_of
from chalicelib.insight.topics.count import Day, count
from chalicelib.insight.topics.models import Memory

DAYS: Final = 30
A_DAY: Final = 1000
_DIFFERENT: Final = 1500
_AS_IT_WAS: Final = 0.3
"""Share of messages that ask in the very words of the question."""
_FIRST: Final = date(2026, 11, 1)


class Kept(TypedDict):
    """How steady the topics of some days are."""

    days: int
    a_day: int
    different: int
    """Questions that all messages vary."""
    in_topics: float
    """Share of all messages that stand in a topic."""
    asked_again: int
    """Messages in a topic whose question stood in one on an earlier day, too."""
    kept: float
    """Share of these that stand in the topic where their question mostly stood then."""


def measure(texts: Sequence[str], days: int = DAYS, a_day: int = A_DAY, seed: int = 1) -> Kept:
    """Ask some of the texts for some days, each the more often the earlier it stands, in the words of different people."""
    chance = random.Random(seed)
    asked = chance.sample(list(texts), min(_DIFFERENT, len(texts)))
    weights = [1 / (nth + 10) for nth in range(len(asked))]
    memory, archive = Memory(), dict[str, str]()
    stood_in: dict[int, str] = {}
    again = kept = in_topics = 0
    for nth in range(days):
        day = _FIRST + timedelta(days=nth)
        which = chance.choices(range(len(asked)), weights, k=a_day)
        messages = [
            _message(asked[one], chance, day, f"{nth}-{number}") for number, one in enumerate(which)
        ]
        of = {place_of(message): one for message, one in zip(messages, which, strict=True)}
        archive |= {place_of(message): message.text for message in messages}
        ordered = sorted(messages, key=lambda one: (one.at, one.key))
        counted = count(memory, Day(day, ordered, archive, {}))
        memory = counted.memory
        today: dict[int, Counter[str]] = defaultdict(Counter)
        for topic, own in counted.own.items():
            for place in map(place_of, own):
                in_topics += 1
                today[of[place]][topic] += 1
                if of[place] in stood_in:
                    again += 1
                    kept += stood_in[of[place]] == topic
        for one, topics in today.items():
            stood_in[one] = min(topics, key=lambda name: (-topics[name], name))
    return Kept(
        days=days,
        a_day=a_day,
        different=len(asked),
        in_topics=round(in_topics / (days * a_day), 4),
        asked_again=again,
        kept=round(kept / again, 4) if again else 1.0,
    )


def _message(text: str, chance: random.Random, day: date, key: str) -> AskedMessage:
    begin = datetime.combine(day, time(8), SHANGHAI)
    at = begin + timedelta(seconds=chance.randrange(12 * 3600))
    words = text if chance.random() < _AS_IT_WAS else varied(text, chance)
    return AskedMessage(int(at.timestamp()), f"M#{key}", words, Rung.DEFAULT, f"o{key}")
