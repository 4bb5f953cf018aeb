"""Offers of a unit to the accounts below it (矩阵分发), and what became of each. Values only."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

from pydantic import AwareDatetime, Field

from chalicelib.values import Value

OfferId = NewType("OfferId", str)
"""``o-20261201-7f3k``: the day it was made (Asia/Shanghai) and four characters of what it is."""


class Requirement(StrEnum):
    """How much of a choice the accounts below have."""

    MANDATORY = "mandatory"
    """必发: it is taken over at once and goes into the unit's own review."""
    RECOMMENDED = "recommended"
    OPTIONAL = "optional"


class ChangeKind(StrEnum):
    """A change at the source after it was offered."""

    CORRECTION = "correction"
    RECALL = "recall"


class Change(Value):
    """A correction or a recall of what was offered."""

    number: int
    """From 1; of one offer."""
    kind: ChangeKind
    reason: str
    revision: int
    key: str
    """Content that is right now; of a recall, the content recalled."""
    title: str
    deadline: AwareDatetime
    at_once: bool
    """Carried out without asking, as far as that can be done."""
    by: str
    at: AwareDatetime


class Offer(Value):
    """One article of a unit, offered to accounts below."""

    id: OfferId
    unit: str
    article: str
    revision: int
    key: str
    title: str
    requirement: Requirement
    deadline: AwareDatetime
    """By when a copy should be out."""
    note: str = ""
    accounts: tuple[str, ...]
    by: str
    at: AwareDatetime
    changes: tuple[Change, ...] = ()
    version: int = 1

    @property
    def current(self) -> tuple[int, str, str]:
        """Revision, content and title as they are right now."""
        for change in reversed(self.changes):
            if change.kind is ChangeKind.CORRECTION:
                return change.revision, change.key, change.title
        return self.revision, self.key, self.title

    @property
    def recalled(self) -> bool:
        """Whether nobody may take it over any more."""
        return any(change.kind is ChangeKind.RECALL for change in self.changes)


class Answer(StrEnum):
    """An account's answer to an offer."""

    OPEN = "open"
    ADOPTED = "adopted"
    DECLINED = "declined"


class TaskState(StrEnum):
    """Where an account stands with a change at the source."""

    OPEN = "open"
    DONE = "done"


class Task(Value):
    """The work that a change at the source asks of an account with a copy."""

    change: int
    kind: ChangeKind
    deadline: AwareDatetime
    state: TaskState = TaskState.OPEN
    what: str = ""
    """The work that was done, or that a person has to do."""
    awaits: tuple[str, ...] = ()
    """Of an open recall: the pushes whose pages WeChat was told to take down. Whether it did stands on the push."""
    by: str = ""
    at: AwareDatetime | None = None


class Receipt(Value):
    """The fate of an offer at one account."""

    offer: OfferId
    account: str
    answer: Answer = Answer.OPEN
    article: str | None = None
    """The copy, in the newsroom of the account's unit."""
    by: str = ""
    at: AwareDatetime | None = None
    reason: str = ""
    """The reason for declining."""
    problem: str = ""
    """The obstacle to taking a mandatory article over."""
    known: int = 0
    """How many changes at the source the copy held from the start."""
    tasks: tuple[Task, ...] = ()
    version: int = 1


class Dressing(Value):
    """Header and footer that an account puts around the articles it takes over; HTML as WeChat takes it, without pictures."""

    header: str = Field(default="", max_length=4000)
    footer: str = Field(default="", max_length=4000)
    version: int = 0
    """Counts up with every change; 0: never set."""


class Standing(StrEnum):
    """The meaning of a receipt, seen from above."""

    WAITING = "waiting"
    ADOPTED = "adopted"
    SCHEDULED = "scheduled"
    PUSHED = "pushed"
    DECLINED = "declined"
    LATE = "late"
    RECALLED = "recalled"
    """The offer was recalled, and nothing of it is out or to come there."""
