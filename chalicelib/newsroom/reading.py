"""What a person may read of the articles: lists, one article, its page and its revisions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from chalicelib import people, units
from chalicelib.actor import Actor
from chalicelib.errors import Field, Invalid
from chalicelib.newsroom.articles import queries
from chalicelib.newsroom.articles import store as article_store
from chalicelib.newsroom.articles.content_store import read_content
from chalicelib.newsroom.articles.models import ArticleState, Revision, StoredArticle
from chalicelib.newsroom.articles.queries import Comparison
from chalicelib.newsroom.models import Article
from chalicelib.newsroom.review.permission import check_reader
from chalicelib.newsroom.review.service import Waiting, waiting_for

_LOOKED_AT: Final = 400
"""Articles that one page of a list looks through; what follows comes with the next page."""
_BETWEEN: Final = "\t"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which articles a list shows."""

    unit: str
    below: bool = False
    """The units below it too."""
    states: Sequence[ArticleState] = ()
    mine: bool = False
    """Those that the person wrote a part of."""
    words: str = ""
    """In title, column or id."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list."""

    articles: tuple[StoredArticle, ...]
    after: str
    """Where the next page begins; empty: there is none."""


def list_for(wanted: Wanted, *, by: Actor, limit: int, after: str = "") -> Listed:
    """Articles of a unit (and below), unit by unit, the newest day first.

    A page with few hits may be short and yet have a next one: it never looks through everything at once. Raises
    ``UnknownUnit`` or ``PermissionDenied``.
    """
    people.require(by, "newsroom:article:read", wanted.unit)
    found: list[StoredArticle] = []
    place = after
    for looked_at, article in enumerate(_following(_units(wanted), after), 1):
        if _fits(article, wanted, by):
            if len(found) == limit:
                return Listed(tuple(found), place)
            found.append(article)
        place = _BETWEEN.join((article.unit, article.id))
        if looked_at == _LOOKED_AT:
            return Listed(tuple(found), place)
    return Listed(tuple(found), "")


def article_for(article_id: str, *, by: Actor) -> StoredArticle:
    """One article. Raises ``UnknownArticle`` or ``PermissionDenied``."""
    article = article_store.get_article(article_id)
    check_reader(article, by)
    return article


def waiting_seen(*, by: Actor) -> list[Waiting]:
    """Articles that wait for anybody's decision, of units whose articles the person may read; longest first."""
    may: dict[str, bool] = {}
    found = []
    for one in waiting_for():
        unit = one.article.unit
        if unit not in may:
            may[unit] = people.may(by, "newsroom:article:read", unit)
        if may[unit]:
            found.append(one)
    return found


def revisions_for(article_id: str, *, by: Actor) -> list[Revision]:
    """Every revision, the latest first. Raises ``UnknownArticle`` or ``PermissionDenied``."""
    article_for(article_id, by=by)
    return list(article_store.revisions(article_id))[::-1]


def compare_for(article_id: str, older: int, newer: int, *, by: Actor) -> Comparison:
    """Two revisions. Raises ``UnknownArticle``, ``UnknownRevision`` or ``PermissionDenied``."""
    article_for(article_id, by=by)
    return queries.compare(article_id, older, newer)


def page_for(
    article_id: str,
    number: int | None = None,
    *,
    by: Actor,
    around: Callable[[str, Article], Article] = lambda _, content: content,
) -> str:
    """A revision (default: the latest) as a phone shows it, with what ``around`` adds to the article of an id.

    Errors as of ``compare_for``.
    """
    from chalicelib.newsroom.preview.linked_page import linked_page

    article = article_for(article_id, by=by)
    revision = article_store.revision(article_id, number or article.revision)
    return linked_page(around(article.id, read_content(revision.key)))


def paragraphs_for(article: StoredArticle) -> list[str]:
    """The latest revision as reviewers read and quote it, a paragraph each; the first is the title."""
    from chalicelib.newsroom.articles.review_text import review_text

    return review_text(read_content(article.key)).split("\n")


def _units(wanted: Wanted) -> list[str]:
    within = [wanted.unit]
    if wanted.below:
        for _, one in units.tree():  # a unit comes after the one above it
            if one.parent in within:
                within.append(one.id)
    return within


def _following(within: list[str], after: str) -> Iterator[StoredArticle]:
    unit, _, last = after.partition(_BETWEEN)
    if after and unit not in within:
        raise Invalid("页码不对，请从第一页看起。", fields=[Field("cursor", "格式不对")])
    for one in within[within.index(unit) if after else 0 :]:
        yield from article_store.of_unit(one, last if one == unit else "")


def _fits(article: StoredArticle, wanted: Wanted, by: Actor) -> bool:
    if wanted.states and article.state not in wanted.states:
        return False
    if wanted.mine and by.person not in article.contributors:
        return False
    words = wanted.words.strip().casefold()
    return not words or any(
        words in one.casefold() for one in (article.title, article.column, article.id)
    )
