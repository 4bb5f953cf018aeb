"""A follower's message as agents read it. Pure."""

from __future__ import annotations

from chalicelib.wechat.messages import TYPE_NAMES, Link, Location, Message, Text, Voice


def shown(push: Message) -> str:
    """A message as a line of text."""
    name = TYPE_NAMES.get(push.msg_type, push.msg_type)
    match push:
        case Text():
            return f"[点击] {push.content}" if push.menu_id else push.content
        case Voice():
            return f"[{name}] {push.recognition}".strip()
        case Location():
            return f"[{name}] {push.label}".strip()
        case Link():
            return f"[{name}] {push.title} {push.url}".strip()
        case _:
            return f"[{name}] {getattr(push, 'pic_url', '')}".strip()
