"""Cells that a spreadsheet program would take for formulas: written as text, read back the same."""

from __future__ import annotations

import csv
import io

import pytest

from chalicelib.sheets.headings import words
from chalicelib.sheets.problems import Notes
from chalicelib.sheets.spreadsheets import read_csv, write_csv


@pytest.mark.parametrize("sign", [*"=+-@\t\r\n", *"＝＋－＠"])
def test_a_cell_that_looks_like_a_formula_is_quoted(sign: str) -> None:
    cell = f"{sign}1+1"
    written = write_csv([["甲", cell]])
    [row] = csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""))
    assert row == ["甲", f"'{cell}"]
    [(_, cells)] = read_csv(written, Notes("a.csv"), words({}))
    assert [one.text for one in cells] == ["甲", cell]


def test_a_quote_before_such_a_sign_stays() -> None:
    [(_, cells)] = read_csv(write_csv([["'＝1"]]), Notes("a.csv"), words({}))
    assert cells[0].text == "'＝1"
