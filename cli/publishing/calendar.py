"""``./rongmei calendar``: days by slots, as a table, as ``.ics``, as JSON."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from chalicelib import publishing
from chalicelib.clock import SHANGHAI, shown, shown_time, utc_now
from chalicelib.publishing import Agenda, Calendar, Cell, Day
from cli.terminal import output
from cli.terminal.options import OnlyAccount

MOST_DAYS = 92
WEEK = "一二三四五六日"


def calendar(
    account: OnlyAccount = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="ID", help="这个单位及其下级单位的公众号。")
    ] = None,
    first: Annotated[
        str | None,
        typer.Option("--from", metavar="日期", help="从哪天起，如 2026-12-01；默认今天。"),
    ] = None,
    days: Annotated[
        int, typer.Option("--days", metavar="N", help="几天。", min=1, max=MOST_DAYS)
    ] = 7,
    ics: Annotated[
        Path | None,
        typer.Option("--ics", metavar="文件", help="另存为日历文件（.ics）；写 - 输出到屏幕。"),
    ] = None,
    json: output.Json = False,
) -> None:
    """排期表：每天各时段排了什么、空在哪里、有什么冲突、还能群发几次。"""
    if account and unit:
        raise typer.BadParameter("--account 与 --unit 只能用一个。")
    now = utc_now()
    span = publishing.span(_day(first, now), days)
    asked = publishing.accounts_of(account=account, unit=unit)
    if ics is not None and not json:
        _write_ics(ics, [publishing.agenda_of(one, span, now) for one in asked], now)
        return
    found = [publishing.calendar_of(one, span, now) for one in asked]
    if json:
        output.as_json(found)
        return
    if not found:
        output.note("没有公众号。用 `./rongmei account add` 登记。")
    for one in found:
        _draw(one)


def _day(text: str | None, now: datetime) -> date:
    if text is None:
        return now.astimezone(SHANGHAI).date()
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter(f"看不懂日期“{text}”，请写成 2026-12-01。") from None


def _draw(calendar: Calendar) -> None:
    rows = [
        (label, _time(cell), *_what(cell))
        for day in calendar.days
        for label, cell in zip(_labels(day), day.cells, strict=True)
    ]
    output.table(
        f"{calendar.name}（{calendar.account}）的排期表",
        ["日期与余量", "时间", "状态", "内容"],
        rows,
        whole=["日期与余量", "时间", "状态"],
        sections=[len(day.cells) for day in calendar.days],
        empty=f"公众号“{calendar.account}”没有推送时段。用 `./rongmei account set` 的 --slots 设置。",
    )
    entries = [entry for day in calendar.days for cell in day.cells for entry in cell.entries]
    for entry in entries:
        for trouble in entry.troubles:
            output.warn(f"! {shown(entry.at)}　{entry.id}：{trouble.what}。")
    if any(not cell.slot for day in calendar.days for cell in day.cells):
        output.note("* 不在推送时段内。")


def _labels(day: Day) -> list[str]:
    """The day's name beside its first row, what is left beside its second."""
    labels = [f"{day.date:%m-%d} 周{WEEK[day.date.weekday()]}"]
    if day.left is not None:
        labels.append(f"群发余 {day.left}/{day.limit}")
    if len(day.cells) < len(labels):
        labels = ["\n".join(labels)]
    return (labels + [""] * len(day.cells))[: len(day.cells)]


def _time(cell: Cell) -> str:
    at = shown_time(cell.at)
    return at if cell.slot else f"{at}*"


def _what(cell: Cell) -> tuple[str, str]:
    if not cell.entries:
        return ("", "—") if cell.past else ("空", "")
    states = "\n".join(("! " if one.troubles else "") + one.state for one in cell.entries)
    return states, "\n".join(f"{one.title}　{one.id}" for one in cell.entries)


def _write_ics(path: Path, agendas: list[Agenda], now: datetime) -> None:
    written = publishing.as_ics(agendas, now)
    if str(path) == "-":
        output.document(written.decode())
        return
    path.write_bytes(written)
    output.done(f"已写入 {path}。")
