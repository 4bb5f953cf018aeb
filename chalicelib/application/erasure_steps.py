"""The steps of an erasure, in order. Each erases what is there and remembers nothing: run again it finds what is left.

What leads to other data goes last: a session is found from the message that asked for it, a question in the archive
from the message that asked it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, NamedTuple

from chalicelib import (
    appointments,
    broadcasts,
    conversation,
    desk,
    followers,
    hotline,
    insight,
    notices,
    topics,
)
from chalicelib.application.follower_data import KINDS
from chalicelib.cloud import queues
from chalicelib.followers import Erasure
from chalicelib.settings import settings


@dataclass(slots=True)
class Portion:
    """One worker's part of an erasure."""

    erasure: Erasure
    now: datetime
    most: int
    erased: int = 0
    busy: bool = False
    """Whether something was left that is in use at this moment."""
    sessions: dict[str, bool] = field(default_factory=dict)
    """Sessions that were looked at, and whether they are erased."""

    @property
    def account(self) -> str:
        """Id of the account."""
        return self.erasure.account

    @property
    def openid(self) -> str:
        """The person."""
        return self.erasure.openid

    @property
    def cut(self) -> int:
        """What is younger stays; Unix seconds."""
        return int(self.erasure.cut.timestamp())

    @property
    def full(self) -> bool:
        """Whether the rest is another portion's."""
        return self.erased >= self.most


class Step(NamedTuple):
    """One row: whose data, and how they go."""

    what: str
    erase: Callable[[Portion], None]


def _held_session(portion: Portion) -> None:
    """End the session that goes on, so that nobody writes into it any more."""
    held = followers.state(portion.account, portion.openid, consistent=True).session
    if held and _erase_session(portion, held):
        desk.erasure.release(portion.account, portion.openid, held)


def _pushes(portion: Portion) -> None:
    for one in conversation.erasure.kept(portion.account, portion.openid, portion.cut):
        if portion.full:
            return
        if one.recorded.decision.handover is not None:
            at = datetime.fromtimestamp(one.at, UTC)
            asked = desk.erasure.session_id(portion.account, one.key, at)
            _erase_session(portion, asked)
        insight.erasure.erase(one.recorded)
        conversation.erasure.erase(portion.account, portion.openid, one)
        portion.erased += 1
    conversation.erasure.erase_marks(portion.account, portion.openid)


def _lines(portion: Portion) -> None:
    for line in desk.erasure.lines(portion.account, portion.openid):
        if portion.full:
            return
        of_erased = bool(line.session) and _erase_session(portion, line.session)
        if not of_erased and int(line.at.timestamp()) > portion.cut:
            continue
        if desk.erasure.erase_line(line, portion.now):
            portion.erased += 1
        else:
            portion.busy = True


def _transcripts(portion: Portion) -> None:
    portion.erased += desk.erasure.erase_transcripts(
        portion.account, portion.openid, portion.cut, portion.most - portion.erased
    )


def _agreements(portion: Portion) -> None:
    portion.erased += topics.agreements.erase(portion.account, portion.openid, portion.cut)


def _appointments(portion: Portion) -> None:
    portion.erased += appointments.erasure.erase(
        portion.account, portion.openid, portion.cut, portion.now
    )


def _reminders(portion: Portion) -> None:
    portion.erased += broadcasts.store.erase(portion.account, portion.openid)


def _notices(portion: Portion) -> None:
    portion.erased += notices.erasure.erase(portion.account, portion.openid, portion.cut)


def _budget(portion: Portion) -> None:
    portion.erased += desk.erasure.erase_budget(portion.account, portion.openid, portion.cut)


def _pseudonym(portion: Portion) -> None:
    portion.erased += insight.erasure.erase_pseudonym(portion.account, portion.openid)


def _others(portion: Portion) -> None:
    portion.erased += followers.erasure_store.erase_others(portion.erasure, KINDS)


def _queues(portion: Portion) -> None:
    """Take tasks that were given up off their queue; those that wait find nothing to do when their turn comes."""
    portion.erased += queues.drop_given_up(settings().outgoing_queue_url, portion.openid)


def _roll(portion: Portion) -> None:
    portion.erased += followers.roll.erase(
        portion.account, portion.openid, portion.cut, portion.now
    )


def _tags(portion: Portion) -> None:
    portion.erased += followers.tags.erase(portion.account, portion.openid, portion.cut)


def _state(portion: Portion) -> None:
    portion.erased += followers.erasure_store.erase_state(portion.erasure)


STEPS: Final = (
    Step("the session that goes on", _held_session),
    Step("messages and events, with what follows from each", _pushes),
    Step("what was said in sessions", _lines),
    Step("transcripts of WeChat's own client", _transcripts),
    Step("what they wanted to be told, and were", _agreements),
    Step("what they booked at halls", _appointments),
    Step("live streams of which they want to be reminded", _reminders),
    Step("consents to subscription notices, and notices", _notices),
    Step("what WeChat still takes", _budget),
    Step("the pseudonym, without which the archive of facts is nobody's", _pseudonym),
    Step("items that no domain of this version knows", _others),
    Step("tasks that were given up", _queues),
    Step("tags that rules gave", _tags),
    Step("the roll", _roll),
    Step("the follower's state", _state),
)


def _erase_session(portion: Portion, session_id: str) -> bool:
    """Erase a session with its case at the hotline; False where it is younger than the cut."""
    if session_id not in portion.sessions:
        portion.sessions[session_id] = _do_erase_session(portion, session_id)
    return portion.sessions[session_id]


def _do_erase_session(portion: Portion, session_id: str) -> bool:
    session = desk.erasure.session_of(portion.account, session_id, portion.openid)
    if session is not None and int(session.opened_at.timestamp()) > portion.cut:
        return False
    if session is not None:
        desk.erasure.end_session(session, portion.now)
    hotline.erasure.erase_case(portion.account, session_id, portion.now)
    if session is not None:
        desk.erasure.hide_session(session)
    return True
