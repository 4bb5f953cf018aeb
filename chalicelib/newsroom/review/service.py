"""The use cases of reviewers (三审三校). ``rules`` decides each step; it is written together with its log entry.

A decision counts for the text that the person had before them: if the article was edited or another decision came in
between, ``DecidedMeanwhile`` says so, and nothing is written (docs/decisions/0067).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chalicelib.actor import Actor, KnownBy
from chalicelib.audit import AuditEntry
from chalicelib.clock import shown
from chalicelib.cloud import table
from chalicelib.errors import Field, remedy
from chalicelib.newsroom.articles import store as article_store
from chalicelib.newsroom.articles.labels import ACTION_NAMES, STATE_NAMES
from chalicelib.newsroom.articles.log import entry_of
from chalicelib.newsroom.articles.models import ArticleAction as Action
from chalicelib.newsroom.articles.models import ArticleState, StoredArticle
from chalicelib.newsroom.errors import DecidedMeanwhile, Incomplete
from chalicelib.newsroom.material_rights import check_submitted
from chalicelib.newsroom.review import rules as review_rules
from chalicelib.newsroom.review.permission import permitted, permitted_reviewer
from chalicelib.newsroom.review.unit_workflows import workflow_for
from chalicelib.people import PermissionDenied, Person, people_for, person_for

PAGE_ACTIONS: Final = (
    Action.REVISE,
    Action.SUBMIT,
    Action.APPROVE,
    Action.RETURN,
    Action.WITHDRAW,
    Action.EMERGENCY,
)
"""The actions that the page of an article offers, in their order."""

_Change = tuple[StoredArticle, AuditEntry, Sequence[table.Action]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article that waits for somebody's decision."""

    article: StoredArticle
    stage: str
    """``应急签发`` where the second of the highest role is awaited."""


def submit(
    article_id: str,
    *,
    by: Actor,
    now: datetime,
    note: str = "",
    known: StoredArticle | None = None,
) -> StoredArticle:
    """送审. ``known`` is the article as it was read or written last: then it is not read once more.

    Raises ``UnknownArticle``, ``PermissionDenied``, ``ActionNotPossible``, ``Locked`` while somebody else is
    writing, or ``MaterialNotUsable`` where it holds a material that it may not use.
    """

    def decide(article: StoredArticle) -> _Change:
        return *submitted(article, by=by, now=now, note=note), ()

    return article_store.change(article_id, decide, known)


def submitted(
    article: StoredArticle, *, by: Actor, now: datetime, note: str = ""
) -> tuple[StoredArticle, AuditEntry]:
    """An article after 送审, with the entry of its log; nothing is written. Raises as ``submit``."""
    person = permitted(by, "newsroom:article:submit", article.unit)
    review_rules.check_lock(article, person.id, now)
    check_submitted(article, now)
    workflow, _ = workflow_for(article.unit)
    after = review_rules.submit(article, person, workflow, now)
    return after, entry_of(after, Action.SUBMIT, by, now, note)


def approve(
    article_id: str, *, by: Actor, now: datetime, note: str = "", revision: int | None = None
) -> StoredArticle:
    """One stage approves ``revision``; without one, the revision that is the latest when this begins.

    Raises ``UnknownArticle``, ``PermissionDenied``, ``ActionNotPossible`` or ``DecidedMeanwhile``.
    """

    def decide(article: StoredArticle, person: Person) -> _Change:
        stage = article.stage.name if article.stage else ""
        after = review_rules.approve(article, person, now)
        return after, entry_of(after, Action.APPROVE, by, now, note, stage), ()

    return _decided(article_id, revision, lambda article: permitted_reviewer(by, article), decide)


def send_back(
    article_id: str,
    *,
    by: Actor,
    now: datetime,
    reasons: Sequence[str],
    revision: int | None = None,
) -> StoredArticle:
    """退回, with at least one reason. ``revision`` and errors as of ``approve``; besides ``Incomplete``."""
    given = tuple(filter(None, (reason.strip() for reason in reasons)))
    if not given:
        raise Incomplete(
            "退回要写明原因，让作者知道怎么改。", fields=[Field("reasons", "没有填写")]
        )

    def decide(article: StoredArticle, person: Person) -> _Change:
        after = review_rules.send_back(article, person, now, given)
        stage = after.returned.stage if after.returned else ""
        return after, entry_of(after, Action.RETURN, by, now, "；".join(given), stage), ()

    return _decided(article_id, revision, lambda article: permitted_reviewer(by, article), decide)


def withdraw(article_id: str, *, by: Actor, now: datetime, note: str = "") -> StoredArticle:
    """Take an article out of its review, or back after it was approved.

    Raises ``UnknownArticle``, ``PermissionDenied`` or ``ActionNotPossible``.
    """

    def decide(article: StoredArticle) -> _Change:
        person = permitted(by, "newsroom:article:submit", article.unit)
        after = review_rules.withdraw(article, person)
        return after, entry_of(after, Action.WITHDRAW, by, now, note), ()

    return article_store.change(article_id, decide)


