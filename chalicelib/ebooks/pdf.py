"""A book as PDF: cover, contents that can be tapped, bookmarks, running heads; fonts embedded as far as they are used."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any, Final

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
    TableStyle,
)
from reportlab.platypus.flowables import Flowable
from reportlab.platypus.tableofcontents import TableOfContents

from chalicelib.ebooks.models import Book, colours_of
from chalicelib.ebooks.pdf_blocks import BODY, BOLD, Looks, flowables, printed
from chalicelib.ebooks.pdf_lines import Chinese
from chalicelib.printing import Weight, path_of

_WIDE, _HIGH = A4
_SIDE: Final = 22 * mm
_TOP: Final = 26 * mm
_BOTTOM: Final = 24 * mm
_PASSES: Final = 6


def pdf(book: Book, cover: bytes) -> bytes:
    """The file. ``cover`` is a JPEG of three to four. The same book gives the same bytes. Raises ``FontsMissing``."""
    _register()
    looks = Looks.of(book.colour)
    body = io.BytesIO()
    document = _Document(body, book, looks, cover)
    document.multiBuild(list(_story(book, looks)), maxPasses=_PASSES)
    return body.getvalue()


@lru_cache(maxsize=1)
def _register() -> None:
    for name, weight in ((BODY, Weight.REGULAR), (BOLD, Weight.BOLD)):
        pdfmetrics.registerFont(TTFont(name, str(path_of(weight))))
    pdfmetrics.registerFontFamily(BODY, normal=BODY, bold=BOLD, italic=BODY, boldItalic=BOLD)


class _Document(BaseDocTemplate):  # type: ignore[misc]
    """Draws what stands on each page, and notes where headings came to stand."""

    def __init__(self, body: io.BytesIO, book: Book, looks: Looks, cover: bytes) -> None:
        super().__init__(
            body,
            pagesize=A4,
            leftMargin=_SIDE,
            rightMargin=_SIDE,
            topMargin=_TOP,
            bottomMargin=_BOTTOM,
            title=book.title,
            author=book.issuer,
            subject=book.subtitle,
            creator="融媒 Rongmei",
            lang="zh-CN",
            invariant=1,
            # Without it each page names a font of the reader's own.
            initialFontName=BODY,
        )
        self.book, self.looks, self.cover = book, looks, cover
        self.running = ""
        frame = Frame(
            _SIDE, _BOTTOM, _WIDE - 2 * _SIDE, _HIGH - _TOP - _BOTTOM, 0, 0, 0, 0, id="body"
        )
        self.addPageTemplates(
            [
                PageTemplate("cover", [frame], onPage=self._draw_cover),
                PageTemplate("front", [frame], onPage=self._draw_front),
                PageTemplate("body", [frame], onPageEnd=self._draw_body),
            ]
        )

    def beforeDocument(self) -> None:  # noqa: N802
        """Each pass begins anew."""
        self.running = ""

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802
        """A heading goes into the contents, the bookmarks and the running head."""
        level = getattr(flowable, "outline", None)
        if level is None:
            return
        key, said = flowable.key, flowable.said
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(said, key, level=level, closed=False)
        self.notify("TOCEntry", (level, said, self.page, key))
        self.running = said

    def _draw_cover(self, canvas: Canvas, _: Any) -> None:
        from reportlab.lib.utils import ImageReader

        colours = colours_of(self.book.colour)
        canvas.saveState()
        canvas.setFillColor(colours.strong)
        canvas.rect(0, 0, _WIDE, _HIGH, stroke=0, fill=1)
        canvas.setFillColor(colours.pale)
        high = _WIDE * 4 / 3
        canvas.rect(0, 0, _WIDE, high * 360 / 1600, stroke=0, fill=1)
        canvas.drawImage(ImageReader(io.BytesIO(self.cover)), 0, 0, _WIDE, high)
        canvas.bookmarkPage("cover")
        canvas.addOutlineEntry("封面", "cover", level=0)
        canvas.restoreState()

    def _draw_front(self, canvas: Canvas, _: Any) -> None:
        self._foot(canvas)

    def _draw_body(self, canvas: Canvas, _: Any) -> None:
        canvas.saveState()
        canvas.setFont(BODY, 9)
        canvas.setFillColor("#5c6675")
        y = _HIGH - 17 * mm
        canvas.drawString(_SIDE, y, printed(self.book.title))
        room = _WIDE - 2 * _SIDE - pdfmetrics.stringWidth(printed(self.book.title), BODY, 9) - 12
        canvas.drawRightString(_WIDE - _SIDE, y, _cut(printed(self.running), room))
        canvas.setStrokeColor(self.looks.colours.accent)
        canvas.line(_SIDE, y - 5, _WIDE - _SIDE, y - 5)
        canvas.restoreState()
        self._foot(canvas)

    def _foot(self, canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFont(BODY, 9)
        canvas.setFillColor("#5c6675")
        canvas.drawCentredString(_WIDE / 2, 13 * mm, str(canvas.getPageNumber()))
        canvas.restoreState()


def _story(book: Book, looks: Looks) -> Any:
    yield NextPageTemplate("front")
    yield Spacer(1, 1)
    yield PageBreak()
    yield Chinese("目录", looks.title)
    contents = TableOfContents(dotsMinLevel=0)
    contents.levelStyles = [looks.entry, looks.below]
    contents.tableStyle = TableStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), BODY),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ]
    )
    yield contents
    yield NextPageTemplate("body")
    if book.preface:
        yield PageBreak()
        yield _titled("前言", looks, 0, "preface")
        for one in book.preface:
            yield Chinese(_escaped(one), looks.body)
    number = 0
    for place, part in enumerate(book.parts):
        if part.title:
            yield PageBreak()
            yield Spacer(1, 70 * mm)
            yield _titled(part.title, looks, 0, f"part{place}", big=True)
        for chapter in part.chapters:
            number += 1
            yield PageBreak()
            yield _titled(chapter.title, looks, 1 if part.title else 0, f"chapter{number}")
            yield from flowables(chapter.blocks, book.pictures, looks, _WIDE - 2 * _SIDE)
            if chapter.source:
                yield Spacer(1, 10)
                yield Chinese(_escaped(chapter.source), looks.small)
    if book.imprint:
        yield PageBreak()
        yield _titled("版权页", looks, 0, "imprint")
        for one in book.imprint:
            yield Chinese(_escaped(one), looks.plain)


def _titled(said: str, looks: Looks, level: int, key: str, *, big: bool = False) -> Chinese:
    made = Chinese(_escaped(said), looks.part if big else looks.title)
    made.outline, made.key, made.said = level, key, printed(said)
    return made


def _cut(text: str, room: float) -> str:
    if pdfmetrics.stringWidth(text, BODY, 9) <= room:
        return text
    while text and pdfmetrics.stringWidth(f"{text}…", BODY, 9) > room:
        text = text[:-1]
    return f"{text}…"


def _escaped(text: str) -> str:
    from html import escape

    return escape(printed(text), quote=False)
