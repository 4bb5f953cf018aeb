"""Who is there, and who gets whom: on and off duty, assigning, taking, passing on.

| pk | sk | attributes |
|---|---|---|
| ``DESK#{account}`` | ``CLOCK`` | nothing but its place in ``GSI1``: when the desk opens or closes next |
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from chalicelib import accounts
from chalicelib.clock import stamp
from chalicelib.cloud import table
from chalicelib.desk.agents import routing
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.agents.hours import current_or_next, open_at
from chalicelib.desk.agents.store import DUE
from chalicelib.desk.errors import (
    InvalidInput,
    NoCapacity,
    NothingWaiting,
    SessionChanged,
    SessionTaken,
)
from chalicelib.desk.models import EXTERNAL, Presence, ServiceSession
from chalicelib.desk.models import SessionState as S
from chalicelib.desk.sessions import lookup, store, updates
from chalicelib.desk.sessions.transitions import ROBOT, Action, Who, find, move

CLOCK: Final = "CLOCK"


def go_on_duty(account_id: str, agent_id: str, now: datetime) -> list[ServiceSession]:
    """The agent comes on duty; returns what was assigned to them at once. Raises ``UnknownAgent``."""
    agent_store.on_duty(account_id, agent_id, now)
    refresh(account_id, now)
    return pull(account_id, agent_id, now)


def go_off_duty(
    account_id: str, agent_id: str, now: datetime, *, hand_back: bool
) -> list[ServiceSession]:
    """The agent goes off duty; returns the sessions given back to the queue, or (without) those they keep."""
    agent_store.off_duty(account_id, agent_id)
    refresh(account_id, now)
    if hand_back:
        return give_back(account_id, agent_id, now, by=agent_id, note="坐席离岗")
    return [one for one in store.live(account_id) if one.owner == agent_id]


def give_back(
    account_id: str, agent_id: str, now: datetime, *, by: str, note: str
) -> list[ServiceSession]:
    """Every session of an agent goes back to its old place in the queue, and on to others who are free.

    Run twice, it finds nothing the second time.
    """
    returned = []
    for session in store.live(account_id):
        if session.owner != agent_id:
            continue
        try:
            returned.append(_requeue(session, Who.ROBOT, now, by=by, note=note))
        except SessionChanged:
            continue  # resolved or passed on this very moment
    return [assign(session, now) for session in returned]


def agent_is_absent(session: ServiceSession) -> bool:
    """Whether a follower has waited too long for an answer of an agent who is off duty and kept the session."""
    if session.state is not S.OPEN or not session.escalated or session.unanswered_since is None:
        return False
    if session.owner == EXTERNAL:
        return False
    there = {one.agent.id for one in agent_store.presences(session.account) if one.on_duty}
    return session.owner not in there


def reclaim(session: ServiceSession, now: datetime, *, by: str, note: str) -> ServiceSession:
    """Take a session back to its old place in the queue, and on to who is free. Raises ``SessionChanged``."""
    return assign(_requeue(session, Who.ROBOT, now, by=by, note=note), now)


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
        return []  # is given what is handed out, and nothing else
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


def take(account_id: str, agent_id: str, ref: str | None, now: datetime) -> ServiceSession:
    """An agent takes the session that ``ref`` names, or the next one they may have.

    Raises ``UnknownAgent``, ``UnknownSession``, ``NothingWaiting``, ``SessionTaken``, ``NoCapacity`` or ``IllegalAction``.
    """
    presence = agent_store.presence(account_id, agent_id)
    if ref is None:
        for session in _offered(presence, account_id):
            try:
                return _take(session, agent_id, now)
            except (SessionChanged, SessionTaken):
                continue
        raise NothingWaiting
    session = lookup.find(account_id, ref, now)
    if session.owner == agent_id and session.state is S.OPEN:
        return session
    return _take(session, agent_id, now)


def transfer(
    account_id: str,
    agent_id: str,
    ref: str,
    now: datetime,
    *,
    agent: str = "",
    team: str = "",
    skill: str = "",
    note: str = "",
) -> ServiceSession:
    """Pass a session on: to an agent who has room, or back to the queue for a team or a skill.

    Raises ``InvalidInput``, ``UnknownAgent``, ``UnknownTeam``, ``IllegalAction``, ``NoCapacity`` or ``SessionChanged``.
    """
    if bool(agent) == bool(team or skill):
        raise InvalidInput("转接给谁？请给出 --to 坐席，或 --team 组、--skill 专长。")
    session = lookup.find(account_id, ref, now)
    who = who_is(session, agent_id)
    if agent:
        agent_store.presence(account_id, agent)
        if agent == session.owner:
            raise InvalidInput(f"会话 {session.ticket} 本来就由坐席“{agent}”负责。")
        passed = move(
            session,
            Action.TRANSFER,
            who,
            at=now,
            by=agent_id,
            note=f"→ {agent} {note}".strip(),
            **_owned(session, agent, now),
        )
        saved = updates.save(session, passed, now)
    else:
        target = agent_store.team(account_id, team) if team else None
        to = target or routing.route(skill, agent_store.teams(account_id).values())
        changes = {"team": to.id, "skill": skill or ("" if team else session.skill)}
        saved = assign(
            _requeue(session, who, now, by=agent_id, note=f"→ {to.name} {skill} {note}", **changes),
            now,
        )
    if session.owner:
        pull(account_id, session.owner, now)
    return saved


def who_is(session: ServiceSession, agent_id: str) -> Who:
    """What this agent is to the session. Raises ``UnknownAgent``."""
    agent_store.presence(session.account, agent_id)
    if session.owner == agent_id:
        return Who.OWNER
    if session.owner == EXTERNAL:
        return Who.LEAD  # a hotline is nobody's colleague: whoever is here may have it back
    if updates.team_of(session).lead == agent_id:
        return Who.LEAD
    return Who.RESCUER if session.owner and session.escalated else Who.AGENT


def staffed(session: ServiceSession, now: datetime) -> bool:
    """Whether anybody is at the desk for a session: on duty, within its team's hours."""
    there = any(one.on_duty for one in agent_store.presences(session.account))
    return there and open_at(updates.team_of(session).hours, now)


