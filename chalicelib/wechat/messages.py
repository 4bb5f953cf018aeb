"""Messages that a follower can write (sheet §1.4), typed; text, which most write, has a module of its own."""

from __future__ import annotations

import re
from typing import Final

from pydantic import Field

from chalicelib.wechat.push import Number
from chalicelib.wechat.text import Message, Text


class Image(Message):
    pic_url: str = Field(alias="PicUrl", default="")
    media_id: str = Field(alias="MediaId", default="")


class Voice(Message):
    media_id: str = Field(alias="MediaId", default="")
    format: str = Field(alias="Format", default="")
    recognition: str = Field(alias="Recognition", default="")


class Video(Message):
    """Also ``shortvideo``."""

    media_id: str = Field(alias="MediaId", default="")
    thumb_media_id: str = Field(alias="ThumbMediaId", default="")


class Location(Message):
    latitude: Number | None = Field(alias="Location_X", default=None)
    longitude: Number | None = Field(alias="Location_Y", default=None)
    scale: Number = Field(alias="Scale", default=0)
    label: str = Field(alias="Label", default="")


class Link(Message):
    title: str = Field(alias="Title", default="")
    description: str = Field(alias="Description", default="")
    url: str = Field(alias="Url", default="")


class MiniProgramPage(Message):
    appid: str = Field(alias="AppId", default="")
    title: str = Field(alias="Title", default="")
    page_path: str = Field(alias="PagePath", default="")
    thumb_url: str = Field(alias="ThumbUrl", default="")
    thumb_media_id: str = Field(alias="ThumbMediaId", default="")


class File(Message):
    """A file out of a chat; WeChat's pages do not list it, accounts receive it (sheet §1.4)."""

    title: str = Field(alias="Title", default="")
    description: str = Field(alias="Description", default="")
    file_key: str = Field(alias="FileKey", default="")
    md5: str = Field(alias="FileMd5", default="")
    size: int | None = Field(alias="FileTotalLen", default=None)
    """Bytes."""


class OtherMessage(Message):
    """A message of a type, or in a shape, that this version does not know."""


MESSAGES: dict[str, type[Message]] = {
    "text": Text,
    "image": Image,
    "voice": Voice,
    "video": Video,
    "shortvideo": Video,
    "location": Location,
    "link": Link,
    "miniprogrampage": MiniProgramPage,
    "file": File,
}
"""Every type that a follower is known to send; another one is an ``OtherMessage``."""

UNSHOWN: Final = "unshown"
"""Our type for a message of which WeChat sends a text in its place."""
PLACEHOLDER: Final = re.compile(
    r"\s*[【\[](?:收到)?(?:一条)?[^【】\[\]]{0,16}(?:暂(?:时)?(?:无法|不能|不支持)(?:显示|查看)|不支持的消息类型)[^【】\[\]]{0,24}[】\]]\s*$"
)
"""The text that WeChat sends for a sticker, a red packet and the like: 【收到不支持的消息类型，暂无法显示】."""

TYPE_NAMES: Final = {
    "text": "文字",
    "image": "图片",
    "voice": "语音",
    "video": "视频",
    "shortvideo": "小视频",
    "location": "位置",
    "link": "链接",
    "miniprogrampage": "小程序",
    "file": "文件",
    UNSHOWN: "表情或红包",
}
"""The types in Chinese, as followers and agents read them."""
OTHER: Final = "其他消息"
"""The name of a type that is not known."""


def type_name(msg_type: str) -> str:
    """A type in Chinese."""
    return TYPE_NAMES.get(msg_type, OTHER)
