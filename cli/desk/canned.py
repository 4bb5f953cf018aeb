"""``./rongmei desk canned``: canned replies."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chalicelib import desk
from chalicelib.clock import utc_now
from chalicelib.sheets.problems import Severity
from cli.desk.shared import Account
from cli.terminal import file_io, output
from cli.terminal.acting import By, acting

app = typer.Typer(help="快捷回复：导入、列出、删除；答复时写 /名称。", no_args_is_help=True)


@app.command("import", epilog="例：./rongmei desk canned import 快捷回复.csv --account province")
def import_(
    account: Account,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=".xlsx 或 .csv，有“名称”“内容”两列。")
    ],
    sheet: file_io.Sheets = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查，不导入。")] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """导入快捷回复；同名的替换，其余保留。有一行不对就一条也不导入。"""
    try:
        read = desk.canned_file.read(file.name, file_io.read(file), sheets=sheet or ())
    except desk.canned_file.CannedFileErrors as error:
        file_io.remind(one for one in error.problems if one.severity is Severity.WARNING)
        output.complain(str(error))
        raise typer.Exit(1) from error
    file_io.remind(read.warnings)
    if not dry_run:
        desk.setup.import_canned(account, read.replies, by=acting(by), now=utc_now())
    if json:
        output.as_json(read.replies)
        return
    named = "、".join("/" + name for name in read.replies)
    done = f"已导入 {len(read.replies)} 条快捷回复：{named}。"
    output.done(f"检查通过：{len(read.replies)} 条快捷回复。没有导入。" if dry_run else done)


@app.command("list")
def list_canned(account: Account, json: output.Json = False) -> None:
    """列出快捷回复。"""
    found = desk.canned(account)
    if json:
        output.as_json(found)
        return
    output.table(
        "快捷回复",
        ["名称", "内容"],
        [(f"/{name}", text) for name, text in found.items()],
        whole=["名称"],
        empty="还没有快捷回复。用 `./rongmei desk canned import` 导入。",
    )


@app.command("remove")
def remove(
    account: Account,
    name: Annotated[str, typer.Argument(metavar="名称", help="如 问候。")],
    by: By = None,
) -> None:
    """删除一条快捷回复。"""
    bare = name.lstrip("/")
    desk.drop_canned(account, bare, by=acting(by), now=utc_now())
    output.done(f"已删除快捷回复“/{bare}”。")
