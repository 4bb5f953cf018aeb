"""Entries and documents as files, so that reading what was written gives the same."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from chalicelib.clock import SHANGHAI
from chalicelib.knowledge.files.columns import (
    POLICY_STATUSES,
    STANDINGS,
    Column,
)
from chalicelib.knowledge.models import FaqEntry, Link, PolicyDocument
from chalicelib.sheets.cells import join
from chalicelib.sheets.headings import Table, shown
from chalicelib.sheets.spreadsheets import write_csv

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_CELL: Final = 32_767
"""Characters that a cell of .xlsx holds."""


def faq_row(one: FaqEntry) -> dict[str, str]:
    """An entry as the cells of a sheet, by field."""
    return {
        "id": one.id,
        "question": one.question,
        "variants": join(one.variants),
        "answer": one.answer,
        "owner": one.owner,
        "basis": _links(one.basis),
        "valid_from": _moment(one.valid_from),
        "valid_until": _moment(one.valid_until),
        "audience": one.audience,
        "region": one.region,
        "standing": shown(STANDINGS, one.standing),
    }


def policy_row(one: PolicyDocument) -> dict[str, str]:
    """A document as the cells of a sheet, by field."""
    return {
        "id": one.id,
        "number": one.number,
        "title": one.title,
        "issuer": one.issuer,
        "issued": one.issued.isoformat() if one.issued else "",
        "status": shown(POLICY_STATUSES, one.status),
        "replaced_by": one.replaced_by,
        "link": one.link,
        "interpretations": _links(one.interpretations),
        "topics": join(one.topics),
        "questions": join(one.questions),
    }


def to_csv(rows: Sequence[Mapping[str, str]], columns: Sequence[Column]) -> bytes:
    """A .csv that Excel opens with its Chinese intact."""
    return write_csv(_cells(rows, columns))


def to_jsonl(rows: Sequence[Mapping[str, str]], columns: Sequence[Column]) -> bytes:
    """One object a line; keys are the headings of the sheet, empty cells are left out."""
    lines = ({one.header: row[one.field] for one in columns if row[one.field]} for row in rows)
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines).encode()


def to_xlsx(rows: Sequence[Mapping[str, str]], columns: Sequence[Column], sheet: str) -> bytes:
    """A workbook whose cells are all text; choices drop down, a second sheet explains the columns."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    page: Any = book.active
    page.title = sheet
    for number, cells in enumerate(_cells(rows, columns), start=1):
        for index, value in enumerate(cells, start=1):
            cell = page.cell(number, index)
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.value = value
            cell.data_type = "s"  # never a formula, whatever it starts with
    for cell in page[1]:
        cell.font = Font(bold=True)
    _dress(page, columns)
    _explain(book.create_sheet("说明"), columns)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _dress(page: Worksheet, columns: Sequence[Column]) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    page.freeze_panes = "A2"
    for index, column in enumerate(columns, start=1):
        letter = get_column_letter(index)
        page.column_dimensions[letter].width = column.width
        page.column_dimensions[letter].number_format = "@"
        if column.field in _CHOICES:
            table = _CHOICES[column.field]
            words = ",".join(shown(table, name) for name in table)
            choices = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
            choices.add(f"{letter}2:{letter}10000")
            page.add_data_validation(choices)


def _explain(page: Worksheet, columns: Sequence[Column]) -> None:
    for column in columns:
        page.append([column.header, column.explained])
    page.column_dimensions["A"].width = 16
    page.column_dimensions["B"].width = 90


_CHOICES: Final[Mapping[str, Table]] = {"standing": STANDINGS, "status": POLICY_STATUSES}


def _cells(rows: Sequence[Mapping[str, str]], columns: Sequence[Column]) -> Iterator[list[str]]:
    yield [one.header for one in columns]
    for row in rows:
        yield [row[one.field] for one in columns]


def _links(several: Sequence[Link]) -> str:
    return "\n".join(f"{one.title} {one.url}".strip() for one in several)


def _moment(at: datetime | None) -> str:
    """Beijing time; to the second only where it says more."""
    if at is None:
        return ""
    local = at.astimezone(SHANGHAI)
    return local.strftime("%Y-%m-%d %H:%M:%S" if local.second else "%Y-%m-%d %H:%M")
