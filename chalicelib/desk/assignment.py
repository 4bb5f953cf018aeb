"""Assignment of sessions to agents: assigning, taking, passing on, giving back."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any, Final

from chalicelib.actor import Actor
from chalicelib.cloud import table
from chalicelib.cloud.afterwards import afterwards
from chalicelib.desk.agents import routing
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.agents.acting import Acting, acting
from chalicelib.desk.agents.hours import open_at
from chalicelib.desk.errors import (
    InvalidInput,
    NoCapacity,
    NothingWaiting,
    SessionChanged,
    SessionTaken,
)
from chalicelib.desk.models import EXTERNAL, Action, Presence, ServiceSession, Who
from chalicelib.desk.models import SessionState as S
from chalicelib.desk.notices import save_and_tell
from chalicelib.desk.sessions import store, updates
from chalicelib.desk.sessions.transitions import ROBOT, allows, move
from chalicelib.errors import Field

SPARE: Final = 1
"""Messages that the robot leaves to the next agent when it excuses an absent one."""


def give_back(
    account_id: str, agent_id: str, now: datetime, *, by: str, note: str, told: str = ""
) -> list[ServiceSession]:
    """Every session of an agent goes back to its old place in the queue, and is assigned to others who are free.

    ``told`` is what their followers hear of it. Run twice, it finds nothing the second time.
    """
    returned = []
    for session in store.live_sessions(account_id):
        if session.owner != agent_id:
            continue
        try:
            back = updates.act(
                account_id, session.id, now, partial(_requeue, now=now, by=by, note=note, told=told)
            )
        except SessionChanged:
            continue  # resolved or passed on this very moment
        returned.append(back)
    return [assign(session, now) for session in returned]


def agent_is_absent(session: ServiceSession) -> bool:
    """Whether a follower has waited too long for an answer of an agent who went off duty and kept the session."""
    if session.state is not S.OPEN or not session.escalated or session.unanswered_since is None:
        return False
    if session.owner == EXTERNAL:
        return False
    there = {one.agent.id for one in agent_store.presences(session.account) if one.on_duty}
    return session.owner not in there


def reclaim(
    session: ServiceSession, now: datetime, *, by: str, note: str, told: str
) -> ServiceSession:
    """Take a session back to its old place in the queue, and assign it to who is free; its follower is ``told``.

    Raises ``SessionChanged``.
    """
    return assign(_requeue(session, now=now, by=by, note=note, told=told), now)


def assign(session: ServiceSession, now: datetime) -> ServiceSession:
    """Give a waiting session to the longest idle agent who may have it; returns it as it is then.

    Outside its team's hours it waits: an agent may still take it. Many at once are harmless: the session's version
    and the agent's room are conditions of one transaction.
    """
    teams = agent_store.teams(session.account)
    if session.state is not S.PENDING or not open_at(updates.team_of(session).hours, now):
        return session
    for presence in routing.ranked(session, agent_store.presences(session.account), teams):
        try:
            return _give(session, presence.agent.id, now)
        except NoCapacity:
            continue
        except SessionChanged:
            return store.find(session.account, session.id) or session
    return session


def pull(account_id: str, agent_id: str, now: datetime) -> list[ServiceSession]:
    """Fill an agent's room from the queue, within working hours; returns what they got."""
    if agent_id == EXTERNAL:
        return []  # the hotline gets the sessions that are handed over, and no other
    presence, got = agent_store.presence(account_id, agent_id), list[ServiceSession]()
    if not routing.has_room(presence):
        return got
    for session in _offered(presence, account_id):
        if not open_at(updates.team_of(session).hours, now):
            continue
        try:
            got.append(_give(session, agent_id, now))
        except NoCapacity:
            break
        except SessionChanged:
            continue
    return got


def fill(account_id: str, agent_id: str, now: datetime) -> None:
    """``pull`` after something that is done: where it fails, the session that waits is assigned when it is due."""
    with afterwards("agent's next session"):
        pull(account_id, agent_id, now)


def take(account_id: str, ref: str | None, *, by: Actor, now: datetime) -> ServiceSession:
    """An agent takes the session that ``ref`` names, or (None) the next one they may have.

    Raises ``UnknownAgent``, ``UnknownSession``, ``NothingWaiting``, ``SessionTaken``, ``NoCapacity``,
    ``PermissionDenied`` or ``IllegalAction``.
    """
    agent = acting(account_id, by, "desk:session:take", now)
    presence = agent_store.presence(account_id, agent.agent_id)
    if ref is None:
        for session in _offered(presence, account_id):
            try:
                return _take(session, agent, now)
            except (SessionChanged, SessionTaken):
                continue
        raise NothingWaiting(account_id)

    def theirs(session: ServiceSession) -> ServiceSession:
        if session.owner == agent.agent_id and session.state is S.OPEN:
            return session
        return _take(session, agent, now)

    return updates.act(account_id, ref, now, theirs)


def transfer(
    account_id: str,
    ref: str,
    *,
    by: Actor,
    now: datetime,
    agent: str = "",
    team: str = "",
    skill: str = "",
    note: str = "",
) -> ServiceSession:
    """Pass a session on: to an agent who has room, or back to the queue for a team or a skill.

    Raises ``InvalidInput``, ``UnknownAgent``, ``UnknownTeam``, ``IllegalAction``, ``NoCapacity``,
    ``PermissionDenied`` or ``SessionChanged``.
    """
    if bool(agent) == bool(team or skill):
        raise InvalidInput(
            "转接给谁？请给出一位坐席，或者一个组、一项专长。", fields=[Field("to", "请写明转给谁")]
        )
    giver = acting(account_id, by, "desk:session:transfer", now)
    to_whom = (
        partial(_to_agent, agent=agent) if agent else partial(_to_queue, team=team, skill=skill)
    )

    def pass_on(session: ServiceSession) -> ServiceSession:
        saved = to_whom(session, giver, now, note=note)
        if session.owner:
            fill(account_id, session.owner, now)
        return saved

    return updates.act(account_id, ref, now, pass_on)


