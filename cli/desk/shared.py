"""Options of the desk's commands, and sessions, messages and times as they print them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Final

import typer

from chalicelib import conversation, desk
from chalicelib.clock import SHANGHAI
from chalicelib.desk import Entry, MessageState, ServiceSession, SessionState, Speaker

Account = Annotated[
    str,
    typer.Option(
        "--account",
        metavar="ID",
        envvar="RONGMEI_ACCOUNT",
        show_envvar=False,
        help="公众号的短名；默认取环境变量 RONGMEI_ACCOUNT 的值。",
    ),
]
Skills = Annotated[
    list[str] | None, typer.Option("--skill", metavar="专长", help="可以写多个；会替换原有的。")
]
Ref = Annotated[str, typer.Argument(metavar="ID", help="受理号（或其后五位），或会话编号。")]

_LINK: Final = re.compile(r"<a\b[^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
_TRIED: Final = {rung.value: name for rung, name in conversation.labels.RUNGS.items()}


def clock(at: datetime | None) -> str:
    """A time in Beijing, to the second within today's reach."""
    return at.astimezone(SHANGHAI).strftime("%m-%d %H:%M:%S") if at else ""


def span(seconds: float | None) -> str:
    """A duration as people say it."""
    if seconds is None:
        return "—"
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} 小时 {minutes} 分"
    return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"


def state(session: ServiceSession) -> str:
    """How a session stands, in a ref or two."""
    name = desk.STATE_NAMES[session.state]
    if session.state is SessionState.RESOLVED:
        return desk.ENDING_NAMES[session.ending] if session.ending else name
    marks = [desk.ESCALATION_NAMES[session.escalated]] if session.escalated else []
    if session.state is SessionState.OPEN and session.unanswered_since:
        marks.append("待答复")
    return "\n".join([name, *marks])


def person(agent_id: str) -> str:
    """An agent as lists name them; the hotline is no agent, though it may name its own."""
    if agent_id.split(" ", maxsplit=1)[0] == desk.EXTERNAL:
        return agent_id.replace(desk.EXTERNAL, desk.EXTERNAL_NAME, 1)
    return agent_id


def _robot(entry: Entry) -> str:
    """The rung that the robot tried, and its score."""
    if not entry.rung:
        return "机器人"
    sure = f" {entry.score:.0%}" if entry.score is not None else ""
    return f"机器人已尝试（{_TRIED.get(entry.rung, entry.rung)}{sure}）"


def said(entry: Entry) -> tuple[str, str]:
    """The author of an entry, and its text with its fate."""
    text = _LINK.sub(r"[\1]", entry.text)
    match entry.speaker:
        case Speaker.FOLLOWER:
            who = "粉丝"
        case Speaker.ROBOT:
            who = _robot(entry)
        case Speaker.AGENT:
            who = person(entry.by)
        case _:
            who = f"备注 {person(entry.by)}"
    fate = desk.MESSAGE_STATE_NAMES[entry.state] if entry.state else ""
    if entry.state is MessageState.UNKNOWN:
        fate = "未确认：可能已送达，请勿重复发送"
    if entry.problem and entry.state is MessageState.REFUSED:
        fate = f"未发出：{entry.problem}"
    return who, f"{text}\n〔{fate}〕" if fate and entry.state is not MessageState.SENT else text
