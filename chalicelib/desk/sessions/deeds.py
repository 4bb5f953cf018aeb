"""What a person may do with a session now, as a page shows it: from the transition table and the permissions. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from chalicelib.desk.labels import STATE_NAMES
from chalicelib.desk.models import EXTERNAL, Action, Presence, ServiceSession, SessionState, Who
from chalicelib.desk.sessions.transitions import TABLE
from chalicelib.transitions import Deed

NOT_PERMITTED: Final = "您的角色不能这样做"
NO_AGENT: Final = "您还没有登记为这个公众号的坐席"
_PERMISSIONS: Final = {
    "take": "desk:session:take",
    "reply": "desk:session:reply",
    "note": "desk:session:note",
    "transfer": "desk:session:transfer",
    "hotline": "hotline:session:give",
    "resolve": "desk:session:resolve",
}
_LABELS: Final = {
    "take": "接入",
    "reply": "发送",
    "note": "备注",
    "transfer": "转接",
    "hotline": "移交热线",
    "resolve": "结束会话",
}


def deeds_of(
    session: ServiceSession,
    agent_id: str,
    presence: Presence | None,
    held: Collection[str],
    *,
    supervises: bool,
    lead: bool,
    hotline: bool,
) -> tuple[Deed, ...]:
    """The deeds of this person in this session.

    ``presence`` is None for who is no agent of the account; ``held`` are the person's permissions in its unit;
    ``lead``: whether they lead the session's team; ``hotline``: whether one is connected.
    """
    who = _part(session, agent_id, supervises=supervises, lead=lead)
    reasons = {
        "take": _take(session, agent_id, presence, who),
        "reply": _reply(session, agent_id),
        "note": "" if presence or supervises else NO_AGENT,
        "transfer": _pass_on(session, who),
        "hotline": _pass_on(session, who) or ("" if hotline else "没有接入热线"),
        "resolve": _by_table(session, who, Action.RESOLVE),
    }
    if session.owner == EXTERNAL and not reasons["hotline"]:
        reasons["hotline"] = "热线正在处理"
    if presence is None and not supervises:
        reasons |= {name: why or NO_AGENT for name, why in reasons.items() if name != "note"}
    return tuple(
        Deed(
            name=name,
            label="接回" if name == "take" and session.owner == EXTERNAL else _LABELS[name],
            allowed=not (why := _denied(name, held) or reason),
            why=why,
        )
        for name, reason in reasons.items()
    )


def _denied(name: str, held: Collection[str]) -> str:
    return "" if _PERMISSIONS[name] in held else NOT_PERMITTED


def _part(session: ServiceSession, agent_id: str, *, supervises: bool, lead: bool) -> Who:
    if session.owner == agent_id:
        return Who.OWNER
    if supervises or lead or session.owner == EXTERNAL:
        return Who.LEAD
    return Who.RESCUER if session.owner and session.escalated else Who.AGENT


def _take(session: ServiceSession, agent_id: str, presence: Presence | None, who: Who) -> str:
    if presence is None:
        return NO_AGENT
    if session.owner == agent_id and session.state is SessionState.OPEN:
        return "已经由您接待"
    action = Action.TRANSFER if session.state is SessionState.OPEN else Action.TAKE
    if why := _by_table(session, who, action):
        return why
    if not presence.on_duty:
        return "您现在不在岗，请先上线"
    if presence.load >= presence.agent.capacity:
        return f"同时服务的会话已满（{presence.agent.capacity} 个），请先结束一个"
    return ""


def _reply(session: ServiceSession, agent_id: str) -> str:
    match session.state:
        case SessionState.RESOLVED:
            return "会话已结束；粉丝再来消息时可重新转人工"
        case SessionState.PENDING:
            return "请先接入"
        case _:
            return "" if session.owner == agent_id else "由别的坐席接待；可以写备注提示对方"


def _pass_on(session: ServiceSession, who: Who) -> str:
    action = Action.TRANSFER if session.state is SessionState.OPEN else Action.REQUEUE
    if session.state is SessionState.PENDING and who is Who.AGENT:
        return "请先接入"
    return _by_table(session, who, action)


def _by_table(session: ServiceSession, who: Who, action: Action) -> str:
    if TABLE.find(session, action, [who]) is not None:
        return ""
    if session.state is SessionState.RESOLVED:
        return f"会话{STATE_NAMES[session.state]}"
    return "由别的坐席接待，只有对方或组长可以"
