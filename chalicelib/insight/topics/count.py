"""One day of one account, counted: which question belongs to which topic, and what follows from it. Pure.

Counted again, with more questions of the day or with none new, it gives the same topics the same ids: what was founded
before the day stands fast, and what was founded earlier in the day is found again by its messages.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from chalicelib import knowledge
from chalicelib.clock import SHANGHAI
from chalicelib.conversation import AskedMessage, Rung, asks_something
from chalicelib.insight.questions.archive import place_of
from chalicelib.insight.questions.drafts import NOBODYS
from chalicelib.insight.questions.open_questions import UNANSWERED
from chalicelib.insight.topics import remember
from chalicelib.insight.topics.follow import family, follow
from chalicelib.insight.topics.group import grouped
from chalicelib.insight.topics.keywords import keywords
from chalicelib.insight.topics.models import LOOKED_BACK, Decided, Figures, Known, Memory
from chalicelib.insight.topics.second_view import View

MOST_SHOWN: Final = 500
"""Topics of a day that get figures, the most asked first; the object of the day has all of them."""
_SHOWN_MESSAGES: Final = 8
_FOUNDERS: Final = 2
"""People who make a topic."""
_NO_QUESTION: Final = frozenset({Rung.APPOINTMENT, Rung.OWNED, Rung.FEEDBACK, Rung.TAPPED})
"""Rungs of messages to an agent, of votes and of taps."""


class Counted(NamedTuple):
    """What a day came to."""

    memory: Memory
    figures: list[Figures]
    """Of topics with ``NOBODYS`` people or more, and of those that somebody was told of or decided on; the most asked first."""
    own: dict[str, list[AskedMessage]]
    """Of each topic, its own messages of the day; those of merged topics stand under their own id."""
    asked: dict[str, list[AskedMessage]]
    """Of each topic, its messages of the day with those of topics that were merged into it."""


class Day(NamedTuple):
    """All that a count looks at."""

    day: date
    messages: Sequence[AskedMessage]
    """Of the day, in order of time."""
    words: Mapping[str, str]
    """Texts of the remembered messages that are still there, by place."""
    decided: Mapping[str, Decided]
    fixed: Collection[str] = ()
    """Topics of this day that have been told to somebody: they keep their ids, too."""
    region: Callable[[str], str] = lambda _: ""
    """The place that is known of a question; empty where none is."""
    view: View | None = None
    """The second view of its questions, where it has one."""


def count(memory: Memory, of: Day) -> Counted:
    """Count a day. ``memory`` is what was remembered before, of this day's earlier counts too."""
    named = (name for one in of.decided.values() for name in (one.topic, one.into, one.split_from))
    spoken_of = {name for name in named if name}
    of = of._replace(fixed={*of.fixed, *spoken_of})
    texts = _Texts(of.messages)
    topics = _with_splits(memory.topics, of)
    found = _found(topics, memory.loose, texts, of)
    remembered = {
        name: known if name in found else remember.unmet(known, of.day)
        for name, known in topics.items()
        if name in found or known.first != of.day or name in of.fixed
    }
    for name, group in found.items():
        people = len({one.who for one in texts.messages(group)})
        known = topics.get(name)
        if known and known.first == of.day and _is_fast(name, known, of):
            # It was told to somebody on its first day: it stays what it was then.
            days = {**known.days, of.day.isoformat(): people}
            remembered[name] = known.model_copy(update={"days": days})
        else:
            central = texts.places(group, _SHOWN_MESSAGES)
            remembered[name] = remember.met(known, of.day, people, central)
    in_topics = {text for group in found.values() for text in group}
    singles = [texts.place(nth) for nth in range(len(texts.texts)) if nth not in in_topics]
    after = memory.model_copy(
        update={
            "topics": remember.kept(remembered, of.day, spoken_of),
            "loose": remember.loose_after(memory, of.day, singles),
            "hours": _hours(memory, of.day, texts),
        }
    )
    together: dict[str, list[int]] = defaultdict(list)
    for name in sorted(found, key=lambda name: follow(name, of.decided) != name):
        together[follow(name, of.decided)] += found[name]
    return Counted(
        memory=after,
        figures=_figures(together, remembered, texts, of),
        own={name: texts.messages(group) for name, group in found.items()},
        asked={name: texts.messages(group) for name, group in together.items()},
    )


class _Texts:
    """The different questions of a day, each with the messages that asked it."""

    def __init__(self, messages: Iterable[AskedMessage]) -> None:
        by_words: dict[str, list[AskedMessage]] = {}
        for one in messages:
            if not one.tap and one.rung not in _NO_QUESTION and asks_something(one.text):
                by_words.setdefault(knowledge.retrieval.normalise(one.text), []).append(one)
        by_words.pop("", None)
        self.normal = list(by_words)
        self.asked = list(by_words.values())
        self.texts = [group[0].text for group in self.asked]

    def messages(self, group: Iterable[int]) -> list[AskedMessage]:
        found = [one for nth in group for one in self.asked[nth]]
        return sorted(found, key=lambda one: (one.at, one.key))

    def place(self, nth: int) -> str:
        """The newest message with these words: it lasts longest."""
        return place_of(self.asked[nth][-1])

    def places(self, group: Sequence[int], most: int) -> list[str]:
        """Messages of a group, the most central first."""
        return [self.place(nth) for nth in group[:most]]


