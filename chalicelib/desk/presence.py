"""Agents on and off duty, and the facts about the desk that replies need.

| pk | sk | attributes |
|---|---|---|
| ``DESK#{account}`` | ``CLOCK`` | nothing but its place in ``GSI1``: when the desk opens or closes next |
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib import accounts
from chalicelib.actor import Actor
from chalicelib.audit import Change
from chalicelib.clock import stamp
from chalicelib.cloud import table
from chalicelib.desk import assignment
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.agents.acting import acting
from chalicelib.desk.agents.hours import current_or_next
from chalicelib.desk.agents.store import DUE
from chalicelib.desk.models import ServiceSession
from chalicelib.desk.models import SessionState as S
from chalicelib.desk.sessions import store

CLOCK: Final = "CLOCK"


def go_on_duty(account_id: str, *, by: Actor, now: datetime) -> list[ServiceSession]:
    """The agent comes on duty; returns the sessions that were assigned to them at once.

    Raises ``UnknownAgent`` or ``PermissionDenied``.
    """
    agent = acting(account_id, by, "desk:presence:set", now)
    agent_store.on_duty(account_id, agent.agent_id, now)
    agent.record(f"agent:{agent.agent_id}", now, changes=_duty(True))
    refresh(account_id, now)
    return assignment.pull(account_id, agent.agent_id, now)


def go_off_duty(
    account_id: str, *, by: Actor, now: datetime, hand_back: bool, on_break: bool = False
) -> list[ServiceSession]:
    """The agent goes off duty; returns the sessions given back to the queue, or (without) those they keep.

    A break is the same, and shown as one: whoever waits too long meanwhile goes to others.

    Raises ``UnknownAgent`` or ``PermissionDenied``.
    """
    agent = acting(account_id, by, "desk:presence:set", now)
    agent_store.off_duty(account_id, agent.agent_id, on_break=on_break)
    agent.record(f"agent:{agent.agent_id}", now, changes=_duty(False))
    refresh(account_id, now)
    if hand_back:
        return assignment.give_back(
            account_id, agent.agent_id, now, by=agent.agent_id, note="坐席离岗"
        )
    return [one for one in store.live_sessions(account_id) if one.owner == agent.agent_id]


def heartbeat(account_id: str, *, by: Actor, now: datetime) -> None:
    """An agent watches the desk: on duty they do not count as absent. Raises ``PermissionDenied``."""
    acting(account_id, by, "desk:presence:set", now)


def refresh(account_id: str, now: datetime) -> None:
    """Count anew the facts about the desk that replies need, and set the time of the next count.

    Idempotent: it writes the present state.
    """
    everybody = agent_store.presences(account_id)
    view = accounts.state(account_id, consistent=True).desk
    waiting = sum(session.state is S.PENDING for session in store.live_sessions(account_id))
    behind = agent_store.external_takes_over(account_id)
    stretch = current_or_next((team.hours for team in agent_store.teams(account_id).values()), now)
    opens, closes = stretch or (None, None)
    accounts.keep_desk(
        account_id,
        {
            # A hotline that takes over automatically counts as an agent who is always there.
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


def _duty(on: bool) -> list[Change]:
    return [Change(field="on_duty", before=str(not on), after=str(on))]
