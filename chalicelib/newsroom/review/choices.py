"""The actions on an article as a page offers them: each allowed or not for this person, and why not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from chalicelib import people
from chalicelib.actor import Actor
from chalicelib.errors import DomainError
from chalicelib.newsroom.articles.labels import ACTION_NAMES
from chalicelib.newsroom.articles.models import ArticleAction as Action
from chalicelib.newsroom.articles.models import StoredArticle
from chalicelib.newsroom.review.permission import permitted, permitted_reviewer
from chalicelib.newsroom.review.rules import check_lock, guard
from chalicelib.newsroom.review.unit_workflows import workflow_for
from chalicelib.people import Person
from chalicelib.values import Value

_PERMISSIONS: Final = {
    Action.REVISE: "newsroom:article:write",
    Action.RESTORE: "newsroom:article:write",
    Action.LOCK: "newsroom:article:write",
    Action.SUBMIT: "newsroom:article:submit",
    Action.WITHDRAW: "newsroom:article:submit",
    Action.EMERGENCY: "newsroom:article:emergency",
    Action.COMMENT: "newsroom:article:comment",
}
"""Of the others, whom the stage names decides."""
_OFFERED: Final = (
    Action.REVISE,
    Action.SUBMIT,
    Action.APPROVE,
    Action.RETURN,
    Action.WITHDRAW,
    Action.EMERGENCY,
    Action.RESTORE,
    Action.COMMENT,
)
_WHILE_UNLOCKED: Final = frozenset({Action.REVISE, Action.RESTORE, Action.SUBMIT})


class Choice(Value):
    """One action for one person."""

    name: str
    label: str
    allowed: bool
    why: str
    """The reason where it is not allowed."""


PREVIEW: Final = "preview"


def choices(article: StoredArticle, *, by: Actor, now: datetime) -> tuple[Choice, ...]:
    """What this person may do with the article now. Reading them changes nothing."""
    found = [
        Choice(name=one.value, label=ACTION_NAMES[one], allowed=not why, why=why)
        for one in _OFFERED
        for why in [_against(article, one, by, now)]
    ]
    why = _refusal(lambda: people.require(by, "newsroom:article:preview", article.unit))
    return (*found, Choice(name=PREVIEW, label="发到手机预览", allowed=not why, why=why))


def _against(article: StoredArticle, action: Action, by: Actor, now: datetime) -> str:
    def ask() -> None:
        person = _person(article, action, by)
        guard(article, action, person)
        if action in _WHILE_UNLOCKED:
            check_lock(article, person.id, now)

    why = _refusal(ask)
    if not why and action is Action.EMERGENCY and not workflow_for(article.unit)[0].emergency:
        return "本单位的审核流程不允许应急签发。"
    return why


def _person(article: StoredArticle, action: Action, by: Actor) -> Person:
    permission = _PERMISSIONS.get(action)
    if permission is None:
        return permitted_reviewer(by, article)
    return permitted(by, permission, article.unit)


def _refusal(ask: Callable[[], object]) -> str:
    try:
        ask()
    except DomainError as error:
        return str(error)
    return ""
