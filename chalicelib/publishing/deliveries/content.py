"""From an article to a piece of a push: pure."""

from __future__ import annotations

from chalicelib import newsroom
from chalicelib.publishing.deliveries.models import Material, Piece


def piece(
    article: newsroom.Article,
    key: str,
    *,
    article_id: str | None = None,
    revision: int | None = None,
) -> Piece:
    """``article``, which lies under ``key`` in the newsroom, as a piece, with all that has to be uploaded for it."""
    wanted = newsroom.uploads(article)
    return Piece(
        article=key,
        title=article.title,
        kind=article.kind.value,
        article_id=article_id,
        revision=revision,
        cover=article.cover.key if article.cover else "",
        pictures=wanted.body_pictures,
        materials=tuple(Material(**one.model_dump()) for one in wanted.materials),
    )
