"""稿件: the list, one article, its revisions, lock and log."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import AwareDatetime, BaseModel, Field

from chalicelib import newsroom
from chalicelib.application import series_links
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.caller import actor
from chalicelib.console.cursors import Cursor, Limit
from chalicelib.console.routes.article_views import ArticleRow, ArticleSeen, Named, Names, row, seen
from chalicelib.console.routes.compared import Compared, compared
from chalicelib.newsroom import ArticleState, Wanted

router = Router()


class Articles(BaseModel):
    """One page of a list."""

    articles: list[ArticleRow]
    next: str
    """The cursor of the next page; empty: there is none."""


class RevisionSeen(BaseModel):
    """One version of an article."""

    number: int
    title: str
    by: Named
    at: AwareDatetime
    note: str
    source: str
    restored_from: int | None


class Revisions(BaseModel):
    """Every version, the latest first."""

    revisions: list[RevisionSeen]


class LogEntry(BaseModel):
    """One deed in the log of an article."""

    at: AwareDatetime
    by: Named
    action: str
    action_name: str
    revision: int
    stage: str
    note: str
    emergency: bool


class Log(BaseModel):
    """All deeds, the latest first."""

    entries: list[LogEntry]


class PageSeen(BaseModel):
    """A version as a phone shows it: HTML for a frame without scripts."""

    html: str


class Forced(BaseModel):
    """Whether another's lock is taken."""

    force: bool = False


class Old(BaseModel):
    """Which version comes back."""

    number: int = Field(ge=1)
    note: str = Field(default="", max_length=500)


@router.get("/articles", tags=["articles"], summary="稿件列表")
def articles(
    unit: Annotated[str, Query(max_length=40)],
    below: Annotated[bool, Query()] = False,
    state: Annotated[str, Query(max_length=60)] = "",
    mine: Annotated[bool, Query()] = False,
    q: Annotated[str, Query(max_length=100)] = "",
    cursor: Cursor = "",
    limit: Limit = cursors.LIMIT,
) -> Articles:
    """A unit's articles (and those below it), the newest day first. ``state``: several parted by a comma."""
    by = actor()
    states = [one for one in ArticleState if one.value in state.split(",")]
    wanted = Wanted(unit=unit, below=below, states=states, mine=mine, words=q)
    after = cursors.after(cursor) if cursor else ""
    listed = newsroom.list_for(wanted, by=by, limit=limit, after=after)
    names = Names(actor(), utc_now())
    return Articles(
        articles=[row(one, names) for one in listed.articles],
        next=cursors.cursor_at(listed.after) if listed.after else "",
    )


@router.get("/articles/<article_id>", tags=["articles"], summary="一篇稿件")
def article(article_id: str) -> ArticleSeen:
    """An article, where its review stands, and what the caller may do with it."""
    return seen(newsroom.article_for(article_id, by=actor()), actor())


@router.get("/articles/<article_id>/revisions", tags=["articles"], summary="各版")
def revisions(article_id: str) -> Revisions:
    """Every version, the latest first."""
    names = Names(actor(), utc_now())
    found = newsroom.revisions_for(article_id, by=actor())
    return Revisions(
        revisions=[
            RevisionSeen(
                number=one.number,
                title=one.title,
                by=names.person(one.by),
                at=one.at,
                note=one.note,
                source=one.source,
                restored_from=one.restored_from,
            )
            for one in found
        ]
    )


@router.get("/articles/<article_id>/difference", tags=["articles"], summary="两版的差别")
def difference(
    article_id: str,
    older: Annotated[int, Query(ge=1)],
    newer: Annotated[int, Query(ge=1)],
) -> Compared:
    """How two versions differ, word by word."""
    found = newsroom.compare_for(article_id, older, newer, by=actor())
    return compared(found.older.number, found.newer.number, found.difference)


@router.get("/articles/<article_id>/page", tags=["articles"], summary="手机上的样子")
def page(article_id: str, revision: Annotated[int, Query(ge=0)] = 0) -> PageSeen:
    """A version (0: the latest) as a phone shows it."""
    return PageSeen(
        html=newsroom.page_for(article_id, revision or None, by=actor(), around=series_links.as_now)
    )


@router.get("/articles/<article_id>/log", tags=["articles"], summary="操作记录")
def log(article_id: str) -> Log:
    """All deeds, the latest first."""
    newsroom.article_for(article_id, by=actor())
    names = Names(actor(), utc_now())
    return Log(
        entries=[
            LogEntry(
                at=one.at,
                by=names.person(one.by),
                action=one.action,
                action_name=newsroom.ACTION_NAMES.get(one.action, one.action),  # type: ignore[call-overload]
                revision=one.revision or 0,
                stage=one.stage,
                note=one.note,
                emergency=one.emergency,
            )
            for one in reversed(list(newsroom.log_of(article_id)))
        ]
    )


@router.post("/articles/<article_id>/restore", tags=["articles"], summary="恢复旧版")
def restore(article_id: str, old: Old) -> ArticleSeen:
    """Make an old version's content the next version."""
    done = newsroom.restore(article_id, old.number, by=actor(), now=utc_now(), note=old.note)
    return seen(done, actor())


@router.post("/articles/<article_id>/lock", tags=["articles"], summary="锁定：正在编辑")
def lock(article_id: str, forced: Forced) -> ArticleSeen:
    """Keep others from revising for half an hour; one's own lock is renewed."""
    done = newsroom.lock(article_id, by=actor(), now=utc_now(), force=forced.force)
    return seen(done, actor())


@router.post("/articles/<article_id>/unlock", tags=["articles"], summary="解锁")
def unlock(article_id: str, forced: Forced) -> ArticleSeen:
    """Give the lock back."""
    done = newsroom.unlock(article_id, by=actor(), now=utc_now(), force=forced.force)
    return seen(done, actor())
