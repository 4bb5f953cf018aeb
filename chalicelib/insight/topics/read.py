"""What is known of topics: read for pages, for other domains, and for those who tell askers the answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from chalicelib.clock import SHANGHAI
from chalicelib.conversation import AskedMessage
from chalicelib.insight.questions import archive
from chalicelib.insight.questions.open_questions import UNANSWERED
from chalicelib.insight.topics import store
from chalicelib.insight.topics.errors import NoSuchTopic
from chalicelib.insight.topics.follow import family, follow
from chalicelib.insight.topics.masks import masked
from chalicelib.insight.topics.models import (
    AskedOfDay,
    Asker,
    Decided,
    Figures,
    QuestionTopic,
    Spike,
)
from chalicelib.insight.topics.spikes import goes_on

_EXAMPLES: Final = 5
_NAMING: Final = 8
"""Messages of which one may name a topic: the others may have been erased."""


def question_topics(
    account_id: str,
    day: date,
    *,
    ignored: bool = False,
    only: Collection[str] | None = None,
    now: datetime | None = None,
) -> list[QuestionTopic]:
    """The topics of an account that three people or more asked about on ``day`` (Asia/Shanghai), the most asked first;
    also those below that an editor has decided on.

    Empty for a day that was never counted. With ``ignored`` also those that an editor set aside; with ``only`` those
    of them that have one of these ids. ``now`` (aware) tells whether a spike still goes on; without it none does.
    """
    decided = store.decisions(account_id)
    found = _of_day(account_id, day, decided, ignored=ignored)
    if only is not None:
        found = [one for one in found if one.id in only]
    return _topics(account_id, found, decided, _spiking(account_id, now))


def outlines(
    account_id: str, day: date, *, ignored: bool = False, now: datetime | None = None
) -> list[QuestionTopic]:
    """``question_topics`` without the words of any question, for whoever chooses some of many by their figures.

    No example stands in them, and the name is an editor's or the keywords.
    """
    decided = store.decisions(account_id)
    spiking = _spiking(account_id, now)
    return [
        _topic(account_id, one, decided, {}, one.id in spiking)
        for one in _of_day(account_id, day, decided, ignored=ignored)
    ]


def names_of(account_id: str, topic_ids: Iterable[str]) -> dict[str, str]:
    """What topics are called, each by itself also where it was merged into another; one of which nothing is left, by its id."""
    decided = store.decisions(account_id)
    named = {one: decided.get(one, _NOTHING).name for one in topic_ids}
    shown = {one: _shown(account_id, one) for one, name in named.items() if not name}
    words = archive.at_places(account_id, list(_unique(p for of in shown.values() for p in of)))
    for one, places in shown.items():
        named[one] = next((masked(words[p].text) for p in places if p in words), one)
    return named


def _shown(account_id: str, topic_id: str) -> Sequence[str]:
    """Messages that a topic may be called by, of its newest day. One that was merged on that day has no figures of it."""
    day = store.last_day(account_id, topic_id)
    if day is None:
        return ()
    found = store.figures(account_id, topic_id, day)
    return (
        found.shown if found else store.places_of_day(account_id, day).get(topic_id, ())[:_NAMING]
    )


def recent_spikes(account_id: str, since: datetime) -> list[Spike]:
    """The newest spike of each topic that was seen since then (aware), the latest first.

    One of a topic that was merged counts as the other's; one of a topic that an editor set aside is left out.
    """
    recent = [one for one in store.spikes_of(account_id).values() if one.last_seen >= since]
    decided = store.decisions(account_id) if recent else {}
    found: dict[str, Spike] = {}
    for one in sorted(recent, key=lambda one: one.began):
        topic = follow(one.topic, decided)
        if not decided.get(topic, _NOTHING).ignored:
            found[topic] = one.model_copy(update={"topic": topic})
    return sorted(found.values(), key=lambda one: one.began, reverse=True)


def _of_day(
    account_id: str, day: date, decided: Mapping[str, Decided], *, ignored: bool
) -> list[Figures]:
    found = [
        one
        for one in store.figures_of_day(account_id, day)
        if not decided.get(one.id, _NOTHING).into
        and (ignored or not decided.get(one.id, _NOTHING).ignored)
    ]
    found.sort(key=lambda one: (-one.people, one.id))
    return found


def question_topic(
    account_id: str, topic_id: str, *, day: date | None = None, now: datetime | None = None
) -> QuestionTopic:
    """One topic, of ``day`` or of the newest day on which it was worth showing.

    The id of a topic that was merged into another leads to that other. Raises ``NoSuchTopic``.
    """
    decided = store.decisions(account_id)
    topic_id = follow(topic_id, decided)
    of = day or store.last_day(account_id, topic_id)
    found = store.figures(account_id, topic_id, of) if of else None
    if found is None:
        raise NoSuchTopic(account_id, topic_id)
    return _topics(account_id, [found], decided, _spiking(account_id, now))[0]


def askers(account_id: str, topic_id: str, since: datetime, until: datetime) -> Iterator[Asker]:
    """Everybody who asked about a topic from ``since`` to ``until`` (aware, both included), each once, with their newest
    question; the newest asker first.

    Questions of topics that were merged into it belong to it. Left out are those whose message was erased or has
    expired, and messages from before the archive knew its senders. A topic that nobody knows has no askers.
    """
    places = list(_places(account_id, topic_id, since, until))
    newest: dict[str, Asker] = {}
    for sender in archive.senders(account_id, places):
        asked_at = datetime.fromtimestamp(sender.message.at, UTC)
        before = newest.get(sender.openid)
        if sender.openid and since <= asked_at <= until and (not before or before[1] <= asked_at):
            newest[sender.openid] = Asker(sender.openid, asked_at, sender.message.text)
    yield from sorted(newest.values(), key=lambda one: (one.asked_at, one.openid), reverse=True)


def asked_by_day(
    account_id: str, topic_id: str, since: date, until: date
) -> dict[date, AskedOfDay]:
    """People who asked about a topic on each day (Asia/Shanghai) from ``since`` to ``until``, both included.

    Every day stands in it, also one on which nobody asked. Counted from the archive of questions: what was erased or
    has expired is not counted any more.
    """
    first = datetime.combine(since, datetime.min.time(), SHANGHAI)
    last = datetime.combine(until, datetime.max.time(), SHANGHAI)
    kept = archive.at_places(account_id, list(_places(account_id, topic_id, first, last))).values()
    open_of: dict[tuple[date, str], bool] = {}
    for one in kept:
        key = (datetime.fromtimestamp(one.at, SHANGHAI).date(), one.who)
        open_of[key] = open_of.get(key, True) and one.rung in UNANSWERED
    days = {since + timedelta(days=nth): [0, 0] for nth in range((until - since).days + 1)}
    for (day, _), unanswered in open_of.items():
        if day in days:
            days[day][0] += 1
            days[day][1] += unanswered
    return {day: AskedOfDay(*counts) for day, counts in days.items()}


def questions_of(account_id: str, topic_id: str, day: date) -> list[AskedMessage]:
    """The questions of a topic on a day that are still in the archive, the newest first, as they were asked.

    Whoever shows them masks them (``masked``).
    """
    first = datetime.combine(day, datetime.min.time(), SHANGHAI)
    last = datetime.combine(day, datetime.max.time(), SHANGHAI)
    kept = archive.at_places(account_id, list(_places(account_id, topic_id, first, last)))
    return sorted(kept.values(), key=lambda one: (-one.at, one.key))


_NOTHING: Final = Decided(topic="", by="", at=datetime(1970, 1, 1, tzinfo=UTC))


def _places(account_id: str, topic_id: str, since: datetime, until: datetime) -> Iterator[str]:
    decided = store.decisions(account_id)
    wanted = family(follow(topic_id, decided), decided)
    day, last = since.astimezone(SHANGHAI).date(), until.astimezone(SHANGHAI).date()
    while day <= last:
        of_day = store.places_of_day(account_id, day)
        for one in wanted:
            yield from of_day.get(one, ())
        day += timedelta(days=1)


def _spiking(account_id: str, now: datetime | None) -> frozenset[str]:
    if now is None:
        return frozenset()
    found = store.spikes_of(account_id).values()
    return frozenset(one.topic for one in found if goes_on(one, now))


def _topics(
    account_id: str,
    found: Sequence[Figures],
    decided: Mapping[str, Decided],
    spiking: frozenset[str],
) -> list[QuestionTopic]:
    words = archive.at_places(account_id, list(_unique(p for one in found for p in one.shown)))
    return [_topic(account_id, one, decided, words, one.id in spiking) for one in found]


def _unique(places: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(places)


def _topic(
    account_id: str,
    one: Figures,
    decided: Mapping[str, Decided],
    words: Mapping[str, AskedMessage],
    spiking: bool,
) -> QuestionTopic:
    said = decided.get(one.id, _NOTHING)
    kept = [words[place] for place in one.shown if place in words]
    newest = sorted(kept, key=lambda message: (-message.at, message.key))
    examples = dict.fromkeys(masked(message.text) for message in newest)
    return QuestionTopic(
        id=one.id,
        account_id=account_id,
        day=one.day,
        name=said.name or (masked(kept[0].text) if kept else "、".join(one.keywords)) or one.id,
        named_by_hand=bool(said.name),
        keywords=one.keywords,
        asked_today=one.people,
        mean_7=sum(one.course[-7:]) / 7,
        mean_28=sum(one.course) / len(one.course) if one.course else 0.0,
        share_unanswered=one.unanswered / one.questions if one.questions else 0.0,
        regions=one.regions,
        examples=tuple(examples)[:_EXAMPLES],
        course=(*one.course, one.people),
        first_day=one.first_day,
        spiking=spiking,
        ignored=said.ignored,
        merged=family(one.id, decided)[1:],
    )
