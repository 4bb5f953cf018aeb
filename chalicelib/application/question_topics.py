"""问题话题: what followers ask about, as an editor sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from chalicelib import insight, people, topics
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for
from chalicelib.application.deeds import deeds
from chalicelib.clock import SHANGHAI
from chalicelib.conversation import AskedMessage
from chalicelib.topics import TITLE_CHARS, Topic, TopicState
from chalicelib.transitions import Deed

READ: Final = "insight:topic:read"
DECIDE: Final = "insight:topic:decide"
READ_BOARD: Final = "topics:topic:read"
LIST: Final = "list"
"""The deed of putting a topic on the board."""
RISING: Final = 2.0
"""A topic rises where it is asked so many times as often as in the days before."""
SPIKES_SHOWN: Final = timedelta(days=1)
"""A spike stands above the list for so long after it was last seen."""
_LEFT_OPEN: Final = 0.5
_DEEDS: Final = {
    "rename": ("改名", DECIDE),
    "merge": ("并入", DECIDE),
    "part": ("恢复为单独的话题", DECIDE),
    "split": ("拆分", DECIDE),
    "ignore": ("忽略", DECIDE),
    "restore": ("恢复", DECIDE),
    "run": ("立即统计", DECIDE),
    LIST: ("列为选题", "topics:topic:edit"),
}


class OnlyTopics(StrEnum):
    """Some of the topics."""

    SPIKING = "spiking"
    RISING = "rising"
    """Against the seven days before."""
    RISING_28 = "rising_28"
    NEW = "new"
    """First met on that day."""
    OPEN = "open"
    """Half of its questions or more got no sure answer."""
    IGNORED = "ignored"
    """Set aside by an editor."""


class TopicOrder(StrEnum):
    """What stands first."""

    PEOPLE = "people"
    GROWTH_7 = "growth_7"
    GROWTH_28 = "growth_28"
    OPEN = "open"


def _rises(growth: float | None) -> bool:
    return growth is None or growth >= RISING


_ONLY: Final[dict[OnlyTopics, Callable[[insight.topics.QuestionTopic], bool]]] = {
    OnlyTopics.SPIKING: lambda one: one.spiking,
    OnlyTopics.RISING: lambda one: _rises(one.growth_7),
    OnlyTopics.RISING_28: lambda one: _rises(one.growth_28),
    OnlyTopics.NEW: lambda one: one.first_day == one.day,
    OnlyTopics.OPEN: lambda one: one.share_unanswered >= _LEFT_OPEN,
    OnlyTopics.IGNORED: lambda one: one.ignored,
}
_NEW: Final = float("inf")
"""How much a topic has grown that nobody asked before."""
_ORDERS: Final[dict[TopicOrder, Callable[[insight.topics.QuestionTopic], float]]] = {
    TopicOrder.PEOPLE: lambda one: one.asked_today,
    TopicOrder.GROWTH_7: lambda one: _NEW if one.growth_7 is None else one.growth_7,
    TopicOrder.GROWTH_28: lambda one: _NEW if one.growth_28 is None else one.growth_28,
    TopicOrder.OPEN: lambda one: one.share_unanswered,
}


class Spiked(NamedTuple):
    """A spike, and what its topic is called."""

    spike: insight.topics.Spike
    name: str
    goes_on: bool


class Topics(NamedTuple):
    """Some of the topics of a day."""

    day: date
    topics: list[insight.topics.QuestionTopic]
    more: bool
    number: int
    """All that fit."""
    spikes: list[Spiked]
    """Of the last day, the latest first, whatever is chosen of the topics."""
    on_board: dict[str, Topic]
    """Of the topics that were listed on the board: what they became."""
    deeds: tuple[Deed, ...]


class OneTopic(NamedTuple):
    """A topic with all that was decided of it."""

    account: OfficialAccount
    topic: insight.topics.QuestionTopic
    merged: dict[str, str]
    """Topics that were merged into it, by id: what they are called."""
    split_from: tuple[str, str] | None
    """Id and name of the topic that it was split off."""
    decided: insight.topics.Decided | None
    spike: insight.topics.Spike | None
    """Its newest spike."""
    on_board: Topic | None
    title: str
    """What a topic of the board may begin with: an editor's words, or those that three people or more have used."""
    deeds: tuple[Deed, ...]


class Questions(NamedTuple):
    """Some of the questions of a topic on a day, the newest first; not masked."""

    day: date
    questions: list[AskedMessage]
    number: int
    """All of the day."""
    more: bool


