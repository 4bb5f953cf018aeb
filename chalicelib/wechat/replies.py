"""Replies as values, and as WeChat wants to read them (sheet §1.6)."""

from __future__ import annotations

import json
import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

TEXT_BYTES = 2048
"""The commonly cited ceiling of a text reply, marked [M] in the sheet; over it the reply fails."""


class _Reply(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TextReply(_Reply):
    """文本."""

    type: Literal["text"] = "text"
    content: str = Field(min_length=1)


class ImageReply(_Reply):
    """图片."""

    type: Literal["image"] = "image"
    media_id: str = Field(min_length=1)


class VoiceReply(_Reply):
    """语音."""

    type: Literal["voice"] = "voice"
    media_id: str = Field(min_length=1)


class VideoReply(_Reply):
    """视频."""

    type: Literal["video"] = "video"
    media_id: str = Field(min_length=1)
    title: str = ""
    description: str = ""


class MusicReply(_Reply):
    """音乐; the thumbnail is the one part that WeChat insists on."""

    type: Literal["music"] = "music"
    thumb_media_id: str = Field(min_length=1)
    title: str = ""
    description: str = ""
    url: str = ""
    hq_url: str = ""


class NewsReply(_Reply):
    """图文: one article, since more are dropped or refused."""

    type: Literal["news"] = "news"
    title: str = Field(min_length=1)
    description: str = ""
    pic_url: str = ""
    url: str = Field(min_length=1)


class TransferReply(_Reply):
    """Hand over to WeChat's own agents; allowed for messages, never for events."""

    type: Literal["transfer_customer_service"] = "transfer_customer_service"
    kf_account: str | None = None


Reply = Annotated[
    TextReply | ImageReply | VoiceReply | VideoReply | MusicReply | NewsReply | TransferReply,
    Field(discriminator="type"),
]
reply_adapter: TypeAdapter[Reply] = TypeAdapter(Reply)

Fields = dict[str, object]
