"""A follower's message as agents read it. Pure."""

from __future__ import annotations

from typing import Final

from chalicelib.wechat.messages import Link, Location, Message, Text, Voice

_NAMES: Final = {
    "image": "图片",
    "video": "视频",
    "shortvideo": "视频",
    "link": "链接",
    "miniprogrampage": "小程序",
}


def shown(push: Message) -> str:
    """A message as a line of text."""
    match push:
        case Text():
            return f"[点击] {push.content}" if push.menu_id else push.content
        case Voice():
            return f"[语音] {push.recognition}".strip()
        case Location():
            return f"[位置] {push.label}".strip()
        case Link():
            return f"[链接] {push.title} {push.url}".strip()
        case _:
            name = _NAMES.get(push.msg_type, push.msg_type)
            return f"[{name}] {getattr(push, 'pic_url', '')}".strip()
