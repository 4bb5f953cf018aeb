"""A follower's budget of customer-service messages (sheet §2.7). Pure.

Two rights run side by side: five messages in 48 hours after a message, three in a minute after a tap on a menu or
on a link of a reply. A new message or tap renews its right whole; rights do not add up.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from chalicelib.desk.sessions.lifecycle import WINDOW, mark_of
from chalicelib.values import Value
from chalicelib.wechat.customer_messages import MOST
from chalicelib.wechat.error_codes import NO_REPLIES_LEFT, REPLY_WINDOW_CLOSED

TAP_WINDOW: Final = timedelta(minutes=1)


class Right(Value):
    """So many messages until then."""

    left: int = 0
    until: int = 0
    """Unix seconds."""


class Budget(Value):
    """Both rights of a follower."""

    heard: str = ""
    """The last message that gave a right (``lifecycle.mark_of``)."""
    message: Right = Right()
    tap: Right = Right()

    def rights(self, now: datetime) -> list[tuple[str, Right]]:
        """The rights that can be used at ``now``, the one that ends first before the other."""
        both = (("message", self.message), ("tap", self.tap))
        usable = [(name, one) for name, one in both if one.left > 0 and one.until > now.timestamp()]
        return sorted(usable, key=lambda named: named[1].until)

    def left(self, now: datetime) -> int:
        """How many messages WeChat would take now."""
        return sum(right.left for _, right in self.rights(now))

    def ends(self, now: datetime) -> datetime | None:
        """Until when it takes them; None: not now."""
        usable = self.rights(now)
        return datetime.fromtimestamp(usable[-1][1].until, UTC) if usable else None

    def window_open(self, now: datetime) -> bool:
        """Whether some window is open, whatever is left in it."""
        return max(self.message.until, self.tap.until) > now.timestamp()


def renewed(budget: Budget, at: datetime, key: str, *, tapped: bool, spent: int) -> Budget:
    """The budget after the follower's message ``key`` of ``at``; the robot has used ``spent`` of its right.

    The same budget if that message, or a later one, has been counted: the stream repeats itself.
    """
    mark = mark_of(at, key)
    if mark <= budget.heard:
        return budget
    most, lasts = (MOST["event"], TAP_WINDOW) if tapped else (MOST["message"], WINDOW)
    right = Right(left=max(0, most - spent), until=int((at + lasts).timestamp()))
    return budget.model_copy(update={"heard": mark, "tap" if tapped else "message": right})


def spend(budget: Budget, number: int, now: datetime) -> Budget | None:
    """The budget after ``number`` messages, or None where they are too many."""
    changes: dict[str, Right] = {}
    for name, right in budget.rights(now):
        used = min(number, right.left)
        changes[name] = right.model_copy(update={"left": right.left - used})
        number -= used
    return None if number else budget.model_copy(update=changes)


def given_back(budget: Budget, heard: str) -> Budget:
    """The budget after a message that surely never arrived; unless the follower wrote meanwhile."""
    if budget.heard != heard:
        return budget
    right = budget.message if budget.message.until >= budget.tap.until else budget.tap
    most = MOST["message"] if right is budget.message else MOST["event"]
    name = "message" if right is budget.message else "tap"
    return budget.model_copy(
        update={name: right.model_copy(update={"left": min(most, right.left + 1)})}
    )


def corrected(budget: Budget, errcode: int) -> Budget:
    """The budget after WeChat said 45047 (none left) or 45015 (too late): its count is the one that counts."""
    if errcode == NO_REPLIES_LEFT:
        return budget.model_copy(
            update={
                "message": budget.message.model_copy(update={"left": 0}),
                "tap": budget.tap.model_copy(update={"left": 0}),
            }
        )
    if errcode == REPLY_WINDOW_CLOSED:
        return budget.model_copy(update={"message": Right(), "tap": Right()})
    return budget
