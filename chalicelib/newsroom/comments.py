"""Comments (批注): on an article, or pinned to a passage of the revision that was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.audit import AuditEntry
from chalicelib.cloud import table
from chalicelib.newsroom.articles import store as article_store
from chalicelib.newsroom.articles.as_text import reading
from chalicelib.newsroom.articles.content import article as content
from chalicelib.newsroom.articles.errors import NotAllowed, PassageMissing, UnknownComment
from chalicelib.newsroom.articles.models import Comment, StoredArticle
from chalicelib.newsroom.models import Article
from chalicelib.newsroom.review.log import entry
from chalicelib.newsroom.review.rules import guard
from chalicelib.newsroom.review.transitions import Action
from chalicelib.people import person_for

_Change = tuple[StoredArticle, AuditEntry, Sequence[table.Action]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment beside the latest revision."""

    comment: Comment
    outdated: bool
    """The passage is no longer there."""


def comment(
    article_id: str, text: str, *, by: str, now: datetime, quote: str = "", nth: int = 1
) -> Comment:
    """Remark on the article, or on the ``nth`` (from 1) place where ``quote`` stands in it; returns the comment.

    The same remark of the same person on the same place of the same revision is made once.
    Raises ``UnknownStored``, ``NotAllowed`` or ``PassageMissing``.
    """
    if not text.strip():
        raise NotAllowed("批注是空的，请写明意见。")
    made: Comment | None = None

    def decide(article: StoredArticle) -> _Change | None:
        nonlocal made
        guard(article, Action.COMMENT, person_for(by, article.unit))
        told: dict[str, Any] = {
            "article": article.id,
            "revision": article.revision,
            "text": text.strip(),
            "by": by,
            "quote": quote,
            "offset": _place(article, quote, nth) if quote else 0,
        }
        made = next((one for one in article_store.comments(article.id) if _says(one, told)), None)
        if made is not None:
            return None
        made = Comment(number=article.comments + 1, at=now, **told)
        after = article.model_copy(update={"comments": made.number})
        note = f"第 {made.number} 条：{made.text}"
        return after, entry(after, Action.COMMENT, by, now, note), [article_store.put_comment(made)]

    article_store.change(article_id, decide)
    if made is None:
        raise UnknownComment(article_id, 0)
    return made


def resolve(article_id: str, number: int, *, by: str, now: datetime) -> Comment:
    """Say that a comment was dealt with; one that was is left as it is.

    Raises ``UnknownStored``, ``UnknownComment`` or ``NotAllowed``.
    """

    def decide(article: StoredArticle) -> _Change | None:
        guard(article, Action.RESOLVE, person_for(by, article.unit))
        found = _known(article.id, number)
        if found.resolved_by is not None:
            return None
        done = found.model_copy(update={"resolved_by": by, "resolved_at": now})
        note = f"第 {number} 条：{found.text}"
        return (
            article,
            entry(article, Action.RESOLVE, by, now, note),
            [article_store.put_comment(done)],
        )

    article_store.change(article_id, decide)
    return _known(article_id, number)


def comments(article_id: str, *, open_only: bool = False) -> list[Shown]:
    """What was remarked on an article, oldest first. Raises ``UnknownStored``."""
    article = article_store.get(article_id)
    if not article.comments:
        return []
    words = _words(content(article.key))
    return [
        Shown(one, outdated=bool(one.quote) and one.quote not in words)
        for one in article_store.comments(article_id)
        if not (open_only and one.resolved_by)
    ]


def _says(one: Comment, told: dict[str, Any]) -> bool:
    return all(getattr(one, name) == value for name, value in told.items())


def _known(article_id: str, number: int) -> Comment:
    found = article_store.comment(article_id, number)
    if found is None:
        raise UnknownComment(article_id, number)
    return found


def _place(article: StoredArticle, quote: str, nth: int) -> int:
    words = _words(content(article.key))
    offset, found = -1, 0
    while found < nth:
        offset = words.find(quote, offset + 1)
        if offset < 0:
            break
        found += 1
    if offset >= 0:
        return offset
    times = f"只出现了 {found} 次" if found else "没有出现"
    raise PassageMissing(
        f"“{quote}”在稿件“{article.id}”第 {article.revision} 版中{times}。"
        f"请照原文抄写（不跨段），或用 `./rongmei article show {article.id} --text` 看原文。"
    )


def _words(article: Article) -> str:
    """Title, digest and body: what a comment may quote."""
    return "\n".join(filter(None, (article.title, article.digest, reading(article.html))))
