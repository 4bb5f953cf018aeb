"""What is remembered of topics from day to day, and what is forgotten. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from chalicelib.insight.topics.models import LOOKED_BACK, Known, Memory

FIRST_WORDS: Final = 2
"""Messages of a topic's beginning by which it stays known: newer ones alone would let it drift."""
LATEST_WORDS: Final = 3
LOOSE_DAYS: Final = 7
MOST_LOOSE: Final = 3000
MOST_TOPICS: Final = 20_000


def known_by(known: Known, day: date) -> tuple[str, ...]:
    """Places of the messages by which a topic is known again on ``day``: none of that day's own, where there are older ones."""
    return known.before if known.before and known.words_of == day else known.words


def met(known: Known | None, day: date, people: int, central: Sequence[str]) -> Known:
    """A topic after so many people asked about it on ``day``; ``central`` are places of that day's most central messages."""
    old = known or Known(first=day)
    before = known_by(old, day) if old.first != day else ()
    first = before[:FIRST_WORDS] or tuple(central[:FIRST_WORDS])
    later = [place for place in central if place not in first][:LATEST_WORDS]
    return Known(
        first=min(old.first, day),
        days={**old.days, day.isoformat(): people},
        words=(*first, *(later or [place for place in before if place not in first])),
        before=before,
        words_of=day,
    )


def unmet(known: Known, day: date) -> Known:
    """A topic that nobody asked about on ``day``, whatever was counted earlier in the day."""
    if day.isoformat() not in known.days:
        return known
    days = {name: people for name, people in known.days.items() if name != day.isoformat()}
    return known.model_copy(update={"days": days})


def course(known: Sequence[Known], day: date) -> tuple[int, ...]:
    """People of the ``LOOKED_BACK`` days before ``day``, of some topics together, oldest first."""
    names = [(day - timedelta(days=back)).isoformat() for back in range(LOOKED_BACK, 0, -1)]
    return tuple(sum(one.days.get(name, 0) for one in known) for name in names)


def kept(topics: Mapping[str, Known], day: date, decided: Collection[str]) -> dict[str, Known]:
    """The topics that are still remembered after ``day``: those of the last four weeks, and those that somebody decided on."""
    oldest = (day - timedelta(days=LOOKED_BACK)).isoformat()
    found: list[tuple[str, Known]] = []
    for name, known in topics.items():
        days = {one: people for one, people in known.days.items() if one >= oldest}
        if days or name in decided:
            found.append((name, known.model_copy(update={"days": days})))
    found.sort(key=lambda one: (one[0] not in decided, -sum(one[1].days.values()), one[0]))
    return dict(found[:MOST_TOPICS])


def loose_after(memory: Memory, day: date, singles: Sequence[str]) -> tuple[str, ...]:
    """Places of questions without a topic after ``day``, which ends with these ``singles``, oldest first."""
    oldest = (day - timedelta(days=LOOSE_DAYS - 1)).isoformat()
    before = [place for place in memory.loose if oldest <= place[:10] < day.isoformat()]
    return tuple(sorted({*before, *singles})[-MOST_LOOSE:])
