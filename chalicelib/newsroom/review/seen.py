"""The revision of an article, or of another product, that a person last read, so that they are shown what changed since.

Of a product the item is the same, in the partition of the product.

| pk | sk | attributes |
|---|---|---|
| ``ARTICLE#{id}`` | ``SEEN#{person}`` | ``revision`` read last, ``before`` (the one read before it; 0: none), ``at`` (epoch s) |
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.actor import Actor
from chalicelib.cloud import table
from chalicelib.newsroom.articles import store as article_store
from chalicelib.newsroom.articles.models import Reviewed, StoredArticle
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
    return base_of(article, _pk(article.id), by=by)


def base_of(thing: Reviewed, pk: str, *, by: Actor) -> Base:
    """As ``base_for``, of whatever goes through a review; ``pk`` is the partition of its items."""
    if thing.revision == 1:
        return Base(revision=0, why="new")
    item = table.get(pk, _sk(by), consistent=True)
    seen = 0
    if item is not None:
        same = int(item["revision"]) >= thing.revision
        seen = int(item["before"]) if same else int(item["revision"])
    if seen:
        return Base(revision=seen, why="seen")
    approved = [yes.revision for yes in thing.approvals if yes.revision < thing.revision]
    if thing.approved_revision is not None and thing.approved_revision < thing.revision:
        approved.append(thing.approved_revision)
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
    note_seen(_pk(article_id), number, by=by, now=now)


def note_seen(pk: str, number: int, *, by: Actor, now: datetime) -> None:
    """Note under ``pk`` that this person has read a revision; an older one than is noted changes nothing."""
    item = table.get(pk, _sk(by), consistent=True)
    last = int(item["revision"]) if item else 0
    if number <= last:
        return
    at = int(now.timestamp())
    table.put({"pk": pk, "sk": _sk(by), "revision": number, "before": last, "at": at})


def _pk(article_id: str) -> str:
    return f"ARTICLE#{article_id}"


def _sk(by: Actor) -> str:
    return f"SEEN#{by.person}"
