"""The text of an article as an editor opens it, and what they save of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib import people
from chalicelib.actor import Actor
from chalicelib.newsroom import editing
from chalicelib.newsroom.articles import store as article_store
from chalicelib.newsroom.articles.content_store import read_content, read_written
from chalicelib.newsroom.articles.models import Revision, StoredArticle
from chalicelib.newsroom.editor.examine import as_written, composed_of
from chalicelib.newsroom.models import Article, Written
from chalicelib.newsroom.review.permission import check_reader
from chalicelib.values import Value

if TYPE_CHECKING:
    from chalicelib.newsroom.composing.checks import UnitWords


class Text(Value):
    """A revision's text."""

    revision: int
    written: Written
    converted: bool
    """Made from the page, because its author's own text was not Markdown."""


def text_of(article_id: str, number: int | None = None, *, by: Actor) -> Text:
    """The text of a revision (default: the latest).

    Raises ``UnknownArticle``, ``UnknownRevision`` or ``PermissionDenied``.
    """
    article = article_store.get_article(article_id)
    check_reader(article, by)
    revision = article_store.revision(article_id, number or article.revision)
    return Text(
        revision=revision.number,
        written=written_of(revision),
        converted=not revision.written,
    )


def written_of(revision: Revision) -> Written:
    """The author's text; of a file that was no Markdown, the Markdown that gives its page again."""
    if revision.written:
        return read_written(revision.written)
    return converted(read_content(revision.key))


def converted(article: Article) -> Written:
    """An article's page as a text. Boxes of the house style become plain paragraphs."""
    from chalicelib.newsroom.composing.layout.clean import clean
    from chalicelib.newsroom.composing.markdown_text import to_markdown
    from chalicelib.newsroom.composing.sources import read_html

    body = to_markdown(clean(read_html(article.html).html, "").soup, lambda name: name)
    return Written(fields=fields_of(article), body=body)


def fields_of(article: Article) -> dict[str, str]:
    """The fields that make this article; its files by their object keys."""
    from chalicelib.newsroom.composing.limits import FIELDS

    files = {
        "cover": article.cover.key if article.cover else "",
        "media": article.media.key if article.media else "",
        "images": "\n".join(one.key for one in article.images),
    }
    plain = {name: str(getattr(article, name)) for name in FIELDS if name not in files}
    plain |= {name: as_written(plain[name]) for name in ("crop_235_1", "crop_1_1") if plain[name]}
    return {name: value for name, value in {**plain, **files}.items() if value}


def create_from(
    unit: str,
    written: Written,
    *,
    by: Actor,
    now: datetime,
    note: str = "",
    source: str = "",
    known_as: str = "",
    own: UnitWords | None = None,
) -> StoredArticle:
    """Store a text as a new article of a unit; ``known_as`` as in ``editing.create``, ``own`` is what it says of words.

    Raises ``ArticleRefused`` and the errors of ``editing.create``.
    """
    people.require(by, "newsroom:article:write", unit)
    composed = composed_of(unit, written, now, own)
    return editing.create(
        composed, unit=unit, by=by, now=now, note=note, source=source, known_as=known_as
    )


def revise_from(
    article_id: str,
    written: Written,
    *,
    base: int,
    by: Actor,
    now: datetime,
    note: str = "",
    source: str = "",
    own: UnitWords | None = None,
) -> StoredArticle:
    """Store a text as the next revision; ``own`` as in ``create_from``. Raises ``ArticleRefused`` and the errors of ``editing.revise``."""
    unit = article_store.get_article(article_id).unit
    people.require(by, "newsroom:article:write", unit)
    composed = composed_of(unit, written, now, own)
    return editing.revise(article_id, composed, by=by, now=now, note=note, source=source, base=base)
