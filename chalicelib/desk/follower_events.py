"""Events of followers: a request for a person, another message, leaving, a rating. They come from the stream."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from chalicelib import accounts, followers
from chalicelib.accounts import Agents
from chalicelib.desk import assignment
from chalicelib.desk.agents import routing
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.messages import store as message_store
from chalicelib.desk.messages import texts
from chalicelib.desk.models import Action, Ending, Moment, ServiceSession, Who
from chalicelib.desk.models import SessionState as S
from chalicelib.desk.sessions import lifecycle, store, updates
from chalicelib.desk.sessions.transitions import ROBOT, allows, move
from chalicelib.wechat.text import Message, Text

if TYPE_CHECKING:
    from chalicelib.conversation import Handover

_LOOKED_BACK: Final = 20
"""Messages among which the last one that was no tap is looked for."""
_SAME_MATTER: Final = 1800
"""Seconds: what was asked longer before is another matter."""


class FollowerMessage(NamedTuple):
    """A follower's message, as far as the desk needs it."""

    account: str
    openid: str
    key: str
    """The message's dedupe key: everything that follows from it is idempotent by it."""
    at: datetime
    """When it was written; aware."""
    text: str = ""
    """As agents read it (``texts.shown``)."""
    tapped: bool = False
    """It was a tap on a link: three messages may follow for a minute, not five for 48 hours (sheet §1.4, §2.7)."""
    spent: int = 0
    """Of these, so many went with the robot's answer."""


Offer = Callable[[ServiceSession, datetime], ServiceSession]
"""Offers a pending session to those who may have it; returns it as it is then. Twice is once."""


def open_session(
    message: FollowerMessage, handover: Handover, *, offer: Offer
) -> ServiceSession | None:
    """Hand a follower to the desk; returns their session, or None where the account has no desk of its own.

    A session that is pending then goes to ``offer``, always: nobody can open a session and leave it without one.
    Twice opens one session: its id follows from the message's key and time. A follower who has a session already
    keeps that one.
    """
    account_id, at = message.account, message.at
    if accounts.state(account_id).account.agents is not Agents.OWN:
        return None
    session_id = lifecycle.session_id(account_id, message.key, at)
    session = store.find(account_id, session_id) or _new(message, handover, session_id)
    if message.tapped:
        record_last_words(account_id, message.openid, at)
    _record(message)
    if session is None:
        session = followup(message)
    if session is None or session.state is not S.PENDING:
        return session
    return offer(session, at)


def followup(message: FollowerMessage) -> ServiceSession | None:
    """A follower with a session wrote again: the agent's time to answer and the budget begin anew.

    Returns the session; None where there is none. Twice, or late, changes nothing (``lifecycle.heard``).
    """
    account_id, at = message.account, message.at
    session_id = followers.state(account_id, message.openid, consistent=True).session
    if not session_id:
        return None
    _record(message)
    return updates.change(
        account_id,
        session_id,
        lambda before: lifecycle.heard(before, at, message.key, message.text),
        at,
    )


def unfollowed(account_id: str, openid: str, at: datetime) -> ServiceSession | None:
    """The follower stopped following: nothing reaches them any more. Twice changes nothing."""
    session_id = followers.state(account_id, openid, consistent=True).session
    if not session_id:
        return None

    def leave(before: ServiceSession) -> ServiceSession:
        if not allows(before, Action.LEAVE, Who.ROBOT):
            return before
        return move(
            before, Action.LEAVE, Who.ROBOT, at=at, by=ROBOT, resolved_at=at, ending=Ending.LEFT
        )

    session = updates.change(account_id, session_id, leave, at)
    if session is not None and session.owner:
        assignment.pull(account_id, session.owner, at)
    return session


def rate(account_id: str, openid: str, menu_id: str) -> int:
    """Store the rating that a tapped link gives; returns its stars, 0 where it is no such link.

    The first rating stays, so twice changes nothing.
    """
    found = texts.rating(menu_id)
    if found is None:
        return 0
    session_id, stars = found
    store.rate(account_id, session_id, openid, stars)
    return stars


def _record(message: FollowerMessage) -> None:
    message_store.record_inbound(
        message.account,
        message.openid,
        message.at,
        message.key,
        tapped=message.tapped,
        spent=message.spent,
    )


def _matter(message: FollowerMessage) -> str:
    """What the follower wants: their words, or where these only call for a person, what they asked before."""
    from chalicelib import conversation

    words = message.text
    if message.tapped or not conversation.asks_something(words):
        for one in reversed(conversation.latest(message.account, message.openid, _LOOKED_BACK)):
            push = one.push
            if not isinstance(push, Text) or push.menu_id or one.key == message.key:
                continue
            if push.created < message.at.timestamp() - _SAME_MATTER:
                break
            if conversation.asks_something(push.content):
                return push.content
    return words


def record_last_words(account_id: str, openid: str, until: datetime) -> None:
    """Count the right that the last message up to ``until`` gave: while the robot answers, nobody counts.

    Twice changes nothing (``reply_window.renewed``).
    """
    # Here, because the sweep and the queue load this module and need no messages.
    from chalicelib import conversation

    for one in reversed(conversation.latest(account_id, openid, _LOOKED_BACK)):
        push = one.push
        if not isinstance(push, Message) or getattr(push, "menu_id", None):
            continue
        at = datetime.fromtimestamp(push.created, UTC)
        if at <= until:
            spent = len(one.decision.follow_ups)
            _record(FollowerMessage(account_id, openid, one.key, at, spent=spent))
            return


def _new(message: FollowerMessage, handover: Handover, session_id: str) -> ServiceSession | None:
    """Put a session in the queue; None where the follower has another one."""
    account_id, at = message.account, message.at
    if followers.state(account_id, message.openid, consistent=True).session:
        return None  # the common case, before a number is given out
    teams = agent_store.teams(account_id)
    # The department of a question is a guess; a team of that name without agents would leave it waiting.
    known = handover.skill in routing.skills(agent_store.presences(account_id), teams)
    team = routing.route(handover.skill if known else "", teams.values())
    session = ServiceSession(
        id=session_id,
        ticket=handover.ticket,
        account=account_id,
        openid=message.openid,
        key=message.key,
        reason=handover.reason.value,
        skill=handover.skill,
        team=team.id,
        number=accounts.next_in_queue(account_id),
        summary=lifecycle.summary(_matter(message)),
        opened_at=at,
        waiting_since=at,
        heard_at=at,
        heard=lifecycle.mark_of(at, message.key),
        unanswered_since=at,
        history=(Moment(at=at, what="请求人工", by="粉丝"),),
    )
    session = session.model_copy(update={"due_at": lifecycle.due(session, team, at)})
    try:
        stored = store.add(session)
    except store.Occupied:
        stored = None
    if stored is None or stored.number != session.number:
        accounts.left_queue(account_id)  # nobody waits under this number
    return stored
