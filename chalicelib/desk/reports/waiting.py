"""Who waits for an agent: what the agent's workbench lists, in the order in which they would be offered."""

from __future__ import annotations

from chalicelib.desk.agents import routing
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.models import ServiceSession, SessionState
from chalicelib.desk.sessions import store


def waiting_for(account_id: str, agent_id: str) -> list[ServiceSession]:
    """The sessions that wait and that this agent would be offered, first come first; none for who is no agent here."""
    everybody = agent_store.presences(account_id)
    mine = next((one for one in everybody if one.agent.id == agent_id), None)
    if mine is None:
        return []
    waiting = [one for one in store.live_sessions(account_id) if one.state is SessionState.PENDING]
    return routing.queue(waiting, mine, everybody, agent_store.teams(account_id))
