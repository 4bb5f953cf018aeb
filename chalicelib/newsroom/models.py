"""Articles (稿件) as values: what an editor wrote, in the form WeChat takes (sheet §2.4)."""

from __future__ import annotations

from typing import NewType

from pydantic import BaseModel, ConfigDict

ArticleKey = NewType("ArticleKey", str)
"""Where an article lies in the bucket; made of its content, so the same words have the same key."""


class Picture(BaseModel):
    """One image file, known by its content."""

    model_config = ConfigDict(frozen=True)

    key: str
    """Object key, ``articles/pictures/{sha256}.png``; also the ``src`` in an article's HTML."""
    media_type: str
    size: int
    """Bytes."""


class Article(BaseModel):
    """One article, checked: WeChat has no reason to refuse it."""

    model_config = ConfigDict(frozen=True)

    title: str
    html: str
    """The body: inline styles only, pictures by their object key until WeChat gives them an address."""
    cover: Picture
    pictures: tuple[Picture, ...] = ()
    """What the body shows, each once, in order of appearance."""
    author: str = ""
    digest: str = ""
    """Empty: WeChat shows the first 54 characters of the body."""
    source_url: str = ""
    """Where "阅读原文" leads."""
    column: str = ""
    """栏目: 你问我答, 微课, 图解…"""
    series: str = ""
    owner: str = ""
    """The department that answers for the content."""
    legal_basis: str = ""
    valid_until: str = ""


class Finding(BaseModel):
    """One reason why an article cannot go out, and where."""

    model_config = ConfigDict(frozen=True)

    where: str
    """A line of the file (``第 12 行``) or a field (``title``)."""
    what: str

    def __str__(self) -> str:
        return f"{self.where}：{self.what}"


class Measure(BaseModel):
    """How close an article is to one of WeChat's limits."""

    model_config = ConfigDict(frozen=True)

    name: str
    value: int
    limit: int
    """The largest value WeChat takes."""
    unit: str
