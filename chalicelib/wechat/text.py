"""A message, and the one that followers write: text (sheet §1.4). A cold start opens no other."""

from __future__ import annotations

from typing import Final

from pydantic import ConfigDict, Field

from chalicelib.wechat.push import Push, message_key


class Message(Push):
    """A message a follower sent."""

    msg_id: str = Field(alias="MsgId", default="")

    @property
    def key(self) -> str:
        """By MsgId; without one by everything that was said, so that a second try is known as such."""
        return message_key(self.msg_id or f"{self.created}|{self.model_dump_json()}")


class Text(Message):
    model_config = ConfigDict(defer_build=False)

    content: str = Field(alias="Content", default="")
    menu_id: str | None = Field(alias="bizmsgmenuid", default=None)
    """Set when the follower tapped an entry of a message menu."""


_KNOWN: Final = {"to_user", "from_user", "created", "msg_type", "content", "msg_id"}
_set: Final = object.__setattr__


def known_text(to_user: str, from_user: str, created: int, content: str, msg_id: str) -> Text:
    """A typed text whose parts are known to fit: what ``Text.model_validate`` makes of them, without a validator.

    Nearly every message is one (docs/decisions/0346). ``model_construct`` would look for the names and the default of
    every field again.
    """
    text = Text.__new__(Text)
    parts = {
        "to_user": to_user,
        "from_user": from_user,
        "created": created,
        "msg_type": "text",
        "msg_id": msg_id,
        "content": content,
        "menu_id": None,
    }
    _set(text, "__dict__", parts)
    _set(text, "__pydantic_fields_set__", _KNOWN)
    _set(text, "__pydantic_extra__", None)
    _set(text, "__pydantic_private__", None)
    return text
