"""Objects of this package, each named by its content and so never changed.

| key | body |
|---|---|
| ``articles/{sha256}.json`` | one ``Article`` |
| ``articles/pictures/{sha256}.{png,jpg,…}`` | a picture or cover, as its author made it |
| ``articles/media/{sha256}.{mp4,mp3,amr}`` | a video or voice, as its author made it |
"""

from __future__ import annotations

import hashlib

from chalicelib.cloud import objects
from chalicelib.cloud.errors import NotFound
from chalicelib.newsroom.composing.compose import Composed
from chalicelib.newsroom.errors import UnknownArticle
from chalicelib.newsroom.models import Article, ArticleKey


def key_of(article: Article) -> ArticleKey:
    """Where an article lies: the same words and pictures have the same key."""
    return ArticleKey(
        f"articles/{hashlib.sha256(article.model_dump_json().encode()).hexdigest()}.json"
    )


def keep(composed: Composed) -> ArticleKey:
    """Store pictures, then the article: one that can be read has all its pictures. Twice does no harm.

    Pictures that don't come along lie here already: a copy of an article shows the same ones.
    """
    article = composed.article
    for shown in article.files:
        if shown.key in composed.files:
            objects.write(shown.key, composed.files[shown.key], shown.media_type)
    key = key_of(article)
    objects.write(key, article.model_dump_json().encode(), "application/json")
    return key


def article(key: str) -> Article:
    """One article. Raises ``UnknownArticle``."""
    try:
        return Article.model_validate_json(objects.read(key))
    except NotFound as error:
        raise UnknownArticle(f"没有稿件 {key}") from error


def picture_body(key: str) -> bytes:
    """A picture's bytes. Raises ``UnknownArticle``."""
    try:
        return objects.read(key)
    except NotFound as error:
        raise UnknownArticle(f"没有图片 {key}") from error