def who_is(session: ServiceSession, agent_id: str) -> Who:
    """The part that this agent has in the session. Raises ``UnknownAgent``."""
    agent_store.presence(session.account, agent_id)
    if session.owner == agent_id:
        return Who.OWNER
    if session.owner == EXTERNAL:
        return Who.LEAD  # whoever is at the desk may take a session back from the hotline
    if updates.team_of(session).lead == agent_id:
        return Who.LEAD
    return Who.RESCUER if session.owner and session.escalated else Who.AGENT


def part_of(session: ServiceSession, agent: Acting) -> Who:
    """The part that this person has in the session: who supervises the desk is a lead of every team.

    Raises ``UnknownAgent``.
    """
    if session.owner != agent.agent_id and agent.supervises:
        return Who.LEAD
    return who_is(session, agent.agent_id)


def staffed(session: ServiceSession, now: datetime) -> bool:
    """Whether the desk is staffed for a session: somebody is on duty, within its team's hours."""
    there = any(one.on_duty for one in agent_store.presences(session.account))
    return there and open_at(updates.team_of(session).hours, now)


def _offered(presence: Presence, account_id: str) -> list[ServiceSession]:
    waiting = (one for one in store.live_sessions(account_id) if one.state is S.PENDING)
    everybody = agent_store.presences(account_id)
    return routing.queue(waiting, presence, everybody, agent_store.teams(account_id))


def _give(session: ServiceSession, agent_id: str, now: datetime) -> ServiceSession:
    given = move(
        session,
        Action.ASSIGN,
        Who.ROBOT,
        at=now,
        by=ROBOT,
        to=agent_id,
        **_owned(session, agent_id, now),
    )
    return updates.save(session, given, now)


def _take(session: ServiceSession, agent: Acting, now: datetime) -> ServiceSession:
    who = part_of(session, agent)
    if session.state is S.OPEN and not allows(session, Action.TRANSFER, who):
        raise SessionTaken(session.account, session.ticket, session.owner)
    # A lead, or anybody once it escalated, takes over another agent's session: a transfer, to themselves.
    action = Action.TRANSFER if session.state is S.OPEN else Action.TAKE
    taken = move(
        session,
        action,
        who,
        at=now,
        by=agent.agent_id,
        **_owned(session, agent.agent_id, now),
    )
    try:
        return updates.save(session, taken, now, also=[_entry(agent, session, taken, now)])
    except SessionChanged:
        fresh = store.find(session.account, session.id)
        if fresh is not None and fresh.state is S.OPEN:
            if fresh.owner == agent.agent_id:
                return fresh  # it was given to them this very moment
            raise SessionTaken(fresh.account, fresh.ticket, fresh.owner) from None
        raise


def _to_agent(
    session: ServiceSession, giver: Acting, now: datetime, *, agent: str, note: str
) -> ServiceSession:
    who = part_of(session, giver)
    agent_store.presence(session.account, agent)
    if agent == session.owner:
        raise InvalidInput(f"会话 {session.ticket} 本来就由坐席“{agent}”负责。")
    passed = move(
        session,
        Action.TRANSFER,
        who,
        at=now,
        by=giver.agent_id,
        to=agent,
        note=note,
        **_owned(session, agent, now),
    )
    return updates.save(session, passed, now, also=[_entry(giver, session, passed, now)])


def _to_queue(
    session: ServiceSession, giver: Acting, now: datetime, *, team: str, skill: str, note: str
) -> ServiceSession:
    target = agent_store.team(session.account, team) if team else None
    to = target or routing.route(skill, agent_store.teams(session.account).values())
    passed = _returned(
        session,
        part_of(session, giver),
        now,
        by=giver.agent_id,
        note=f"→ {to.name} {skill} {note}",
        team=to.id,
        skill=skill or ("" if team else session.skill),
    )
    entry = _entry(giver, session, passed, now)
    return assign(updates.save(session, passed, now, also=[entry]), now)


def _entry(
    agent: Acting, before: ServiceSession, after: ServiceSession, now: datetime
) -> table.Action:
    changes = updates.changes(before, after)
    return agent.entry_action(f"session:{before.id}", now, changes=changes)


def _owned(session: ServiceSession, agent_id: str, now: datetime) -> dict[str, Any]:
    first = session.first_assigned_at or now
    return {"owner": agent_id, "assigned_at": now, "first_assigned_at": first}


def _requeue(
    session: ServiceSession, *, now: datetime, by: str, note: str, told: str
) -> ServiceSession:
    after = _returned(session, Who.ROBOT, now, by=by, note=note)
    if not told:
        return updates.save(session, after, now)
    return save_and_tell(session, after, told, now, spare=SPARE)


def _returned(
    session: ServiceSession, who: Who, now: datetime, *, by: str, note: str, **changes: Any
) -> ServiceSession:
    """The session back in the queue, in its old place."""
    return move(session, Action.REQUEUE, who, at=now, by=by, note=note.strip(), owner="", **changes)
