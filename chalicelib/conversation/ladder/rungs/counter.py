"""The rung of the counter: appointments are booked, changed and kept in the chat (docs/appointments-followers.md).

The ladder says only that a push is the counter's matter. ``inbox.callback`` then asks the counter, which reads and
writes by itself; an account without halls has nothing to say there, and the push goes up the ladder as any other.
"""

from __future__ import annotations

from typing import Final

from chalicelib.conversation.ladder.context import MessageContext, SkipReason
from chalicelib.conversation.ladder.links import LinkKind
from chalicelib.conversation.models import Decision, Rung

COUNTER_KEY: Final = "appointment"
"""The key of a menu entry that opens the counter; after a colon may stand the id of a service."""
_WORDS: Final = frozenset(
    (
        "预约",
        "预约办税",
        "办税预约",
        "我要预约",
        "网上预约",
        "我的预约",
        "取消预约",
        "改约",
        "修改预约",
    )
)
HALL_SCENE: Final = "hall-"
"""Begins the scene of the QR code that hangs in a hall; the hall's id follows."""


def tapped(context: MessageContext) -> Decision | SkipReason:
    """A link of the counter came back (预约): the counter answers, also while a person has the conversation."""
    tap = context.tap
    if tap is None or not context.account.counter:
        return SkipReason.NOT_TAPPED
    if tap.kind is LinkKind.BOOK or (tap.kind is LinkKind.MENU and is_key(tap.of)):
        return Decision(rung=Rung.APPOINTMENT, book_version=context.book.version)
    return SkipReason.NOT_TAPPED


def called(context: MessageContext) -> Decision | SkipReason:
    """预约, 预约办税, 我的预约 and the like was written, and nothing else."""
    if not context.account.counter or context.folded not in _WORDS:
        return SkipReason.NOT_CALLED
    return Decision(rung=Rung.APPOINTMENT, book_version=context.book.version)


def is_key(key: str) -> bool:
    """Whether a menu's key is the counter's."""
    return key.startswith(COUNTER_KEY) and key[len(COUNTER_KEY) :][:1] in ("", ":")
