"""Paragraphs and tables of a story, in their order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from chalicelib.word_files import graphics
from chalicelib.word_files.inline import Around, Inline
from chalicelib.word_files.known import Known
from chalicelib.word_files.model import (
    Align,
    Block,
    Cell,
    Paragraph,
    Remark,
    Row,
    Table,
    paragraphs,
)
from chalicelib.word_files.names import inner, number, on, q, val
from chalicelib.word_files.package import Part
from chalicelib.word_files.styles import ground
from chalicelib.word_files.taken import Taken

_ALIGNED: Final = {"center": Align.CENTRE, "right": Align.RIGHT, "end": Align.RIGHT}
_ANOTHER: Final = Remark(
    "这里插入了另一个文件的内容，不能带入；请用 Word 打开后另存一次，或把内容复制进来", serious=True
)
_FILLED_HINT: Final = Remark("有一个内容控件还没有填写，带入的是它的提示文字；请填写或删去")
_TWIPS: Final = 20
"""Twentieths of a point."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where blocks stand."""

    table_style: str = ""
    coloured: bool = False


@dataclass(slots=True)
class _Open:
    """A paragraph whose end Word does not show: the next one goes on in its line."""

    made: Paragraph
    numbered: tuple[str, int] | None
    boxes: list[Any]
    leads: bool
    """Its own properties hold for the whole, not those of the next."""


