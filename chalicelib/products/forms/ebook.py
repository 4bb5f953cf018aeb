"""E-book (电子书): chosen articles and policies in parts, with a cover, a preface, contents and an imprint."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

from pydantic import Field as Limited
from pydantic import model_validator

from chalicelib.errors import Field
from chalicelib.products.forms import Readable, Written, paragraphs

NEEDS_FILES: Final = True
MOST_CHAPTERS: Final = 60


class ChapterKind(StrEnum):
    """Where a chapter comes from."""

    ARTICLE = "article"
    POLICY = "policy"


class BookColour(StrEnum):
    """Colours of the cover and of headings."""

    BLUE = "blue"
    RED = "red"
    GREEN = "green"
    GOLD = "gold"


_COLOURS: Final = {
    BookColour.BLUE: "蓝",
    BookColour.RED: "红",
    BookColour.GREEN: "绿",
    BookColour.GOLD: "金",
}


class Chapter(Written):
    """One chapter, at a revision that never changes."""

    kind: ChapterKind
    id: str = Limited(min_length=1, max_length=120)
    """Of the article, or of the document in the policy library."""
    revision: int = Limited(ge=1)
    """Of the article; of a policy the version of the library."""
    account: str = Limited(default="", max_length=80)
    """Of a policy: whose library."""
    title: str = Limited(default="", max_length=100)
    """In the book; empty: as it is called there."""


class Part(Written):
    """A part (篇) with its chapters; without a title its chapters stand by themselves."""

    title: str = Limited(default="", max_length=40)
    chapters: tuple[Chapter, ...] = Limited(default=(), max_length=MOST_CHAPTERS)


class Content(Written):
    """What an editor writes."""

    subtitle: str = Limited(default="", max_length=60)
    issuer: str = Limited(default="", max_length=60)
    """Who puts it out, as the cover says."""
    date: str = Limited(default="", max_length=20)
    """As the cover says: ``2026年11月``."""
    colour: BookColour = BookColour.BLUE
    preface: str = Limited(default="", max_length=4000)
    parts: tuple[Part, ...] = Limited(default=(), max_length=20)
    imprint: str = Limited(default="", max_length=1000)
    """版权页: editors, address, what is allowed."""

    @model_validator(mode="after")
    def _fits(self) -> Content:
        count = sum(len(one.chapters) for one in self.parts)
        if count > MOST_CHAPTERS:
            raise ValueError(f"最多 {MOST_CHAPTERS} 章，现在有 {count} 章")
        return self


def empty(title: str) -> Content:
    """One part without chapters."""
    return Content(parts=(Part(),))


def missing(content: Content) -> list[Field]:
    """An issuer, a date, and chapters in each part."""
    found = []
    if not content.issuer.strip():
        found.append(Field("issuer", "编写单位没有填写"))
    if not content.date.strip():
        found.append(Field("date", "日期没有填写"))
    if not any(one.chapters for one in content.parts):
        found.append(Field("parts", "还没有选章节"))
    for number, one in enumerate(content.parts):
        if one.title.strip() and not one.chapters:
            found.append(Field(f"parts.{number}", f"“{one.title.strip()}”里还没有章节"))
    return found


def readable(content: Content) -> Readable:
    """The cover as fields; preface, chapters by part and imprint as text."""
    body = []
    if content.preface.strip():
        body += ["【前言】", *paragraphs(content.preface)]
    for number, one in enumerate(content.parts, 1):
        body.append(f"【第 {number} 篇】{one.title}")
        body += [_chapter(chapter) for chapter in one.chapters]
    if content.imprint.strip():
        body += ["【版权页】", *paragraphs(content.imprint)]
    fields = {
        "副标题": content.subtitle,
        "编写单位": content.issuer,
        "日期": content.date,
        "颜色": _COLOURS[content.colour],
    }
    return Readable(fields, tuple(body))


def _chapter(one: Chapter) -> str:
    kind = "稿件" if one.kind is ChapterKind.ARTICLE else "政策库"
    where = " ".join(filter(None, (one.account, kind, one.id)))
    return f"{one.title or '（用原来的标题）'}（{where}，第 {one.revision} 版）"


def work_of(content: Content, title: str) -> dict[str, Any]:
    """The cover; chapters are read from ``content.json``, which is made with the files."""
    return content.model_dump(mode="json", include={"subtitle", "issuer", "date", "colour"})
