"""Teams, agents and canned replies of an account.

| pk | sk | attributes |
|---|---|---|
| ``DESK#{account}`` | ``TEAM#{id}`` | ``doc`` (Team) |
| ``DESK#{account}`` | ``AGENT#{id}`` | ``doc`` (Agent), ``duty``, ``load``, ``room``, ``idle_since``, ``seen_at``, ``paused``; in ``GSI1`` under ``DESK`` while on duty, by the time when they will count as absent |
| ``DESK#{account}`` | ``CANNED#{name}`` | ``text``: a canned reply |
| ``DESK#{account}`` | ``OUTSIDE`` | ``serves``: a hotline stands behind the desk and takes over sessions automatically |

A desk has tens of agents: one query reads them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from chalicelib.clock import stamp
from chalicelib.cloud import batches, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.desk.errors import UnknownAgent, UnknownTeam
from chalicelib.desk.models import FIRST_TEAM, Agent, Presence, Team

DUE: Final = "DESK"
"""The partition of ``GSI1`` with everything of all desks that has a due time: some ten writes a session, far from what
a partition bears."""
AWAY_AFTER: Final = timedelta(minutes=10)
"""Without a heartbeat for so long, an agent counts as absent."""
AGENT: Final = "AGENT#"
_TEAM: Final = "TEAM#"
_CANNED: Final = "CANNED#"
_AT_ONCE: Final = 90
"""A transaction holds a hundred writes."""
_EXTERNAL: Final = "OUTSIDE"


def partition(account_id: str) -> str:
    """The partition of an account's desk."""
    return f"DESK#{account_id}"


def read_ahead(account_id: str) -> None:
    """Read agents, teams and canned replies of an account in one call, for a request that asks for several of them."""
    batches.read_partition_ahead(partition(account_id))


def keep_team(account_id: str, team: Team, also: Sequence[table.Action] = ()) -> None:
    """Store a team, new or changed, together with other writes."""
    pk = partition(account_id)
    item: table.Item = {"pk": pk, "sk": _TEAM + team.id, "doc": team.model_dump_json()}
    table.transact([table.put_action(item), *also])


def drop_team_action(account_id: str, team_id: str) -> table.Action:
    """Write into a transaction that a team is no more."""
    return table.delete_action(partition(account_id), _TEAM + team_id)


def teams(account_id: str) -> dict[str, Team]:
    """Every team by id; an account without any has the first one."""
    found = table.query(partition(account_id), _TEAM, consistent=True)
    known = [Team.model_validate_json(str(item["doc"])) for item in found]
    return {team.id: team for team in known} or {FIRST_TEAM: Team(id=FIRST_TEAM, name="坐席")}


def team(account_id: str, team_id: str) -> Team:
    """One team. Raises ``UnknownTeam``."""
    try:
        return teams(account_id)[team_id]
    except KeyError as error:
        raise UnknownTeam(account_id, team_id) from error


def keep_agent(account_id: str, agent: Agent, also: Sequence[table.Action] = ()) -> None:
    """Store an agent, new or changed, together with other writes.

    Whether on duty and with how many sessions stays as it is.
    """
    write = table.update_action(
        partition(account_id),
        AGENT + agent.id,
        "SET doc = :doc, room = :room, #load = if_not_exists(#load, :none)",
        {":doc": agent.model_dump_json(), ":room": agent.capacity, ":none": 0},
        names={"#load": "load"},
    )
    table.transact([write, *also])


def remove_action(account_id: str, agent_id: str) -> table.Action:
    """Write into a transaction that an agent is no more; refused while they have a session."""
    return table.delete_action(
        partition(account_id),
        AGENT + agent_id,
        {":none": 0},
        condition="#load = :none",
        names={"#load": "load"},
    )


def presences(account_id: str) -> list[Presence]:
    """Every agent, by id."""
    found = table.query(partition(account_id), AGENT, consistent=True)
    return [_presence(item) for item in found]


def presence(account_id: str, agent_id: str) -> Presence:
    """One agent. Raises ``UnknownAgent``."""
    item = table.get(partition(account_id), AGENT + agent_id, consistent=True) if agent_id else None
    if item is None:
        raise UnknownAgent(account_id, agent_id)
    return _presence(item)


def on_duty(account_id: str, agent_id: str, now: datetime) -> Presence:
    """The agent begins, or goes on, to take sessions. Raises ``UnknownAgent``."""
    return _set(
        account_id,
        agent_id,
        "SET duty = :yes, seen_at = :seen, gsi1pk = :due, gsi1sk = :absent_at, "
        "idle_since = if_not_exists(idle_since, :ms) REMOVE paused",
        {":yes": True, ":ms": milliseconds(now), **_seen(now)},
    )


def off_duty(account_id: str, agent_id: str, *, on_break: bool = False) -> Presence:
    """The agent takes no more sessions, for a break or till they come again. Raises ``UnknownAgent``."""
    return _set(
        account_id,
        agent_id,
        "SET duty = :no, paused = :paused REMOVE gsi1pk, gsi1sk, idle_since",
        {":no": False, ":paused": on_break},
    )


