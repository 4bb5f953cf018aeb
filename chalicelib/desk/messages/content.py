"""What a follower sent beside words: a picture, a voice, a place, a file, a link. Pure.

Everything here was written by strangers: a page shows it as text, and opens no address that is not http or https.
"""

from __future__ import annotations

from typing import Any

from chalicelib.values import Value
from chalicelib.wechat.messages import (
    File,
    Image,
    Link,
    Location,
    MiniProgramPage,
    Video,
    Voice,
    type_name,
)
from chalicelib.wechat.text import Message, Text


class SentContent(Value):
    """A message as a page draws it; what its type has not is empty."""

    type: str
    """As WeChat names it: ``text``, ``image``, ``voice``, …"""
    name: str
    """The type in Chinese."""
    words: str = ""
    """Of a text its words, of a voice what WeChat heard, of a place its label."""
    tapped: bool = False
    """A link or menu was tapped: these words were not typed."""
    title: str = ""
    description: str = ""
    url: str = ""
    """Of a link or a picture; only http and https."""
    latitude: float | None = None
    longitude: float | None = None
    size: int | None = None
    """Bytes of a file."""
    media: str = ""
    """WeChat's id of the picture, voice or video, good for three days (sheet §2.3)."""


def content_of(push: Message) -> SentContent:
    """The content of a message."""
    return SentContent(type=push.msg_type, name=type_name(push.msg_type), **_parts(push))


def _parts(push: Message) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    match push:
        case Text():
            parts = {"words": push.content, "tapped": bool(push.menu_id)}
        case Voice():
            parts = {"words": push.recognition, "media": push.media_id}
        case Image():
            parts = {"media": push.media_id, "url": _web(push.pic_url)}
        case Video():
            parts = {"media": push.media_id}
        case Location():
            parts = {
                "words": push.label,
                "latitude": push.latitude,
                "longitude": push.longitude,
            }
        case Link():
            parts = {
                "title": push.title,
                "description": push.description,
                "url": _web(push.url),
            }
        case File():
            parts = {"title": push.title, "description": push.description, "size": push.size}
        case MiniProgramPage():
            parts = {"title": push.title}
    return parts


def _web(url: str) -> str:
    return url if url.startswith(("http://", "https://")) else ""
