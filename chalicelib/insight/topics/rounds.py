"""The run: an account's questions of today are counted into topics, every few minutes, and yesterday once more when it is over.

A run begins from what was remembered and from the archive of questions alone, so it may stop anywhere and be run again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from chalicelib import accounts, conversation, knowledge, telemetry, units
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import queues
from chalicelib.conversation import AskedMessage
from chalicelib.insight.questions import archive, lately
from chalicelib.insight.topics import remember, spikes, store
from chalicelib.insight.topics.count import Counted, Day, count
from chalicelib.insight.topics.errors import CountedElsewhere
from chalicelib.insight.topics.follow import follow
from chalicelib.insight.topics.models import Decided, HotTopic, HotTopics, Memory, Spike
from chalicelib.insight.topics.regions import region_of
from chalicelib.insight.topics.second_view import View
from chalicelib.metrics import Metric
from chalicelib.settings import settings

EVERYBODY: Final = "*"
"""The message that begins a round; any other one names an account."""
EVERY: Final = 5
"""Minutes between rounds: what is five times the usual is found well within fifteen."""
_HOT: Final = 10
"""Topics of an account's day that are kept for who looks at many accounts."""
CLOSED_AFTER: Final = timedelta(minutes=20)
"""After midnight: by then the stream has told yesterday's last question."""

CLOSED_BY: Final = timedelta(hours=1)
"""After midnight: until then every round asks all accounts, so that one whose turn failed has another."""


class Ran(NamedTuple):
    """What a run came to."""

    day: date
    questions: int
    topics: int
    """Topics of the day, those that are not shown included."""
    shown: int
    new_spikes: tuple[Spike, ...]


def sweep(now: datetime) -> int:
    """Begin a round every ``EVERY`` minutes; returns the messages queued. Running it twice is harmless (``run``)."""
    if now.minute % EVERY:
        return 0
    queues.send(settings().topics_queue_url, EVERYBODY)
    return 1


def order(account_id: str) -> None:
    """Have one account counted now. Ordering it twice is harmless (``run``)."""
    queues.send(settings().topics_queue_url, account_id)


def carry_out(message: str, now: datetime) -> None:
    """Do what a message of the queue says: begin a round, or count one account.

    A round is of the accounts that were asked something lately; after midnight it is of all, to close the day before.
    Running it twice is harmless (``run``). An account that is gone is passed over; one that another function counts just
    now raises ``CountedElsewhere``, and the message comes back.
    """
    if message == EVERYBODY:
        found = lately.accounts(now)
        if CLOSED_AFTER <= _of_day(now) < CLOSED_BY:
            found = [state.account.id for state in accounts.states()]
        queues.send_all(settings().topics_queue_url, found)
        return
    try:
        run(message, now)
    except accounts.UnknownAccount:
        return


def run(account_id: str, now: datetime) -> list[Ran]:
    """Count an account's questions of today, and of yesterday where that day is over and was not counted since.

    Running it twice is harmless: the same questions give the same topics, a spike is told by the write that was first,
    and everything else is written over with the same. Raises ``UnknownAccount`` or ``CountedElsewhere``.
    """
    today = now.astimezone(SHANGHAI).date()
    yesterday = today - timedelta(days=1)
    done = []
    if _of_day(now) >= CLOSED_AFTER:
        closed = store.memory(account_id)[0].closed
        if closed is None or closed < yesterday:
            done.append(run_day(account_id, yesterday, now, close=True))
    return [*done, run_day(account_id, today, now)]


def _of_day(now: datetime) -> timedelta:
    """How much of the day (Asia/Shanghai) is over."""
    here = now.astimezone(SHANGHAI)
    return here - datetime.combine(here.date(), time(), SHANGHAI)


def run_day(account_id: str, day: date, now: datetime, *, close: bool = False) -> Ran:
    """Count one day of an account; ``close`` remembers that it is over.

    Days are counted in order: of a day before the last one that was counted, topics are found again by what is
    remembered today. Raises ``UnknownAccount`` or ``CountedElsewhere``.
    """
    unit = accounts.state(account_id).account.unit
    tree = {one.id: one for one in units.units()}
    before, mark = store.memory(account_id)
    decided, spiked = store.decisions(account_id), store.spikes_of(account_id)
    begins = datetime.combine(day, time(), SHANGHAI)
    of = Day(
        day=day,
        messages=_messages(account_id, begins),
        words=_words(account_id, before, decided),
        decided=decided,
        fixed=spiked.keys(),
        # Of a day that is over alone: vectors take longer than there is between two rounds.
        view=_view(account_id) if close else None,
        region=region_of(tree[unit], list(tree.values())) if unit in tree else (lambda _: ""),
    )
    counted = count(before, of)
    after = counted.memory
    if close and (after.closed is None or after.closed < day):
        after = after.model_copy(update={"closed": day})
    # What is remembered is written first: whatever is shown or told has an id that stays.
    if not store.put_memory(account_id, after, mark):
        raise CountedElsewhere(account_id)
    # Of a day with very many questions their places by themselves would take as much memory as the rest of the count.
    own = {name: map(archive.place_of, asked) for name, asked in counted.own.items()}
    store.put_places(account_id, day, own)
    store.put_day(account_id, day, counted.figures)
    store.put_hot(day, _hot(account_id, counted, decided, now))
    new = _tell(account_id, counted, decided, spiked, now) if day == _day(now) else ()
    return Ran(day, len(of.messages), len(counted.own), len(counted.figures), new)


