"""A Word document in the habit of official papers (GB/T 9704), line by line: 小标宋 title, 黑体 and 楷体 headings, 仿宋 text,
tables whose heads repeat, charts, page numbers.

Sizes in points: 二号 22, 三号 16, 四号 14, 五号 10.5.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from docx import Document
from docx.document import Document as Doc
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from chalicelib.clock import shown
from chalicelib.reports.models import Cell, Chart, Table
from chalicelib.reports.word_chart import add_chart
from chalicelib.reports.wording import cell, printable

TITLE: Final = "方正小标宋简体"
HEADING: Final = "黑体"
SECOND: Final = "楷体"
TEXT: Final = "仿宋"
SMALL: Final = "宋体"
_LATIN: Final = "Times New Roman"
_LINE: Final = Pt(28)
_INDENT: Final = Pt(32)
"""Two characters of 三号."""
_GREY: Final = "E7EDF5"


class About(NamedTuple):
    """What a file says of itself."""

    title: str
    author: str
    subject: str
    at: datetime


class Paper:
    """A document as it grows; charts and tables are numbered through."""

    def __init__(self, about: About) -> None:
        self.document: Doc = Document()
        self.charts = self.tables = 0
        _page(self.document)
        _tell(self.document, about)

    def saved(self) -> bytes:
        """The file."""
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def heading(self, text: str, *, new_page: bool = False, indent: bool = True) -> None:
        """A heading of the first level: ``一、``."""
        made = self.document.add_paragraph(style="Heading 1")
        write(made, text, HEADING, 16)
        made.paragraph_format.page_break_before = new_page
        if indent:
            made.paragraph_format.first_line_indent = _INDENT

    def second(self, text: str) -> None:
        """A heading of the second level: ``（一）``."""
        made = self.document.add_paragraph(style="Heading 2")
        write(made, text, SECOND, 16)
        made.paragraph_format.first_line_indent = _INDENT

    def words(self, text: str, *, indent: bool = True, before: float = 0) -> None:
        """A paragraph."""
        made = self.document.add_paragraph()
        write(made, text, TEXT, 16)
        made.paragraph_format.space_before = Pt(before)
        if indent:
            made.paragraph_format.first_line_indent = _INDENT

    def signed(self, *lines: str, before: float = 28) -> None:
        """Who signs and when (落款), to the right."""
        for number, text in enumerate(lines):
            made = self.document.add_paragraph()
            write(made, text, TEXT, 16)
            made.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            made.paragraph_format.right_indent = Pt(64)
            made.paragraph_format.space_before = Pt(0 if number else before)
            made.paragraph_format.keep_with_next = number + 1 < len(lines)

    def title(self, text: str, *, after: float = 0) -> None:
        """标题, in the middle."""
        self.line(text, TITLE, 22, after=after, style="Title")

    def line(self, text: str, font: str, size: float, *, after: float, style: str = "") -> None:
        """A line in the middle, such as the title."""
        made = self.document.add_paragraph(style=style or None)
        write(made, text, font, size)
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
        made.paragraph_format.space_after = Pt(after)
        if size > 16:
            made.paragraph_format.line_spacing = Pt(36)

    def caption(
        self, text: str, *, size: float = 10.5, after: float = 2, keep: bool = False
    ) -> None:
        """Small words above or below a table or a chart."""
        made = self.document.add_paragraph()
        write(made, text, SMALL, size)
        tight(made, WD_ALIGN_PARAGRAPH.CENTER)
        made.paragraph_format.space_after = Pt(after)
        made.paragraph_format.keep_with_next = keep

    def table(self, block: Table) -> None:
        """A table as it is, as wide as its texts ask."""
        rows = [tuple(row) for row in block.rows]
        wide = [weight(block.heads[n], [row[n] for row in rows]) for n in range(len(block.heads))]
        self.grid(block.caption, block.heads, rows, wide, origin(block), block.note)

    def chart(self, block: Chart) -> None:
        """A chart with its caption and source."""
        self.charts += 1
        made = self.document.add_paragraph()
        tight(made, WD_ALIGN_PARAGRAPH.CENTER)
        made.paragraph_format.keep_with_next = True
        add_chart(self.document, made, block, self.charts)
        self.caption(f"图 {self.charts}　{block.caption}（{block.unit}）", keep=True)
        self.caption(origin(block), size=9, after=8)

    def grid(
        self,
        caption: str,
        heads: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        wide: Sequence[float],
        source: str,
        note: str,
    ) -> None:
        """A table whose columns are as wide beside each other as ``wide`` says."""
        self.tables += 1
        self.caption(f"表 {self.tables}　{caption}", keep=True)
        made = self.document.add_table(len(rows) + 1, len(heads), style="Table Grid")
        made.alignment = WD_TABLE_ALIGNMENT.CENTER
        made.autofit = False
        widths = [Mm(156 * one / sum(wide)) for one in wide]
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        for number, (told, row) in enumerate(zip(made.rows, [heads, *rows], strict=True)):
            _kept_whole(told, head=number == 0)
            for box, value, width in zip(told.cells, row, widths, strict=True):
                box.width = width
                _fill(box, value, head=number == 0)
        said = "　".join(one for one in (source, f"注：{note}" if note else "") if one)
        self.caption(said, size=9, after=8)


def origin(block: Table | Chart) -> str:
    """Where a table or chart comes from, as the line below it says."""
    return f"来源：{block.source}，{f'截至 {shown(block.as_of)}' if block.as_of else '还没有数据'}"


def weight(head: str, values: list[Cell]) -> float:
    """How wide a column is beside others: by its longest text, within bounds. A Latin sign is half as wide as a Chinese."""
    longest = max([_long(head), *(_long(cell(value)) for value in values)])
    return min(max(longest, 4), 18)


def _long(text: str) -> float:
    return sum(0.55 if sign.isascii() else 1 for sign in text)


def _fill(box: Any, value: Cell, *, head: bool) -> None:
    paragraph = box.paragraphs[0]
    text = cell(value)
    number = not isinstance(value, str) or text[:1] in "+-—0123456789" or text == "持平"
    write(paragraph, text, HEADING if head else SMALL, 10.5)
    tight(
        paragraph,
        WD_ALIGN_PARAGRAPH.CENTER if head else WD_ALIGN_PARAGRAPH.RIGHT if number else WD_ALIGN_PARAGRAPH.LEFT,
    )  # fmt: skip
    if head:
        shade = OxmlElement("w:shd")
        for name, told in (("val", "clear"), ("color", "auto"), ("fill", _GREY)):
            shade.set(qn(f"w:{name}"), told)
        box._tc.get_or_add_tcPr().append(shade)


def _kept_whole(row: Any, *, head: bool) -> None:
    """A row is not torn at the end of a page; heads stand on each page."""
    marks = row._tr.get_or_add_trPr()
    for name in ("cantSplit", *(("tblHeader",) if head else ())):
        marks.append(OxmlElement(f"w:{name}"))


def tight(paragraph: Any, alignment: Any) -> None:
    paragraph.alignment = alignment
    looks = paragraph.paragraph_format
    looks.line_spacing_rule = WD_LINE_SPACING.SINGLE
    looks.space_after = looks.space_before = Pt(1)
    looks.first_line_indent = Pt(0)


def write(paragraph: Any, text: str, font: str, size: float) -> None:
    run = paragraph.add_run(printable(text))
    run.font.name = _LATIN
    run.font.size = Pt(size)
    run.font.bold = False
    run.font.italic = False
    run.font.color.rgb = RGBColor(0, 0, 0)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _page(document: Doc) -> None:
    """A4 with the margins of official papers, the body's looks and the page number."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        looks = document.styles[name].paragraph_format
        looks.line_spacing = _LINE
        looks.space_before = looks.space_after = Pt(0)
        looks.keep_with_next = name != "Normal"
    border = document.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        border.getparent().remove(border)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(foot, "— ", SMALL, 14)
    _field(foot, "PAGE")
    write(foot, " —", SMALL, 14)


def _tell(document: Doc, told: About) -> None:
    about = document.core_properties
    about.title = printable(told.title)[:250]
    about.author = printable(told.author)
    about.subject = printable(told.subject)[:200]
    about.comments = ""
    about.created = about.modified = told.at.replace(tzinfo=None)
    about.language = "zh-CN"


def _field(paragraph: Any, name: str) -> None:
    """A field that Word fills in."""
    write(paragraph, "", SMALL, 14)
    run = paragraph.runs[-1]._r
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run.append(part)
