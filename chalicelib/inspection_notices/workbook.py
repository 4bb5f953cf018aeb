"""A paper as a workbook: an overview, the words, and each table on a sheet of its own."""

from __future__ import annotations

from chalicelib import reports
from chalicelib.clock import shown
from chalicelib.inspection_notices.body import Body
from chalicelib.inspection_notices.models import Material
from chalicelib.reports import Cell, Table, Words
from chalicelib.sheets.books import SheetOf, book_of


def workbook_of(body: Body, material: Material) -> bytes:
    """The file (.xlsx). Numbers are numbers; no text becomes a formula."""
    overview: list[tuple[Cell, ...]] = [(one.label, one.value) for one in body.facts]
    overview += [("制作", material.by), ("制作时间（北京）", shown(material.at))]
    sheets = [
        SheetOf("概况", ("项目", "内容"), overview),
        SheetOf("正文", ("部分", "内容"), _words(body)),
        *(_sheet(one) for one in body.tables),
    ]
    return book_of(sheets, title=body.title)


def _words(body: Body) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = [("标题", body.title), ("主送", body.to)]
    rows += [("开头", text) for text in body.opening]
    for number, section in enumerate(body.sections, 1):
        for part in section.parts:
            name = f"{reports.wording.numeral(number)}、{section.heading}"
            name += f"·{part.heading}" if part.heading else ""
            rows += [(name, one.text) for one in part.blocks if isinstance(one, Words)]
    rows.append(("落款", f"{body.signed} {body.signed_on}"))
    return rows


def _sheet(table: Table) -> SheetOf:
    source = f"来源：{table.source}" + (f"，截至 {shown(table.as_of)}" if table.as_of else "")
    return SheetOf(
        table.caption, table.heads, table.rows, " ".join(filter(None, (source, table.note)))
    )
