"""Messages that a follower can write (sheet §1.4), typed."""

from __future__ import annotations

from typing import Final

from pydantic import ConfigDict, Field

from chalicelib.wechat.push import Id, Push, message_key


class Message(Push):
    """A message a follower sent."""

    msg_id: Id = Field(alias="MsgId")

    @property
    def key(self) -> str:
        return message_key(self.msg_id)


class Text(Message):
    model_config = ConfigDict(defer_build=False)

    content: str = Field(alias="Content", default="")
    menu_id: str | None = Field(alias="bizmsgmenuid", default=None)
    """Set when the follower tapped an entry of a message menu."""


class Image(Message):
    pic_url: str = Field(alias="PicUrl", default="")
    media_id: str = Field(alias="MediaId")


class Voice(Message):
    media_id: str = Field(alias="MediaId")
    format: str = Field(alias="Format", default="")
    recognition: str = Field(alias="Recognition", default="")


class Video(Message):
    """Also ``shortvideo``."""

    media_id: str = Field(alias="MediaId")
    thumb_media_id: str = Field(alias="ThumbMediaId", default="")


class Location(Message):
    latitude: float = Field(alias="Location_X")
    longitude: float = Field(alias="Location_Y")
    scale: float = Field(alias="Scale", default=0)
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


MESSAGES: dict[str, type[Message]] = {
    "text": Text,
    "image": Image,
    "voice": Voice,
    "video": Video,
    "shortvideo": Video,
    "location": Location,
    "link": Link,
    "miniprogrampage": MiniProgramPage,
}
"""Every type that a follower can send; another one is kept as ``Unknown``."""

TYPE_NAMES: Final = {
    "text": "文字",
    "image": "图片",
    "voice": "语音",
    "video": "视频",
    "shortvideo": "视频",
    "location": "位置",
    "link": "链接",
    "miniprogrampage": "小程序",
}
"""The types in Chinese, as followers and agents read them."""
