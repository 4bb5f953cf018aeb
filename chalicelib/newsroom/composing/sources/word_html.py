"""A Word document as HTML, with the place of every paragraph; numbers stand in it as Word shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby
from typing import Final

from chalicelib.newsroom.composing.sources.source import ADDRESS, AT
from chalicelib.newsroom.models import Finding, Severity
from chalicelib.word_files import (
    PLAIN,
    Align,
    Block,
    Document,
    Label,
    Look,
    Mark,
    Paragraph,
    Picture,
    Piece,
    Remark,
    Role,
    Table,
    Words,
    paragraphs,
)

_SHOWN_CHARS: Final = 10
_DEEPEST_HEADING: Final = 6
_WHITE: Final = 0xE6
"""Each channel of a colour that nobody means: white words stand on a colour that is not carried along."""
_MEANT: Final = 60
"""Difference of the strongest and weakest channel of a colour behind words that is no grey."""
_KINDS: Final = {Role.QUOTE: "blockquote", Role.CODE: "pre"}


class Places:
    """Where each paragraph of a document stands, counted as people count: what can be seen, cells among it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._places: dict[int, str] = {}
        number, before = 0, ""
        for one in self._all():
            if one.filled:
                number += 1
                before = f"第 {number} 段“{_beginning(one)}”"
                self._places[id(one)] = before
            else:
                self._places[id(one)] = f"{before}之后" if before else "文档开头"

    def of(self, paragraph: Paragraph) -> str:
        """The place of a paragraph: 第 3 段“各市税务局…”."""
        return self._places.get(id(paragraph), "正文")

    def findings(self) -> list[Finding]:
        """What the reader remarked, at its place."""
        about = [as_finding("文档", one) for one in self._document.remarks]
        return about + [
            as_finding(self.of(one), remark) for one in self._all() for remark in one.remarks
        ]

    def _all(self) -> Iterator[Paragraph]:
        yield from paragraphs(self._document.blocks)
        for note in self._document.notes.values():
            yield from paragraphs(note)


def to_html(document: Document, places: Places) -> str:
    """The body with its notes. Pictures have the names of ``document.pictures``."""
    return _Writer(document, places).page()


def as_finding(where: str, remark: Remark) -> Finding:
    """A remark of the reader as a finding."""
    severity = Severity.ERROR if remark.serious else Severity.WARNING
    return Finding(where=where, what=remark.what, severity=severity)


def _beginning(paragraph: Paragraph) -> str:
    label = paragraph.label.text if paragraph.label else ""
    words = "".join((label + paragraph.words).split()) or "图片"
    return words if len(words) <= _SHOWN_CHARS else words[:_SHOWN_CHARS] + "…"


@dataclass(slots=True)
class _OpenList:
    level: int
    tag: str
    following: int


