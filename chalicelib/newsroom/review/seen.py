"""The revision of an article that a person last read, so that they are shown what changed since.

| pk | sk | attributes |
|---|---|---|
| ``ARTICLE#{id}`` | ``SEEN#{person}`` | ``revision`` read last, ``before`` (the one read before it; 0: none), ``at`` (epoch s) |
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.actor import Actor
from chalicelib.cloud import table
from chalicelib.newsroom.articles import store as article_store
from chalicelib.newsroom.articles.models import StoredArticle
from chalicelib.newsroom.review.permission import check_reader
from chalicelib.values import Value


class Base(Value):
    """The revision that a reviewer compares with."""

    revision: int
    """0: there is none, all is new."""
    why: str
    """``seen`` by this person, ``approved`` once, ``new``."""


def base_for(article: StoredArticle, *, by: Actor) -> Base:
    """What this person saw last before the latest revision; else what was approved last; else nothing."""
    item = table.get(_pk(article.id), _sk(by), consistent=True)
    seen = 0
    if item is not None:
        same = int(item["revision"]) >= article.revision
        seen = int(item["before"]) if same else int(item["revision"])
    if seen:
        return Base(revision=seen, why="seen")
    approved = [yes.revision for yes in article.approvals if yes.revision < article.revision]
    if article.approved_revision is not None and article.approved_revision < article.revision:
        approved.append(article.approved_revision)
    if approved:
        return Base(revision=max(approved), why="approved")
    return Base(revision=0, why="new")


def mark_seen(article_id: str, number: int, *, by: Actor, now: datetime) -> None:
    """Note that this person has read a revision; an older one than is noted changes nothing.

    Raises ``UnknownArticle``, ``UnknownRevision`` or ``PermissionDenied``.
    """
    article = article_store.get_article(article_id)
    check_reader(article, by)
    article_store.revision(article_id, number)
    item = table.get(_pk(article_id), _sk(by), consistent=True)
    last = int(item["revision"]) if item else 0
    if number <= last:
        return
    at = int(now.timestamp())
    table.put({"pk": _pk(article_id), "sk": _sk(by), "revision": number, "before": last, "at": at})


def _pk(article_id: str) -> str:
    return f"ARTICLE#{article_id}"


def _sk(by: Actor) -> str:
    return f"SEEN#{by.person}"
