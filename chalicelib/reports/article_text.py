"""A report as an article for readers: the text of a draft, in the house's own notation (docs/articles.md). Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from chalicelib.clock import shown
from chalicelib.reports.chart_colours import NAMES
from chalicelib.reports.content import subtitle
from chalicelib.reports.models import (
    Chart,
    ChartLook,
    Figures,
    Period,
    Report,
    ReportKind,
    Section,
    Table,
    Words,
)
from chalicelib.reports.wording import UNTOLD, cell, changed, label_of, noun, numeral, value_of

TITLE_CHARS: Final = 32
_MARKS: Final = str.maketrans({one: f"\\{one}" for one in "\\`*_[]<>#|~^=$"})


def title_of(report: Report) -> str:
    """The article's title, short enough for WeChat."""
    since, until = report.period.since, report.period.until
    if report.period.kind is ReportKind.MONTH:
        when = f"{since.year}年{since.month}月"
    else:
        end = f"{until.day}日" if since.month == until.month else f"{until.month}月{until.day}日"
        when = f"{since.month}月{since.day}日—{end}"
    whole = f"{report.title}（{when}）"
    return whole if len(whole) <= TITLE_CHARS else report.title[-TITLE_CHARS:]


def digest_of(report: Report) -> str:
    """What stands below the title in a list."""
    return report.summary if len(report.summary) <= 120 else f"{report.summary[:119]}…"


def text_of(report: Report, picture: Callable[[Chart], str]) -> str:
    """The text (Markdown) of the chapters that readers get; ``picture`` gives the name of a chart's picture."""
    lines: list[str] = [f"统计时间：{subtitle(report)}。{plain(report.summary)}", ""]
    for number, section in enumerate((one for one in report.sections if one.public), 1):
        lines += [
            f"## {numeral(number)}、{section.heading}",
            "",
            *_section(report, section, picture),
        ]
    lines += ["> [!提示] 数据说明", *(f"> {line}" for line in _origins(report))]
    return "\n".join(lines).strip() + "\n"


def _section(report: Report, section: Section, picture: Callable[[Chart], str]) -> Iterator[str]:
    for block in section.blocks:
        if isinstance(block, Words):
            if block.text != report.summary:
                yield from (plain(block.text), "")
        elif isinstance(block, Chart):
            yield from _chart(block, picture(block))
        elif block.public and isinstance(block, Figures):
            yield from _figures(block, report.period)
        elif block.public and isinstance(block, Table):
            yield from _ranking(block)


def _figures(block: Figures, period: Period) -> Iterator[str]:
    """Figures with what they are compared with; a comparison that none of them has is no column."""
    than = ((f"比上{noun(period)}", "before"), ("同比", "year_before"))
    kept = [
        (head, name)
        for head, name in than
        if any(changed(one, getattr(one, name)) != UNTOLD for one in block.figures)
    ]
    rows = [
        (
            label_of(one),
            value_of(one, one.now),
            *(changed(one, getattr(one, name)) for _, name in kept),
        )
        for one in block.figures
    ]
    yield from _table((block.caption, "本期", *(head for head, _ in kept)), rows)
    yield from _times({one.source: one.as_of for one in block.figures})


def _chart(block: Chart, name: str) -> Iterator[str]:
    several = len(block.series) > 1
    said = "、".join(f"{NAMES[n % len(NAMES)]}为{one.name}" for n, one in enumerate(block.series))
    caption = f"{block.caption}（{block.unit}{'；' + said if several else ''}）"
    yield from (f"![{plain(caption)}]({name})", "")
    if block.look is ChartLook.BAR:
        named = "；".join(
            f"{n}. {label} {cell(value)}{block.unit}"
            for n, (label, value) in enumerate(
                zip(block.labels, block.series[0].values, strict=True), 1
            )
        )
        yield from (plain(f"图中从上到下：{named}。"), "")
    yield from _times({block.source: block.as_of})


def _ranking(block: Table) -> Iterator[str]:
    """A table within the four columns of a phone: those of numbers come first after the name."""
    kept = list(range(len(block.heads)))
    if len(kept) > 4:
        # What identifies the row, and then its numbers.
        numbers = [n for n in kept[1:] if any(not isinstance(row[n], str) for row in block.rows)]
        kept = [0, *numbers[:3]]
    heads = tuple(block.heads[n] for n in kept)
    yield from (f"**{plain(block.caption)}**", "")
    yield from _table(heads, [tuple(cell(row[n]) for n in kept) for row in block.rows])
    yield from _times({block.source: block.as_of})


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    yield _row(heads)
    yield _row(("---", *("---:" for _ in heads[1:])), mark=False)
    yield from (_row(row) for row in rows)
    yield ""


def _row(cells: tuple[str, ...], *, mark: bool = True) -> str:
    told = (plain(one) if mark else one for one in cells)
    return f"| {' | '.join(told)} |"


def _times(told: dict[str, datetime | None]) -> Iterator[str]:
    """Where figures come from, those of one time together."""
    by_time: dict[str, list[str]] = {}
    for source, at in told.items():
        by_time.setdefault(f"截至 {shown(at)}" if at else "还没有数据", []).append(source)
    said = "；".join(f"{'、'.join(sources)}，{at}" for at, sources in by_time.items())
    yield from (f"*来源：{plain(said)}*", "")


def _origins(report: Report) -> Iterator[str]:
    named = {
        source
        for section in report.sections
        if section.public
        for block in section.blocks
        if not isinstance(block, Words)
        for one in (block.figures if isinstance(block, Figures) else (block,))
        for source in one.source.split("；")
    }
    for one in report.origins:
        if one.source in named:
            yield f"- {plain(one.source)}：{plain(one.how)}"
    if report.faults:
        yield f"- 有 {len(report.faults)} 个公众号的数据还不全，缺少的日子没有计入。"


def plain(text: str) -> str:
    """Words that are text and no notation, on one line."""
    return " ".join(text.translate(_MARKS).split())
