"""Queries about stored articles: a unit's list, two revisions compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chalicelib import units
from chalicelib.newsroom.articles import store as article_store
from chalicelib.newsroom.articles.content_store import read_content
from chalicelib.newsroom.articles.diff import Difference, difference
from chalicelib.newsroom.articles.models import ArticleState, Revision, StoredArticle


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two revisions of an article, and how they differ."""

    older: Revision
    newer: Revision
    difference: Difference


def list_articles(unit: str, states: Sequence[ArticleState] = ()) -> Iterator[StoredArticle]:
    """A unit's articles (in these states), the newest day first. Raises ``UnknownUnit``."""
    units.lineage(unit)
    return (
        article for article in article_store.of_unit(unit) if not states or article.state in states
    )


def compare(article_id: str, older: int | None = None, newer: int | None = None) -> Comparison:
    """Two revisions beside each other; by default the latest and the one before it.

    Raises ``UnknownArticle`` or ``UnknownRevision``.
    """
    last = article_store.get_article(article_id).revision if newer is None else newer
    first = max(1, last - 1) if older is None else older
    old, new = article_store.revision(article_id, first), article_store.revision(article_id, last)
    return Comparison(old, new, difference(read_content(old.key), read_content(new.key)))
