"""Tables of any oddness: nothing that a reader sees in a known column is lost without a word."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from chalicelib.sheets.problems import Severity
from tests.unit.sheets.importers import ALL, Importer, Read, one_sheet

TOP = 3
"""The first row below title and header."""


@st.composite
def odd_tables(draw: st.DrawFn) -> dict[str, Any]:
    """Rows of distinct words, and what is done to them."""
    rows = draw(st.integers(1, 6))
    numbers = range(TOP, TOP + rows)
    cells = {
        (row, column): draw(
            st.sampled_from(["word", "word", "word", "", "blank", "number", "link"])
        )
        for row in numbers
        for column in (1, 2, 3, 4)
    }
    starts = draw(st.lists(st.tuples(st.sampled_from(numbers), st.integers(1, 4)), max_size=2))
    return {
        "cells": cells,
        "hidden": draw(st.sets(st.sampled_from(numbers), max_size=2)),
        "hidden_columns": draw(st.sets(st.sampled_from([2, 3]), max_size=1)),
        "struck": draw(st.sets(st.sampled_from(sorted(cells)), max_size=3)),
        "areas": [(row, column, draw(st.integers(0, 2)), draw(st.integers(0, 2))) for row, column in starts],
    }  # fmt: skip


def written(kind: str, row: int, column: int) -> Any:
    """The value of a cell; words are all different."""
    return {"": None, "blank": "  ", "number": row * 1000 + column}.get(kind, f"字{row}乙{column}")


def made(table: dict[str, Any], of: Importer) -> tuple[bytes, Worksheet]:
    """The workbook, and its sheet as it was when it was written."""
    kept: list[Worksheet] = []

    def dress(sheet: Worksheet) -> None:
        taken: set[tuple[int, int]] = set()
        for (row, column), kind in table["cells"].items():
            if kind == "link":
                sheet.cell(row, column).hyperlink = f"https://a.example/{row}/{column}"
                sheet.cell(row, column).value = written(kind, row, column)
        for row, column in table["struck"]:
            sheet.cell(row, column).font = Font(strike=True)
        for row, column, down, right in table["areas"]:
            area = {
                (r, c)
                for r in range(row, row + down + 1)
                for c in range(column, column + right + 1)
            }
            if len(area) > 1 and not area & taken:
                taken |= area
                sheet.merge_cells(
                    start_row=row,
                    start_column=column,
                    end_row=row + down,
                    end_column=column + right,
                )
        for row in table["hidden"]:
            sheet.row_dimensions[row].hidden = True
        for column in table["hidden_columns"]:
            sheet.column_dimensions["ABCD"[column - 1]].hidden = True
        kept.append(sheet)

    last = max(row for row, _ in table["cells"])
    rows = [["汇总表"], ["序号", *of.heads, "备注"]]
    for row in range(TOP, last + 1):
        rows.append([written(table["cells"][row, column], row, column) for column in (1, 2, 3, 4)])
    return one_sheet(rows, dress), kept[0]


def imported(table: dict[str, Any], of: Importer) -> tuple[Worksheet, Read]:
    """The table once its rows with errors, which are named and keep the file back, are emptied."""
    while True:
        body, sheet = made(table, of)
        read = of.read("表.xlsx", body)
        bad = {one.row for one in read.problems if one.severity is Severity.ERROR}
        below = bad - {row for row, _ in table["cells"]}
        if not bad - {None}:
            return sheet, read
        emptied = {place: "" if place[0] in bad else kind for place, kind in table["cells"].items()}
        if below - {None} or emptied == table["cells"]:
            # An area that reaches below the last row, or into an empty one, makes a row there, which lacks its other cells.
            assert table["areas"], read
            table = {**table, "areas": []}
            continue
        table = {**table, "cells": emptied}


def accounted(read: Read, word: str, row: int) -> bool:
    """Whether a word is imported, or its row is named."""
    if any(word in part for pair in read.kept.items() for part in pair):
        return True
    return any(one.row == row or row in _named_rows(one.reason) for one in read.problems)


def _named_rows(reason: str) -> set[int]:
    """The rows that a sentence names: 第 3、5–7 行."""
    found: set[int] = set()
    for part in reason.removeprefix("第 ").split(" 行")[0].split("、"):
        first, _, last = part.partition("–")
        if first.isdigit():
            found |= set(range(int(first), int(last or first) + 1))
    return found


@settings(max_examples=120, deadline=None)
@given(odd_tables(), st.sampled_from(ALL))
def test_every_visible_word_of_a_known_column_is_imported_or_named(
    table: dict[str, Any], of: Importer
) -> None:
    sheet, read = imported(table, of)
    for row, column in table["cells"]:
        value = sheet.cell(row, column).value
        if column not in (2, 3) or value is None or not str(value).strip():
            continue
        if column in table["hidden_columns"]:
            assert any("隐藏的列" in one for one in read.warnings) or accounted(
                read, str(value), row
            )
        else:
            assert accounted(read, str(value), row), (row, column, value, read)


@settings(max_examples=40, deadline=None)
@given(odd_tables(), st.sampled_from(ALL))
def test_no_hidden_or_struck_word_gets_in(table: dict[str, Any], of: Importer) -> None:
    body, sheet = made({**table, "areas": []}, of)
    read = of.read("表.xlsx", body)
    for row, column in table["cells"]:
        value = sheet.cell(row, column).value
        void = (
            row in table["hidden"]
            or column in table["hidden_columns"]
            or (row, column) in table["struck"]
        )
        if void and value is not None and str(value).strip():
            assert not any(str(value) in part for pair in read.kept.items() for part in pair)