class _Writer:
    def __init__(self, document: Document, places: Places) -> None:
        self._document = document
        self._places = places
        self._numbers = {key: number for number, key in enumerate(document.notes, 1)}

    def page(self) -> str:
        parts = [self._blocks(self._document.blocks)]
        notes = [
            f'<li id="{key}">{self._blocks(note)}<p><a href="#{key}-mark">↑</a></p></li>'
            for key, note in self._document.notes.items()
        ]
        return "".join([*parts, f"<ol>{''.join(notes)}</ol>" if notes else ""])

    def _blocks(self, blocks: Sequence[Block]) -> str:
        seen = [one for one in blocks if isinstance(one, Table) or one.filled]
        return "".join(
            self._group(kind, list(group)) for kind, group in groupby(seen, key=_kind_of)
        )

    def _group(self, kind: str, blocks: list[Block]) -> str:
        if kind == "table":
            return "".join(self._table(one) for one in blocks if isinstance(one, Table))
        lines = [one for one in blocks if isinstance(one, Paragraph)]
        if kind == "list":
            return self._list(lines)
        if kind == "blockquote":
            return f"<blockquote>{''.join(self._block('p', one) for one in lines)}</blockquote>"
        if kind == "pre":
            at = escape(self._places.of(lines[0]))
            code = "\n".join(self._label(one) + self._inside(one) for one in lines)
            return f'<pre {AT}="{at}">{code}</pre>'
        return "".join(self._block(_tag(one), one) for one in lines)

    def _block(self, tag: str, one: Paragraph) -> str:
        caption = ' class="caption"' if one.role is Role.CAPTION and tag == "p" else ""
        return (
            f"<{tag}{caption}{self._attributes(one)}>{self._label(one)}{self._inside(one)}</{tag}>"
        )

    def _attributes(self, one: Paragraph) -> str:
        aligned = "" if one.align is Align.LEFT else f' style="text-align:{one.align.value}"'
        return f' {AT}="{escape(self._places.of(one))}"{aligned}'

    def _label(self, one: Paragraph) -> str:
        """The number as text, as bold as the words after it."""
        if one.label is None:
            return ""
        text = escape(one.label.text + one.label.gap, quote=False)
        first = next((piece for piece in one.pieces if isinstance(piece, Words)), None)
        bold = first is not None and first.look.bold and not _base(one).bold
        return f"<strong>{text}</strong>" if bold else text

    def _list(self, items: list[Paragraph]) -> str:
        """Items as nested lists; a number that does not go on by one begins a new list."""
        parts: list[str] = []
        opened: list[_OpenList] = []
        for one in items:
            label = one.label or Label("")
            tag = "ul" if label.value is None else "ol"
            while opened and opened[-1].level > label.level:
                parts.append(f"</li></{opened.pop().tag}>")
            last = opened[-1] if opened else None
            if last is not None and last.level == label.level:
                if last.tag == tag and label.value in (None, last.following):
                    parts.append("</li>")
                else:
                    parts.append(f"</li></{opened.pop().tag}>")
                    last = None
            if last is None or last.level < label.level:
                start = f' start="{label.value}"' if label.value not in (None, 1) else ""
                parts.append(f"<{tag}{start}>")
                opened.append(_OpenList(label.level, tag, 0))
            opened[-1].following = (label.value or 0) + 1
            parts.append(f"<li{self._attributes(one)}>{self._inside(one)}")
        parts += [f"</li></{one.tag}>" for one in reversed(opened)]
        return "".join(parts)

    def _table(self, table: Table) -> str:
        rows = []
        for row in table.rows:
            tag = "th" if row.head else "td"
            cells = []
            for cell in row.cells:
                spans = f' colspan="{cell.across}"' if cell.across > 1 else ""
                spans += f' rowspan="{cell.down}"' if cell.down > 1 else ""
                cells.append(f"<{tag}{spans}>{self._blocks(cell.blocks)}</{tag}>")
            rows.append(f"<tr>{''.join(cells)}</tr>")
        return f"<table>{''.join(rows)}</table>"

    def _inside(self, one: Paragraph) -> str:
        base = _base(one)
        return "".join(
            f'<a href="{escape(link)}" {ADDRESS}="{escape(link)}">{written}</a>'
            if link
            else written
            for link, written in (
                (link, "".join(self._piece(piece, base) for piece in group))
                for link, group in groupby(_trimmed(one), key=_link)
            )
        )

    def _piece(self, piece: Piece, base: Look) -> str:
        if isinstance(piece, Words):
            return _words(piece, base)
        if isinstance(piece, Picture):
            return f'<img src="{escape(piece.name)}" alt="{escape(piece.described)}">'
        number = self._numbers.get(piece.note)
        if number is None:
            return ""
        return f'<sup><a href="#{piece.note}" id="{piece.note}-mark">[{number}]</a></sup>'


def _trimmed(one: Paragraph) -> list[Piece]:
    """Its pieces without blanks around the whole: the house indents nothing. Code keeps them."""
    pieces = list(one.pieces)
    if one.role is Role.CODE:
        return pieces
    for at, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while pieces:
            edge = pieces[at]
            if not isinstance(edge, Words):
                break
            pieces[at] = replace(edge, text=strip(edge.text))
            if strip(edge.text):
                break
            pieces.pop(at)
    return pieces


def _kind_of(block: Block) -> str:
    """What blocks that follow each other make together."""
    if isinstance(block, Table):
        return "table"
    if block.role in _KINDS and not block.heading:
        return _KINDS[block.role]
    label = block.label
    listed = label is not None and (label.bullet or label.value is not None)
    return "list" if listed and not block.heading and block.role is Role.BODY else "lines"


def _tag(one: Paragraph) -> str:
    if one.role is Role.TITLE:
        return "h1"
    return f"h{min(one.heading + 1, _DEEPEST_HEADING)}" if one.heading else "p"


def _link(piece: Piece) -> str:
    return "" if isinstance(piece, Mark) else piece.link


def _base(one: Paragraph) -> Look:
    """The looks that the house replaces by its own: those of the styles of headings, quotes and captions."""
    if one.heading:
        return replace(one.base, bold=True)
    return one.base if one.role in (Role.QUOTE, Role.CAPTION) else PLAIN


def _words(piece: Words, base: Look) -> str:
    """Words in the tags of their look, beyond the look that the house replaces."""
    look = piece.look
    text = escape(piece.text, quote=False).replace("\n", "<br>")
    if not piece.text.strip():
        return text
    tags = [
        (look.raised, bool(look.raised)),
        ("s", look.struck),
        ("u", look.underlined and not piece.link),
        ("em", look.italic and not base.italic),
        ("strong", look.bold and not base.bold),
    ]
    for tag, wanted in tags:
        text = f"<{tag}>{text}</{tag}>" if wanted else text
    if _meant(look.ground):
        text = f'<mark style="background-color:{look.ground}">{text}</mark>'
    if look.colour and not piece.link and not _pale(look.colour):
        own = look.colour != base.colour
        text = f'<span style="color:{look.colour}">{text}</span>' if own else text
    return text


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _pale(colour: str) -> bool:
    return min(_channels(colour)) >= _WHITE


def _meant(ground: str) -> bool:
    channels = _channels(ground) if ground else (0,)
    return max(channels) - min(channels) >= _MEANT
