"""Records of sessions (会话记录): searched within days, by what a session itself says; words of messages within limits.

Sessions lie by the day on which they were asked for. Nothing else of them is indexed: a search reads those days, and for
the words of messages the followers of at most ``MOST_READ`` sessions. What was left out is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from chalicelib import conversation
from chalicelib.actor import Actor
from chalicelib.clock import SHANGHAI
from chalicelib.desk.agents.acting import permitted
from chalicelib.desk.errors import InvalidInput
from chalicelib.desk.messages import store as message_store
from chalicelib.desk.messages.texts import shown
from chalicelib.desk.models import EXTERNAL, ServiceSession
from chalicelib.desk.quality import Score, scores_of_day
from chalicelib.desk.reports.stats import sessions_between
from chalicelib.errors import Field
from chalicelib.values import Value
from chalicelib.wechat.text import Message

MOST_DAYS: Final = 31
MOST_READ: Final = 100
"""Sessions whose messages are read for words, at most; two queries each."""
LIVE: Final = "live"
"""In the place of an ending: sessions that go on."""


class Wanted(Value):
    """What is looked for; what is empty narrows nothing."""

    since: date
    until: date
    """Days of Asia/Shanghai, both included."""
    agent: str = ""
    team: str = ""
    ending: str = ""
    """An ``Ending``, or ``live``."""
    stars: str = ""
    """``1`` to ``5``, ``low`` for up to two, ``none`` for no rating."""
    scored: str = ""
    """``yes`` or ``no``."""
    words: str = ""
    messages: bool = False
    """Whether the words are looked for in messages too."""


class Hit(Value):
    """A session that was found, and what a supervisor made of it."""

    session: ServiceSession
    score: Score | None


class Found(Value):
    """All that was found, latest first."""

    hits: tuple[Hit, ...]
    looked_at: int
    """Sessions of those days."""
    unread: int
    """Sessions whose messages were not read, because they are too many."""


def search(account_id: str, wanted: Wanted, *, by: Actor, now: datetime) -> Found:
    """The sessions that fit. Raises ``UnknownAccount``, ``PermissionDenied`` or ``InvalidInput``."""
    permitted(account_id, by, "desk:session:read")
    since, until = span_of(wanted.since, wanted.until)
    sessions = sessions_between(account_id, since, until)
    scores = {one.session: one for one in scores_between(account_id, wanted.since, wanted.until)}
    fit = [one for one in sessions if _fits(one, wanted, scores)]
    fit.sort(key=lambda one: (one.opened_at, one.id), reverse=True)
    unread = 0
    if wanted.words.strip():
        fit, unread = _with_words(fit, wanted.words.strip().casefold(), messages=wanted.messages)
    return Found(
        hits=tuple(Hit(session=one, score=scores.get(one.id)) for one in fit),
        looked_at=len(sessions),
        unread=unread,
    )


def span_of(since: date, until: date) -> tuple[datetime, datetime]:
    """From the first moment of a day to the last of another. Raises ``InvalidInput``."""
    if not 0 <= (until - since).days < MOST_DAYS:
        problem = f"起止日期要先后有序，一次最多查 {MOST_DAYS} 天"
        raise InvalidInput(f"{problem}。", fields=[Field("since", problem)])
    begin = datetime.combine(since, time(), SHANGHAI)
    end = datetime.combine(until + timedelta(days=1), time(), SHANGHAI) - timedelta(microseconds=1)
    return begin, end


def scores_between(account_id: str, since: date, until: date) -> list[Score]:
    """The scores of sessions that were asked for on these days."""
    days = (since + timedelta(days=n) for n in range((until - since).days + 1))
    return [score for day in days for score in scores_of_day(account_id, day)]


def _fits(session: ServiceSession, wanted: Wanted, scores: dict[str, Score]) -> bool:
    ending = LIVE if session.live else session.ending
    return all(
        (
            not wanted.agent or session.owner == wanted.agent,
            not wanted.team or session.team == wanted.team,
            not wanted.ending or ending == wanted.ending,
            _has_stars(session.rating, wanted.stars),
            not wanted.scored or (session.id in scores) == (wanted.scored == "yes"),
        )
    )


def _has_stars(rating: int, stars: str) -> bool:
    tests: dict[str, Callable[[int], bool]] = {
        "": lambda _: True,
        "none": lambda given: given == 0,
        "low": lambda given: 0 < given <= 2,
    }
    test = tests.get(stars)
    return test(rating) if test else str(rating) == stars


def _with_words(
    sessions: Sequence[ServiceSession], words: str, *, messages: bool
) -> tuple[list[ServiceSession], int]:
    """The sessions that have these words, and how many were not read for them."""
    found, read, unread = [], 0, 0
    for session in sessions:
        if has_words(session, words):
            found.append(session)
        elif messages and session.openid:
            if read >= MOST_READ:
                unread += 1
                continue
            read += 1
            if any(words in text.casefold() for text in said_in(session)):
                found.append(session)
    return found, unread


def has_words(session: ServiceSession, words: str) -> bool:
    """Whether its ticket, its request or a note in its history has these words (casefolded)."""
    notes = (one.note for one in session.history)
    return words in "\n".join((session.ticket, session.id, session.summary, *notes)).casefold()


def said_in(session: ServiceSession) -> Iterable[str]:
    """The words of a session: its follower's last fifty messages in its time, and what agents said in it."""
    ends = session.resolved_at
    for push in conversation.latest(session.account, session.openid):
        if not isinstance(push.push, Message):
            continue
        at = push.push.created
        if at >= session.opened_at.timestamp() - _BEFORE and (
            ends is None or at <= ends.timestamp()
        ):
            yield shown(push.push)
    for line in message_store.of_follower(session.account, session.openid):
        if line.session == session.id:
            yield line.text


_BEFORE: Final = 3600
"""Seconds before the request for a person that belong to its matter."""


def drawable(session: ServiceSession) -> bool:
    """Whether a session can be sampled for a check: over, and an agent of this desk had it."""
    return not session.live and bool(session.owner) and session.owner != EXTERNAL