def refresh(account_id: str, now: datetime) -> None:
    """Count anew what replies need to know of the desk, and say when to count again.

    Idempotent: it writes what is so.
    """
    everybody = agent_store.presences(account_id)
    view = accounts.state(account_id, consistent=True).desk
    waiting = sum(session.state is S.PENDING for session in store.live(account_id))
    behind = agent_store.external_takes_over(account_id)
    stretch = current_or_next((team.hours for team in agent_store.teams(account_id).values()), now)
    opens, closes = stretch or (None, None)
    accounts.keep_desk(
        account_id,
        {
            # A hotline that takes followers by itself is somebody who is always there.
            "agents": len(everybody) + behind,
            "on_duty": sum(one.on_duty for one in everybody) + behind,
            "served": max(0, view.issued - waiting),
            "opens": int(opens.timestamp()) if opens and not behind else 0,
            "closes": int(closes.timestamp()) if closes and not behind else 0,
        },
    )
    clock: table.Item = {"pk": agent_store.partition(account_id), "sk": CLOCK}
    if everybody and closes is not None:
        clock |= {"gsi1pk": DUE, "gsi1sk": stamp(closes)}
    table.put(clock)


def _offered(presence: Presence, account_id: str) -> list[ServiceSession]:
    waiting = (one for one in store.live(account_id) if one.state is S.PENDING)
    everybody = agent_store.presences(account_id)
    return routing.queue(waiting, presence, everybody, agent_store.teams(account_id))


def _give(session: ServiceSession, agent_id: str, now: datetime) -> ServiceSession:
    given = move(
        session,
        Action.ASSIGN,
        Who.ROBOT,
        at=now,
        by=ROBOT,
        note=agent_id,
        **_owned(session, agent_id, now),
    )
    return updates.save(session, given, now)


def _take(session: ServiceSession, agent_id: str, now: datetime) -> ServiceSession:
    who = who_is(session, agent_id)
    if session.state is S.OPEN and find(session, Action.TRANSFER, who) is None:
        raise SessionTaken(session.ticket, session.owner)
    # A lead, or anybody once it escalated, takes over what another has: that is a transfer, to themselves.
    deed = Action.TRANSFER if session.state is S.OPEN else Action.TAKE
    taken = move(session, deed, who, at=now, by=agent_id, **_owned(session, agent_id, now))
    try:
        return updates.save(session, taken, now)
    except SessionChanged:
        fresh = store.find(session.account, session.id)
        if fresh is not None and fresh.state is S.OPEN:
            raise SessionTaken(fresh.ticket, fresh.owner) from None
        raise


def _owned(session: ServiceSession, agent_id: str, now: datetime) -> dict[str, Any]:
    first = session.first_assigned_at or now
    return {"owner": agent_id, "assigned_at": now, "first_assigned_at": first}


def _requeue(
    session: ServiceSession, who: Who, now: datetime, *, by: str, note: str, **changes: Any
) -> ServiceSession:
    back = move(
        session,
        Action.REQUEUE,
        who,
        at=now,
        by=by,
        note=note.strip(),
        owner="",
        **changes,
    )
    return updates.save(session, back, now)
