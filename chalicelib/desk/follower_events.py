"""What followers do to the desk: ask for a person, write on, leave, say how it was. Called from the stream."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from chalicelib import accounts, followers
from chalicelib.accounts import Agents
from chalicelib.desk import assignment
from chalicelib.desk.agents import routing
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.messages import store as message_store
from chalicelib.desk.messages import texts
from chalicelib.desk.models import Ending, Moment, ServiceSession
from chalicelib.desk.models import SessionState as S
from chalicelib.desk.sessions import lifecycle, store, updates
from chalicelib.desk.sessions.transitions import ROBOT, Action, Who, find, move
from chalicelib.wechat.messages import Message

_LOOKED_BACK: Final = 20
"""Messages among which the last one that was no tap is looked for."""


def open_session(
    account_id: str,
    openid: str,
    key: str,
    text: str,
    reason: str,
    ticket: str,
    skill: str,
    now: datetime,
    *,
    tapped: bool = False,
    spent: int = 0,
    offer: bool = True,
) -> ServiceSession | None:
    """Hand a follower to the desk; returns their session, or None where the account has no desk of its own.

    ``now`` is the time of the message ``key`` (aware), so that telling it twice opens one session: its id follows
    from both. A follower who has a session already keeps that one. ``tapped``: the message was a tap on a link,
    which lets three messages follow for a minute, not five for 48 hours (sheet §1.4, §2.7); ``spent`` of them went
    with the robot's answer. Without ``offer`` it is left to the caller who gets the session.
    """
    if accounts.state(account_id).account.agents is not Agents.OWN:
        return None
    session_id = lifecycle.session_id(account_id, key, now)
    session = store.find(account_id, session_id)
    if session is None:
        session = _new(account_id, openid, key, text, reason, ticket, skill, now, session_id)
    if tapped:
        _record_words_before(account_id, openid, now)
    message_store.record_inbound(account_id, openid, now, key, tapped=tapped, spent=spent)
    if session is None:
        return followup(account_id, openid, key, now, text, tapped=tapped, spent=spent)
    return assignment.assign(session, now) if offer and session.state is S.PENDING else session


def followup(
    account_id: str,
    openid: str,
    key: str,
    at: datetime,
    text: str = "",
    *,
    tapped: bool = False,
    spent: int = 0,
) -> ServiceSession | None:
    """A follower with a session wrote ``key`` at ``at``: the agent's clock and budget begin anew.

    Returns the session; None where there is none. Telling it twice, or late, changes nothing (``course.heard``).
    """
    session_id = followers.state(account_id, openid, consistent=True).session
    if not session_id:
        return None
    message_store.record_inbound(account_id, openid, at, key, tapped=tapped, spent=spent)
    return updates.change(
        account_id, session_id, lambda before: lifecycle.heard(before, at, key, text), at
    )


def unfollowed(account_id: str, openid: str, at: datetime) -> ServiceSession | None:
    """The follower stopped following: nothing reaches them any more. Telling it twice changes nothing."""
    session_id = followers.state(account_id, openid, consistent=True).session
    if not session_id:
        return None

    def leave(before: ServiceSession) -> ServiceSession:
        if find(before, Action.LEAVE, Who.ROBOT) is None:
            return before
        return move(
            before, Action.LEAVE, Who.ROBOT, at=at, by=ROBOT, resolved_at=at, ending=Ending.LEFT
        )

    session = updates.change(account_id, session_id, leave, at)
    if session is not None and session.owner:
        assignment.pull(account_id, session.owner, at)
    return session


def rate(account_id: str, openid: str, menu_id: str) -> int:
    """Keep the satisfaction that a tapped link says; returns its stars, 0 where it is no such link.

    The first word stands, so telling it twice changes nothing.
    """
    found = texts.rating(menu_id)
    if found is None:
        return 0
    session_id, stars = found
    store.rate(account_id, session_id, openid, stars)
    return stars


def _record_words_before(account_id: str, openid: str, now: datetime) -> None:
    """Count the right that the question before a tap gave: while the robot answered, nobody counted.

    Telling it twice changes nothing (``budget.renewed``).
    """
    # Here, because the sweep and the queue load this module and need no messages.
    from chalicelib import conversation

    for one in reversed(conversation.latest(account_id, openid, _LOOKED_BACK)):
        push = one.push
        if not isinstance(push, Message) or getattr(push, "menu_id", None):
            continue
        at = datetime.fromtimestamp(push.created, UTC)
        if at <= now:
            spent = len(one.decision.follow_ups)
            message_store.record_inbound(account_id, openid, at, one.key, tapped=False, spent=spent)
            return


def _new(
    account_id: str,
    openid: str,
    key: str,
    text: str,
    reason: str,
    ticket: str,
    skill: str,
    now: datetime,
    session_id: str,
) -> ServiceSession | None:
    """Put a session in the queue; None where the follower has another one."""
    if followers.state(account_id, openid, consistent=True).session:
        return None  # the common case, before a number is given out
    teams = agent_store.teams(account_id)
    # The department of a question is a guess; a team of that name without agents would leave it waiting.
    there = skill in routing.skills(agent_store.presences(account_id), teams)
    team = routing.route(skill if there else "", teams.values())
    session = ServiceSession(
        id=session_id,
        ticket=ticket,
        account=account_id,
        openid=openid,
        key=key,
        reason=reason,
        skill=skill,
        team=team.id,
        number=accounts.next_in_queue(account_id),
        summary=lifecycle.summary(text),
        opened_at=now,
        waiting_since=now,
        heard_at=now,
        heard=lifecycle.mark_of(now, key),
        unanswered_since=now,
        history=(Moment(at=now, what="请求人工", by="粉丝"),),
    )
    session = session.model_copy(update={"due_at": lifecycle.due(session, team, now)})
    try:
        stored = store.add(session)
    except store.Occupied:
        stored = None
    if stored is None or stored.number != session.number:
        accounts.left_queue(account_id)  # nobody waits under this number
    return stored
