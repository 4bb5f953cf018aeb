"""Articles as the newsroom keeps them: an id, immutable revisions, and where the review stands. Values only."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NewType

from pydantic import AwareDatetime, BaseModel, ConfigDict

from chalicelib.newsroom.articles.workflow import Stage, Workflow
from chalicelib.newsroom.models import ArticleKind

ArticleId = NewType("ArticleId", str)
"""``a-20261123-7f3k``: the day it was made (Asia/Shanghai) and four characters that are easy to type."""


class ArticleState(StrEnum):
    """Where an article stands; ``review.TABLE`` says how it gets there."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    APPROVED = "approved"


class Approval(BaseModel):
    """One person's yes."""

    model_config = ConfigDict(frozen=True)

    by: str
    at: AwareDatetime
    revision: int
    """What they read."""
    stage: int = 0
    """Which stage of the workflow, from 0; without meaning for an emergency's."""


class Returned(BaseModel):
    """Why an article came back."""

    model_config = ConfigDict(frozen=True)

    by: str
    at: AwareDatetime
    revision: int
    stage: str
    reasons: tuple[str, ...]


class Lock(BaseModel):
    """Somebody is writing: nobody else does, until then."""

    model_config = ConfigDict(frozen=True)

    by: str
    until: AwareDatetime
    minutes: int
    """For how long each revision renews it."""


class StoredArticle(BaseModel):
    """An article with its id: the latest revision, and where its review stands."""

    model_config = ConfigDict(frozen=True)

    id: ArticleId
    unit: str
    title: str
    kind: ArticleKind
    key: str
    """Content of the latest revision."""
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
    """It was once released by the emergency path. Never taken back."""

    lock: Lock | None = None
    comments: int = 0
    """How many were ever made; the next one's number is one more."""
    version: int = 1
    """Counts up with every write; a write that knows an older version is refused."""
    log_hash: str = ""
    """Of the latest entry of its log, which the next one repeats."""

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
        agreed = (yes.at for yes in (*self.approvals, *self.emergency_approvals))
        return max(filter(None, (*agreed, self.submitted_at)), default=self.updated_at)

    @property
    def stage(self) -> Stage | None:
        """The stage that has to decide next."""
        number = self.stage_number
        return None if self.workflow is None or number is None else self.workflow.stages[number]


class Revision(BaseModel):
    """One immutable version of an article."""

    model_config = ConfigDict(frozen=True)

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
    restored_from: int | None = None


class Released(BaseModel):
    """What may go out: the latest revision of an article, approved."""

    model_config = ConfigDict(frozen=True)

    article_id: ArticleId
    revision: int
    key: str
    title: str
    kind: ArticleKind
    unit: str
    emergency: bool


class Comment(BaseModel):
    """A remark on an article, or on a passage of one revision."""

    model_config = ConfigDict(frozen=True)

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
