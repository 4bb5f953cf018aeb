"""Comments (批注) on an article, or on a passage of the revision that the person read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.actor import Actor
from chalicelib.audit import AuditEntry
from chalicelib.cloud import table
from chalicelib.errors import Field, remedy
from chalicelib.newsroom.articles import store as article_store
from chalicelib.newsroom.articles.content_store import read_content
from chalicelib.newsroom.articles.log import entry_of
from chalicelib.newsroom.articles.models import ArticleAction as Action
from chalicelib.newsroom.articles.models import Comment, StoredArticle
from chalicelib.newsroom.articles.review_text import review_text
from chalicelib.newsroom.errors import Incomplete, PassageMissing, UnknownComment
from chalicelib.newsroom.review.permission import permitted
from chalicelib.newsroom.review.rules import guard

_Change = tuple[StoredArticle, AuditEntry, Sequence[table.Action]]


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment beside the latest revision."""

    comment: Comment
    outdated: bool
    """The passage is no longer there."""


def add_comment(
    article_id: str, text: str, *, by: Actor, now: datetime, quote: str = "", nth: int = 1
) -> Comment:
    """Remark on the article, or on the ``nth`` (from 1) place where ``quote`` stands in it; returns the comment.

    The same remark of the same person on the same place of the same revision is made once.
    Raises ``UnknownArticle``, ``PermissionDenied``, ``Incomplete`` or ``PassageMissing``.
    """
    if not text.strip():
        raise Incomplete("批注是空的，请写明意见。", fields=[Field("text", "没有填写")])
    made: Comment | None = None

    def decide(article: StoredArticle) -> _Change | None:
        nonlocal made
        person = permitted(by, "newsroom:article:comment", article.unit)
        guard(article, Action.COMMENT, person)
        remark: dict[str, Any] = {
            "article": article.id,
            "revision": article.revision,
            "text": text.strip(),
            "by": person.id,
            "quote": quote,
            "offset": _place(article, quote, nth) if quote else 0,
        }
        known = article_store.comments(article.id)
        made = next((comment for comment in known if _says(comment, remark)), None)
        if made is not None:
            return None
        made = Comment(number=article.comments + 1, at=now, **remark)
        after = article.model_copy(update={"comments": made.number})
        note = f"第 {made.number} 条：{made.text}"
        entry = entry_of(after, Action.COMMENT, by, now, note)
        return after, entry, [article_store.put_comment(made)]

    article_store.change(article_id, decide)
    if made is None:
        raise UnknownComment(article_id, 0)
    return made


def resolve_comment(article_id: str, number: int, *, by: Actor, now: datetime) -> Comment:
    """Mark a comment as dealt with; a comment that is marked already is left as it is.

    Raises ``UnknownArticle``, ``UnknownComment`` or ``PermissionDenied``.
    """

    def decide(article: StoredArticle) -> _Change | None:
        person = permitted(by, "newsroom:article:comment", article.unit)
        guard(article, Action.RESOLVE, person)
        found = _known(article.id, number)
        if found.resolved_by is not None:
            return None
        done = found.model_copy(update={"resolved_by": person.id, "resolved_at": now})
        note = f"第 {number} 条：{found.text}"
        entry = entry_of(article, Action.RESOLVE, by, now, note)
        return article, entry, [article_store.put_comment(done)]

    article_store.change(article_id, decide)
    return _known(article_id, number)


def list_comments(article_id: str, *, open_only: bool = False) -> list[ShownComment]:
    """The comments on an article, oldest first. Raises ``UnknownArticle``."""
    article = article_store.get_article(article_id)
    if not article.comments:
        return []
    text = review_text(read_content(article.key))
    return [
        ShownComment(comment, outdated=bool(comment.quote) and comment.quote not in text)
        for comment in article_store.comments(article_id)
        if not (open_only and comment.resolved_by)
    ]


def open_comments(article: StoredArticle) -> int:
    """How many comments nobody has dealt with."""
    if not article.comments:
        return 0
    return sum(one.resolved_by is None for one in article_store.comments(article.id))


def _says(comment: Comment, remark: dict[str, Any]) -> bool:
    return all(getattr(comment, name) == value for name, value in remark.items())


def _known(article_id: str, number: int) -> Comment:
    found = article_store.comment(article_id, number)
    if found is None:
        raise UnknownComment(article_id, number)
    return found


def _place(article: StoredArticle, quote: str, nth: int) -> int:
    text = review_text(read_content(article.key))
    offset, found = -1, 0
    while found < nth:
        offset = text.find(quote, offset + 1)
        if offset < 0:
            break
        found += 1
    if offset >= 0:
        return offset
    times = f"只出现了 {found} 次" if found else "没有出现"
    raise PassageMissing(
        f"“{quote}”在稿件“{article.id}”第 {article.revision} 版中{times}。请照原文抄写（不跨段）。",
        fields=[Field("quote", times)],
        remedies=[remedy("article.text", "看原文", article=article.id)],
    )
