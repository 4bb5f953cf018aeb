"""Articles (稿件) as values: what an editor wrote, in the form WeChat takes (sheet §2.3, §2.4)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NewType, Self

from pydantic import Field

from chalicelib.values import Value

ArticleKey = NewType("ArticleKey", str)
"""Where an article lies in the bucket; made of its content, so the same words have the same key."""


class ArticleKind(StrEnum):
    """The kind of message that followers get."""

    NEWS = "news"
    """图文: a cover, a title, a body."""
    NEWSPIC = "newspic"
    """贴图: plain words and one to twenty pictures."""
    VIDEO = "video"
    AUDIO = "audio"


PICTURES: Final = "articles/pictures/"
RECORDINGS: Final = "articles/media/"
"""Beginnings of object keys: of pictures, and of videos and voices."""

SUFFIXES: Final = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "video/mp4": "mp4",
    "audio/mpeg": "mp3",
    "audio/amr": "amr",
}
"""Media types of the files of articles, once they are ready for WeChat."""


class Picture(Value):
    """One file — an image, a video, a voice — known by its content."""

    key: str
    """Object key, ``articles/pictures/{sha256}.png``; also the ``src`` in an article's HTML."""
    media_type: str
    size: int
    """Bytes."""

    @classmethod
    def of(cls, body: bytes, media_type: str) -> Self:
        """A file under the name of its content. ``media_type`` is what its bytes say: a file's name proves nothing."""
        prefix = PICTURES if media_type.startswith("image/") else RECORDINGS
        key = f"{prefix}{hashlib.sha256(body).hexdigest()}.{SUFFIXES[media_type]}"
        return cls(key=key, media_type=media_type, size=len(body))


class Article(Value):
    """One article, checked: WeChat has no reason to refuse it."""

    title: str
    html: str
    """The body: inline styles only, pictures by their object key until WeChat gives them an address."""
    kind: ArticleKind = ArticleKind.NEWS
    cover: Picture | None = None
    """Of a news article; the other kinds need none."""
    pictures: tuple[Picture, ...] = ()
    """Pictures of the body, each once, in order of appearance."""
    images: tuple[Picture, ...] = ()
    """The pictures of a newspic, in order; the first is its cover."""
    media: Picture | None = None
    """The file of a video or audio article."""
    crop_235_1: str = ""
    """``X1_Y1_X2_Y2`` of the cover, each from 0 to 1: what a lone or first article shows (draft/add's pic_crop_235_1)."""
    crop_1_1: str = ""
    """The same for the small square of the articles after it."""
    author: str = ""
    digest: str = ""
    """Empty: WeChat shows the first 54 characters of the body."""
    source_url: str = ""
    """Where "阅读原文" leads."""
    source: str = ""
    """来源: who wrote it first, if it was not this unit."""
    editor: str = ""
    reviewer: str = ""
    supervisor: str = ""
    """编辑、审核、监制: names for the foot, as the author wrote them."""
    theme: str = ""
    """主题: the looks that the author chose; the body has them already."""
    column: str = ""
    """栏目: 你问我答, 微课, 图解…"""
    series: str = ""
    """系列: the articles in order that it belongs to."""
    tags: str = Field(default="", exclude_if=lambda value: not value)
    """标签, between them a mark or a blank. Without any the content's key is what it was before there were tags."""
    owner: str = ""
    """The department that answers for the content."""
    legal_basis: str = ""
    valid_until: str = ""

    @property
    def files(self) -> tuple[Picture, ...]:
        """All files that are stored with the article, each once."""
        singles = tuple(file for file in (self.cover, self.media) if file is not None)
        return tuple(dict.fromkeys((*singles, *self.pictures, *self.images)))


class Written(Value):
    """An article as its author wrote it: what an editor opens again."""

    fields: dict[str, str]
    """Those of ``composing.limits.FIELDS``; files by the name that the author gave them."""
    body: str
    """Markdown without front matter."""
    files: dict[str, str] = Field(default_factory=dict)
    """Names of files as fields and body have them → object keys; a name without an entry is an object key itself."""


class Severity(StrEnum):
    """Whether a finding keeps an article back."""

    ERROR = "error"
    WARNING = "warning"


class Finding(Value):
    """One thing that is wrong with an article, and where."""

    where: str
    """A line of the file (``第 12 行``) or a field (``title``)."""
    what: str
    in_file: str = ""
    """How an author of a file mends it; a form has its own field for that."""
    severity: Severity = Severity.ERROR
    check: str = ""
    """The house check that found it, which can be switched off; empty: WeChat would refuse it."""
    wrong: str = ""
    right: str = ""
    """Words that stand there, and those that would mend it; empty where a person has to think."""

    def __str__(self) -> str:
        return f"{self.where}：{self.told}"

    @property
    def told(self) -> str:
        """What is wrong, and how it is mended in a file."""
        return f"{self.what}：{self.in_file}" if self.in_file else self.what


class Measure(Value):
    """How close an article is to one of WeChat's limits."""

    name: str
    value: int
    limit: int
    """The largest value WeChat takes."""
    unit: str


@dataclass(frozen=True)
class Link:
    """An address that the article names, for a check whether it answers."""

    where: str
    address: str
