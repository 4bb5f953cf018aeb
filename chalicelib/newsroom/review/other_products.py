"""The review of what is no article: an e-book, a poster, a quiz. The same stages, the same rules, the same people.

Each function takes a thing as it is and returns it as it becomes. The caller writes it under a condition on its
version, together with the entry of the log; two at once are told apart there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, TypeVar

from chalicelib import people
from chalicelib.actor import Actor
from chalicelib.errors import Field
from chalicelib.newsroom.articles.labels import ACTION_NAMES
from chalicelib.newsroom.articles.models import ArticleAction as Action
from chalicelib.newsroom.articles.models import Reviewed
from chalicelib.newsroom.errors import DecidedMeanwhile, Incomplete, NewsroomError
from chalicelib.newsroom.review import rules
from chalicelib.newsroom.review.permission import permitted, permitted_reviewer
from chalicelib.newsroom.review.unit_workflows import workflow_for

R = TypeVar("R", bound=Reviewed)

SUBMIT: Final = "newsroom:article:submit"
DECISIONS: Final = (
    Action.SUBMIT,
    Action.APPROVE,
    Action.RETURN,
    Action.WITHDRAW,
    Action.EMERGENCY,
)
"""The actions of a review, in the order of a page's buttons."""
_NEEDS_WORDS: Final = {
    Action.RETURN: "退回要写明原因，让作者知道怎么改。",
    Action.EMERGENCY: "应急签发要写明原因，它会永远记在产品上。",
}


def decided(
    thing: R, action: Action, *, revision: int, by: Actor, now: datetime, note: str = ""
) -> R:
    """``thing`` after a decision on ``revision``, the one that the person has read.

    Raises ``Incomplete`` for a decision that needs words, ``PermissionDenied``, ``ActionNotPossible``,
    ``ActionNotPermitted`` or ``DecidedMeanwhile`` where another revision stands there by now.
    """
    words = note.strip()
    if action in _NEEDS_WORDS and not words:
        raise Incomplete(_NEEDS_WORDS[action], fields=[Field("note", "没有填写")])
    step = _STEPS[action]
    person = (
        permitted_reviewer(by, thing)
        if action in (Action.APPROVE, Action.RETURN)
        else permitted(
            by,
            "newsroom:article:emergency" if action is Action.EMERGENCY else SUBMIT,
            thing.unit,
        )
    )
    if thing.revision != revision:
        raise DecidedMeanwhile(
            f"{thing.called}已由 {thing.updated_by} 改到第 {thing.revision} 版，"
            f"您看的是第 {revision} 版，没有记下您的意见。请看过再决定。",
            by=thing.updated_by,
        )
    after: R = step(thing, person, now, words)
    return after


def rewritten(thing: R, *, by: Actor, now: datetime, **content: Any) -> R:
    """``thing`` with a new revision of these contents; approvals fall as an article's do.

    The caller has checked the permission to write. Raises ``ActionNotPossible`` or ``ActionNotPermitted``.
    """
    person = people.person_for(by.person, thing.unit)
    new = {"revision": thing.revision + 1, "updated_at": now, "updated_by": by.person}
    return rules.revised(thing, person, Action.REVISE, **{**new, **content})


def decisions_for(thing: Reviewed, person: str) -> list[tuple[Action, str]]:
    """Every decision with the reason why this person may not take it now; an empty reason: they may."""
    who = people.person_for(person, thing.unit)
    possible = rules.possible_actions(thing, who)
    return [(one, "" if one in possible else _why_not(thing, one, who)) for one in DECISIONS]


def _why_not(thing: Reviewed, action: Action, who: people.Person) -> str:
    try:
        rules.guard(thing, action, who)
    except NewsroomError as error:
        return str(error)
    return f"现在不能{ACTION_NAMES[action]}。"


_STEPS: Final[dict[Action, Callable[[Any, people.Person, datetime, str], Any]]] = {
    Action.SUBMIT: lambda thing, person, now, _words: rules.submit(
        thing, person, workflow_for(thing.unit)[0], now
    ),
    Action.APPROVE: lambda thing, person, now, _words: rules.approve(thing, person, now),
    Action.RETURN: lambda thing, person, now, words: rules.send_back(thing, person, now, (words,)),
    Action.WITHDRAW: lambda thing, person, _now, _words: rules.withdraw(thing, person),
    Action.EMERGENCY: lambda thing, person, now, _words: rules.emergency(
        thing, person, now, workflow_for(thing.unit)[0]
    ),
}