def _hot(
    account_id: str, counted: Counted, decided: dict[str, Decided], now: datetime
) -> HotTopics:
    """The most asked topics of a day, those left out that an editor set aside or merged."""
    shown = []
    for one in sorted(counted.figures, key=lambda one: (-one.people, one.id)):
        said = decided.get(one.id)
        if said and (said.ignored or said.into):
            continue
        name = (said.name if said else "") or " ".join(one.keywords)
        if name:
            shown.append(
                HotTopic(id=one.id, name=name, people=one.people, unanswered=one.unanswered)
            )
    return HotTopics(account=account_id, topics=tuple(shown[:_HOT]), at=now)


def _view(account_id: str) -> View | None:
    """What makes vectors of an account's questions; None where its knowledge has none, or where the layer isn't attached."""
    if not knowledge.retrieval.dense_is_here():
        return None
    version = accounts.state(account_id).book_version
    key = conversation.knowledge_of(account_id, version)
    if key is None:
        return None
    try:
        compiled = knowledge.compiled.opened(key)
        meanings = compiled.meanings if compiled.meanings_key else None
    except knowledge.KnowledgeError:
        telemetry.logger.warning("topics without a second view", extra={"account": account_id})
        return None
    return None if meanings is None else meanings.of


def _messages(account_id: str, begins: datetime) -> list[AskedMessage]:
    """The messages of a day, oldest first: what a count asks of them alone, and the same words and people held once.

    On a policy day an account has hundreds of thousands, and all of them are needed at once: a topic has questions of
    every hour.
    """
    held: dict[str, str] = {}
    asked = archive.asked_messages(account_id, begins, begins + timedelta(days=1, seconds=-1))
    return [
        one._replace(
            text=held.setdefault(one.text, one.text),
            who=held.setdefault(one.who, one.who),
            rule="",
            entry="",
            score=None,
        )
        for one in asked
    ]


def _words(account_id: str, before: Memory, decided: dict[str, Decided]) -> dict[str, str]:
    places = {p for known in before.topics.values() for p in (*known.words, *known.before)}
    places.update(before.loose, *(one.words for one in decided.values()))
    kept = archive.at_places(account_id, sorted(places))
    return {place: message.text for place, message in kept.items()}


def _tell(
    account_id: str,
    counted: Counted,
    decided: dict[str, Decided],
    spiked: dict[str, Spike],
    now: datetime,
) -> tuple[Spike, ...]:
    """Write the spikes of now; those that are new are told, by the stream and by the metric."""
    asked = {
        name: group
        for name, group in counted.asked.items()
        if name not in decided or not decided[name].ignored
    }
    courses = {one.id: one.course for one in counted.figures} | _courses(
        counted, decided, asked.keys() - {one.id for one in counted.figures}, now
    )
    new: list[Spike] = []
    for rise in spikes.rises(asked, courses, counted.memory.hours, now):
        before = spiked.get(rise.topic)
        spike, is_new = spikes.seen(account_id, rise, before, now)
        if store.put_spike(spike, before) and is_new:
            new.append(spike)
            telemetry.count(Metric.TOPIC_SPIKED)
            telemetry.logger.warning(
                "a topic spikes",
                extra={"account": account_id, "topic": spike.topic, "people": spike.people},
            )
    return tuple(new)


def _courses(
    counted: Counted, decided: dict[str, Decided], names: Iterable[str], now: datetime
) -> dict[str, tuple[int, ...]]:
    day = _day(now)
    topics = counted.memory.topics
    own: dict[str, list[str]] = {}
    for name in topics:
        own.setdefault(follow(name, decided), []).append(name)
    return {
        name: remember.course([topics[one] for one in own.get(name, ())], day) for name in names
    }


def _day(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()
