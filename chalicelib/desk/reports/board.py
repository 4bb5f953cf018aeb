"""The desk at one look: who waits and in which place, who has whom, who is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from pydantic import AwareDatetime

from chalicelib import people
from chalicelib.actor import Actor
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.agents.acting import permitted
from chalicelib.desk.agents.hours import current_or_next
from chalicelib.desk.labels import ESCALATION_NAMES, EXTERNAL_NAME, REASON_NAMES, STATE_NAMES
from chalicelib.desk.messages import store as message_store
from chalicelib.desk.models import EXTERNAL, Presence, ServiceSession, SessionState, Team
from chalicelib.desk.sessions import lifecycle, store
from chalicelib.desk.sessions.deeds import deeds_of
from chalicelib.transitions import Deed
from chalicelib.values import Value


class DeskRow(Value):
    """One session in a list."""

    id: str
    ticket: str
    state: SessionState
    state_name: str
    owner: str
    owner_name: str
    team: str
    team_name: str
    skill: str
    reason: str
    summary: str
    opened_at: AwareDatetime
    heard_at: AwareDatetime
    waiting_since: AwareDatetime
    unanswered_since: AwareDatetime | None
    window_ends: AwareDatetime
    """After this WeChat takes nothing until they write again."""
    left: int | None
    """Messages that WeChat still takes; None where nobody asked for them."""
    position: int
    """In the queue, as the follower is told; 0 for who has an agent."""
    escalated: str
    """Empty, or how far it was escalated."""
    take: Deed


class Seat(Value):
    """An agent."""

    id: str
    name: str
    team: str
    skills: tuple[str, ...]
    presence: str
    """``online``, ``break`` or ``offline``."""
    load: int
    capacity: int


class TeamSeen(Value):
    """A team, as one passes sessions to it."""

    id: str
    name: str
    skills: tuple[str, ...]
    lead: str


class Board(Value):
    """The desk of an account."""

    account: str
    at: AwareDatetime
    """Of this look: ages are counted from it, whatever the reader's clock says."""
    me: Seat | None
    """None for who is no agent here."""
    supervises: bool
    presence: Deed
    """Whether one may come on duty and go."""
    open_now: bool
    changes_at: AwareDatetime | None
    """When the desk closes, or opens next; None: never."""
    waiting: tuple[DeskRow, ...]
    """In the order of the queue."""
    mine: tuple[DeskRow, ...]
    others: tuple[DeskRow, ...]
    """With other agents and at the hotline."""
    seats: tuple[Seat, ...]
    teams: tuple[TeamSeen, ...]


def board(account_id: str, *, by: Actor, now: datetime, hotline: bool = False) -> Board:
    """The desk as this person sees it. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    reader = permitted(account_id, by, "desk:session:read")
    held = people.permissions_of(by, reader.unit)
    everybody, teams = agent_store.presences(account_id), agent_store.teams(account_id)
    mine = next((one for one in everybody if one.agent.id == by.person), None)
    supervises = "desk:session:supervise" in held
    sessions = store.live_sessions(account_id)
    waiting = [one for one in sessions if one.state is SessionState.PENDING]
    places = {one.id: place for place, one in enumerate(waiting, 1)}
    names = names_of(everybody)
    message_store.budgets_ahead(
        account_id, [one.openid for one in sessions if one.owner == by.person]
    )

    def row(session: ServiceSession) -> DeskRow:
        own = session.owner == by.person
        [take, *_] = deeds_of(
            session,
            by.person,
            mine,
            held,
            supervises=supervises,
            lead=_leads(session, teams, by.person),
            hotline=hotline,
        )
        left = message_store.budget(account_id, session.openid).left(now) if own else None
        position = places.get(session.id, 0)
        return _row(session, teams, names, left, position, take)

    stretch = current_or_next((team.hours for team in teams.values()), now)
    opens, closes = stretch or (None, None)
    open_now = opens is not None and opens <= now
    return Board(
        account=account_id,
        at=now,
        me=_seat(mine) if mine else None,
        supervises=supervises,
        presence=_presence(mine, held),
        open_now=open_now,
        changes_at=closes if open_now else opens,
        waiting=tuple(map(row, waiting)),
        mine=tuple(row(one) for one in sessions if one.owner == by.person),
        others=tuple(row(one) for one in sessions if one.owner and one.owner != by.person),
        seats=tuple(map(_seat, everybody)),
        teams=tuple(
            TeamSeen(id=one.id, name=one.name, skills=one.skills, lead=one.lead)
            for one in teams.values()
        ),
    )


def read_ahead(account_id: str) -> list[Callable[[], object]]:
    """What ``board`` will ask for, as questions that can be put side by side beforehand."""
    return [
        lambda: agent_store.read_ahead(account_id),
        lambda: store.live_sessions(account_id),
    ]


def names_of(everybody: Sequence[Presence]) -> dict[str, str]:
    """Names of the owners that a session can have."""
    return {one.agent.id: one.agent.name for one in everybody} | {EXTERNAL: EXTERNAL_NAME, "": ""}


def _leads(session: ServiceSession, teams: Mapping[str, Team], person: str) -> bool:
    team = teams.get(session.team)
    return team is not None and team.lead == person


def _presence(mine: Presence | None, held: frozenset[str]) -> Deed:
    why = "" if "desk:presence:set" in held else "您的角色不能接待粉丝"
    if not why and mine is None:
        why = "您还没有登记为这个公众号的坐席，请总编或运维在“坐席设置”里登记"
    return Deed(name="presence", label="上线", allowed=not why, why=why)


def _seat(one: Presence) -> Seat:
    presence = "online" if one.on_duty else "break" if one.on_break else "offline"
    return Seat(
        id=one.agent.id,
        name=one.agent.name,
        team=one.agent.team,
        skills=one.agent.skills,
        presence=presence,
        load=one.load,
        capacity=one.agent.capacity,
    )


def _row(
    session: ServiceSession,
    teams: Mapping[str, Team],
    names: Mapping[str, str],
    left: int | None,
    position: int,
    take: Deed,
) -> DeskRow:
    team = teams.get(session.team)
    return DeskRow(
        id=session.id,
        ticket=session.ticket,
        state=session.state,
        state_name=STATE_NAMES[session.state],
        owner=session.owner,
        owner_name=names.get(session.owner, session.owner),
        team=session.team,
        team_name=team.name if team else session.team,
        skill=session.skill,
        reason=REASON_NAMES.get(session.reason, session.reason),
        summary=session.summary,
        opened_at=session.opened_at,
        heard_at=session.heard_at,
        waiting_since=session.waiting_since,
        unanswered_since=session.unanswered_since,
        window_ends=session.heard_at + lifecycle.WINDOW,
        left=left,
        position=position,
        escalated=ESCALATION_NAMES[session.escalated],
        take=take,
    )
