"""Of any document: each word that Word shows is read once and in order, no other is, and hidden ones are told of."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.word_files import Document, Mark, paragraphs
from tests.unit.word_files.built import field, para, read, remarks, run, word

_AROUND: Final = {
    "smart tag": '<w:smartTag w:uri="u" w:element="e">{}</w:smartTag>',
    "custom XML": '<w:customXml w:uri="u" w:element="e">{}</w:customXml>',
    "control": "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "inserted": '<w:ins w:id="1" w:author="a">{}</w:ins>',
    "moved here": '<w:moveTo w:id="1" w:author="a">{}</w:moveTo>',
    "link": '<w:hyperlink w:anchor="x">{}</w:hyperlink>',
    "simple field": '<w:fldSimple w:instr=" REF x ">{}</w:fldSimple>',
    "choice": '<mc:AlternateContent><mc:Choice Requires="w14">{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>',
    "deleted": '<w:del w:id="1" w:author="a">{}</w:del>',
    "moved away": '<w:moveFrom w:id="1" w:author="a">{}</w:moveFrom>',
}
_GONE: Final = frozenset({"deleted", "moved away"})
_LOOKS: Final = {
    "plain": ("", True),
    "bold": ("<w:b/>", True),
    "shown again": ('<w:vanish w:val="0"/>', True),
    "hidden": ("<w:vanish/>", False),
    "hidden by style": ('<w:rStyle w:val="h"/>', False),
    "for print only": ("<w:webHidden/>", False),
}
_BLOCKS: Final = ("line", "box", "note", "block control", "table")
_EVERY_LOOK: Final = sorted(_LOOKS)
_EVERY_AROUND: Final = sorted(_AROUND)
_STYLES: Final = '<w:style w:type="character" w:styleId="h"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style>'
_BOX: Final = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData>'
    "<wps:wsp><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic>"
    "</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent>"
    "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)

_DEPTH: Final = 3


class _Lot:
    """Draws a document by lot, from one number: drawn sign by sign it takes ten times as long as it takes to be read."""

    def __init__(self, number: int) -> None:
        self._chance = random.Random(number)  # noqa: S311

    def block(self, depth: int = _DEPTH) -> Any:
        """A paragraph, or a control or a table around what is less deep."""
        kind = self._chance.choice(_BLOCKS if depth else _BLOCKS[:3])
        if kind == "line":
            return self._line()
        if kind in ("box", "note"):
            return (kind, self._some(0, 2, self._inline), self._some(1, 2, self._line))
        inner = partial(self.block, depth - 1)
        if kind == "block control":
            return (kind, self._some(1, 3, inner))
        return (kind, self._some(1, 3, lambda: self._some(1, 2, inner)))

    def _line(self) -> Any:
        return ("line", self._some(0, 4, self._inline))

    def _inline(self, depth: int = _DEPTH) -> Any:
        """A run, or something around what is less deep."""
        kind = self._chance.choice(("run", "field", "around") if depth else ("run",))
        if kind == "run":
            return (kind, self._chance.choice(_EVERY_LOOK))
        inner = partial(self._inline, depth - 1)
        if kind == "field":
            return (kind, self._some(0, 2, inner), self._some(0, 2, inner))
        return (self._chance.choice(_EVERY_AROUND), self._some(1, 3, inner))

    def _some(self, least: int, most: int, make: Callable[[], Any]) -> list[Any]:
        return [make() for _ in range(self._chance.randint(least, most))]


class _Writer:
    """Writes a tree as XML with a word of its own in each run, and remembers which words Word shows."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self.shown: list[str] = []
        self.hidden: list[str] = []
        self.notes: list[str] = []

    def body(self, blocks: list[Any]) -> str:
        return "".join(self._block(one) for one in blocks)

    def _block(self, node: Any) -> str:
        kind = node[0]
        if kind == "line":
            return para(self._all(node[1], True))
        if kind == "box":
            return para(self._all(node[1], True), _BOX.format(self.body(node[2])))
        if kind == "note":
            before = self._all(node[1], True)
            self.notes.append(self.body(node[2]))
            return para(before, f'<w:r><w:footnoteReference w:id="{len(self.notes)}"/></w:r>')
        if kind == "block control":
            return f"<w:sdt><w:sdtContent>{self.body(node[1])}</w:sdtContent></w:sdt>"
        cells = "".join(f"<w:tc>{self.body(one)}<w:p/></w:tc>" for one in node[1])
        return f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"

    def _all(self, nodes: list[Any], seen: bool) -> str:
        return "".join(self._inline(one, seen) for one in nodes)

    def _inline(self, node: Any, seen: bool) -> str:
        kind = node[0]
        if kind == "run":
            properties, shown = _LOOKS[node[1]]
            text = f"字{next(self._numbers)}。"
            if seen and shown:
                self.shown.append(text)
            elif seen and "webHidden" not in properties:
                self.hidden.append(text)
            return run(text, properties)
        if kind == "field":
            unseen = self._all(node[1], False)
            opened = field(" REF x ", None).replace(
                '<w:r><w:fldChar w:fldCharType="end"/></w:r>', ""
            )
            result = self._all(node[2], seen)
            return (
                f'{opened}{unseen}<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
                '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            )
        return _AROUND[kind].format(self._all(node[1], seen and kind not in _GONE))


def _words(document: Document) -> Iterator[str]:
    def of(blocks: Any) -> Iterator[str]:
        for one in paragraphs(blocks):
            for piece in one.pieces:
                if isinstance(piece, Mark):
                    yield from of(document.notes[piece.note])
                else:
                    yield getattr(piece, "text", "")

    yield from of(document.blocks)


def _built(blocks: list[Any]) -> tuple[bytes, _Writer]:
    writer = _Writer()
    body = writer.body(blocks)
    notes = "".join(
        f'<w:footnote w:id="{at}">{one}</w:footnote>' for at, one in enumerate(writer.notes, 1)
    )
    made: Callable[..., bytes] = word
    return made(body, styles=_STYLES, footnotes=notes), writer


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 2**32), max_size=4))
def test_shown_words_are_read_once_and_in_order(lots: list[int]) -> None:
    body, writer = _built([_Lot(one).block() for one in lots])
    document = read(body)
    assert "".join(_words(document)) == "".join(writer.shown)
    told = " ".join(one.what for one in remarks(document))
    assert ("隐藏的文字" in told) is bool(writer.hidden)
