"""What a file holds, before it is an entry: cells by field, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.sheets.problems import Cell, Place


@dataclass(frozen=True, slots=True)
class Found:
    """One row of a sheet, one line of JSON, one question of a page."""

    row: int
    cells: dict[str, Cell]

    def place(self, column: str) -> Place:
        """Where one of its cells stands, or would."""
        return Place(self.row, column)
