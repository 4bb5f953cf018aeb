"""``./rongmei order stats|export|tag``: how units keep to orders, as a table or a file; tags of units."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from chalicelib import orders, people
from chalicelib.application import order_statistics
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.sheets.exports import Form
from chalicelib.sheets.exports import export as exported
from cli.orders.options import Unit
from cli.terminal import output
from cli.terminal.acting import By, acting

Since = Annotated[
    datetime | None,
    typer.Option("--since", metavar="日期", formats=["%Y-%m-%d"], help="第一天；默认今年起。"),
]
Until = Annotated[
    datetime | None,
    typer.Option("--until", metavar="日期", formats=["%Y-%m-%d"], help="最后一天；默认今天。"),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the group."""
    app.command("stats", epilog="例：./rongmei order stats --unit province --since 2026-10-01")(
        stats
    )
    app.command("export", epilog="例：./rongmei order export --unit province --out 统计.xlsx")(
        export
    )
    app.command("tag", epilog="例：./rongmei order tag 重点 --unit province --to city --by li")(tag)


def stats(
    unit: Unit,
    since: Since = None,
    until: Until = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """一个单位签发的指令，按收到的单位统计。"""
    begin, end = _span(since, until)
    found = order_statistics.statistics(acting(by), unit, begin, end, utc_now())
    if json:
        output.as_json(found)
        return
    output.table(
        f"单位“{unit}”签发的 {found.orders} 条指令",
        list(order_statistics.HEADS),
        order_statistics.statistics_table(found),
        empty="这段时间没有签发指令。",
    )


def export(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="写入的文件，.xlsx 或 .csv。")],
    unit: Annotated[str, typer.Option("--unit", metavar="ID", help="统计这个单位的指令。")] = "",
    order: Annotated[
        str, typer.Option("--order", metavar="指令", help="这条指令的办理情况。")
    ] = "",
    since: Since = None,
    until: Until = None,
    by: By = None,
) -> None:
    """把统计，或一条指令在各单位的办理情况写入文件。"""
    who, now = acting(by), utc_now()
    form = Form.CSV if out.suffix == ".csv" else Form.XLSX
    if order:
        people.require(who, order_statistics.READ, orders.get(order).unit)
        heads, rows = order_statistics.ORDER_HEADS, order_statistics.order_table(order, now)
        made = exported(heads, rows, form)
    else:
        found = order_statistics.statistics(who, unit, *_span(since, until), now)
        rows = order_statistics.statistics_table(found)
        made = exported(order_statistics.HEADS, rows, form)
    out.write_bytes(made.body)
    output.done(f"已写入 {out}，{len(rows)} 个单位。")


def tag(
    name: Annotated[str, typer.Argument(metavar="标签", help="标签。")],
    unit: Unit,
    to: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="ID", help="带标签的单位，可多次；没有则取消。"),
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """设置哪些下级单位带一个标签，供下达指令用。"""
    made = orders.tags.set_tag(unit, name, to or [], by=acting(by), now=utc_now())
    if json:
        output.as_json(made)
        return
    output.done(f"标签“{made.name}”：{len(made.units)} 个单位。")


def _span(since: datetime | None, until: datetime | None) -> tuple[datetime, datetime]:
    today = utc_now().astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    first = since.replace(tzinfo=SHANGHAI) if since else today.replace(month=1, day=1)
    last = until.replace(tzinfo=SHANGHAI) if until else today
    return first, last + timedelta(days=1)
