"""``./rongmei column``: columns of a unit (栏目), what is due of them, and how an issue begins."""

from __future__ import annotations

import json as json_module
from pathlib import Path
from typing import Annotated, Any

import typer

from chalicelib import columns
from chalicelib.application import column_page, column_steps
from chalicelib.clock import shown, utc_now
from chalicelib.columns import BadColumn, Column, ColumnText
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Unit

app = typer.Typer(help="栏目：模板、周期、到期和写下一期。", no_args_is_help=True)
ColumnId = Annotated[str, typer.Argument(metavar="栏目", help="栏目编号，如 c-20261129-7f3k2a。")]
File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="栏目的设置，.json：name、about、template、header、footer、theme、cover、schedule、owner。",
    ),
]


@app.command("list", epilog="例：./rongmei column list --unit province --json")
def list_columns(unit: Unit, by: By = None, json: output.Json = False) -> None:
    """一个单位的栏目、系列和合集，到期未出的在前。"""
    found = column_page.columns_page(unit, by=acting(by), now=utc_now())
    if json:
        output.as_json(found)
        return
    output.table(
        f"单位“{unit}”的栏目",
        ["编号", "名称", "单位", "周期", "下一期", "负责人", "状态"],
        [
            (
                one.id,
                one.name,
                one.unit_name,
                one.schedule,
                f"{shown(one.late)} 应出未出" if one.late else shown(one.due) if one.due else "",
                one.owner_name,
                one.state_name,
            )
            for one in found.columns
        ],
        whole=["编号"],
        empty="还没有栏目，用 `./rongmei column new` 新建。",
    )
    output.table(
        "系列",
        ["编号", "名称", "公众号", "稿件", "已发布", "下一期", "状态"],
        [
            (
                one.id,
                one.name,
                one.account,
                str(one.number),
                str(one.open),
                one.next_label,
                one.state_name,
            )
            for one in found.series
        ],
        whole=["编号"],
        empty="还没有系列，用 `./rongmei series new` 新建。",
    )
    output.table(
        "合集",
        ["编号", "名称", "公众号", "文章", "自动收录", "状态"],
        [
            (one.id, one.name, one.account, str(one.open), one.rule, one.state_name)
            for one in found.collections
        ],
        whole=["编号"],
        empty="还没有合集，用 `./rongmei series collect` 新建。",
    )


@app.command("new", epilog="例：./rongmei column new 你问我答.json --unit province --by zong1")
def new(file: File, unit: Unit, by: By = None, json: output.Json = False) -> None:
    """按一个文件新建栏目。"""
    made = column_steps.new_column(unit, _text(file), by=acting(by), now=utc_now())
    _told(made, json)


@app.command("edit", epilog="例：./rongmei column edit c-20261129-7f3k2a 你问我答.json --by zong1")
def edit(column: ColumnId, file: File, by: By = None, json: output.Json = False) -> None:
    """按一个文件修改栏目。"""
    actor = acting(by)
    seen = columns.one_for(column, Column, by=actor)
    made = column_steps.edit_column(column, _text(file), base=seen.version, by=actor, now=utc_now())
    _told(made, json)


@app.command("show", epilog="例：./rongmei column show c-20261129-7f3k2a")
def show(column: ColumnId, by: By = None, json: output.Json = False) -> None:
    """一个栏目：设置、今后几期和已发布的。"""
    seen = column_page.column_seen(column, by=acting(by), now=utc_now())
    if json:
        output.as_json(seen)
        return
    output.note(f"{seen.name}（{seen.state_name}）{seen.schedule}")
    if seen.late:
        output.note(f"{shown(seen.late)} 应出，未出")
    output.note("今后：" + "、".join(shown(one) for one in seen.upcoming))
    output.table(
        "已发布",
        ["时间", "标题", "网址", "状态"],
        [(shown(one.at), one.title, one.url, one.state_name) for one in seen.out],
        whole=["时间"],
        empty="还没有发布过。",
    )


@app.command("write", epilog="例：./rongmei column write c-20261129-7f3k2a --by li")
def write(
    column: ColumnId,
    unit: Annotated[str, typer.Option("--unit", help="为哪个单位写；默认是栏目自己的单位。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """写这一期：按模板起一份草稿，在控制台里接着写。"""
    draft = column_steps.begin_issue(column, unit, by=acting(by), now=utc_now())
    if json:
        output.as_json({"draft": draft})
        return
    output.done(f"草稿 {draft} 已建，在控制台“稿件”里接着写。")


@app.command("retire", epilog="例：./rongmei column retire c-20261129-7f3k2a --by zong1")
def retire(column: ColumnId, by: By = None, json: output.Json = False) -> None:
    """停用一个栏目；已发布的不变。"""
    _told(columns.retire(column, Column, by=acting(by), now=utc_now()), json)


@app.command("restore", epilog="例：./rongmei column restore c-20261129-7f3k2a --by zong1")
def restore(column: ColumnId, by: By = None, json: output.Json = False) -> None:
    """恢复使用一个栏目。"""
    _told(columns.restore(column, Column, by=acting(by), now=utc_now()), json)


def read_settings(file: Path) -> dict[str, Any]:
    """A file of settings. Raises ``BadColumn``."""
    try:
        given = json_module.loads(file.read_text("utf-8"))
    except (ValueError, UnicodeDecodeError) as error:
        raise BadColumn(f"{file.name} 不是正确的 JSON 文件。") from error
    if not isinstance(given, dict):
        raise BadColumn(f'{file.name} 里应是一组设置，例如 {{"name": "微课"}}。')
    return given


def _text(file: Path) -> ColumnText:
    return columns.text_of(ColumnText, read_settings(file))


def _told(column: Column, json: bool) -> None:
    if json:
        output.as_json(column)
        return
    state = columns.labels.STANDINGS[column.state]
    output.done(f"栏目 {column.id}“{column.name}”{state}，第 {column.version} 版。")
