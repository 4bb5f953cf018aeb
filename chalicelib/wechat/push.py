"""The fields that every push of WeChat has, and the key that tells one push from another (sheet §1.3)."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Any, ClassVar, Final

from pydantic import ConfigDict, Field, StringConstraints

from chalicelib.values import LateValue

LONGEST_ID: Final = 256
"""Far above anything WeChat sends, far below what a table key may hold."""
Id = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_ID)]

Number = Annotated[float, Field(allow_inf_nan=False)]
"""A measure, such as a coordinate."""


class Push(LateValue):
    """The fields that every push has.

    Most functions meet text and nothing else: the other types are made ready when the first one comes. What a
    follower wrote appears in no error.
    """

    model_config = ConfigDict(coerce_numbers_to_str=True)

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


class Unknown(Push):
    """A type, event or shape that this version does not know; recorded raw and acknowledged."""

    fields: dict[str, Any]

    @property
    def key(self) -> str:
        if isinstance(self.fields.get("MsgId"), str | int) and self.fields["MsgId"]:
            return message_key(str(self.fields["MsgId"]))
        return f"U#{self.created}#{_digest(*(f'{name}={self.fields[name]}' for name in sorted(self.fields)))}"


def message_key(msg_id: str) -> str:
    """The key of a message: its MsgId, or a digest of what can't be one, since a table key has its limits."""
    return f"M#{msg_id if msg_id.isascii() and len(msg_id) <= 64 else _digest(msg_id)}"


def event_key(created: int, *parts: str) -> str:
    """The key of an event: CreateTime has one second's resolution, so what happened is part of it."""
    return f"E#{created}#{_digest(*parts)}"


def _digest(*parts: str) -> str:
    return sha256("\x1f".join(parts).encode(errors="replace")).hexdigest()[:24]
