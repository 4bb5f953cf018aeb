"""Items of the table as the stream tells them, made by the domains' own models."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib import desk
from chalicelib.cloud.items import Item
from chalicelib.conversation import Decision, Rung
from chalicelib.desk import AgentMessage, MessageKind, MessageState, SessionState
from chalicelib.publishing import Delivery, DeliveryState
from chalicelib.wechat.parse import typed

NOON = datetime(2026, 11, 28, 4, tzinfo=UTC)
"""Twelve o'clock in Beijing."""


def pushed(kind: str, who: str = "oAnna", at: datetime = NOON, *, rung: Rung = Rung.SILENT,
           account: str = "province", decision: dict[str, Any] | None = None, **fields: Any) -> Item:  # fmt: skip
    """A message or event, as ``conversation.inbox`` stores it."""
    created = int(at.timestamp())
    wire = {
        "ToUserName": "gh",
        "FromUserName": who,
        "CreateTime": created,
        "MsgType": kind,
    } | fields
    push = typed(wire)
    return {
        "pk": f"FOLLOWER#{account}#{who}",
        "sk": f"IN#{push.key}",
        "type": kind,
        "push": json.dumps(wire, ensure_ascii=False),
        "decision": Decision(rung=rung, **(decision or {})).to_json(),
        "at": created,
        "received": created + 1,
        "expires_at": created + 86400 * 180,
    }


def event(name: str, who: str = "oAnna", at: datetime = NOON, *, key: str = "",
          rung: Rung = Rung.SILENT, account: str = "province", **fields: Any) -> Item:  # fmt: skip
    """An event."""
    return pushed("event", who, at, rung=rung, account=account, Event=name, EventKey=key, **fields)


def text(words: str, who: str = "oAnna", at: datetime = NOON, *, number: int = 1, rung: Rung = Rung.DEFAULT,
         account: str = "province", tap: str = "", **decision: Any) -> Item:  # fmt: skip
    """A text message."""
    more = {"bizmsgmenuid": tap} if tap else {}
    return pushed("text", who, at, rung=rung, account=account, decision=decision, Content=words,
                  MsgId=str(number), **more)  # fmt: skip


def session(number: int = 1, who: str = "oAnna", at: datetime = NOON, *, version: int = 1, rating: int = 0,
            account: str = "province", **fields: Any) -> Item:  # fmt: skip
    """A session, live or resolved."""
    made = desk.ServiceSession(
        **{
            "id": f"s-{at.astimezone(UTC) + timedelta(hours=8):%Y%m%d}-{number:06d}",
            "ticket": f"T{number}", "account": account, "openid": who, "key": f"M#{number}",
            "number": number, "summary": "我的退税到哪了", "opened_at": at, "waiting_since": at,
            "heard_at": at, "heard": "x", "unanswered_since": None, "version": version,
        }
        | fields
    )  # fmt: skip
    live = made.state is not SessionState.RESOLVED
    return {
        "pk": f"LIVE#{account}" if live else f"SESSIONS#{account}#{made.id[2:10]}",
        "sk": made.id,
        "doc": made.model_dump_json(),
        **({"version": version} if live else {}),
        **({"rating": rating} if rating else {}),
    }


def said(state: MessageState, who: str = "oAnna", at: datetime = NOON, *, kind: MessageKind = MessageKind.REPLY,
         account: str = "province", words: str = "请稍等") -> Item:  # fmt: skip
    """An agent's message."""
    made = AgentMessage(id=f"SAID#{int(at.timestamp() * 1000):013d}#aa", account=account, openid=who,
                        session="s-20261128-000001", kind=kind, by="lin", text=words, at=at, state=state)  # fmt: skip
    return {
        "pk": f"FOLLOWER#{account}#{who}",
        "sk": made.id,
        "doc": made.model_dump_json(exclude={"state", "tried_at", "problem"}),
        "state": state.value,
    }


def delivery(state: DeliveryState, version: int, *, at: datetime = NOON, number: int = 1,
             counts: dict[str, int] | None = None, account: str = "province") -> Item:  # fmt: skip
    """A delivery."""
    made = Delivery.model_validate(
        {
            "id": f"{at:%Y%m%d-%H%M}-{number:08d}-{account}",
            "account": account,
            "state": state,
            "at": at,
            "pieces": ({"article": "a.json", "title": "申报期延长"},),
            "version": version,
            "counts": counts,
        }
    )
    return {"pk": f"DELIVERIES#{account}", "sk": made.id, "doc": made.model_dump_json(), "version": version,
            "state": state.value}  # fmt: skip
