"""An Issue (期): one push as editors plan it. Values only."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Final, NewType

from pydantic import AwareDatetime, Field

from chalicelib.publishing.deliveries.models import Way
from chalicelib.publishing.errors import BadIssue
from chalicelib.values import Value

IssueId = NewType("IssueId", str)
"""``i-7f3kq-{account}``: five characters that are easy to type, and the account that finds its item."""

MOST: Final = 8
"""Articles in one push (sheet §2.5)."""
LONGEST_TITLE: Final = 64
_LETTERS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's: none is taken for another."""


class IssueState(StrEnum):
    """Where an issue stands; what became of a scheduled one is its delivery's to say."""

    PLANNED = "planned"
    """An intention: nothing is set aside, nothing will be sent."""
    SCHEDULED = "scheduled"
    """Approved, with its time, its allowance and its delivery."""
    CANCELLED = "cancelled"


class IssueArticle(Value):
    """One article of an issue; what exactly is sent is settled when the issue is scheduled."""

    article_id: str
    title: str
    revision: int | None = None
    """The revision that goes out; None while the issue is an intention."""
    key: str | None = None
    """Its content in the newsroom."""


class IssueStep(Value):
    """One line of an issue's history."""

    at: AwareDatetime
    what: str
    by: str
    note: str = ""


class Issue(Value):
    """One push as editors plan it."""

    id: IssueId
    account: str
    title: str = Field(min_length=1, max_length=LONGEST_TITLE)
    """The editors' name for it; followers never see it."""
    state: IssueState = IssueState.PLANNED
    at: AwareDatetime
    entries: Annotated[tuple[IssueArticle, ...], Field(max_length=MOST)] = ()
    way: Way = Way.MASS
    tag_id: int | None = None
    delivery: str | None = None
    """The latest delivery that carries it out."""
    attempts: int = 0
    """How many deliveries were made for it; each has an id of its own."""
    version: int = 1
    """Counts up with every write; a write that knows an older version is refused."""
    history: tuple[IssueStep, ...] = ()


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


def changed(issue: Issue, step: IssueStep, **changes: Any) -> Issue:
    """The issue after a change, with ``step`` as the last line of its history."""
    return issue.model_copy(
        update={**changes, "version": issue.version + 1, "history": (*issue.history, step)}
    )


def added(
    entries: Sequence[IssueArticle], more: Sequence[IssueArticle], position: int | None
) -> tuple[IssueArticle, ...]:
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


def reordered(entries: Sequence[IssueArticle], order: Sequence[str]) -> tuple[IssueArticle, ...]:
    """Entries in the order of these article ids, which must be just theirs. Raises ``BadIssue``."""
    by_id = {entry.article_id: entry for entry in entries}
    if sorted(order) != sorted(by_id):
        raise BadIssue(f"请按新的顺序写出全部稿件编号：{' '.join(by_id)}。")
    return tuple(by_id[one] for one in order)
