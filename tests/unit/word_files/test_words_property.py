"""Of any document: each word that Word shows is read once and in order, no other is, and hidden ones are told of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any, Final, TypeAlias

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
_STYLES: Final = '<w:style w:type="character" w:styleId="h"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style>'
_BOX: Final = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData>'
    "<wps:wsp><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic>"
    "</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent>"
    "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)

_Tree: TypeAlias = st.SearchStrategy[Any]


def _inline_of(inner: _Tree) -> _Tree:
    """A run, or something around what is of ``inner``."""
    return st.one_of(
        _runs,
        st.tuples(st.sampled_from(sorted(_AROUND)), st.lists(inner, min_size=1, max_size=3)),
        st.tuples(st.just("field"), st.lists(inner, max_size=2), st.lists(inner, max_size=2)),
    )


def _blocks_of(inner: _Tree) -> _Tree:
    """A paragraph, or a control or a table around what is of ``inner``."""
    return st.one_of(
        *_paragraphs,
        st.tuples(st.just("block control"), st.lists(inner, min_size=1, max_size=3)),
        st.tuples(
            st.just("table"),
            st.lists(st.lists(inner, min_size=1, max_size=2), min_size=1, max_size=3),
        ),
    )


def _nested(of: Callable[[_Tree], _Tree], innermost: _Tree, depth: int) -> _Tree:
    """So deep a tree. ``st.recursive`` draws the like in three times the time: it throws away what has too many leaves."""
    for _ in range(depth):
        innermost = of(innermost)
    return innermost


_runs = st.tuples(st.just("run"), st.sampled_from(sorted(_LOOKS)))
_inline = _nested(_inline_of, _runs, 3)
_lines = st.tuples(st.just("line"), st.lists(_inline, max_size=4))
_paragraphs = (
    _lines,
    *(
        st.tuples(
            st.just(kind), st.lists(_inline, max_size=2), st.lists(_lines, min_size=1, max_size=2)
        )
        for kind in ("box", "note")
    ),
)
_blocks = _nested(_blocks_of, st.one_of(*_paragraphs), 3)


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
@given(st.lists(_blocks, max_size=4))
def test_shown_words_are_read_once_and_in_order(blocks: list[Any]) -> None:
    body, writer = _built(blocks)
    document = read(body)
    assert "".join(_words(document)) == "".join(writer.shown)
    told = " ".join(one.what for one in remarks(document))
    assert ("隐藏的文字" in told) is bool(writer.hidden)
