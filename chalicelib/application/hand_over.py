"""Pass a session on: to a colleague, a team, a skill or the hotline."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from chalicelib import desk, hotline
from chalicelib.actor import Actor
from chalicelib.desk import InvalidInput, ServiceSession
from chalicelib.errors import Field


class Target(NamedTuple):
    """Where a session goes: an agent, a team and/or a skill, or the hotline."""

    agent: str = ""
    team: str = ""
    skill: str = ""
    hotline: bool = False


def hand_over(
    account_id: str, ref: str, to: Target, *, by: Actor, now: datetime, note: str = ""
) -> ServiceSession:
    """Pass the session that ``ref`` names on; returns it as it is then.

    Raises ``InvalidInput`` where ``to`` names several ways, or what ``desk.transfer`` and ``hotline.give`` raise.
    """
    if not to.hotline:
        return desk.transfer(
            account_id,
            ref,
            by=by,
            now=now,
            agent=to.agent,
            team=to.team,
            skill=to.skill,
            note=note,
        )
    if to.agent or to.team or to.skill:
        problem = "移交热线时，不能同时转给坐席、组或专长"
        raise InvalidInput(f"{problem}。", fields=[Field("to.hotline", problem)])
    return hotline.give(account_id, ref, by=by, now=now, note=note)
