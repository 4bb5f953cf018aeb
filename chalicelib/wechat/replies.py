"""Replies as values, and as WeChat wants to read them (sheet §1.6)."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter, field_validator

from chalicelib.values import LateValue

TEXT_BYTES = 2048
"""The commonly cited ceiling of a text reply, marked [M] in the sheet; over it the reply fails."""


class TextReply(LateValue):
    """文本."""

    type: Literal["text"] = "text"
    content: str = Field(min_length=1)

    @field_validator("content")
    @classmethod
    def _says_something(cls, content: str) -> str:
        # WeChat refuses an empty reply, and a follower wonders about an empty bubble.
        if not any(_visible(character) for character in legal(content)):
            raise ValueError("the text is empty")
        return content


class ImageReply(LateValue):
    """图片."""

    type: Literal["image"] = "image"
    media_id: str = Field(min_length=1)


class VoiceReply(LateValue):
    """语音."""

    type: Literal["voice"] = "voice"
    media_id: str = Field(min_length=1)


class VideoReply(LateValue):
    """视频."""

    type: Literal["video"] = "video"
    media_id: str = Field(min_length=1)
    title: str = ""
    description: str = ""


class MusicReply(LateValue):
    """音乐; the thumbnail is the one part that WeChat insists on."""

    type: Literal["music"] = "music"
    thumb_media_id: str = Field(min_length=1)
    title: str = ""
    description: str = ""
    url: str = ""
    hq_url: str = ""


class NewsReply(LateValue):
    """图文: one article, since more are dropped or refused."""

    type: Literal["news"] = "news"
    title: str = Field(min_length=1)
    description: str = ""
    pic_url: str = ""
    url: str = Field(min_length=1)


class TransferReply(LateValue):
    """Hand over to WeChat's own agents; allowed for messages, never for events."""

    type: Literal["transfer_customer_service"] = "transfer_customer_service"
    kf_account: str | None = None


Reply = Annotated[
    TextReply | ImageReply | VoiceReply | VideoReply | MusicReply | NewsReply | TransferReply,
    Field(discriminator="type"),
]
reply_adapter: TypeAdapter[Reply] = TypeAdapter(Reply, config=ConfigDict(defer_build=True))

Fields = dict[str, object]


def render(reply: Reply, *, to_user: str, from_user: str, now: int, as_json: bool = False) -> str:
    """A reply as XML, or as JSON for accounts that push JSON.

    Text over 2,048 bytes is cut between characters, never in a link; characters that XML can't carry are left out.
    """
    if reply.type == "text" and not as_json:  # nearly every reply: written at once
        return (
            f"<xml><ToUserName>{_cdata(to_user)}</ToUserName><FromUserName>{_cdata(from_user)}</FromUserName>"
            f"<CreateTime>{now}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
            f"<Content>{_cdata(cut(legal(reply.content)))}</Content></xml>"
        )
    fields: Fields = {"ToUserName": to_user, "FromUserName": from_user, "CreateTime": now}
    fields |= _FIELDS[reply.type](reply)
    if as_json:
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return f"<xml>{_xml(fields)}</xml>"


def cut(text: str, limit: int = TEXT_BYTES) -> str:
    """``text``, or as many of its first characters as fit into ``limit`` bytes of UTF-8.

    A link that does not fit whole is left out: WeChat shows half of one as it is written. Where the text begins with
    such a link, its words are kept.
    """
    if len(text) * 4 <= limit:  # no character takes more than four bytes
        return text
    data = text.encode()
    if len(data) <= limit:
        return text
    head = data[:limit].decode(errors="ignore")
    for link in _LINK.finditer(text):
        if link.start() < len(head) < link.end():
            return text[: link.start()].rstrip() or cut(_TAG.sub("", text), limit)
    return head


def _text(reply: TextReply) -> Fields:
    return {"MsgType": "text", "Content": cut(legal(reply.content))}


def _image(reply: ImageReply) -> Fields:
    return {"MsgType": "image", "Image": {"MediaId": reply.media_id}}


def _voice(reply: VoiceReply) -> Fields:
    return {"MsgType": "voice", "Voice": {"MediaId": reply.media_id}}


def _video(reply: VideoReply) -> Fields:
    video = {"MediaId": reply.media_id, "Title": reply.title, "Description": reply.description}
    return {"MsgType": "video", "Video": video}


def _music(reply: MusicReply) -> Fields:
    music = {
        "Title": reply.title,
        "Description": reply.description,
        "MusicUrl": reply.url,
        "HQMusicUrl": reply.hq_url,
        "ThumbMediaId": reply.thumb_media_id,
    }
    return {"MsgType": "music", "Music": {name: value for name, value in music.items() if value}}


def _news(reply: NewsReply) -> Fields:
    article = {
        "Title": reply.title,
        "Description": reply.description,
        "PicUrl": reply.pic_url,
        "Url": reply.url,
    }
    return {"MsgType": "news", "ArticleCount": 1, "Articles": {"item": article}}


def _transfer(reply: TransferReply) -> Fields:
    fields: Fields = {"MsgType": "transfer_customer_service"}
    if reply.kf_account:
        fields["TransInfo"] = {"KfAccount": reply.kf_account}
    return fields


_FIELDS: dict[str, Callable[..., Fields]] = {
    "text": _text,
    "image": _image,
    "voice": _voice,
    "video": _video,
    "music": _music,
    "news": _news,
    "transfer_customer_service": _transfer,
}

# What XML 1.0 has no way to write, not even as a reference. Named one by one: "all but these" takes 3 ms to compile.
_LINK = re.compile(r"<a\b[^>]*>.*?</a\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?a\b[^>]*>", re.IGNORECASE)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


# Letters by name, blank by looks: Hangul fillers and the empty Braille cell.
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"


def legal(text: str) -> str:
    """``text`` without the characters that neither XML nor DynamoDB can hold."""
    # What is printable is legal, and told three times as fast; nearly every text is.
    return text if text.isprintable() else _ILLEGAL.sub("", text)


def _visible(character: str) -> bool:
    return not (
        character.isspace()
        or unicodedata.category(character) in ("Cc", "Cf")
        or character in _BLANK_LETTERS
    )


def _cdata(text: str) -> str:
    if not text.isprintable():
        text = legal(text)
    # A CDATA section ends at the first ]]>, wherever it comes from.
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def _xml(fields: Fields) -> str:
    parts = []
    for name, value in fields.items():
        if isinstance(value, str):
            parts.append(f"<{name}>{_cdata(value)}</{name}>")
        elif isinstance(value, dict):
            parts.append(f"<{name}>{_xml(value)}</{name}>")
        else:
            parts.append(f"<{name}>{value}</{name}>")
    return "".join(parts)
