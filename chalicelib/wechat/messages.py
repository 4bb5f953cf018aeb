"""Everything a follower can write (sheet §1.4), typed, and what tells one push from another."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from chalicelib.wechat.body import Fields
from chalicelib.wechat.refusals import Malformed

# Far above anything WeChat sends, far below what a table key may hold.
Id = Annotated[str, StringConstraints(min_length=1, max_length=256)]


class Push(BaseModel):
    """What every push has."""

    # Most functions meet text and nothing else: the other types are made ready when the first one comes.
    model_config = ConfigDict(
        frozen=True,
        coerce_numbers_to_str=True,
        extra="ignore",
        defer_build=True,
        hide_input_in_errors=True,  # what a follower wrote is not for the log
    )

    follower: ClassVar[bool] = True
    """Whether FromUserName is a follower rather than one of WeChat's own senders."""

    to_user: Id = Field(alias="ToUserName")
    from_user: Id = Field(alias="FromUserName")
    created: int = Field(alias="CreateTime", ge=0, lt=2**40)
    """Unix time in seconds."""
    msg_type: Id = Field(alias="MsgType")

    @property
    def key(self) -> str:
        """Equal for WeChat's tries of one push, different for different pushes (sheet §1.3)."""
        return f"U#{self.created}#{_digest(self.msg_type)}"


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


class Unknown(Push):
    """A type, event or shape that this version does not know; recorded raw and acknowledged."""

    fields: dict[str, Any]

    @property
    def key(self) -> str:
        if isinstance(self.fields.get("MsgId"), str | int) and self.fields["MsgId"]:
            return message_key(str(self.fields["MsgId"]))
        return f"U#{self.created}#{_digest(*(f'{name}={self.fields[name]}' for name in sorted(self.fields)))}"


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


def message_key(msg_id: str) -> str:
    """The key of a message: its MsgId, or a digest of what can't be one, since a table key has its limits."""
    return f"M#{msg_id if msg_id.isascii() and len(msg_id) <= 64 else _digest(msg_id)}"


def event_key(created: int, *parts: str) -> str:
    """The key of an event: CreateTime has one second's resolution, so what happened is part of it."""
    return f"E#{created}#{_digest(*parts)}"


def typed(fields: Fields) -> Push:
    """The fields of a push as the model of its type; ``Unknown`` where none fits.

    Raises ``Malformed`` where even sender, receiver, time or type are missing.
    """
    model: type[Push] | None = None
    kind = fields.get("MsgType")
    if isinstance(kind, str):
        if kind == "event":
            # Events are needed for a fraction of the pushes only, but by a warm function sooner or later.
            from chalicelib.wechat.events import EVENTS

            model = EVENTS.get(str(fields.get("Event", "")).lower())
        else:
            model = MESSAGES.get(kind)
    if model is not None:
        try:
            return model.model_validate(fields)
        except ValidationError:
            pass  # known by name, strange in shape: kept raw below
    try:
        return Unknown.model_validate(fields | {"fields": fields})
    except ValidationError as error:
        named = ", ".join(str(problem["loc"][0]) for problem in error.errors())
        raise Malformed(f"missing or unusable: {named}") from error


def _digest(*parts: str) -> str:
    return sha256("\x1f".join(parts).encode(errors="replace")).hexdigest()[:24]
