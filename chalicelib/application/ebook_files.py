"""The files of an e-book: cover, EPUB, PDF, pictures, and the chapters that its pages show."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from chalicelib import newsroom
from chalicelib.application.ebook_sources import source_of
from chalicelib.application.product_files import MadeOf
from chalicelib.ebooks import (
    Block,
    Book,
    Chapter,
    Part,
    Picture,
    pictures_in,
    renamed,
    texts_of,
    xhtml,
)
from chalicelib.ebooks.cover import cover
from chalicelib.ebooks.epub import epub
from chalicelib.printing import lacking
from chalicelib.products import CONTENT, BadProduct, Product
from chalicelib.products.forms.ebook import Content

MOST_BYTES: Final = 4_300_000
"""Of a file that followers fetch: ``h5/works_pages/visit.py`` sends no larger one."""
_WIDEST: Final = 1000
"""Of a picture, in pixels."""


def made(product: Product, content: Content, now: datetime) -> MadeOf:
    """All of them. Raises ``BadProduct`` for a book that is too large, ``FontsMissing``, and what ``source_of`` raises."""
    from chalicelib.ebooks.pdf import pdf

    book = book_of(product, content, now)
    front = cover(book)
    files = {
        "cover.jpg": (front, "image/jpeg"),
        "book.epub": (epub(book, front), "application/epub+zip"),
        "book.pdf": (pdf(book, front), "application/pdf"),
        **{name: (one.body, one.media_type) for name, one in book.pictures.items()},
        CONTENT: (_content(book), "application/json"),
    }
    for name, (body, _) in files.items():
        if len(body) > MOST_BYTES:
            raise BadProduct(
                f"{name} 有 {len(body) / 1e6:.1f} MB，最多 {MOST_BYTES / 1e6:.1f} MB。请减少章节或图片。"
            )
    return MadeOf(files, tuple(_findings(book)))


def book_of(product: Product, content: Content, now: datetime) -> Book:
    """The book that a revision is. Errors as of ``source_of``."""
    pictures: dict[str, Picture] = {}
    parts = tuple(
        Part(
            part.title.strip(),
            tuple(
                Chapter(
                    source.title,
                    _with_pictures(source.blocks, pictures),
                    source.said,
                )
                for source in map(source_of, part.chapters)
            ),
        )
        for part in content.parts
        if part.chapters
    )
    return Book(
        id=product.id,
        title=product.title,
        subtitle=content.subtitle.strip(),
        issuer=content.issuer.strip(),
        date=content.date.strip(),
        colour=content.colour.value,
        preface=tuple(_lines(content.preface)),
        parts=parts,
        imprint=tuple(_lines(content.imprint)),
        pictures=pictures,
        modified=now,
        revision=product.revision,
    )


def _with_pictures(blocks: tuple[Block, ...], pictures: dict[str, Picture]) -> tuple[Block, ...]:
    """The blocks with pictures under names of their own, each fetched and made small once."""
    names: dict[str, str] = {}
    for key in dict.fromkeys(pictures_in(blocks)):
        if not key.startswith("articles/pictures/"):
            continue
        made = _small(newsroom.picture_body(key))
        suffix = "png" if made.media_type == "image/png" else "jpg"
        names[key] = f"{hashlib.sha256(made.body).hexdigest()[:16]}.{suffix}"
        pictures[names[key]] = made
    return tuple(renamed(blocks, names))


def _small(body: bytes) -> Picture:
    """A picture that fits a page, in a format that every reader knows."""
    from PIL import Image

    kept = io.BytesIO()
    with Image.open(io.BytesIO(body)) as image:
        wide = min(image.width, _WIDEST)
        clear = image.mode in ("RGBA", "LA", "P")
        plain = image.convert("RGBA" if clear else "RGB")
        small = plain.resize((wide, max(1, round(image.height * wide / image.width))))
    if clear:
        small.save(kept, "PNG", optimize=True)
        return Picture(kept.getvalue(), "image/png")
    small.save(kept, "JPEG", quality=82, optimize=True)
    return Picture(kept.getvalue(), "image/jpeg")


def _content(book: Book) -> bytes:
    """What the pages of the book read: contents and chapters as markup, pictures as ``file/`` names."""
    chapters = [
        {
            "title": chapter.title,
            "part": part.title,
            "html": xhtml(
                chapter.blocks, lambda name: f"file/{name}" if name in book.pictures else ""
            ),
            "source": chapter.source,
        }
        for part in book.parts
        for chapter in part.chapters
    ]
    said = {"chapters": chapters, "preface": book.preface, "imprint": book.imprint}
    return json.dumps(said, ensure_ascii=False).encode()


def _findings(book: Book) -> Iterator[str]:
    texts = [book.title, book.subtitle, book.issuer, book.date, *book.preface, *book.imprint]
    strange = lacking(texts)
    if strange:
        yield f"封面、前言或版权页里有字体没有的字符：{' '.join(strange)}，PDF 里印作“〓”"
    for number, chapter in enumerate(book.chapters, 1):
        strange = lacking([chapter.title, *texts_of(chapter.blocks)])
        if strange:
            yield f"第 {number} 章“{chapter.title}”里有字体没有的字符：{' '.join(strange)}，PDF 里印作“〓”"


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip())
