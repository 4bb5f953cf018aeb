"""A message, and the one that followers write: text (sheet §1.4). A cold start opens no other."""

from __future__ import annotations

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
