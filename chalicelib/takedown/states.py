"""What may become of a takedown: the table of its states, read by guard, command line and page. Pure."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from chalicelib.takedown.errors import NotInThisState
from chalicelib.takedown.labels import STATES
from chalicelib.takedown.models import Moment, Takedown
from chalicelib.takedown.models import TakedownState as S
from chalicelib.transitions import Table, row


class Action(StrEnum):
    """An action on a takedown."""

    FOUND = "found"
    LEARN = "learn"
    """What a link leads to was met: its words are looked for too."""
    TICK = "tick"
    APPROVE = "approve"
    REJECT = "reject"
    RETRY = "retry"
    CHECK = "check"
    CHECKED = "checked"
    MORE = "more"
    RESTORE = "restore"


class Who(StrEnum):
    """The parties that act."""

    PERSON = "person"
    SECOND = "second"
    """A person who had no hand in it."""
    WORKER = "worker"


NAMES: Final = {
    Action.FOUND: "列出位置",
    Action.LEARN: "按链接的文字再查",
    Action.TICK: "勾选",
    Action.APPROVE: "批准撤稿",
    Action.REJECT: "不予撤稿",
    Action.RETRY: "重试",
    Action.CHECK: "复查",
    Action.CHECKED: "办结",
    Action.MORE: "列出新的位置",
    Action.RESTORE: "恢复",
}

TABLE: Final = Table[S, Action, Who, Takedown](
    lambda one: one.state,
    [
        row(S.SEARCHING, Action.FOUND, S.PREVIEW, Who.WORKER),
        row(S.SEARCHING, Action.LEARN, None, Who.WORKER),
        row(S.PREVIEW, Action.TICK, None, Who.PERSON),
        row(S.PREVIEW, Action.APPROVE, S.RUNNING, Who.SECOND),
        row([S.SEARCHING, S.PREVIEW], Action.REJECT, S.REJECTED, Who.PERSON),
        row(S.RUNNING, Action.CHECK, S.CHECKING, Who.WORKER),
        row(S.CHECKING, Action.CHECKED, S.CLOSED, Who.WORKER),
        # What was found anew is approved anew: nothing goes that nobody has seen.
        row(S.CHECKING, Action.MORE, S.PREVIEW, Who.WORKER),
        row([S.RUNNING, S.CLOSED], Action.RETRY, S.RUNNING, Who.PERSON),
        row(S.CLOSED, Action.RESTORE, None, Who.SECOND),
    ],
)


def check(one: Takedown, action: Action) -> None:
    """Raises ``NotInThisState`` where nobody may take this action now."""
    if TABLE.find(one, action, Who) is None:
        raise NotInThisState(
            f"撤稿 {one.id} 现在是“{STATES[one.state]}”，不能{NAMES[action]}。",
            state=one.state.value,
            possible=TABLE.possible(one, [Who.PERSON, Who.SECOND]),
        )


def moved(
    one: Takedown, action: Action, *, by: str, at: datetime, note: str = "", **changes: Any
) -> Takedown:
    """The takedown after an action, with a line in its history. Raises ``NotInThisState``."""
    check(one, action)
    found = TABLE.find(one, action, Who)
    target = found.target if found and found.target else one.state
    moment = Moment(at=at, by=by, state=target, note=note)
    return one.model_copy(update={"state": target, "history": (*one.history, moment), **changes})
