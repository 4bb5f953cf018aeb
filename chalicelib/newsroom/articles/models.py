"""Articles as the newsroom keeps them: an id, immutable revisions, and where the review stands. Values only."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, NewType

from pydantic import AwareDatetime

from chalicelib.newsroom.articles.workflow import Stage, Workflow
from chalicelib.newsroom.models import ArticleKind
from chalicelib.values import Value

ArticleId = NewType("ArticleId", str)
"""``a-20261123-7f3k``: the day it was made (Asia/Shanghai) and four characters that are easy to type."""


class ArticleState(StrEnum):
    """Where an article stands; ``review/transitions.py`` says how it gets there."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    APPROVED = "approved"


class ArticleAction(StrEnum):
    """An action of a person on an article, as the log spells it."""

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


class Approval(Value):
    """One person's yes."""

    by: str
    at: AwareDatetime
    revision: int
    """The revision that they read."""
    stage: int = 0
    """Number of the stage in the workflow, from 0; without meaning for an emergency's."""


class Returned(Value):
    """Why an article came back."""

    by: str
    at: AwareDatetime
    revision: int
    stage: str
    reasons: tuple[str, ...]


class Lock(Value):
    """Somebody is writing, and until then nobody else may."""

    by: str
    until: AwareDatetime
    minutes: int
    """For how long each revision renews it."""


class Reviewed(Value):
    """What goes through the stages of a review: who made it, who approved, and whether it may go out."""

    noun: ClassVar[str] = "稿件"
    """What people call it."""
    this: ClassVar[str] = "这篇稿件"
    """The noun with its measure word."""

    id: str
    unit: str
    title: str
    revision: int = 1
    """Number of the latest revision."""
    state: ArticleState = ArticleState.DRAFT
    created_at: AwareDatetime
    created_by: str
    updated_at: AwareDatetime
    """Of the latest revision."""
    updated_by: str
    contributors: tuple[str, ...]
    """Everybody who wrote a revision; none of them approves."""

    workflow: Workflow | None = None
    """The unit's when it was submitted: a review ends by the rules it began with."""
    submitted_by: str | None = None
    submitted_at: AwareDatetime | None = None
    approvals: tuple[Approval, ...] = ()
    returned: Returned | None = None
    approved_revision: int | None = None
    recanted: tuple[int, ...] = ()
    """Revisions whose release a person took back: what was scheduled of them does not go out (0066)."""
    emergency_approvals: tuple[Approval, ...] = ()
    emergency: bool = False
    """It was once released in an emergency. Never set back."""
    version: int = 1
    """Counts up with every write; a write that knows an older version is refused."""

    @property
    def called(self) -> str:
        """What sentences call it: ``稿件“a-20261123-7f3k”``."""
        return f"{self.noun}“{self.id}”"

    @property
    def stage_number(self) -> int | None:
        """The stage that has to decide next, from 0; None if all have approved, or none was asked."""
        if self.workflow is None:
            return None
        done = {approval.stage for approval in self.approvals}
        return next((n for n in range(len(self.workflow.stages)) if n not in done), None)

    @property
    def waiting_since(self) -> datetime:
        """Since when it waits for the next decision."""
        approved = (yes.at for yes in (*self.approvals, *self.emergency_approvals))
        return max(filter(None, (*approved, self.submitted_at)), default=self.updated_at)

    @property
    def stage(self) -> Stage | None:
        """The stage that has to decide next."""
        number = self.stage_number
        return None if self.workflow is None or number is None else self.workflow.stages[number]

    @property
    def approved_stage(self) -> Stage | None:
        """The stage that approved last, among those whose approval still counts."""
        if self.workflow is None or not self.approvals:
            return None
        return self.workflow.stages[self.approvals[-1].stage]


class StoredArticle(Reviewed):
    """An article with its id: the latest revision, and where its review stands."""

    id: ArticleId
    kind: ArticleKind
    column: str = ""
    """栏目 of the latest revision."""
    series: str = ""
    """系列 that the latest revision names."""
    key: str
    """Content of the latest revision."""
    lock: Lock | None = None
    comments: int = 0
    """Number of comments ever made; the next comment gets the number after it."""
    log_hash: str = ""
    """Of the latest entry of its log, which the next one repeats."""


class Revision(Value):
    """One immutable version of an article."""

    article: ArticleId
    number: int
    key: str
    """Where its content lies."""
    title: str
    kind: ArticleKind
    by: str
    at: AwareDatetime
    note: str = ""
    source: str = ""
    """The file it came from."""
    written: str = ""
    """Where its author's text lies; empty where there is none but the content."""
    restored_from: int | None = None


class Released(Value):
    """The latest revision of an article, approved: it may go out."""

    article_id: ArticleId
    revision: int
    key: str
    title: str
    kind: ArticleKind
    unit: str
    emergency: bool


class Comment(Value):
    """A remark on an article, or on a passage of one revision."""

    number: int
    article: ArticleId
    revision: int
    text: str
    by: str
    at: AwareDatetime
    quote: str = ""
    """The passage; empty: the whole article."""
    offset: int = 0
    """Where the passage began in that revision's plain text, in characters."""
    resolved_by: str | None = None
    resolved_at: AwareDatetime | None = None