def topics_for(
    account_id: str,
    *,
    by: Actor,
    now: datetime,
    day: date | None = None,
    only: OnlyTopics | None = None,
    words: str = "",
    order: TopicOrder = TopicOrder.PEOPLE,
    ignored: bool = False,
    after: str = "",
    limit: int = 20,
) -> Topics:
    """The topics of a day (today). Raises ``UnknownAccount`` or ``PermissionDenied``.

    ``after`` is the id of the last one of the page before.
    """
    account = account_for(by, READ, account_id)
    of = day or now.astimezone(SHANGHAI).date()
    read = insight.topics.question_topics if words.strip() else insight.topics.outlines
    found = [
        one
        for one in read(account_id, of, ignored=ignored or only is OnlyTopics.IGNORED, now=now)
        if (only is None or _ONLY[only](one)) and _speaks_of(one, words)
    ]
    found.sort(key=_ORDERS[order], reverse=True)  # alike ones stay in the order of people
    ids = [one.id for one in found]
    start = ids.index(after) + 1 if after in ids else 0
    shown = ids[start : start + limit]
    worded = {
        one.id: one
        for one in insight.topics.question_topics(
            account_id, of, ignored=True, only=frozenset(shown), now=now
        )
    }
    page = [worded[one] for one in shown if one in worded]
    return Topics(
        day=of,
        topics=page,
        more=len(found) > start + limit,
        number=len(found),
        spikes=_spikes(account_id, now),
        on_board=on_board(account_id, page, by),
        deeds=deeds(people.permissions_of(by, account.unit), _DEEDS),
    )


def topic_for(
    account_id: str, topic_id: str, *, by: Actor, now: datetime, day: date | None = None
) -> OneTopic:
    """One topic. Raises ``NoSuchTopic``, ``UnknownAccount`` or ``PermissionDenied``."""
    account = account_for(by, READ, account_id)
    topic = insight.topics.question_topic(account_id, topic_id, day=day, now=now)
    said = insight.topics.decisions(account_id).get(topic.id)
    of = said.split_from if said else ""
    names = insight.topics.names_of(account_id, [*topic.merged, *([of] if of else [])])
    became = on_board(account_id, [topic], by).get(topic.id)
    return OneTopic(
        account=account,
        topic=topic,
        merged={one: names[one] for one in topic.merged},
        split_from=(of, names[of]) if of else None,
        decided=said,
        spike=next(
            (one for one in insight.topics.spikes_of(account_id).values() if one.topic == topic.id),
            None,
        ),
        on_board=became,
        title=(topic.name if topic.named_by_hand else "、".join(topic.keywords))[:TITLE_CHARS],
        deeds=deeds(people.permissions_of(by, account.unit), _DEEDS, _blocked(topic, became)),
    )


def questions_for(
    account_id: str,
    topic_id: str,
    *,
    by: Actor,
    day: date | None = None,
    after: str = "",
    limit: int = 20,
) -> Questions:
    """The questions of a topic on a day, or on the newest on which it was worth showing.

    ``after`` is the place of the last one of the page before. Raises what ``topic_for`` raises.
    """
    account_for(by, READ, account_id)
    topic = insight.topics.question_topic(account_id, topic_id)
    of = day or topic.day
    found = insight.topics.questions_of(account_id, topic.id, of)
    places = [insight.topics.place_of(one) for one in found]
    start = places.index(after) + 1 if after in places else 0
    return Questions(of, found[start : start + limit], len(found), len(found) > start + limit)


def on_board(
    account_id: str, found: Iterable[insight.topics.QuestionTopic], by: Actor
) -> dict[str, Topic]:
    """What topics of questions became on boards that this person sees, by their ids; a dropped topic is none."""
    listed = topics.of_clusters(account_id)
    became = {one.id: _standing(listed, one, by) for one in found} if listed else {}
    return {one: topic for one, topic in became.items() if topic is not None}


def _standing(
    listed: Mapping[str, list[str]], one: insight.topics.QuestionTopic, by: Actor
) -> Topic | None:
    known = [topics.get(of) for cluster in (one.id, *one.merged) for of in listed.get(cluster, ())]
    standing = [
        topic
        for topic in known
        if topic.state is not TopicState.DROPPED and people.may(by, READ_BOARD, topic.unit)
    ]
    # What further was made of an answer has a parent: the topic that it began with comes first.
    return min(standing, key=lambda topic: (bool(topic.parent), topic.made_at), default=None)


def _spikes(account_id: str, now: datetime) -> list[Spiked]:
    found = insight.topics.recent_spikes(account_id, now - SPIKES_SHOWN)
    names = insight.topics.names_of(account_id, [one.topic for one in found])
    return [Spiked(one, names[one.topic], insight.topics.goes_on(one, now)) for one in found]


def _blocked(topic: insight.topics.QuestionTopic, became: Topic | None) -> dict[str, str]:
    blocked = {"ignore": "已经忽略"} if topic.ignored else {"restore": "没有忽略"}
    if became is not None:
        blocked[LIST] = "已列为选题"
    return blocked


def _speaks_of(topic: insight.topics.QuestionTopic, words: str) -> bool:
    wanted = words.strip().casefold()
    return wanted in "\n".join((topic.name, *topic.keywords, *topic.examples)).casefold()
