"""The transition table of the review: which action leads from which state to which, and who may take it.

The guard, the command line and a page read this table.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from chalicelib.newsroom.articles.models import ArticleAction as Action
from chalicelib.newsroom.articles.models import ArticleState as S
from chalicelib.newsroom.articles.models import Reviewed
from chalicelib.newsroom.articles.workflow import EMERGENCY_APPROVALS
from chalicelib.transitions import Table, Transition, row


class Who(StrEnum):
    """Who may take an action. ``review/rules.py`` says whether a person is that to an article."""

    STAFF = "staff"
    """Everybody with a role in the unit or above."""
    WRITER = "writer"
    """A person who wrote a part or submitted it, or the highest role."""
    REVIEWER = "reviewer"
    """A person whom the stage lets, who wrote no part of it and approved no other stage."""
    LAST = "last"
    """A person whom the last stage lets, or the highest role."""
    HIGHEST = "highest"
    """The highest role, having written no part of it and not approved before."""
    WORKER = "worker"
    """The worker, which carries out a takedown (撤稿) that two people have agreed on."""


def completes_review(article: Reviewed) -> bool:
    """Whether the next stage's approval is the last that is needed."""
    stages = article.workflow.stages if article.workflow else ()
    return len({yes.stage for yes in article.approvals}) + 1 >= len(stages)


def leaves_stages(article: Reviewed) -> bool:
    """Whether another stage has to approve after the next one."""
    return not completes_review(article)


def completes_emergency(article: Reviewed) -> bool:
    """Whether the next approval of the highest role releases the article."""
    return len(article.emergency_approvals) + 1 >= EMERGENCY_APPROVALS


def begins_emergency(article: Reviewed) -> bool:
    """Whether another of the highest role has to approve after the next one."""
    return not completes_emergency(article)


def revised_since_return(article: Reviewed) -> bool:
    """Whether a revision was made since the article was returned."""
    return article.returned is not None and article.revision > article.returned.revision


_UNRELEASED: Final = (S.DRAFT, S.IN_REVIEW, S.RETURNED)

_ROWS: Final[tuple[Transition[S, Action, Who, Reviewed], ...]] = (
    row([S.DRAFT, S.RETURNED], Action.REVISE, None, Who.STAFF),
    # The reviewers read another text than the one that now stands there: the review has to be asked for again.
    row([S.IN_REVIEW, S.APPROVED], Action.REVISE, S.DRAFT, Who.STAFF),
    row([S.DRAFT, S.RETURNED], Action.RESTORE, None, Who.STAFF),
    row([S.IN_REVIEW, S.APPROVED], Action.RESTORE, S.DRAFT, Who.STAFF),
    row(S.DRAFT, Action.SUBMIT, S.IN_REVIEW, Who.STAFF),
    row(S.RETURNED, Action.SUBMIT, S.IN_REVIEW, Who.STAFF, revised_since_return),
    row(S.IN_REVIEW, Action.APPROVE, S.IN_REVIEW, Who.REVIEWER, leaves_stages),
    row(S.IN_REVIEW, Action.APPROVE, S.APPROVED, Who.REVIEWER, completes_review),
    row(S.IN_REVIEW, Action.RETURN, S.RETURNED, Who.REVIEWER),
    row(S.APPROVED, Action.RETURN, S.RETURNED, Who.LAST),
    row([S.IN_REVIEW, S.RETURNED, S.APPROVED], Action.WITHDRAW, S.DRAFT, Who.WRITER),
    row([S.IN_REVIEW, S.APPROVED], Action.WITHDRAW, S.DRAFT, Who.WORKER),
    row(_UNRELEASED, Action.EMERGENCY, None, Who.HIGHEST, begins_emergency),
    row(_UNRELEASED, Action.EMERGENCY, S.APPROVED, Who.HIGHEST, completes_emergency),
    row(S, Action.LOCK, None, Who.STAFF),
    row(S, Action.UNLOCK, None, Who.STAFF),
    row(S, Action.COMMENT, None, Who.STAFF),
    row(S, Action.RESOLVE, None, Who.STAFF),
)

TABLE: Final = Table(lambda article: article.state, _ROWS)