def heartbeat(account_id: str, agent_id: str, now: datetime) -> None:
    """Record a heartbeat of an agent; without effect for one who is off duty, and for whoever is no agent."""
    with suppress(ConditionFailed):
        table.update(
            partition(account_id),
            AGENT + agent_id,
            "SET seen_at = :seen, gsi1pk = :due, gsi1sk = :absent_at",
            {":yes": True, **_seen(now)},
            condition="duty = :yes",
        )


def mark_absent(account_id: str, agent_id: str, now: datetime) -> bool:
    """Take an agent off duty who gave no heartbeat; False where they gave one, or went off duty.

    They stay due until ``finish_absence``: after a crash the next check sees that sessions may still be theirs.
    """
    try:
        table.update(
            partition(account_id),
            AGENT + agent_id,
            "SET duty = :no",
            {":no": False, ":long_ago": int((now - AWAY_AFTER).timestamp())},
            condition="attribute_exists(gsi1pk) AND seen_at <= :long_ago",
        )
    except ConditionFailed:
        return False
    return True


def finish_absence(account_id: str, agent_id: str) -> None:
    """Record that nothing is left to do for an absent agent."""
    with suppress(ConditionFailed):  # back again meanwhile
        table.update(
            partition(account_id),
            AGENT + agent_id,
            "REMOVE gsi1pk, gsi1sk, idle_since",
            {":no": False},
            condition="duty = :no",
        )


def took_action(account_id: str, agent_id: str, now: datetime) -> table.Action:
    """Write into a transaction that the agent has one session more; refused off duty, and where there is no room."""
    return table.update_action(
        partition(account_id),
        AGENT + agent_id,
        "SET idle_since = :ms ADD #load :one",
        {":ms": milliseconds(now), ":one": 1, ":yes": True},
        condition="duty = :yes AND #load < room",
        names={"#load": "load"},
    )


def gave_action(account_id: str, agent_id: str, now: datetime) -> table.Action:
    """Write into a transaction that the agent has one session less."""
    return table.update_action(
        partition(account_id),
        AGENT + agent_id,
        "SET idle_since = :ms ADD #load :less",
        {":ms": milliseconds(now), ":less": -1},
        names={"#load": "load"},
    )


def keep_canned(
    account_id: str, texts: Mapping[str, str], also: Sequence[table.Action] = ()
) -> None:
    """Store canned replies by name, together with other writes; those of other names stay.

    The other writes go with the first ninety, which are all but always all.
    """
    pk, also = partition(account_id), list(also)
    puts = [
        table.put_action({"pk": pk, "sk": _CANNED + name, "text": text})
        for name, text in texts.items()
    ]
    while puts:
        table.transact([*puts[:_AT_ONCE], *also])
        puts, also = puts[_AT_ONCE:], []


def drop_action(account_id: str, name: str) -> table.Action:
    """Write into a transaction that a canned reply is no more; one that is not there is no error."""
    return table.delete_action(partition(account_id), _CANNED + name)


def canned(account_id: str) -> dict[str, str]:
    """Every canned reply (快捷回复), by name."""
    found = table.query(partition(account_id), _CANNED)
    return {str(item["sk"]).removeprefix(_CANNED): str(item["text"]) for item in found}


def keep_external(account_id: str, serves: bool) -> None:
    """Store whether a hotline takes over sessions automatically that nobody at the desk could have."""
    table.put({"pk": partition(account_id), "sk": _EXTERNAL, "serves": serves})


def external_takes_over(account_id: str) -> bool:
    """Whether a hotline takes over sessions automatically that nobody at the desk could have."""
    item = table.get(partition(account_id), _EXTERNAL, consistent=True)
    return item is not None and bool(item["serves"])


def milliseconds(at: datetime) -> int:
    """A time as Unix milliseconds."""
    return int(at.timestamp() * 1000)


def _seen(now: datetime) -> dict[str, table.Value]:
    return {":seen": int(now.timestamp()), ":due": DUE, ":absent_at": stamp(now + AWAY_AFTER)}


def _set(
    account_id: str, agent_id: str, expression: str, values: Mapping[str, table.Value]
) -> Presence:
    if not agent_id:
        raise UnknownAgent(account_id, agent_id)
    try:
        item = table.update(
            partition(account_id),
            AGENT + agent_id,
            expression,
            values,
            condition="attribute_exists(pk)",
        )
    except ConditionFailed as error:
        raise UnknownAgent(account_id, agent_id) from error
    return _presence(item)


def _presence(item: table.Item) -> Presence:
    return Presence(
        agent=Agent.model_validate_json(str(item["doc"])),
        on_duty=bool(item.get("duty", False)),
        load=int(item.get("load", 0)),
        idle_since=int(item.get("idle_since", 0)),
        seen_at=int(item.get("seen_at", 0)),
        on_break=bool(item.get("paused", False)),
    )
