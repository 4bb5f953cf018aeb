"""A book as EPUB 3.3, with the contents that older readers ask for (NCX)."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Iterator
from datetime import UTC
from html import escape
from typing import Final, NamedTuple

from chalicelib.ebooks.models import Book, Picture, colours_of
from chalicelib.ebooks.xhtml import xhtml

_SUFFIXES: Final = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif"}
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_CONTAINER: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles>'
    "</container>"
)


class _Page(NamedTuple):
    name: str
    title: str
    body: str
    kind: str
    """``epub:type`` of the section."""
    part: str = ""
    """Title of the part that it begins or stands in."""
    in_contents: bool = True


def epub(book: Book, cover: bytes) -> bytes:
    """The file. ``cover`` is a JPEG. The same book gives the same bytes."""
    names = {
        key: f"pictures/{number:03d}.{_SUFFIXES[one.media_type]}"
        for number, (key, one) in enumerate(book.pictures.items(), 1)
        if one.media_type in _SUFFIXES
    }
    pages = list(_pages(book, names))
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as packed:
        # Uncompressed and first: that is how a file is known for an EPUB.
        _put(packed, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        _put(packed, "META-INF/container.xml", _CONTAINER.encode())
        _put(packed, "book/package.opf", _package(book, pages, names).encode())
        _put(packed, "book/nav.xhtml", _nav(book, pages).encode())
        _put(packed, "book/toc.ncx", _ncx(book, pages).encode())
        _put(packed, "book/book.css", _css(book).encode())
        _put(packed, "book/cover.jpg", cover, zipfile.ZIP_STORED)
        for page in pages:
            _put(packed, f"book/{page.name}", _document(page).encode())
        for key, name in names.items():
            _put(packed, f"book/{name}", book.pictures[key].body, zipfile.ZIP_STORED)
    return body.getvalue()


def _pages(book: Book, names: dict[str, str]) -> Iterator[_Page]:
    cover = f'<figure class="cover"><img src="cover.jpg" alt="{escape(book.title)}封面"/></figure>'
    yield _Page("cover.xhtml", "封面", cover, "cover", in_contents=False)
    if book.preface:
        words = "".join(f"<p>{escape(one)}</p>" for one in book.preface)
        yield _Page("preface.xhtml", "前言", f"<h1>前言</h1>{words}", "preface")
    number = 0
    for place, part in enumerate(book.parts, 1):
        if part.title:
            head = f"<h1>{escape(part.title)}</h1>"
            yield _Page(f"part-{place:02d}.xhtml", part.title, head, "part", part.title)
        for chapter in part.chapters:
            number += 1
            body = f"<h1>{escape(chapter.title)}</h1>" + xhtml(
                chapter.blocks, lambda key: names.get(key, "")
            )
            if chapter.source:
                body += f'<p class="small">{escape(chapter.source)}</p>'
            # Attributes of web pages only have no place here.
            body = body.replace(' loading="lazy"', "")
            yield _Page(f"c-{number:03d}.xhtml", chapter.title, body, "chapter", part.title)
    if book.imprint:
        lines = "".join(f"<p>{escape(one)}</p>" for one in book.imprint)
        yield _Page("imprint.xhtml", "版权页", f"<h1>版权页</h1>{lines}", "colophon")


def _document(page: _Page) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="zh-CN" xml:lang="zh-CN"><head><meta charset="utf-8"/><title>{escape(page.title)}</title>'
        '<link rel="stylesheet" type="text/css" href="book.css"/></head>'
        f'<body><section epub:type="{page.kind}">{page.body}</section></body></html>'
    )


def _nav(book: Book, pages: list[_Page]) -> str:
    inner = "".join(
        _nav_item(one.name, one.title, [(child.name, child.title) for child in below])
        for one, below in _outline(pages)
    )
    first = next(one for one in pages if one.in_contents)
    marks = (
        ("cover.xhtml", "cover", "封面"),
        ("nav.xhtml", "toc", "目录"),
        (first.name, "bodymatter", "正文"),
    )
    landmarks = "".join(
        f'<li><a epub:type="{kind}" href="{name}">{title}</a></li>' for name, kind, title in marks
    )
    body = (
        f'<nav epub:type="toc" role="doc-toc" id="toc"><h1>目录</h1><ol>{inner}</ol></nav>'
        f'<nav epub:type="landmarks" hidden="hidden"><h2>导航</h2><ol>{landmarks}</ol></nav>'
    )
    return _document(_Page("nav.xhtml", "目录", body, "frontmatter"))


def _nav_item(name: str, title: str, below: list[tuple[str, str]]) -> str:
    inner = "".join(_nav_item(*one, []) for one in below)
    more = f"<ol>{inner}</ol>" if inner else ""
    return f'<li><a href="{name}">{escape(title)}</a>{more}</li>'


def _outline(pages: list[_Page]) -> list[tuple[_Page, list[_Page]]]:
    """Each entry of the contents with those below it: chapters stand below their part."""
    found: list[tuple[_Page, list[_Page]]] = []
    for page in pages:
        if not page.in_contents:
            continue
        if page.kind == "chapter" and page.part and found and found[-1][0].kind == "part":
            found[-1][1].append(page)
        else:
            found.append((page, []))
    return found


def _ncx(book: Book, pages: list[_Page]) -> str:
    order = iter(range(1, len(pages) + 1))

    def point(page: _Page, below: list[_Page]) -> str:
        n = next(order)
        inner = "".join(point(one, []) for one in below)
        return (
            f'<navPoint id="n{n}" playOrder="{n}"><navLabel><text>{escape(page.title)}</text></navLabel>'
            f'<content src="{page.name}"/>{inner}</navPoint>'
        )

    points = "".join(point(one, below) for one, below in _outline(pages))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="zh-CN"><head>'
        f'<meta name="dtb:uid" content="{_identity(book)}"/><meta name="dtb:depth" content="2"/>'
        '<meta name="dtb:totalPageCount" content="0"/><meta name="dtb:maxPageNumber" content="0"/></head>'
        f"<docTitle><text>{escape(book.title)}</text></docTitle><navMap>{points}</navMap></ncx>"
    )


def _package(book: Book, pages: list[_Page], names: dict[str, str]) -> str:
    kinds: dict[str, Picture] = {names[key]: book.pictures[key] for key in names}
    items = "".join(
        f'<item id="{_id(name)}" href="{name}" media-type="{one.media_type}"/>'
        for name, one in kinds.items()
    ) + "".join(
        f'<item id="{_id(one.name)}" href="{one.name}" media-type="application/xhtml+xml"/>'
        for one in pages
    )
    spine = "".join(f'<itemref idref="{_id(one.name)}"/>' for one in pages[:1])
    spine += '<itemref idref="nav"/>'
    spine += "".join(f'<itemref idref="{_id(one.name)}"/>' for one in pages[1:])
    subtitle = (
        f'<dc:title id="subtitle">{escape(book.subtitle)}</dc:title>'
        '<meta refines="#subtitle" property="title-type">subtitle</meta>'
        if book.subtitle
        else ""
    )
    publisher = f"<dc:publisher>{escape(book.issuer)}</dc:publisher>" if book.issuer else ""
    creator = f"<dc:creator>{escape(book.issuer)}</dc:creator>" if book.issuer else ""
    modified = f"{book.modified.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="zh-CN" dir="ltr">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">{_identity(book)}</dc:identifier>'
        f'<dc:title id="title">{escape(book.title)}</dc:title>'
        '<meta refines="#title" property="title-type">main</meta>'
        f"{subtitle}{creator}{publisher}<dc:language>zh-CN</dc:language>"
        f"<dc:date>{modified[:10]}</dc:date>"
        f'<meta property="dcterms:modified">{modified}</meta>'
        '<meta property="schema:accessMode">textual</meta><meta property="schema:accessMode">visual</meta>'
        '<meta property="schema:accessModeSufficient">textual</meta>'
        '<meta property="schema:accessibilityFeature">structuralNavigation</meta>'
        '<meta property="schema:accessibilityFeature">tableOfContents</meta>'
        '<meta property="schema:accessibilityFeature">alternativeText</meta>'
        '<meta property="schema:accessibilityFeature">readingOrder</meta>'
        '<meta property="schema:accessibilityHazard">none</meta>'
        '<meta property="schema:accessibilitySummary">文字、标题层级和目录可由读屏软件朗读，图片有文字说明。</meta>'
        '<meta name="cover" content="cover-picture"/></metadata><manifest>'
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        '<item id="css" href="book.css" media-type="text/css"/>'
        '<item id="cover-picture" href="cover.jpg" media-type="image/jpeg" properties="cover-image"/>'
        f'{items}</manifest><spine toc="ncx">{spine}</spine></package>'
    )


def _css(book: Book) -> str:
    colour = colours_of(book.colour)
    return (
        "body{margin:0 4%;line-height:1.7}"
        f"h1{{color:{colour.strong};font-size:1.5em;line-height:1.4;margin:1.2em 0 .8em}}"
        f"h2{{color:{colour.strong};font-size:1.2em;margin:1.4em 0 .6em;padding-bottom:.2em;border-bottom:1px solid {colour.accent}}}"
        "h3,h4{font-size:1.05em;margin:1.2em 0 .5em}p{margin:.6em 0}nav ol{list-style:none;padding-left:1em}nav a{text-decoration:none}"
        f"blockquote{{margin:1em 0;padding:.4em 1em;background:{colour.pale};border-left:4px solid {colour.strong}}}"
        "figure{margin:1em 0;text-align:center}img{max-width:100%}.cover{margin:0}"
        "table{border-collapse:collapse;width:100%;font-size:.9em;margin:1em 0}"
        f"th,td{{border:1px solid {colour.accent};padding:.3em .5em;text-align:left;vertical-align:top}}"
        f"th{{background:{colour.pale};color:{colour.strong}}}.small{{font-size:.85em;color:#555}}"
        "li>p{margin:.2em 0}"
    )


def _identity(book: Book) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'rongmei:product:{book.id}')}"


def _id(name: str) -> str:
    return "i-" + name.replace("/", "-").replace(".", "-")


def _put(packed: zipfile.ZipFile, name: str, body: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = how
    entry.external_attr = 0o644 << 16
    packed.writestr(entry, body)
