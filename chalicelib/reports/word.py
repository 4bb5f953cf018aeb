"""A report as a Word document, in the habit of official papers (GB/T 9704): 黑体 headings, 仿宋 text, tables whose heads repeat.

Sizes in points: 二号 22, 三号 16, 四号 14, 五号 10.5.
"""

from __future__ import annotations

import io
from typing import Any, Final

from docx import Document
from docx.document import Document as Doc
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from chalicelib.clock import shown
from chalicelib.reports.content import subtitle
from chalicelib.reports.models import (
    Block,
    Cell,
    Chart,
    Figure,
    Figures,
    Report,
    Table,
    Words,
)
from chalicelib.reports.word_chart import add_chart
from chalicelib.reports.wording import cell, changed, label_of, noun, numeral, printable, value_of

TITLE: Final = "方正小标宋简体"
HEADING: Final = "黑体"
SECOND: Final = "楷体"
TEXT: Final = "仿宋"
SMALL: Final = "宋体"
_LATIN: Final = "Times New Roman"
_LINE: Final = Pt(28)
_GREY: Final = "E7EDF5"


def word_document(report: Report) -> bytes:
    """The document (.docx). The same report is the same document, but for the marks of its making."""
    made = _Made(report)
    made.head()
    for number, section in enumerate(report.sections, 1):
        made.heading(f"{numeral(number)}、{section.heading}")
        for block in section.blocks:
            made.block(block)
    made.annex()
    out = io.BytesIO()
    made.document.save(out)
    return out.getvalue()


