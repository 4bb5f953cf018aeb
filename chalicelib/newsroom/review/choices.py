"""The actions on an article as a page offers them: each allowed or not for this person, and why not."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib import people
from chalicelib.actor import Actor
from chalicelib.errors import DomainError
from chalicelib.newsroom.articles.labels import ACTION_NAMES
from chalicelib.newsroom.articles.models import ArticleAction as Action
from chalicelib.newsroom.articles.models import StoredArticle
from chalicelib.newsroom.review.rules import check_lock, guard
from chalicelib.newsroom.review.unit_workflows import workflow_for
from chalicelib.people import Person
from chalicelib.transitions import Deed

_PERMISSIONS: Final = {
    Action.REVISE: "newsroom:article:write",
    Action.RESTORE: "newsroom:article:write",
    Action.LOCK: "newsroom:article:write",
    Action.SUBMIT: "newsroom:article:submit",
    Action.WITHDRAW: "newsroom:article:submit",
    Action.EMERGENCY: "newsroom:article:emergency",
    Action.COMMENT: "newsroom:article:comment",
}
_DECISIONS: Final = frozenset({Action.APPROVE, Action.RETURN})
"""Whom a stage names needs no role for these."""
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


PREVIEW: Final = "preview"


class Chooser:
    """What one person may do with articles; what is the same for all articles of a unit is looked up once."""

    def __init__(self, by: Actor, now: datetime) -> None:
        self.by, self.now = by, now
        self._people: dict[str, Person] = {}
        self._refusals: dict[tuple[str, str], str] = {}
        self._emergency: dict[str, bool] = {}

    def choices(self, article: StoredArticle) -> tuple[Deed, ...]:
        """Every action that a page offers. Nothing is changed."""
        found = [
            Deed(name=one.value, label=ACTION_NAMES[one], allowed=not why, why=why)
            for one in _OFFERED
            for why in [self._against(article, one)]
        ]
        why = self._refused("newsroom:article:preview", article.unit)
        return (*found, Deed(name=PREVIEW, label="发到手机预览", allowed=not why, why=why))

    def _against(self, article: StoredArticle, action: Action) -> str:
        permission = _PERMISSIONS.get(action, "newsroom:article:decide")
        stages = article.workflow.stages if article.workflow else ()
        named = action in _DECISIONS and any(self.by.person in one.people for one in stages)
        refused = "" if named else self._refused(permission, article.unit)
        if refused:
            return refused
        person = self._person(article.unit)
        try:
            guard(article, action, person)
            if action in _WHILE_UNLOCKED:
                check_lock(article, person.id, self.now)
        except DomainError as error:
            return str(error)
        if action is Action.EMERGENCY and not self._lets_emergency(article.unit):
            return "本单位的审核流程不允许应急签发。"
        return ""

    def _person(self, unit: str) -> Person:
        if unit not in self._people:
            self._people[unit] = people.person_for(self.by.person, unit)
        return self._people[unit]

    def _refused(self, permission: str, unit: str) -> str:
        key = (permission, unit)
        if key not in self._refusals:
            held = self._person(unit).roles & people.holders(permission)
            person = self.by.scope is None  # a token's own scope is asked for
            self._refusals[key] = "" if held and person else self._asked(permission, unit)
        return self._refusals[key]

    def _asked(self, permission: str, unit: str) -> str:
        try:
            people.require(self.by, permission, unit)
        except DomainError as error:
            return str(error)
        return ""

    def _lets_emergency(self, unit: str) -> bool:
        if unit not in self._emergency:
            self._emergency[unit] = workflow_for(unit)[0].emergency
        return self._emergency[unit]
