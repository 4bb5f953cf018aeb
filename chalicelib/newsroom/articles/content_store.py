"""Objects of this package. Each is named by its content and so never changes.

| key | body |
|---|---|
| ``articles/{sha256}.json`` | one ``Article`` |
| ``articles/sources/{sha256}.json`` | one ``Written``: the text that an article was made of |
| ``articles/pictures/{sha256}.{png,jpg,…}`` | a picture or cover, as its author made it |
| ``articles/media/{sha256}.{mp4,mp3,amr}`` | a video or voice, as its author made it |
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Final

from chalicelib.cloud import objects
from chalicelib.cloud.errors import CloudNotFound
from chalicelib.newsroom.composing.compose import Composed
from chalicelib.newsroom.errors import UnknownContent
from chalicelib.newsroom.models import Article, ArticleKey, Written

_MOST_HELD: Final = 16
_held: dict[str, Article] = {}
"""Contents read last, by key: what a key names never changes, and a mandatory article goes to many accounts."""


def content_key(article: Article) -> ArticleKey:
    """The object key of an article: the same words and pictures have the same key."""
    return ArticleKey(
        f"articles/{hashlib.sha256(article.model_dump_json().encode()).hexdigest()}.json"
    )


def save_content(composed: Composed) -> ArticleKey:
    """Store pictures, then the article: an article that can be read has all its pictures. Twice does no harm.

    Pictures that don't come along lie here already: a copy of an article shows the same ones.
    """
    article = composed.article
    for file in article.files:
        if file.key in composed.files:
            objects.write(file.key, composed.files[file.key], file.media_type)
    key = content_key(article)
    if key not in _held:
        objects.write(key, article.model_dump_json().encode(), "application/json")
        _hold(key, article)
    return key


def save_written(written: Written | None) -> str:
    """Store an author's text and return its key; no text has an empty one. Twice does no harm."""
    if written is None:
        return ""
    body = written.model_dump_json().encode()
    key = f"articles/sources/{hashlib.sha256(body).hexdigest()}.json"
    objects.write(key, body, "application/json")
    return key


def read_written(key: str) -> Written:
    """The text of a revision. Raises ``UnknownContent``."""
    try:
        return Written.model_validate_json(objects.read(key))
    except CloudNotFound as error:
        raise UnknownContent(f"没有稿件原文 {key}。") from error


def read_content(key: str) -> Article:
    """The content of a revision. Raises ``UnknownContent``."""
    held = _held.get(key)
    if held is not None:
        return held
    try:
        article = Article.model_validate_json(objects.read(key))
    except CloudNotFound as error:
        raise UnknownContent(f"没有稿件内容 {key}。") from error
    _hold(key, article)
    return article


def _hold(key: str, article: Article) -> None:
    # Threads of one request hold contents side by side: a list of the keys is taken at once.
    for oldest in list(_held)[: len(_held) + 1 - _MOST_HELD]:
        _held.pop(oldest, None)
    _held[key] = article


@lru_cache(maxsize=4)
def picture_body(key: str) -> bytes:
    """A picture's bytes; the last few are held, as an article's cover mostly stands in it too. Raises ``UnknownContent``."""
    try:
        return objects.read(key)
    except CloudNotFound as error:
        raise UnknownContent(f"没有图片 {key}。") from error


def forget_contents() -> None:
    """Drop what is held (tests)."""
    _held.clear()
    picture_body.cache_clear()
