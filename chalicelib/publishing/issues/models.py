"""An Issue (期): one push as editors plan it, and which way it may go. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Final, NewType

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from chalicelib.publishing.deliveries.models import Way
from chalicelib.publishing.errors import BadIssue

IssueId = NewType("IssueId", str)
"""``i-7f3kq-{account}``: five characters that are easy to type, and the account that finds its item."""

MOST: Final = 8
"""Articles in one push (sheet §2.5)."""
_LETTERS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's: none is taken for another."""


class IssueState(StrEnum):
    """Where an issue stands; what became of a scheduled one is its delivery's to say."""

    PLANNED = "planned"
    """An intention: nothing is set aside, nothing will be sent."""
    SCHEDULED = "scheduled"
    """Approved, with its time, its allowance and its delivery."""
    CANCELLED = "cancelled"


class Deed(StrEnum):
    """What people do with an issue."""

    EDIT = "edit"
    SCHEDULE = "schedule"
    MOVE = "move"
    UNSCHEDULE = "unschedule"
    CANCEL = "cancel"


_P, _S = IssueState.PLANNED, IssueState.SCHEDULED
TABLE: Final[dict[Deed, tuple[IssueState, ...]]] = {
    Deed.EDIT: (_P,),
    Deed.SCHEDULE: (_P, _S),
    Deed.MOVE: (_P, _S),
    Deed.UNSCHEDULE: (_S,),
    Deed.CANCEL: (_P, _S),
}
"""In which states each can be done; whether a scheduled one still can also depends on its delivery."""

NAMES: Final = {
    IssueState.PLANNED: "计划",
    IssueState.SCHEDULED: "已排期",
    IssueState.CANCELLED: "已取消",
}
_ADVICE: Final = {
    Deed.EDIT: "先用 `./rongmei issue unschedule {id}` 撤回排期，再改。",
    Deed.UNSCHEDULE: "它还没有排期。",
}


class Entry(BaseModel):
    """One article of an issue; what exactly is sent is settled when the issue is scheduled."""

    model_config = ConfigDict(frozen=True)

    article_id: str
    title: str
    revision: int | None = None
    """The revision that goes out; None while the issue is an intention."""
    key: str | None = None
    """Its content in the newsroom."""


class Step(BaseModel):
    """One line of an issue's history."""

    model_config = ConfigDict(frozen=True)

    at: AwareDatetime
    what: str
    by: str
    note: str = ""


class Issue(BaseModel):
    """One push as editors plan it."""

    model_config = ConfigDict(frozen=True)

    id: IssueId
    account: str
    title: str = Field(min_length=1, max_length=64)
    """What editors call it; followers never see it."""
    state: IssueState = IssueState.PLANNED
    at: AwareDatetime
    entries: Annotated[tuple[Entry, ...], Field(max_length=MOST)] = ()
    way: Way = Way.MASS
    tag_id: int | None = None
    delivery: str | None = None
    """The latest delivery that carries it out."""
    attempts: int = 0
    """How many deliveries were made for it; each has an id of its own."""
    version: int = 1
    """Counts up with every write; a write that knows an older version is refused."""
    history: tuple[Step, ...] = ()


def issue_id(account: str, title: str, at: datetime, nth: int = 1) -> IssueId:
    """The id of an issue: planning the same one twice gives the same id."""
    digest = hashlib.sha256(f"{account}#{title}#{at.timestamp():.0f}#{nth}".encode()).digest()
    number = int.from_bytes(digest[:8], "big")
    mark = "".join(_LETTERS[(number >> 5 * n) % 32] for n in range(5))
    return IssueId(f"i-{mark}-{account}")


def account_of(issue: str) -> str | None:
    """The account that an id names; None if it is no id."""
    parts = issue.split("-", 2)
    return parts[2] if len(parts) == 3 and parts[0] == "i" and parts[2] else None


def guard(issue: Issue, deed: Deed) -> None:
    """Raises ``BadIssue`` where the table does not let it."""
    if issue.state not in TABLE[deed]:
        advice = _ADVICE.get(deed, "") if issue.state is not IssueState.CANCELLED else ""
        raise BadIssue(
            f"期 {issue.id}（{issue.title}）的状态是“{NAMES[issue.state]}”，不能这样做。"
            + advice.format(id=issue.id)
        )


def changed(
    issue: Issue, what: str, *, by: str, now: datetime, note: str = "", **changes: Any
) -> Issue:
    """The issue after a change, with a line in its history."""
    step = Step(at=now, what=what, by=by, note=note)
    return issue.model_copy(
        update={**changes, "version": issue.version + 1, "history": (*issue.history, step)}
    )


def added(
    entries: Sequence[Entry], more: Sequence[Entry], position: int | None
) -> tuple[Entry, ...]:
    """Entries with others inserted before ``position`` (from 1; None: at the end).

    An article that is there already stays where it is: adding twice is adding once. Raises ``BadIssue``.
    """
    there = {entry.article_id for entry in entries}
    fresh = tuple({one.article_id: one for one in more if one.article_id not in there}.values())
    if position is not None and not 1 <= position <= len(entries) + 1:
        raise BadIssue(f"位置应在 1–{len(entries) + 1} 之间。")
    index = len(entries) if position is None else position - 1
    together = (*entries[:index], *fresh, *entries[index:])
    if len(together) > MOST:
        raise BadIssue(f"一期最多 {MOST} 篇，这样会有 {len(together)} 篇。")
    return together


def reordered(entries: Sequence[Entry], order: Sequence[str]) -> tuple[Entry, ...]:
    """Entries in the order of these article ids, which must be just theirs. Raises ``BadIssue``."""
    by_id = {entry.article_id: entry for entry in entries}
    if sorted(order) != sorted(by_id):
        raise BadIssue(f"请按新的顺序写出全部稿件编号：{' '.join(by_id)}。")
    return tuple(by_id[one] for one in order)
