"""The tables of a file as they stand there, so that its problems can be shown and mended in place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple

from chalicelib.sheets.cells import Sheet
from chalicelib.sheets.headers import TableColumns, find_header, headless
from chalicelib.sheets.lists import SUFFIXES, Fix, raw_sheets
from chalicelib.sheets.problems import Notes, Problem

MOST_ROWS: Final = 300
"""Rows that are shown of one table: those with problems first."""
MOST_COLUMNS: Final = 40
MOST_CHARS: Final = 2000


class GridRow(NamedTuple):
    """One filled row."""

    number: int
    cells: list[str]


class Grid(NamedTuple):
    """One table."""

    sheet: str
    rows: list[GridRow]
    heads: Mapping[str, int]
    """The heading of a column, as problems name it → its place from 1."""

    def around(self, problems: Iterable[Problem]) -> Grid:
        """The rows to show: the header, those with problems, and as many others from the top as there is room for."""
        bad = {one.row for one in problems if one.sheet == self.sheet}
        first = {one.number for one in self.rows[:2]}
        wanted = [one for one in self.rows if one.number in bad | first][:MOST_ROWS]
        kept = {one.number for one in wanted}
        left = MOST_ROWS - len(kept)
        kept |= {one.number for one in [o for o in self.rows if o.number not in kept][:left]}
        return self._replace(rows=[one for one in self.rows if one.number in kept])


def grid_of(
    suffix: str, body: bytes, heads: TableColumns, fixes: Collection[Fix] = ()
) -> list[Grid]:
    """The tables of a .xlsx or .csv, with ``fixes`` in the place of cells; none of another file."""
    if suffix not in SUFFIXES:
        return []
    found = raw_sheets(suffix, body, heads, Notes(""), fixes=fixes)
    return [_grid(one, heads) for one in found]


def _grid(sheet: Sheet, heads: TableColumns) -> Grid:
    filled = [
        (number, cells) for number, cells in sheet.rows if any(one.text.strip() for one in cells)
    ]
    header = find_header(filled, heads, sheet.hidden_columns) or (
        headless(heads) if heads.headless and filled else None
    )
    columns = header.columns if header else {}
    width = min(max((len(cells) for _, cells in filled), default=0), MOST_COLUMNS)
    return Grid(
        sheet.name,
        [
            GridRow(number, [one.text[:MOST_CHARS] for one in cells[:width]])
            for number, cells in filled
        ],
        {head: index + 1 for index, (_, head) in columns.items()},
    )
