"""Setting up a desk: agents, teams, hours and canned replies, as people spell them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from chalicelib import audit
from chalicelib.actor import Actor
from chalicelib.audit import Change
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.desk import presence
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.agents.acting import Acting, permitted
from chalicelib.desk.errors import AgentBusy, InvalidInput, TeamInUse, UnknownAgent
from chalicelib.desk.models import EXTERNAL, Agent, Hours, Span, Team
from chalicelib.desk.sessions import store as session_store
from chalicelib.errors import Field

_PERMISSION: Final = "desk:setup:edit"
_FIELDS: Final = {
    "id": "短名（1–32 位字母、数字、连字符；坐席还可用点和下划线）",
    "name": "名称（1–40 字）",
    "team": "组的短名",
    "skills": "专长（每项 1–20 字）",
    "capacity": "同时服务的会话数（1–50）",
    "lead": "组长（坐席短名）",
    "escalate_after": "升级时限（1–1440 分钟）",
    "idle_after": "闲置时限（1–1440 分钟）",
}
_DASHES: Final = re.compile(r"\s*(?:[-–—~～至到]|\.\.)\s*")
_COMMAS: Final = re.compile(r"[,，、;；\s]+")
_LONGEST_RANGE: Final = 60

Made = TypeVar("Made")


def add_agent(account_id: str, changes: Mapping[str, Any], *, by: Actor, now: datetime) -> Agent:
    """Add an agent, or change those fields of one; fields that are None stay.

    Raises ``UnknownAccount``, ``UnknownTeam``, ``PermissionDenied`` or ``InvalidInput``.
    """
    setter = permitted(account_id, by, _PERMISSION)
    given = {name: value for name, value in changes.items() if value is not None}
    if given["id"] == EXTERNAL:
        raise InvalidInput(f"坐席不能叫“{EXTERNAL}”：它指接在后面的热线。")
    try:
        before = agent_store.presence(account_id, str(given["id"])).agent.model_dump(mode="json")
    except UnknownAgent:
        before = {"name": given["id"]}
    agent = _valid(f"坐席“{given['id']}”", Agent, before | given)
    agent_store.team(account_id, agent.team)
    entry = _entry(setter, f"agent:{agent.id}", before, agent.model_dump(mode="json"), now)
    agent_store.keep_agent(account_id, agent, [entry])
    presence.refresh(account_id, now)
    return agent


def remove_agent(account_id: str, agent_id: str, *, by: Actor, now: datetime) -> None:
    """Remove an agent who has no session left. Raises ``UnknownAgent``, ``PermissionDenied`` or ``AgentBusy``."""
    remover = permitted(account_id, by, _PERMISSION)
    held = agent_store.presence(account_id, agent_id)
    removal = agent_store.remove_action(account_id, agent_id)
    changes = [Change(field="name", before=held.agent.name)]
    try:
        table.transact([removal, remover.entry_action(f"agent:{agent_id}", now, changes=changes)])
    except ConditionFailed as error:
        raise AgentBusy(account_id, agent_id, held.load) from error
    presence.refresh(account_id, now)


def set_team(
    account_id: str, team_id: str, changes: Mapping[str, Any], *, by: Actor, now: datetime
) -> Team:
    """Add a team, or change those fields of one; fields that are None stay.

    Raises ``UnknownAccount``, ``UnknownAgent`` (the lead), ``PermissionDenied`` or ``InvalidInput``.
    """
    setter = permitted(account_id, by, _PERMISSION)
    known = agent_store.teams(account_id)
    before = (
        known[team_id].model_dump(mode="json")
        if team_id in known
        else {"id": team_id, "name": team_id}
    )
    given = {name: value for name, value in changes.items() if value is not None}
    team = _valid(f"坐席组“{team_id}”", Team, before | given)
    if team.lead:
        agent_store.presence(account_id, team.lead)
    if len(known) == 1 and team_id not in known:
        # The first team was there without having been stored; agents may be in it.
        agent_store.keep_team(account_id, next(iter(known.values())))
    entry = _entry(setter, f"team:{team.id}", before, team.model_dump(mode="json"), now)
    agent_store.keep_team(account_id, team, [entry])
    presence.refresh(account_id, now)
    return team


def set_hours(
    account_id: str,
    team_id: str | None,
    *,
    by: Actor,
    now: datetime,
    spans: str | None = None,
    weekdays: str | None = None,
    holidays: Sequence[str] = (),
    workdays: Sequence[str] = (),
    forget_days: bool = False,
) -> list[Team]:
    """Change working hours of a team, or (None) of every team; holidays and make-up days add to those known.

    Raises ``UnknownTeam``, ``PermissionDenied`` or ``InvalidInput``.
    """
    setter = permitted(account_id, by, _PERMISSION)
    teams = (
        [agent_store.team(account_id, team_id)]
        if team_id
        else list(agent_store.teams(account_id).values())
    )
    free, worked = _days(holidays), _days(workdays)
    if both := sorted(free & worked):
        raise InvalidInput(f"{both[0]} 不能既是节假日又是调休上班日。")
    changed = []
    for team in teams:
        hours = team.hours
        known_free = set() if forget_days else set(hours.holidays)
        known_worked = set() if forget_days else set(hours.workdays)
        after = Hours(
            weekdays=hours.weekdays if weekdays is None else _weekdays(weekdays),
            spans=hours.spans if spans is None else _spans(spans),
            holidays=tuple(sorted((known_free | free) - worked)),
            workdays=tuple(sorted((known_worked | worked) - free)),
        )
        changed.append(team.model_copy(update={"hours": after}))
    for before, team in zip(teams, changed, strict=True):
        if team != before:
            was, becomes = before.model_dump(mode="json"), team.model_dump(mode="json")
            entry = _entry(setter, f"team:{team.id}", was, becomes, now)
            agent_store.keep_team(account_id, team, [entry])
    presence.refresh(account_id, now)
    return changed


def import_canned(account_id: str, replies: Mapping[str, str], *, by: Actor, now: datetime) -> None:
    """Keep canned replies, by name; those of other names stay. ``canned_file`` reads and checks them.

    Raises ``UnknownAccount`` or ``PermissionDenied``.
    """
    setter = permitted(account_id, by, _PERMISSION)
    before = agent_store.canned(account_id)
    entry = _entry(setter, f"canned:{account_id}", before, {**before, **replies}, now)
    agent_store.keep_canned(account_id, replies, [entry])


def remove_team(account_id: str, team_id: str, *, by: Actor, now: datetime) -> None:
    """Remove a team without agents and sessions. Raises ``UnknownTeam``, ``PermissionDenied`` or ``TeamInUse``."""
    setter = permitted(account_id, by, _PERMISSION)
    team = agent_store.team(account_id, team_id)
    if len(agent_store.teams(account_id)) == 1:
        raise TeamInUse(team.name, "至少要有一个组")
    if any(one.agent.team == team_id for one in agent_store.presences(account_id)):
        raise TeamInUse(team.name, "组里还有坐席，请先把他们改到别的组")
    if any(one.team == team_id for one in session_store.live_sessions(account_id)):
        raise TeamInUse(team.name, "组里还有没结束的会话")
    entry = _entry(setter, f"team:{team_id}", {"name": team.name}, {}, now)
    table.transact([agent_store.drop_team_action(account_id, team_id), entry])
    presence.refresh(account_id, now)


def _entry(
    setter: Acting,
    object: str,
    before: Mapping[str, object],
    after: Mapping[str, object],
    now: datetime,
) -> table.Action:
    return setter.entry_action(object, now, changes=audit.changes_between(before, after))


def _spans(text: str) -> tuple[Span, ...]:
    """``09:00-12:00,13:30-17:30``."""
    found = []
    for part in filter(None, _COMMAS.split(text.strip())):
        ends = _DASHES.split(part)
        try:
            since, until = (time.fromisoformat(end.zfill(5)) for end in ends)
        except ValueError:
            raise InvalidInput(f"看不懂时段“{part}”，写成 09:00-12:00,13:30-17:30。") from None
        if since >= until:
            raise InvalidInput(f"时段“{part}”的结束要晚于开始。")
        found.append(Span(since=since, until=until))
    found.sort(key=lambda span: span.since)
    if not found or any(b.since < a.until for a, b in pairwise(found)):
        raise InvalidInput(f"时段“{text}”是空的，或互相重叠。")
    return tuple(found)


def _weekdays(text: str) -> tuple[int, ...]:
    """``1-5`` or ``1,2,6``; 7 is Sunday."""
    found: set[int] = set()
    for part in filter(None, _COMMAS.split(text.strip())):
        ends = _DASHES.split(part)
        if not all(re.fullmatch(r"[1-7]", end) for end in ends) or len(ends) > 2:
            raise InvalidInput(f"看不懂“{part}”，星期写成 1-5 或 1,3,5（7 是星期日）。")
        found |= set(range(int(ends[0]), int(ends[-1]) + 1))
    if not found:
        raise InvalidInput("没有给出星期几上班，写成 1-5。")
    return tuple(sorted(found))


def _days(texts: Sequence[str]) -> set[date]:
    """Days and ranges: ``2027-02-17`` or ``2027-02-15..2027-02-21``."""
    found: set[date] = set()
    for part in (one for text in texts for one in _COMMAS.split(text.strip()) if one):
        try:
            begin, *end = (date.fromisoformat(day) for day in re.split(r"\.\.|~|至|到", part))
        except ValueError:
            raise InvalidInput(
                f"看不懂日期“{part}”，写成 2027-02-17 或 2027-02-15..2027-02-21。"
            ) from None
        last = end[0] if end else begin
        if not 0 <= (last - begin).days <= _LONGEST_RANGE:
            raise InvalidInput(f"“{part}”的首尾不对，或超过 {_LONGEST_RANGE} 天。")
        found |= {begin + timedelta(days=n) for n in range((last - begin).days + 1)}
    return found


def _valid(subject: str, make: Callable[..., Made], fields: Mapping[str, Any]) -> Made:
    try:
        return make(**fields)
    except ValidationError as error:
        names = dict.fromkeys(str(found["loc"][0]) for found in error.errors(include_input=False))
        wrong = "、".join(_FIELDS.get(name, name) for name in names)
        raise InvalidInput(
            f"{subject}填写有误：{wrong}。",
            fields=[Field(name, _FIELDS.get(name, name)) for name in names],
        ) from None