def take_back(article_id: str, *, by: Actor, now: datetime, note: str) -> StoredArticle:
    """Take an article out of its review, or its release back, for two people who have it taken down everywhere.

    Only a worker does that, whose takedown was approved. Raises ``UnknownArticle``, ``PermissionDenied`` or
    ``ActionNotPossible``.
    """
    if by.known_by is not KnownBy.SYSTEM:
        raise PermissionDenied("只有撤稿可以收回别的单位的稿件。", "takedown:case:approve")

    def decide(article: StoredArticle) -> _Change:
        after = review_rules.taken_back(article)
        return after, entry_of(after, Action.WITHDRAW, by, now, note), ()

    return article_store.change(article_id, decide)


def emergency(
    article_id: str, *, by: Actor, now: datetime, reason: str, revision: int | None = None
) -> StoredArticle:
    """应急签发: the first of the highest role approves, the second one releases it, marked for ever.

    ``revision`` and errors as of ``approve``; besides ``Incomplete``.
    """
    if not reason.strip():
        raise Incomplete(
            "应急签发要写明原因，它会永远记在稿件上。", fields=[Field("reason", "没有填写")]
        )

    def permit(article: StoredArticle) -> Person:
        return permitted(by, "newsroom:article:emergency", article.unit)

    def decide(article: StoredArticle, person: Person) -> _Change:
        workflow, _ = workflow_for(article.unit)
        after = review_rules.emergency(article, person, now, workflow)
        return after, entry_of(after, Action.EMERGENCY, by, now, reason.strip()), ()

    return _decided(article_id, revision, permit, decide)


def waiting_for(by: str | None = None, unit: str | None = None) -> list[Waiting]:
    """Articles that wait for a decision (that this person may make; of this unit), longest first."""
    found = []
    people: dict[str, Person] = {}
    for article in article_store.waiting():
        if unit is not None and article.unit != unit:
            continue
        if by is None:
            actions = [Action.APPROVE if article.stage else Action.EMERGENCY]
        else:
            if article.unit not in people:
                people[article.unit] = person_for(by, article.unit)
            actions = review_rules.possible_actions(article, people[article.unit])
        if article.stage is not None and Action.APPROVE in actions:
            found.append(Waiting(article, article.stage.name))
        elif article.emergency_approvals and Action.EMERGENCY in actions:
            found.append(Waiting(article, ACTION_NAMES[Action.EMERGENCY]))
    return found


def reviewers(article: StoredArticle) -> list[str]:
    """Ids of the persons who may decide the stage that an article waits for."""
    if article.state is not ArticleState.IN_REVIEW:
        return []
    stage = article.stage
    known = {person.id: person for person in people_for(article.unit)}
    if stage is not None:
        # Named in the workflow, a person needs no role.
        known |= {name: Person(id=name) for name in stage.people if name not in known}
    return [
        person.id
        for person in known.values()
        if Action.APPROVE in review_rules.possible_actions(article, person)
    ]


def actions_for(article: StoredArticle, person_id: str) -> list[Action]:
    """The actions of ``PAGE_ACTIONS`` that this person may take on the article now."""
    possible = review_rules.possible_actions(article, person_for(person_id, article.unit))
    return [action for action in PAGE_ACTIONS if action in possible]


def _decided(
    article_id: str,
    revision: int | None,
    permit: Callable[[StoredArticle], Person],
    decide: Callable[[StoredArticle, Person], _Change],
) -> StoredArticle:
    """Decide on the text that the person read; what came in between is never approved unseen.

    Without ``revision`` the person read what is the latest revision at the first look; a caller that shows the text
    and waits for the person must name the revision that it showed.
    """
    first: StoredArticle | None = None

    def decide_on(article: StoredArticle) -> _Change:
        nonlocal first
        first = first or article
        person = permit(article)
        seen = first.revision if revision is None else revision
        if article.revision != seen:
            raise DecidedMeanwhile(
                f"稿件“{article.id}”已由 {article.updated_by} 在 {shown(article.updated_at)} "
                f"改到第 {article.revision} 版，您看的是第 {seen} 版，没有记下您的意见。请看过再决定。",
                by=article.updated_by,
                remedies=[remedy("article.diff", "看改了什么", article=article.id, older=seen)],
            )
        if (article.state, article.stage_number) != (first.state, first.stage_number):
            raise _somebody_was_faster(article)
        return decide(article, person)

    return article_store.change(article_id, decide_on)


def _somebody_was_faster(article: StoredArticle) -> DecidedMeanwhile:
    last = max(article.approvals, key=lambda yes: yes.at, default=None)
    who = f"：{last.by} 刚刚通过了它" if last and article.returned is None else ""
    if article.returned is not None:
        who = f"：{article.returned.by} 刚刚退回了它"
    return DecidedMeanwhile(
        f"别人比您先一步处理{who}。稿件“{article.id}”现在的状态是“{STATE_NAMES[article.state]}”，"
        "没有记下您的意见。",
        by=article.returned.by if article.returned else last.by if last else "",
    )
