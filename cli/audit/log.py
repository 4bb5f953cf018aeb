"""``./rongmei audit``: the audit log, and the chain that shows whether somebody tampered with it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chalicelib.application.log_export import export_now
from chalicelib.application.operation_log import EntrySeen, Filter, read_log
from chalicelib.audit import Place
from chalicelib.clock import shown, utc_now
from chalicelib.sheets.exports import Form
from cli.audit import chain
from cli.terminal import file_io, output
from cli.terminal.acting import By, acting
from cli.terminal.options import Unit
from cli.terminal.period import Since, back

app = typer.Typer(help="操作日志：查看、导出、验证有没有被改动。", no_args_is_help=True)
app.command("verify", epilog=chain.VERIFY_EPILOG)(chain.verify)
app.command("status", epilog="例：./rongmei audit status")(chain.status)
app.command("take-in", epilog="例：./rongmei audit take-in")(chain.take_in)
app.command("anchors", epilog="例：./rongmei audit anchors")(chain.anchors)

Person = Annotated[str, typer.Option("--person", metavar="PERSON", help="只看这个人做的。")]
Kind = Annotated[str, typer.Option("--kind", metavar="KIND", help="只看这类对象，如 account。")]
Action = Annotated[
    str, typer.Option("--action", metavar="ACTION", help="只看这种操作，如 accounts:account:set。")
]


@app.command("list", epilog="例：./rongmei audit list --unit city --since 7d --person li")
def list_(
    unit: Unit,
    since: Since = "1d",
    person: Person = "",
    kind: Kind = "",
    action: Action = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="最多几条。")] = 100,
    by: By = None,
    json: output.Json = False,
) -> None:
    """列出一个单位的操作日志，新的在前。"""
    wanted = Filter(since=back(since), person=person, kind=kind, action=action)
    actor, found, after = acting(by), list[EntrySeen](), None
    while len(found) < limit:
        page = read_log(unit, wanted, after=after, limit=limit - len(found), by=actor)
        found += page.entries
        after = Place(*page.next) if page.next else None
        if after is None:
            break
    if json:
        output.as_json(found)
        return
    output.table(
        f"单位“{unit}”的操作日志",
        ["时间", "人员", "方式", "操作", "对象", "说明"],
        [
            (
                shown(one.at),
                one.by,
                one.how,
                one.action_name,
                f"{one.kind_name} {one.object}",
                one.note,
            )
            for one in found
        ],
        whole=["时间"],
        empty="这段时间没有记录。",
    )


@app.command(
    "export",
    epilog="例：./rongmei audit export 日志.xlsx --unit city --since 30d --reason 季度检查",
)
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="写到哪个文件，.xlsx 或 .csv。")],
    unit: Unit,
    reason: Annotated[str, typer.Option("--reason", metavar="原因", help="为什么导出；记入日志。")],
    since: Since = "30d",
    person: Person = "",
    kind: Kind = "",
    action: Action = "",
    by: By = None,
    overwrite: file_io.Overwrite = False,
) -> None:
    """把一个单位的操作日志写成表格；导出本身也记入日志。"""
    form = Form.CSV if file.suffix.lower() == ".csv" else Form.XLSX
    wanted = Filter(since=back(since), person=person, kind=kind, action=action)
    made, rows = export_now(unit, wanted, reason, form, by=acting(by), now=utc_now())
    file_io.save(file, made.body, overwrite=overwrite)
    output.note(f"共 {rows} 条。")
