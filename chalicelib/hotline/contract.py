"""The calls of the contract, as values (docs/hotline.yaml). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from pydantic import ValidationError

from chalicelib.clock import SHANGHAI
from chalicelib.hotline.errors import BadEvent
from chalicelib.hotline.models import (
    Call,
    Closed,
    Event,
    Fate,
    FateStatus,
    HandOver,
    Message,
    TranscriptLine,
)

EVENT_BYTES: Final = 32 * 1024
_SAID: Final = {"follower": "群众", "robot": "机器人", "agent": "坐席"}
_SHORT: Final = 80


def events_path(account_id: str) -> str:
    """Where the hotline tells what happened."""
    return f"/hotline/{account_id}/events"


def session_path(session_id: str) -> str:
    """Where a conversation stands at the hotline."""
    return f"/v1/sessions/{session_id}"


def message_path(session_id: str, key: str) -> str:
    """Where something stands that the follower wrote."""
    return f"{session_path(session_id)}/messages/{_in_path(key)}"


def hand_over(session_id: str, what: HandOver) -> Call:
    """The conversation itself."""
    return Call(path=session_path(session_id), body=what.model_dump_json())


def message(session_id: str, key: str, text: str, at: datetime) -> Call:
    """Something the follower wrote since."""
    said = Message(at=at, text=text)
    return Call(path=message_path(session_id, key), body=said.model_dump_json())


def fate(session_id: str, event_id: str, status: FateStatus, why: str) -> Call:
    """That an answer did not reach the follower, or not yet, or that nobody knows."""
    said = Fate(status=status, reason=why)
    path = f"{session_path(session_id)}/replies/{event_id}"
    return Call(path=path, body=said.model_dump_json())


def closed(session_id: str, why: str, *, erase: bool = False) -> Call:
    """It is over on this side; with ``erase`` the hotline erases its part, too."""
    said = Closed(reason=why, erase=erase)
    return Call(path=f"{session_path(session_id)}/status", body=said.model_dump_json())


def event(body: bytes) -> Event:
    """An event as the hotline sent it. Raises ``BadEvent`` with what is wrong."""
    try:
        found = Event.model_validate_json(body)
    except ValidationError as error:
        wrong = "；".join(
            f"{'.'.join(map(str, one['loc'])) or '正文'}：{one['msg']}" for one in error.errors()
        )
        raise BadEvent(wrong) from None
    needed = {"reply": found.text.strip(), "status": found.status, "ticket": found.ticket}
    if not needed[found.type]:
        raise BadEvent(f"{found.type} 事件缺少内容")
    return found


def summary(transcript: Sequence[TranscriptLine]) -> str:
    """The first lines for an agent: the question, the robot's tries, the last message."""
    asked = [line for line in transcript if line.who == "follower"]
    if not asked:
        return "群众还没有说明问题。"
    first, last = asked[0], transcript[-1]
    at = first.at.astimezone(SHANGHAI)
    parts = [f"群众 {at:%m月%d日 %H:%M} 提问：{_short(first.text)}"]
    tried = [line for line in transcript if line.who == "robot"]
    if tried:
        parts.append(f"机器人答过 {len(tried)} 次")
    if len(asked) > 1:
        parts.append(f"群众共写了 {len(asked)} 条")
    if last is not first:
        parts.append(f"最后（{_SAID[last.who]}）：{_short(last.text)}")
    return "；".join(parts) + "。"


def _short(text: str) -> str:
    text = " ".join(text.split()).rstrip("。")
    return text if len(text) <= _SHORT else text[:_SHORT] + "…"


def _in_path(key: str) -> str:
    """A message's key, of characters that need no escaping in a path."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "_.-") else "-" for c in key)[:64]
