"""``./rongmei report``: weekly and monthly reports of an account, or of a unit with all accounts below it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from chalicelib import reports
from chalicelib.application import reporting as use
from chalicelib.application.report_article import draft_article
from chalicelib.clock import shown, utc_now
from chalicelib.reports import Place, Report, ReportKind
from cli.numbers import report_schedule
from cli.numbers.shared import place_given
from cli.terminal import file_io, output
from cli.terminal.acting import By, acting
from cli.terminal.options import OnlyAccount, OnlyUnit

wording = reports.wording
app = typer.Typer(help="运营周报和月报：制作、查看、导出为 Word 文档。", no_args_is_help=True)
app.add_typer(report_schedule.app, name="schedule")
Kind = Annotated[ReportKind, typer.Option("--kind", metavar="week|month", help="周报或月报。")]
SomeKind = Annotated[
    ReportKind | None, typer.Option("--kind", metavar="week|month", help="只看周报或月报。")
]
Id = Annotated[
    str, typer.Argument(metavar="编号", help="报告的编号，见 report list；不写为最新的一份。")
]


@app.command("make", epilog="例：./rongmei report make --unit province --period 2026-W47")
def make(
    unit: OnlyUnit = None,
    account: OnlyAccount = None,
    kind: Kind = ReportKind.WEEK,
    period: Annotated[
        str,
        typer.Option(
            "--period", metavar="时间", help="如 2026-W47、其中一天，或 2026-11；默认最近过完的。"
        ),
    ] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """现在就做一份；同一时期可以再做，以前的都留着。"""
    now = utc_now()
    place = place_given(unit, account)
    with output.progress("正在读取数据…") as say:
        made = use.make_now(
            place, reports.asked(kind, period, now), by=acting(by), now=now, told=_Said(say)
        )
    if json:
        output.as_json(made)
        return
    output.done(f"{made.title}（{reports.name_of(made.period)}）做好了，编号 {made.id}。")
    output.line(made.summary)
    if made.faults:
        output.warn(f"有 {made.faults} 处数据不全，用 report show 查看；补齐后可以再做一份。")


@app.command("list", epilog="例：./rongmei report list --unit province --kind month")
def list_(
    unit: OnlyUnit = None,
    account: OnlyAccount = None,
    kind: SomeKind = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=200, help="最多列多少份。")] = 20,
    by: By = None,
    json: output.Json = False,
) -> None:
    """列出做过的报告，最近的时期在前；同一时期再做过的，最新的在前。"""
    found = use.reports_of(place_given(unit, account), by=acting(by), kind=kind, limit=limit)
    if json:
        output.as_json(found.reports)
        return
    output.table(
        "报告",
        ["编号", "报告", "时期", "制作", "制作人", "不全", "稿件"],
        [
            (
                one.id,
                one.title,
                reports.name_of(one.period),
                shown(one.at),
                one.by_name + ("（定期）" if one.scheduled else ""),
                one.faults or "",
                one.article,
            )
            for one in found.reports
        ],
        whole=["编号", "制作"],
        empty="还没有报告，用 `./rongmei report make` 做一份。",
    )


@app.command("show", epilog="例：./rongmei report show --unit province")
def show(
    report: Id = "",
    unit: OnlyUnit = None,
    account: OnlyAccount = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """看一份报告的全部文字和数据。"""
    place = place_given(unit, account)
    made, body = use.report_for(place, _named(place, report, by), by=acting(by))
    if json:
        output.as_json({"made": made, "report": body})
        return
    _show(body)


@app.command("get", epilog="例：./rongmei report get --unit province --out 周报.docx")
def get(
    report: Id = "",
    unit: OnlyUnit = None,
    account: OnlyAccount = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="文件", help="存到哪里；默认以报告的名字存在这里。")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件。")] = False,
    by: By = None,
    json: output.Json = False,
) -> None:  # fmt: skip
    """存一份报告的 Word 文档。"""
    place = place_given(unit, account)
    named = _named(place, report, by)
    made, body = use.document_for(place, named, by=acting(by), now=utc_now())
    file = out or Path(made.file_name)
    file_io.save(file, body, overwrite=force)
    if json:
        output.as_json({"file": str(file), "bytes": len(body), "report": made.id})
        return
    output.done(f"存为 {file}（{len(body) // 1024 + 1} KB）。")


@app.command("draft", epilog="例：./rongmei report draft --unit province")
def draft(
    report: Id = "",
    unit: OnlyUnit = None,
    account: OnlyAccount = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """存为稿件：给读者看的几章成为一篇草稿，照常送审。"""
    place = place_given(unit, account)
    named = _named(place, report, by)
    with output.progress("正在画图、排版…"):
        article = draft_article(place, named, by=acting(by), now=utc_now())
    if json:
        output.as_json(article)
        return
    output.done(f"已存为稿件 {article.id}：{article.title}。")


def _named(place: Place, report: str, by: str | None) -> str:
    return report or use.latest_for(place, None, by=acting(by)).id


class _Said:
    """Progress on a line of the terminal."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say

    def __call__(self, done: int, of: int, message: str = "") -> None:
        self._say(f"{message}（{done}/{of}）")

    def last(self, message: str = "") -> None:
        self._say(message)


def _show(body: Report) -> None:
    output.line(f"{body.title}（{reports.subtitle(body)}）")
    for fault in body.faults:
        output.warn(fault)
    for section in body.sections:
        output.line("")
        output.line(f"【{section.heading}】")
        for block in section.blocks:
            if block.block == "words":
                output.line(block.text)
            elif block.block == "figures":
                output.table(
                    block.caption,
                    ["指标", "本期", "上期", "变化", "去年同期", "同比", "来源", "截至"],
                    [
                        (
                            wording.label_of(one),
                            wording.value_of(one, one.now) + ("*" if one.missing else ""),
                            wording.value_of(one, one.before),
                            wording.changed(one, one.before),
                            wording.value_of(one, one.year_before),
                            wording.changed(one, one.year_before),
                            one.source,
                            shown(one.as_of) if one.as_of else "",
                        )
                        for one in block.figures
                    ],
                )
                if any(one.missing for one in block.figures):
                    output.note("* 缺少部分日子，不与别的时期比较。")
            elif block.block == "table":
                output.table(
                    f"{block.caption}（{block.source}）",
                    list(block.heads),
                    [tuple(wording.cell(value) for value in row) for row in block.rows],
                )
            else:
                output.table(
                    f"{block.caption}（{block.unit}，{block.source}）",
                    ["", *(one.name for one in block.series)],
                    [
                        (label, *(wording.cell(one.values[number]) for one in block.series))
                        for number, label in enumerate(block.labels)
                    ],
                )