def _with_splits(topics: Mapping[str, Known], of: Day) -> dict[str, Known]:
    """The remembered topics, with those that an editor split off; what was split off is no word of the old one."""
    splits = {name: one for name, one in of.decided.items() if one.split_from}
    taken = {place: name for name, one in splits.items() for place in one.words}
    made: dict[str, Known] = {}
    for name, known in topics.items():
        mine = [
            tuple(place for place in places if taken.get(place, name) == name)
            for places in (known.words, known.before)
        ]
        changed = mine != [known.words, known.before]
        made[name] = (
            known.model_copy(update={"words": mine[0], "before": mine[1]}) if changed else known
        )
    for name, one in splits.items():
        if name not in made:
            first = min(date.fromisoformat(place[:10]) for place in one.words)
            made[name] = Known(first=first, words=one.words[: remember.FIRST_WORDS + 3])
    return made


def _found(
    topics: Mapping[str, Known], loose: Sequence[str], texts: _Texts, of: Day
) -> dict[str, list[int]]:
    """Of each topic that was asked about, its texts, the most central first."""
    own = {
        knowledge.retrieval.normalise(of.words[place]): name
        for name, one in of.decided.items()
        for place in one.words
        if one.split_from and place in of.words
    }
    found: dict[str, list[int]] = defaultdict(list)
    free: list[int] = []
    for nth, normal in enumerate(texts.normal):
        if normal in own:
            found[own[normal]].append(nth)
        else:
            free.append(nth)
    fast = [
        (name, [of.words[one] for one in remember.known_by(known, of.day) if one in of.words])
        for name, known in topics.items()
        if _is_fast(name, known, of)
    ]
    fast = [(name, words) for name, words in fast if words]
    here = {texts.normal[nth]: nth for nth in free}
    same: dict[int, list[str]] = defaultdict(list)
    alone: list[str] = []
    for place in loose:
        if place in of.words and place[:10] < of.day.isoformat():
            there = here.get(knowledge.retrieval.normalise(of.words[place]))
            (alone if there is None else same[there]).append(place)
    groups = grouped(
        [*(texts.texts[nth] for nth in free), *(of.words[place] for place in alone)],
        [words for _, words in fast],
        view=of.view,
    )
    by_words = {name for name, _ in fast}
    fresh = {
        place: name
        for name, known in topics.items()
        if known.first == of.day and name not in by_words
        for place in known.words
    }
    for group in groups:
        mine = [free[nth] for nth in group.texts if nth < len(free)]
        if not mine:
            continue
        if group.known >= 0:
            found[fast[group.known][0]] += mine
            continue
        earlier = [alone[nth - len(free)] for nth in group.texts if nth >= len(free)]
        earlier += [place for nth in mine for place in same[nth]]
        asked = texts.messages(mine)
        if len({one.who for one in asked}) + len(earlier) >= _FOUNDERS:
            found[_name(asked, earlier, fresh, found)] += mine
    return dict(found)


def _is_fast(name: str, known: Known, of: Day) -> bool:
    """Whether a topic keeps its id whatever is asked: it is older than the day, or somebody has been told of it."""
    return known.first != of.day or name in of.fixed


def _name(
    asked: Sequence[AskedMessage],
    earlier: Sequence[str],
    fresh: Mapping[str, str],
    taken: Collection[str],
) -> str:
    """The id of a new group: that of the topic of earlier in the day that it mostly is, or one made of its first message."""
    places = [*sorted(earlier), *(place_of(one) for one in asked)]
    votes: dict[str, int] = defaultdict(int)
    for place in places:
        if place in fresh and fresh[place] not in taken:
            votes[fresh[place]] += 1
    if votes:
        return min(votes, key=lambda name: (-votes[name], name))
    return topic_id(places[0])


def topic_id(place: str) -> str:
    """The id of a topic that begins with the message at this place."""
    return f"t{hashlib.sha256(place.encode()).hexdigest()[:10]}"


def _hours(memory: Memory, day: date, texts: _Texts) -> dict[str, tuple[int, ...]]:
    hours = [0] * 24
    for group in texts.asked:
        for one in group:
            hours[datetime.fromtimestamp(one.at, SHANGHAI).hour] += 1
    after = {**memory.hours, day.isoformat(): tuple(hours)}
    return {name: after[name] for name in sorted(after)[-LOOKED_BACK - 1 :]}


def _figures(
    together: Mapping[str, Sequence[int]],
    remembered: Mapping[str, Known],
    texts: _Texts,
    of: Day,
) -> list[Figures]:
    asked = {name: texts.messages(group) for name, group in together.items()}
    people = {name: len({one.who for one in group}) for name, group in asked.items()}
    shown = sorted(
        (name for name in asked if people[name] >= NOBODYS or name in of.fixed),
        key=lambda name: (-people[name], name),
    )[:MOST_SHOWN]
    words = keywords({name: [(one.who, one.text) for one in asked[name]] for name in shown})
    return [
        Figures(
            id=name,
            day=of.day,
            keywords=words[name],
            questions=len(asked[name]),
            unanswered=sum(one.rung in UNANSWERED for one in asked[name]),
            people=people[name],
            course=remember.course(
                [remembered[one] for one in family(name, of.decided) if one in remembered], of.day
            ),
            first_day=min(
                remembered[one].first for one in family(name, of.decided) if one in remembered
            ),
            regions=_regions(asked[name], of.region),
            shown=tuple(texts.places(together[name], _SHOWN_MESSAGES)),
        )
        for name in shown
    ]


def _regions(asked: Iterable[AskedMessage], region: Callable[[str], str]) -> dict[str, int]:
    found: dict[str, set[str]] = defaultdict(set)
    for one in asked:
        if place := region(one.text):
            found[place].add(one.who)
    counts = {place: len(people) for place, people in found.items()}
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))
