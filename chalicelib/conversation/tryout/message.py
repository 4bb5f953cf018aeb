"""A message as somebody new would type it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chalicelib.wechat.replies import Reply
from chalicelib.wechat.text import Text


def typed(text: str, at: datetime, who: str = "o", menu_id: str | None = None) -> Text:
    """``text`` as WeChat pushes it; ``menu_id`` makes it the tap on a link."""
    return Text.model_validate(
        {
            "ToUserName": "gh",
            "FromUserName": who,
            "CreateTime": int(at.timestamp()),
            "MsgType": "text",
            "MsgId": "0",
            "Content": text,
            "bizmsgmenuid": menu_id,
        }
    )


def first(replies: Sequence[Reply]) -> Reply:
    """The first of several replies, so that chance changes no try-out."""
    return replies[0]