class Story:
    """Reads one story of a part: the body, a note, or a text box in one of them."""

    def __init__(self, known: Known, part: Part) -> None:
        self._known = known
        self._part = part
        self._inline = Inline(known, part)
        self._open: _Open | None = None

    def blocks(self, container: Any, place: Place = Place()) -> list[Block]:
        """The blocks in an element."""
        out: list[Block] = []
        self._walk(container, place, out)
        self._close(out, place)
        return out

    def _walk(self, container: Any, place: Place, out: list[Block]) -> None:
        for child in container:
            tag = child.tag
            if tag in (q("w:p"), q("m:oMathPara"), q("m:oMath"), q("w:r")):
                self._paragraph(child, place, out)
            elif tag == q("w:tbl"):
                self._close(out, place)
                out.append(self._table(child, place))
            elif tag == q("w:sdt"):
                if on(child, "w:sdtPr", "w:showingPlcHdr"):
                    self._known.waiting.append(_FILLED_HINT)
                content = inner(child, "w:sdtContent")
                if content is not None:
                    self._walk(content, place, out)
            elif tag == q("mc:AlternateContent"):
                branch = graphics.chosen(child)
                if branch is not None:
                    self._walk(branch, place, out)
            elif tag in (q("w:altChunk"), q("w:subDoc")):
                self._close(out, place)
                out.append(Paragraph(remarks=[_ANOTHER]))
            elif tag in (q("w:del"), q("w:moveFrom")):
                self._known.revisions += 1
            elif len(child) and not tag.endswith("Pr"):
                self._known.revisions += tag in (q("w:ins"), q("w:moveTo"))
                self._walk(child, place, out)

    # Paragraphs.

    def _paragraph(self, element: Any, place: Place, out: list[Block]) -> None:
        styles = self._known.styles
        ppr = inner(element, "w:pPr") if element.tag == q("w:p") else None
        style = styles.known(val(ppr, "w:pStyle") or "")
        coloured = place.coloured or bool(self._shaded(ppr, style))
        around = Around(style, place.table_style, coloured)
        if element.tag in (q("w:p"), q("m:oMathPara")):
            taken = self._inline.read(element, around)
        else:
            taken = self._inline.read([element], around)
        made = self._made(ppr, style, taken)
        numbered = self._list(ppr, style)
        mark = inner(ppr, "w:rPr")
        gone = inner(mark, "w:del") is not None or inner(mark, "w:moveFrom") is not None
        hidden = styles.run(mark, style, place.table_style).hidden
        initial = _dropped(inner(ppr, "w:framePr"))
        if self._open is not None:
            made, numbered = self._joined(self._open, made, numbered)
            self._open.boxes += taken.boxes
            taken.boxes = self._open.boxes
        if gone or hidden or initial:
            leads = (self._open is not None and self._open.leads) or (
                hidden and not gone and made.filled
            )
            self._open = _Open(made, numbered, taken.boxes, leads)
            return
        self._open = None
        self._finish(made, numbered, taken.boxes, place, out)

    def _joined(
        self, first: _Open, made: Paragraph, numbered: tuple[str, int] | None
    ) -> tuple[Paragraph, tuple[str, int] | None]:
        shown = first.made if first.leads else made
        # Thousands may follow each other: each is added to what there is.
        first.made.pieces += made.pieces
        first.made.remarks += made.remarks
        shown.pieces, shown.remarks = first.made.pieces, first.made.remarks
        return shown, first.numbered if first.leads else numbered

    def _close(self, out: list[Block], place: Place) -> None:
        """A paragraph at whose end nothing follows stands for itself, if anything of it is seen."""
        last, self._open = self._open, None
        if last is None:
            return
        if last.made.filled or last.boxes or last.made.remarks:
            self._finish(
                last.made, last.numbered if last.made.filled else None, last.boxes, place, out
            )

    def _finish(
        self,
        made: Paragraph,
        numbered: tuple[str, int] | None,
        boxes: list[Any],
        place: Place,
        out: list[Block],
    ) -> None:
        if numbered is not None:
            made.label = self._known.numbering.count(*numbered)
        out.append(made)
        for box in boxes:
            out += Story(self._known, self._part).blocks(box, Place(coloured=True))

    def _made(self, ppr: Any, style: str, taken: Taken) -> Paragraph:
        styles = self._known.styles
        outline = inner(ppr, "w:outlineLvl")
        if outline is None:
            outline = styles.paragraph(style, "w:outlineLvl")
        level = number(val(outline), 9) if outline is not None else 9
        heading = styles.heading(style) or (level + 1 if 0 <= level < 9 else 0)
        aligned = val(ppr, "w:jc") or val(styles.paragraph(style, "w:jc")) or ""
        indent = inner(ppr, "w:ind")
        if indent is None:
            indent = styles.paragraph(style, "w:ind")
        return Paragraph(
            taken.pieces,
            heading=heading,
            role=styles.role(style),
            align=_ALIGNED.get(aligned, Align.LEFT),
            indent=_indent(indent),
            base=styles.run(None, style).look,
            remarks=taken.remarks,
        )

    def _shaded(self, ppr: Any, style: str) -> str:
        shade = inner(ppr, "w:shd")
        if shade is None:
            shade = self._known.styles.paragraph(style, "w:shd")
        return "" if shade is None else ground(shade)

    def _list(self, ppr: Any, style: str) -> tuple[str, int] | None:
        """The list of a paragraph and its level; None if it has no number."""
        styles = self._known.styles
        direct = inner(ppr, "w:numPr")
        own = val(direct, "w:numId")
        list_id = own if own is not None else styles.list_of(style)
        if list_id is None or list_id == "0":
            return None
        given = val(direct, "w:ilvl")
        if given is None and own is None:
            for one in styles.chain(style):
                level = self._known.numbering.level_of(list_id, one.id)
                if level is not None:
                    return list_id, level
                given = val(one.ppr, "w:numPr", "w:ilvl")
                if inner(one.ppr, "w:numPr") is not None:
                    break
        return list_id, number(given)

    # Tables.

    def _table(self, element: Any, place: Place) -> Table:
        named = val(element, "w:tblPr", "w:tblStyle") or ""
        coloured = place.coloured or bool(named)
        open_cells: dict[int, Cell] = {}
        rows = []
        for row in self._inside(element, "w:tr"):
            properties = inner(row, "w:trPr")
            self._known.revisions += inner(properties, "w:ins") is not None
            if inner(properties, "w:del") is not None:
                self._known.revisions += 1
                continue
            made = self._row(row, properties, open_cells, Place(named, coloured))
            if not on(properties, "w:hidden") or _filled(made):
                rows.append(made)
        return Table([row for row in rows if row.cells])

    def _row(self, element: Any, properties: Any, open_cells: dict[int, Cell], place: Place) -> Row:
        at = number(val(properties, "w:gridBefore"))
        cells: list[Cell] = []
        for one in self._inside(element, "w:tc"):
            given = inner(one, "w:tcPr")
            if inner(given, "w:cellDel") is not None:
                self._known.revisions += 1
                continue
            self._known.revisions += inner(given, "w:cellIns") is not None
            across = max(1, number(val(given, "w:gridSpan"), 1))
            merged = _merged(inner(given, "w:vMerge"))
            if _merged(inner(given, "w:hMerge")) == "continue" and cells:
                cells[-1].across += across
            elif merged == "continue" and at in open_cells:
                open_cells[at].down += 1
            else:
                cells.append(self._cell(one, given, at, across, place))
                for column in range(at, at + across):
                    open_cells.pop(column, None)
                if merged:
                    open_cells[at] = cells[-1]
            at += across
        return Row(cells, bool(on(properties, "w:tblHeader")))

    def _cell(self, element: Any, given: Any, at: int, across: int, place: Place) -> Cell:
        shade = inner(given, "w:shd")
        colour = "" if shade is None else ground(shade)
        inside = replace(place, coloured=place.coloured or bool(colour))
        before, self._open = self._open, None
        blocks = self.blocks(element, inside)
        self._open = before
        return Cell(blocks, across, 1, at, colour)

    def _inside(self, element: Any, name: str) -> list[Any]:
        """Rows or cells, those in content controls and custom XML among them."""
        found = []
        for child in element:
            if child.tag == q(name):
                found.append(child)
            elif child.tag == q("mc:AlternateContent"):
                branch = graphics.chosen(child)
                found += [] if branch is None else self._inside(branch, name)
            elif child.tag in (q("w:del"), q("w:moveFrom")):
                self._known.revisions += 1
            elif child.tag not in (q("w:tbl"), q("w:p"), q("w:tr"), q("w:tc")) and len(child):
                found += self._inside(child, name)
        return found


def _merged(element: Any) -> str:
    """``restart``, ``continue``, or nothing for a cell of its own."""
    return "" if element is None else str(element.get(q("w:val")) or "continue")


def _filled(row: Row) -> bool:
    return any(one.filled for cell in row.cells for one in paragraphs(cell.blocks))


def _dropped(frame: Any) -> bool:
    """Whether a frame holds a large initial, which is the first letter of the next paragraph."""
    return frame is not None and frame.get(q("w:dropCap"), "none") != "none"


def _indent(element: Any) -> float:
    if element is None:
        return 0
    left = element.get(q("w:left")) or element.get(q("w:start"))
    return number(left) / _TWIPS
