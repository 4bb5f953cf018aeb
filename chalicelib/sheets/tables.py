"""Tables with a header: the row that names the columns is found, then every filled row becomes fields.

Everybody's tables are read alike here: what a reader of the file does not see, or sees as void, is no value, and is
told of in one sentence a kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chalicelib.sheets.cells import SPOILED, CellKind, RawCell, Row, Sheet, clean
from chalicelib.sheets.headers import (
    Header,
    TableColumns,
    find_header,
    headless,
    note_unknown,
)
from chalicelib.sheets.headings import folded
from chalicelib.sheets.left_out import LeftOut
from chalicelib.sheets.links import differs, is_web, with_link
from chalicelib.sheets.problems import BadCell, Cell, Notes, Place

__all__ = ["TableColumns", "read_sheet", "read_table"]


def read_table(
    rows: Iterable[Row], heads: TableColumns, notes: Notes
) -> Iterator[tuple[int, dict[str, Cell]]]:
    """Every filled row below the header, by number: field → cell. Problems are noted."""
    yield from read_sheet(Sheet(list(rows)), heads, notes)


def read_sheet(
    sheet: Sheet, heads: TableColumns, notes: Notes
) -> Iterator[tuple[int, dict[str, Cell]]]:
    """The rows of one sheet, as ``read_table`` gives them."""
    filled = [
        (number, cells)
        for number, cells in sheet.rows
        if any(cell.text.strip() or cell.struck for cell in cells)
    ]
    if not filled:
        if not notes.has_errors:
            notes.error(Place(), "文件是空的")
        return
    header = find_header(filled, heads, sheet.hidden_columns) or (
        headless(heads) if heads.headless else None
    )
    if header is None:
        notes.error(Place(filled[0][0], sheet=sheet.name), heads.missing)
        return
    note_unknown(header, heads, notes, sheet.name)
    table = _Table(sheet, header, heads, notes)
    for number, cells in filled[header.last + 1 :]:
        yield from table.row(number, cells)
    table.left_out.note(notes)


class _Table:
    """One table below its header, row by row."""

    def __init__(self, sheet: Sheet, header: Header, heads: TableColumns, notes: Notes) -> None:
        self.sheet, self.header, self.heads, self.notes = sheet, header, heads, notes
        self.left_out = LeftOut(sheet.name)
        self.columns = {
            index: (name, head)
            for index, (name, head) in header.columns.items()
            if index + 1 not in sheet.hidden_columns or name in heads.keys
        }
        self.given: set[tuple[int, int]] = set()
        """Beginnings of merged areas whose text a row already has."""

    def row(self, number: int, cells: list[RawCell]) -> Iterator[tuple[int, dict[str, Cell]]]:
        """The row's fields, if it is one that counts."""
        known = {
            index: cells[index]
            for index in self.columns
            if index < len(cells) and (cells[index].text.strip() or cells[index].struck)
        }
        if number in self.sheet.hidden_rows:
            ours = [cells[index] for index in self.header.columns if index < len(cells)]
            if any(cell.text.strip() or cell.struck for cell in ours):
                self.left_out.hidden_rows.append(number)
            return
        self._beside(number, cells)
        if self._is_header_again(known):
            self.left_out.headers.append(number)
            return
        if known and all(cell.struck and not cell.text.strip() for cell in known.values()):
            self.left_out.struck_rows.append(number)
            return
        own = {index: cell for index, cell in known.items() if _stands_here(cell, index)}
        if self._is_section(known) or (known and not own):
            self.left_out.sections.append(number)
            return
        if all(cell.area in self.given for cell in own.values()):
            return
        yield number, self._fields(number, own)
        self.given |= {cell.area for cell in own.values() if cell.area is not None}

    def _fields(self, number: int, own: dict[int, RawCell]) -> dict[str, Cell]:
        fields: dict[str, Cell] = {}
        leading: list[tuple[Place, str, RawCell]] = []
        for index, cell in own.items():
            name, head = self.columns[index]
            place = Place(number, head, self.sheet.name)
            if cell.struck:
                self.left_out.struck_cells.append(
                    (number, head, cell.struck, bool(cell.text.strip()))
                )
                if not cell.text.strip():
                    continue
            fields[name] = self._read(name, cell, place)
            if name in self.heads.leads:
                leading.append((place, name, cell))
            elif cell.link and name not in self.heads.links:
                self._stray(place, cell)
        for place, name, cell in leading:
            self._lead(fields, place, name, cell)
        return fields

    def _read(self, name: str, cell: RawCell, place: Place) -> Cell:
        """One cell: checked, with its link."""
        filled = cell.area in self.given
        if cell.kind is not CellKind.TEXT and not (
            cell.kind is CellKind.DATE and name in self.heads.dates
        ):
            self.notes.error(place, SPOILED[cell.kind])
            return Cell("", place, spoiled=True, filled=filled)
        text = cell.text
        if cell.link and name in self.heads.links:
            if not is_web(cell.link):
                self._stray(place, cell)
            else:
                if differs(text, cell.link):
                    self.notes.warn(
                        place,
                        f"显示的网址和点开的网址不同；导入的是显示的，没有导入 {cell.link[:120]}",
                    )
                text = with_link(text, cell.link, self.heads.links[name])
        try:
            return Cell(clean(text), place, filled=filled)
        except BadCell as bad:
            self.notes.error(place, str(bad))
            return Cell("", place, spoiled=True, filled=filled)

    def _lead(self, fields: dict[str, Cell], place: Place, name: str, cell: RawCell) -> None:
        """Give the link of a cell to the field that has its address, unless that one is filled."""
        if not cell.link:
            return
        to = self.heads.leads[name]
        if to not in fields and is_web(cell.link):
            fields[to] = Cell(cell.link, place)
        elif to not in fields or fields[to].value != cell.link:
            self._stray(place, cell)

    def _stray(self, place: Place, cell: RawCell) -> None:
        """Tell of a link that has no field; one that the words show is not lost."""
        bare = cell.link.removeprefix("mailto:")
        if bare and bare not in cell.text and place.row is not None:
            self.left_out.links.append((place.row, place.column or "", cell.link))

    def _beside(self, number: int, cells: list[RawCell]) -> None:
        """Remember what stands in columns that nobody sees, or that no heading names."""
        for index, cell in enumerate(cells):
            written = cell.text.strip() or cell.struck
            if not (written and _stands_here(cell, index)) or index in self.columns:
                continue
            if index in self.header.columns:
                self.left_out.hidden_columns[self.header.columns[index][1]] = None
            elif index not in self.header.unknown:
                self.left_out.headless.setdefault(index + 1, []).append(number)

    def _is_header_again(self, known: dict[int, RawCell]) -> bool:
        """Whether the header is repeated here, as on each printed page."""
        return len(known) > 1 and all(
            self.heads.words.get(folded(cell.text)) == self.columns[index][0]
            for index, cell in known.items()
        )

    def _is_section(self, known: dict[int, RawCell]) -> bool:
        """Whether the row is one merged cell over several columns: a heading between rows."""
        areas = {cell.area for cell in known.values()}
        return len(known) > 1 and len(areas) == 1 and None not in areas


def _stands_here(cell: RawCell, index: int) -> bool:
    """Whether a cell's text is of its column: a merged one is of the first that it covers."""
    return cell.area is None or cell.area[1] == index + 1