class _Made:
    """A document as it grows; charts and tables are numbered through."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.document: Doc = Document()
        self.charts = self.tables = 0
        _page(self.document, report)

    def head(self) -> None:
        """Title, period, who made it when, and the most important."""
        report = self.report
        self._line(report.title, TITLE, 22, after=0, heading="Title")
        self._line(f"（{subtitle(report)}）", SECOND, 16, after=14)
        made = f"制作：{report.by}　　数据截至：{shown(report.at)}　　公众号：{report.accounts} 个"
        self._line(made, SMALL, 10.5, after=14)
        if report.faults:
            self.words(f"数据还不全：有 {len(report.faults)} 处缺少或未定，见附件第二部分；补齐后可以重新制作。")  # fmt: skip

    def block(self, block: Block) -> None:
        """One block of a section."""
        if isinstance(block, Words):
            self.words(block.text)
        elif isinstance(block, Figures):
            self.figures(block)
        elif isinstance(block, Table):
            self.table(block)
        else:
            self.chart(block)

    def heading(self, text: str) -> None:
        """A heading of the first level."""
        made = self.document.add_paragraph(style="Heading 1")
        _write(made, text, HEADING, 16)
        made.paragraph_format.first_line_indent = Pt(32)

    def words(self, text: str) -> None:
        """A paragraph."""
        made = self.document.add_paragraph()
        _write(made, text, TEXT, 16)
        made.paragraph_format.first_line_indent = Pt(32)

    def figures(self, block: Figures) -> None:
        """Figures with what they are compared with; each says its source."""
        than = f"上{noun(self.report.period)}"
        heads = ("指标", "本期", than, f"比{than}", "去年同期", "同比", "来源")
        rows = [_row(one) for one in block.figures]
        times = {one.source: one.as_of for one in block.figures if one.as_of}
        said = "；".join(f"{source} 截至 {shown(at)}" for source, at in times.items())
        lacking = [one.label for one in block.figures if one.missing]
        note = f"{'、'.join(lacking)}缺少部分日子，本期数只含已知的，不作比较。" if lacking else ""
        self._table(block.caption, heads, rows, (2.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.9), said, note)

    def table(self, block: Table) -> None:
        """A table as it is."""
        rows = [tuple(row) for row in block.rows]
        wide = tuple(_weight(block.heads[n], [row[n] for row in rows]) for n in range(len(block.heads)))  # fmt: skip
        self._table(block.caption, block.heads, rows, wide, _origin(block), block.note)

    def chart(self, block: Chart) -> None:
        """A chart with its caption and source."""
        self.charts += 1
        made = self.document.add_paragraph()
        _tight(made, WD_ALIGN_PARAGRAPH.CENTER)
        made.paragraph_format.keep_with_next = True
        add_chart(self.document, made, block, self.charts)
        self._caption(f"图 {self.charts}　{block.caption}（{block.unit}）", keep=True)
        self._caption(_origin(block), size=9, after=8)

    def annex(self) -> None:
        """附件: where figures come from, how they are counted, and what is missing."""
        made = self.document.add_paragraph(style="Heading 1")
        made.paragraph_format.page_break_before = True
        _write(made, "附件：数据来源与口径", HEADING, 16)
        self._second("（一）来源与口径")
        rows: list[tuple[Cell, ...]] = [
            (one.source, one.what, one.how, shown(one.as_of) if one.as_of else "还没有")
            for one in self.report.origins
        ]
        heads = ("名称", "从哪里来", "怎样计", "截至（北京时间）")
        self._table("数据来源", heads, rows, (1.3, 1.9, 3.2, 1.1), "", "")
        self.words(
            "“—”表示不知道，不是零。缺少数据的日子不计入本期数，也不与别的时期比较。"
            "周报的去年同期是 52 周以前的那一周，月报是去年的同一个月。"
        )
        self._second("（二）缺少与未定的数据")
        for one in self.report.faults or ("没有。",):
            self.words(one)

    def _second(self, text: str) -> None:
        made = self.document.add_paragraph(style="Heading 2")
        _write(made, text, SECOND, 16)
        made.paragraph_format.first_line_indent = Pt(32)

    def _line(self, text: str, font: str, size: float, *, after: float, heading: str = "") -> None:
        made = self.document.add_paragraph(style=heading or None)
        _write(made, text, font, size)
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
        made.paragraph_format.space_after = Pt(after)
        if size > 16:
            made.paragraph_format.line_spacing = Pt(36)

    def _caption(
        self, text: str, *, size: float = 10.5, after: float = 2, keep: bool = False
    ) -> None:
        made = self.document.add_paragraph()
        _write(made, text, SMALL, size)
        _tight(made, WD_ALIGN_PARAGRAPH.CENTER)
        made.paragraph_format.space_after = Pt(after)
        made.paragraph_format.keep_with_next = keep

    def _table(
        self,
        caption: str,
        heads: tuple[str, ...],
        rows: list[tuple[Cell, ...]],
        wide: tuple[float, ...],
        origin: str,
        note: str,
    ) -> None:
        self.tables += 1
        self._caption(f"表 {self.tables}　{caption}", keep=True)
        made = self.document.add_table(len(rows) + 1, len(heads), style="Table Grid")
        made.alignment = WD_TABLE_ALIGNMENT.CENTER
        made.autofit = False
        widths = [Mm(156 * one / sum(wide)) for one in wide]
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        for number, row in enumerate([heads, *rows]):
            told = made.rows[number]
            _kept_whole(told, head=number == 0)
            for box, value, width in zip(told.cells, row, widths, strict=True):
                box.width = width
                _fill(box, value, head=number == 0)
        said = "　".join(one for one in (origin, f"注：{note}" if note else "") if one)
        self._caption(said, size=9, after=8)


def _row(one: Figure) -> tuple[Cell, ...]:
    return (
        label_of(one),
        value_of(one, one.now),
        value_of(one, one.before),
        changed(one, one.before),
        value_of(one, one.year_before),
        changed(one, one.year_before),
        one.source,
    )


def _origin(block: Table | Chart) -> str:
    return f"来源：{block.source}，{f'截至 {shown(block.as_of)}' if block.as_of else '还没有数据'}"


def _weight(head: str, values: list[Cell]) -> float:
    """How wide a column is beside others: by its longest text, within bounds."""
    longest = max([len(head), *(len(cell(value)) for value in values)])
    return min(max(longest, 4), 18)


def _fill(box: Any, value: Cell, *, head: bool) -> None:
    paragraph = box.paragraphs[0]
    text = cell(value)
    number = not isinstance(value, str) or text[:1] in "+-—0123456789" or text == "持平"
    _write(paragraph, text, HEADING if head else SMALL, 10.5)
    _tight(
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


def _tight(paragraph: Any, alignment: Any) -> None:
    paragraph.alignment = alignment
    looks = paragraph.paragraph_format
    looks.line_spacing_rule = WD_LINE_SPACING.SINGLE
    looks.space_after = looks.space_before = Pt(1)
    looks.first_line_indent = Pt(0)


def _write(paragraph: Any, text: str, font: str, size: float) -> None:
    run = paragraph.add_run(printable(text))
    run.font.name = _LATIN
    run.font.size = Pt(size)
    run.font.bold = False
    run.font.italic = False
    run.font.color.rgb = RGBColor(0, 0, 0)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _page(document: Doc, report: Report) -> None:
    """A4 with the margins of official papers, the body's looks, the page number, and what the file says of itself."""
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
    _write(foot, "— ", SMALL, 14)
    _field(foot, "PAGE")
    _write(foot, " —", SMALL, 14)
    about = document.core_properties
    about.title = printable(f"{report.title}（{subtitle(report)}）")[:250]
    about.author = printable(report.place_name)
    about.subject = printable(report.summary)[:200]
    about.comments = ""
    about.created = about.modified = report.at.replace(tzinfo=None)
    about.language = "zh-CN"


def _field(paragraph: Any, name: str) -> None:
    """A field that Word fills in."""
    _write(paragraph, "", SMALL, 14)
    run = paragraph.runs[-1]._r
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run.append(part)
