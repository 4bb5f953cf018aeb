"""What reviewers do (三审三校): each step is decided by ``review``, and written together with its line in the log.

A decision counts for what the person had before them: if the article was edited or another decision came in
between, ``DecidedMeanwhile`` says so, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.audit import AuditEntry
from chalicelib.cloud import table
from chalicelib.newsroom.articles import store as article_store
from chalicelib.newsroom.articles.errors import DecidedMeanwhile, NotAllowed, clock
from chalicelib.newsroom.articles.models import ArticleState, StoredArticle
from chalicelib.newsroom.review import rules as review_rules
from chalicelib.newsroom.review.log import entry
from chalicelib.newsroom.review.rules import check_lock
from chalicelib.newsroom.review.transitions import ACTION_NAMES, STATE_NAMES, Action
from chalicelib.newsroom.review.workflows import workflow_for
from chalicelib.people import Person, people_for, person_for

_Change = tuple[StoredArticle, AuditEntry, Sequence[table.Action]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article that waits for somebody's decision."""

    article: StoredArticle
    stage: str
    """``应急签发`` where the second of the highest role is awaited."""


def submit(article_id: str, *, by: str, now: datetime, note: str = "") -> StoredArticle:
    """送审. Raises ``UnknownStored``, ``NotAllowed``, or ``Locked`` while somebody else is writing."""

    def decide(article: StoredArticle) -> _Change:
        check_lock(article, by, now)
        workflow, _ = workflow_for(article.unit)
        after = review_rules.submit(article, person_for(by, article.unit), workflow, now)
        return after, entry(after, Action.SUBMIT, by, now, note), ()

    return article_store.change(article_id, decide)


def approve(
    article_id: str, *, by: str, now: datetime, note: str = "", revision: int | None = None
) -> StoredArticle:
    """One stage's yes to ``revision`` (default: the latest). Raises ``NotAllowed`` or ``DecidedMeanwhile``."""

    def decide(article: StoredArticle, person: Person) -> _Change:
        stage = article.stage.name if article.stage else ""
        after = review_rules.approve(article, person, now)
        return after, entry(after, Action.APPROVE, by, now, note, stage), ()

    return _decided(article_id, by, revision, decide)


def send_back(
    article_id: str,
    *,
    by: str,
    now: datetime,
    reasons: Sequence[str],
    revision: int | None = None,
) -> StoredArticle:
    """退回, with at least one reason. Raises ``NotAllowed`` or ``DecidedMeanwhile``."""
    said = tuple(filter(None, (reason.strip() for reason in reasons)))
    if not said:
        raise NotAllowed("退回要写明原因，让作者知道怎么改。")

    def decide(article: StoredArticle, person: Person) -> _Change:
        after = review_rules.send_back(article, person, now, said)
        stage = after.returned.stage if after.returned else ""
        return after, entry(after, Action.RETURN, by, now, "；".join(said), stage), ()

    return _decided(article_id, by, revision, decide)


def withdraw(article_id: str, *, by: str, now: datetime, note: str = "") -> StoredArticle:
    """Take an article out of its review, or back after it was approved. Raises ``NotAllowed``."""

    def decide(article: StoredArticle) -> _Change:
        after = review_rules.withdraw(article, person_for(by, article.unit))
        return after, entry(after, Action.WITHDRAW, by, now, note), ()

    return article_store.change(article_id, decide)


def emergency(
    article_id: str, *, by: str, now: datetime, reason: str, revision: int | None = None
) -> StoredArticle:
    """应急签发: the first of the highest role agrees, the second one releases it, marked for ever.

    Raises ``NotAllowed`` or ``DecidedMeanwhile``.
    """
    if not reason.strip():
        raise NotAllowed("应急签发要写明原因，它会永远记在稿件上。")

    def decide(article: StoredArticle, person: Person) -> _Change:
        workflow, _ = workflow_for(article.unit)
        after = review_rules.emergency(article, person, now, workflow)
        return after, entry(after, Action.EMERGENCY, by, now, reason.strip()), ()

    return _decided(article_id, by, revision, decide)


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
            actions = review_rules.open_to(article, people[article.unit])
        if article.stage is not None and Action.APPROVE in actions:
            found.append(Waiting(article, article.stage.name))
        elif article.emergency_approvals and Action.EMERGENCY in actions:
            found.append(Waiting(article, ACTION_NAMES[Action.EMERGENCY]))
    return found


def reviewers(article: StoredArticle) -> list[str]:
    """Who may decide the stage that an article waits for."""
    if article.state is not ArticleState.IN_REVIEW:
        return []
    stage = article.stage
    known = {person.id: person for person in people_for(article.unit)}
    if stage is not None:
        # Named in the workflow, a person needs no role.
        known |= {one: Person(id=one) for one in stage.people if one not in known}
    return [
        one.id for one in known.values() if Action.APPROVE in review_rules.open_to(article, one)
    ]


def _decided(
    article_id: str,
    by: str,
    revision: int | None,
    decide: Callable[[StoredArticle, Person], _Change],
) -> StoredArticle:
    """Decide on what the person saw; what came in between is never approved unseen."""
    first: StoredArticle | None = None

    def decide_on(article: StoredArticle) -> _Change:
        nonlocal first
        first = first or article
        seen = first.revision if revision is None else revision
        if article.revision != seen:
            raise DecidedMeanwhile(
                f"稿件“{article.id}”已由 {article.updated_by} 在 {clock(article.updated_at)} "
                f"改到第 {article.revision} 版，您看的是第 {seen} 版，没有记下您的意见。"
                f"用 `./rongmei article diff {article.id} --from {seen}` 看改了什么，再决定。"
            )
        if (article.state, article.stage_number) != (first.state, first.stage_number):
            raise DecidedMeanwhile(_faster(article))
        return decide(article, person_for(by, article.unit))

    return article_store.change(article_id, decide_on)


def _faster(article: StoredArticle) -> str:
    now = f"稿件“{article.id}”现在的状态是“{STATE_NAMES[article.state]}”"
    last = max(article.approvals, key=lambda yes: yes.at, default=None)
    who = f"：{last.by} 刚刚通过了它" if last and article.returned is None else ""
    if article.returned is not None:
        who = f"：{article.returned.by} 刚刚退回了它"
    return f"别人比您先一步处理{who}。{now}，没有记下您的意见。"
