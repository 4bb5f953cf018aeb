"""Which way an article may go through its review, as data: the guard, the command line and later the buttons read
this table.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from chalicelib.newsroom.articles.models import ArticleState as S


class Action(StrEnum):
    """What can be done to an article, and what its log calls it."""

    CREATE = "create"
    REVISE = "revise"
    RESTORE = "restore"
    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    WITHDRAW = "withdraw"
    EMERGENCY = "emergency"
    LOCK = "lock"
    UNLOCK = "unlock"
    FORCE_UNLOCK = "force_unlock"
    COMMENT = "comment"
    RESOLVE = "resolve"


class Who(StrEnum):
    """Who may do it."""

    STAFF = "staff"
    """Everybody with a role in the unit or above."""
    WRITER = "writer"
    """Who wrote a part, who submitted it, or the highest role."""
    REVIEWER = "reviewer"
    """Whom the stage lets, who wrote no part of it and approved no other stage."""
    LAST = "last"
    """Whom the last stage lets."""
    HIGHEST = "highest"
    """The highest role, having written no part of it and not agreed before."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: from these states, by this action, to that state."""

    sources: frozenset[S]
    action: Action
    target: S | None
    """None: the state stays."""
    who: Who
    completes: bool | None = None
    """Whether it is the last approval that is wanted; None: does not matter."""
    revised: bool = False
    """Needs a revision made since the article was returned."""


def _row(
    sources: Iterable[S], action: Action, target: S | None, who: Who, **more: Any
) -> Transition:
    return Transition(frozenset(sources), action, target, who, **more)


_UNRELEASED: Final = (S.DRAFT, S.IN_REVIEW, S.RETURNED)

TABLE: Final[tuple[Transition, ...]] = (
    *(
        row
        for action in (Action.REVISE, Action.RESTORE)
        for row in (
            _row([S.DRAFT, S.RETURNED], action, None, Who.STAFF),
            # What was read is no longer what stands there: the review has to be asked for again.
            _row([S.IN_REVIEW, S.APPROVED], action, S.DRAFT, Who.STAFF),
        )
    ),
    _row([S.DRAFT], Action.SUBMIT, S.IN_REVIEW, Who.STAFF),
    _row([S.RETURNED], Action.SUBMIT, S.IN_REVIEW, Who.STAFF, revised=True),
    _row([S.IN_REVIEW], Action.APPROVE, S.IN_REVIEW, Who.REVIEWER, completes=False),
    _row([S.IN_REVIEW], Action.APPROVE, S.APPROVED, Who.REVIEWER, completes=True),
    _row([S.IN_REVIEW], Action.RETURN, S.RETURNED, Who.REVIEWER),
    _row([S.APPROVED], Action.RETURN, S.RETURNED, Who.LAST),
    _row([S.IN_REVIEW, S.RETURNED, S.APPROVED], Action.WITHDRAW, S.DRAFT, Who.WRITER),
    _row(_UNRELEASED, Action.EMERGENCY, None, Who.HIGHEST, completes=False),
    _row(_UNRELEASED, Action.EMERGENCY, S.APPROVED, Who.HIGHEST, completes=True),
    _row(S, Action.LOCK, None, Who.STAFF),
    _row(S, Action.UNLOCK, None, Who.STAFF),
    _row(S, Action.COMMENT, None, Who.STAFF),
    _row(S, Action.RESOLVE, None, Who.STAFF),
)

STATE_NAMES: Final = {
    S.DRAFT: "草稿",
    S.IN_REVIEW: "审核中",
    S.RETURNED: "已退回",
    S.APPROVED: "已通过",
}

ACTION_NAMES: Final = {
    Action.CREATE: "新建",
    Action.REVISE: "修改",
    Action.RESTORE: "恢复旧版",
    Action.SUBMIT: "送审",
    Action.APPROVE: "通过",
    Action.RETURN: "退回",
    Action.WITHDRAW: "撤回送审",
    Action.EMERGENCY: "应急签发",
    Action.LOCK: "锁定",
    Action.UNLOCK: "解锁",
    Action.FORCE_UNLOCK: "强制解锁",
    Action.COMMENT: "批注",
    Action.RESOLVE: "批注已处理",
}
