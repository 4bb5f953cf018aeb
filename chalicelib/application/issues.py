"""One issue as its page shows it: articles as followers will see them, time, history, what may be done."""

from __future__ import annotations

from datetime import datetime

from pydantic import AwareDatetime

from chalicelib import accounts, newsroom, people, publishing
from chalicelib.actor import Actor
from chalicelib.application.calendars import EDIT, READ
from chalicelib.application.deeds import deed, denied
from chalicelib.clock import SHANGHAI
from chalicelib.newsroom import ArticleState
from chalicelib.publishing import Delivery, Issue, IssueState
from chalicelib.transitions import Deed
from chalicelib.values import Value


class CardSeen(Value):
    """One article of an issue, as a card in the chat shows it."""

    article: str
    title: str
    digest: str
    kind: str
    cover: bool
    """Whether there is a picture, at ``/issues/{issue}/covers/{number}``."""
    revision: int
    """The one that goes out; the latest while the issue is an intention."""
    latest: int
    state_name: str
    approved: bool


class StepSeen(Value):
    """One line of the history."""

    at: AwareDatetime
    what: str
    by: str
    note: str


class IssueSeen(Value):
    """One issue."""

    id: str
    account: str
    account_name: str
    unit: str
    title: str
    state: str
    state_name: str
    at: AwareDatetime
    way: publishing.Way
    way_name: str
    tag_id: int | None
    articles: tuple[CardSeen, ...]
    most: int
    """Articles that an issue takes."""
    delivery: str
    """The latest delivery that carries it out; empty: none."""
    troubles: tuple[str, ...]
    next_free: AwareDatetime | None
    """The account's first free slot from its time on."""
    deeds: tuple[Deed, ...]
    history: tuple[StepSeen, ...]
    version: int


def issue_for(by: Actor, issue_id: str) -> Issue:
    """An issue, for a person who may see it. Raises ``UnknownIssue`` or ``PermissionDenied``."""
    found = publishing.get_issue(issue_id)
    people.require(by, READ, accounts.state(found.account).account.unit)
    return found


def issue_seen(by: Actor, issue_id: str, now: datetime) -> IssueSeen:
    """An issue as its page shows it. Raises ``UnknownIssue`` or ``PermissionDenied``."""
    issue = issue_for(by, issue_id)
    account = accounts.state(issue.account).account
    delivery = publishing.get(issue.delivery) if issue.delivery else None
    scheduled = issue.state is IssueState.SCHEDULED
    state = delivery.state if scheduled and delivery else issue.state
    day = publishing.span(issue.at.astimezone(SHANGHAI).date(), 1)
    [of_day] = publishing.calendar_of(issue.account, day, now).days
    return IssueSeen(
        id=issue.id,
        account=account.id,
        account_name=account.name,
        unit=account.unit,
        title=issue.title,
        state=state.value,
        state_name=publishing.description.issue_state(issue, delivery),
        at=issue.at,
        way=issue.way,
        way_name=publishing.labels.WAYS[issue.way],
        tag_id=issue.tag_id,
        articles=tuple(_card(one) for one in issue.entries),
        most=publishing.MOST,
        delivery=delivery.id if delivery else "",
        troubles=tuple(
            trouble.what
            for cell in of_day.cells
            for entry in cell.entries
            if entry.id == issue.id
            for trouble in entry.troubles
        ),
        next_free=publishing.next_free(account, issue.way, issue.tag_id, max(now, issue.at)),
        deeds=_deeds(by, account.unit, issue, delivery),
        history=tuple(
            StepSeen(at=one.at, what=one.what, by=one.by, note=one.note)
            for one in reversed(issue.history)
        ),
        version=issue.version,
    )


def cover(by: Actor, issue_id: str, number: int) -> tuple[bytes, str]:
    """The cover of an issue's article (from 1), and its media type.

    Raises ``UnknownIssue``, ``PermissionDenied`` or ``UnknownArticle``.
    """
    issue = issue_for(by, issue_id)
    if not 1 <= number <= len(issue.entries):
        raise newsroom.UnknownArticle(f"{issue_id} {number}")
    article = newsroom.read_content(_key(issue.entries[number - 1]))
    picture = article.cover or next(iter(article.images), None)
    if picture is None:
        raise newsroom.UnknownArticle(f"{issue_id} {number}")
    return newsroom.picture_body(picture.key), picture.media_type


def _key(entry: publishing.IssueArticle) -> str:
    return entry.key or newsroom.get_article(entry.article_id).key


def _card(entry: publishing.IssueArticle) -> CardSeen:
    stored = newsroom.get_article(entry.article_id)
    article = newsroom.read_content(entry.key or stored.key)
    return CardSeen(
        article=entry.article_id,
        title=article.title,
        digest=article.digest,
        kind=article.kind.value,
        cover=article.cover is not None or bool(article.images),
        revision=entry.revision or stored.revision,
        latest=stored.revision,
        state_name=newsroom.STATE_NAMES[stored.state],
        approved=stored.state is ArticleState.APPROVED,
    )


def _deeds(by: Actor, unit: str, issue: Issue, delivery: Delivery | None) -> tuple[Deed, ...]:
    refused = denied(by, EDIT, unit)
    names = dict(publishing.ISSUE_ACTIONS)
    if issue.state is IssueState.SCHEDULED:
        names[publishing.IssueAction.SCHEDULE] = "按新稿重排"
    return tuple(
        deed(action.value, label, refused, publishing.issue_refusal(issue, delivery, action))
        for action, label in names.items()
    )
