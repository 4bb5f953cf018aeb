"""A report as a Word document, in the habit of official papers."""

from __future__ import annotations

from chalicelib.clock import shown
from chalicelib.reports.content import subtitle
from chalicelib.reports.models import Block, Cell, Figure, Figures, Report, Table, Words
from chalicelib.reports.paper import SECOND, SMALL, About, Paper
from chalicelib.reports.wording import changed, label_of, noun, numeral, value_of


def word_document(report: Report) -> bytes:
    """The document (.docx). The same report is the same document, but for the marks of its making."""
    title = f"{report.title}（{subtitle(report)}）"
    paper = Paper(About(title, report.place_name, report.summary, report.at))
    _head(paper, report)
    for number, section in enumerate(report.sections, 1):
        paper.heading(f"{numeral(number)}、{section.heading}")
        for block in section.blocks:
            _block(paper, report, block)
    _annex(paper, report)
    return paper.saved()


def _head(paper: Paper, report: Report) -> None:
    """Title, period, who made it when, and the most important."""
    paper.title(report.title)
    paper.line(f"（{subtitle(report)}）", SECOND, 16, after=14)
    made = f"制作：{report.by}　　数据截至：{shown(report.at)}　　公众号：{report.accounts} 个"
    paper.line(made, SMALL, 10.5, after=14)
    if report.faults:
        paper.words(f"数据还不全：有 {len(report.faults)} 处缺少或未定，见附件第二部分；补齐后可以重新制作。")  # fmt: skip


def _block(paper: Paper, report: Report, block: Block) -> None:
    """One block of a section."""
    if isinstance(block, Words):
        paper.words(block.text)
    elif isinstance(block, Figures):
        _figures(paper, report, block)
    elif isinstance(block, Table):
        paper.table(block)
    else:
        paper.chart(block)


def _figures(paper: Paper, report: Report, block: Figures) -> None:
    """Figures with what they are compared with; each says its source."""
    than = f"上{noun(report.period)}"
    heads = ("指标", "本期", than, f"比{than}", "去年同期", "同比", "来源")
    rows = [_row(one) for one in block.figures]
    times = {one.source: one.as_of for one in block.figures if one.as_of}
    said = "；".join(f"{source} 截至 {shown(at)}" for source, at in times.items())
    lacking = [one.label for one in block.figures if one.missing]
    note = f"{'、'.join(lacking)}缺少部分日子，本期数只含已知的，不作比较。" if lacking else ""
    paper.grid(block.caption, heads, rows, (2.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.9), said, note)


def _annex(paper: Paper, report: Report) -> None:
    """附件: where figures come from, how they are counted, and what is missing."""
    paper.heading("附件：数据来源与口径", new_page=True, indent=False)
    paper.second("（一）来源与口径")
    rows: list[tuple[Cell, ...]] = [
        (one.source, one.what, one.how, shown(one.as_of) if one.as_of else "还没有")
        for one in report.origins
    ]
    heads = ("名称", "从哪里来", "怎样计", "截至（北京时间）")
    paper.grid("数据来源", heads, rows, (1.3, 1.9, 3.2, 1.1), "", "")
    paper.words(
        "“—”表示不知道，不是零。缺少数据的日子不计入本期数，也不与别的时期比较。"
        "周报的去年同期是 52 周以前的那一周，月报是去年的同一个月。"
    )
    paper.second("（二）缺少与未定的数据")
    for one in report.faults or ("没有。",):
        paper.words(one)


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
