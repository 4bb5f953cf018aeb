"""``./rongmei inspect indicators``: what units inspect for, as versions; and what may be published although a check finds it."""

from __future__ import annotations

import json as json_file
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from chalicelib import inspection
from chalicelib.application import inspection_rules
from chalicelib.clock import shown, utc_now
from chalicelib.errors import Field
from chalicelib.inspection import BadIndicators, Permitted, UnitIndicators
from chalicelib.values import reason_of
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.file_io import text as text_of

app = typer.Typer(help="巡检指标：按单位设置、继承，有版本。", no_args_is_help=True)
ALLOW_EPILOG = (
    "例：./rongmei inspect allow --unit city --number 13800138000 --reason 办税厅公开手机 --by zong"
)
Unit = Annotated[str, typer.Option("--unit", metavar="ID", help="单位。")]


@app.command("list", epilog="例：./rongmei inspect indicators list --unit city")
def list_(
    unit: Unit,
    versions: Annotated[bool, typer.Option("--versions", help="只列出本单位的各个版本。")] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """一个单位生效的指标：上级的，和自己的。"""
    seen = inspection_rules.rules(acting(by), unit)
    if json:
        output.as_json(seen)
        return
    if versions:
        output.table(
            f"单位“{unit}”自己的指标",
            ["版本", "时间", "谁", "原因", "指标"],
            [
                (one.version, shown(one.at) if one.at else "", one.by, one.reason, one.indicators)
                for one in seen.versions
            ],
            empty="还没有自己的指标；上级的全部有效。",
        )
        return
    output.table(
        f"单位“{unit}”的指标（版本 {seen.version}，{seen.pass_line} 分合格）",
        ["编号", "类别", "指标", "怎样检查", "本单位"],
        [
            (
                one.indicator.id,
                one.group_name,
                one.told,
                one.how or one.method_name,
                "是" if one.own else "",
            )
            for one in seen.indicators
        ],
        whole=["编号"],
    )


@app.command(
    "set",
    epilog="例：./rongmei inspect indicators set 指标.json --unit city --reason 加严 --by zong",
)
def set_(
    file: Annotated[
        Path, typer.Argument(metavar="文件", help="JSON：indicators、words、pass_line。")
    ],
    unit: Unit,
    reason: Annotated[str, typer.Option("--reason", help="为什么改。")],
    by: By = None,
    json: output.Json = False,
) -> None:
    """用一个文件里的指标作为本单位的新版本；没有列出的，按上级的。"""
    try:
        given = {**json_file.loads(text_of(file)), "unit": unit, "reason": reason}
        mine = UnitIndicators.model_validate(given)
    except (ValueError, TypeError) as error:
        faults = error.errors() if isinstance(error, ValidationError) else []
        fields = [Field(".".join(map(str, one["loc"])), reason_of(one)) for one in faults]
        told = "；".join(f"{one.name} {one.problem}" for one in fields) or "不是正确的 JSON"
        raise BadIndicators(f"文件 {file} 里的指标不对：{told}。", fields=fields) from None
    base = inspection.current(unit).version
    made = inspection.set_indicators(mine, base=base, by=acting(by), now=utc_now())
    _told(made, json)


@app.command("compare", epilog="例：./rongmei inspect indicators compare 1 2 --unit city")
def compare(
    older: Annotated[int, typer.Argument(metavar="旧版本", min=0)],
    newer: Annotated[int, typer.Argument(metavar="新版本", min=0)],
    unit: Unit,
    by: By = None,
    json: output.Json = False,
) -> None:
    """比较本单位指标的两个版本。"""
    found = inspection_rules.compared(acting(by), unit, older, newer)
    if json:
        output.as_json(found)
        return
    output.table(
        f"第 {older} 版和第 {newer} 版",
        ["什么", "原来", "现在"],
        [(one.field, one.before, one.after) for one in found],
        empty="没有不同。",
    )


@app.command(
    "restore", epilog="例：./rongmei inspect indicators restore 1 --unit city --reason 试行结束"
)
def restore(
    version: Annotated[int, typer.Argument(metavar="版本", min=0)],
    unit: Unit,
    reason: Annotated[str, typer.Option("--reason", help="为什么恢复。")],
    by: By = None,
    json: output.Json = False,
) -> None:
    """恢复一个旧版本，成为最新的一版；0 是没有自己的指标。"""
    base = inspection.current(unit).version
    made = inspection.restore(unit, version, reason, base=base, by=acting(by), now=utc_now())
    _told(made, json)


def allow(
    unit: Annotated[str, typer.Option("--unit", metavar="ID", help="单位，包括它的下级。")],
    number: Annotated[str, typer.Option("--number", help="公开的号码：手机、信用代码等。")] = "",
    word: Annotated[str, typer.Option("--word", help="本单位可以用的词。")] = "",
    address: Annotated[str, typer.Option("--address", help="不检查的网址。")] = "",
    reason: Annotated[str, typer.Option("--reason", help="为什么。")] = "",
    remove: Annotated[bool, typer.Option("--remove", help="不再允许。")] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """允许公开一个号码、词或网址，检查不再报；没有写哪个，就列出已允许的。"""
    given = {"number": number, "word": word, "address": address}
    chosen = [(kind, value) for kind, value in given.items() if value]
    if not chosen:
        found = inspection.permitted_for(unit, by=acting(by))
        if json:
            output.as_json(found)
            return
        output.table(
            f"单位“{unit}”允许公开的",
            ["单位", "什么", "内容", "原因", "谁"],
            [
                (one.unit, inspection.labels.PERMITTED[one.kind], one.value, one.reason, one.by)
                for one in found
            ],
            empty="没有。",
        )
        return
    for kind, value in chosen:
        if not remove and len(reason.strip()) < 2:
            raise typer.BadParameter("请用 --reason 写明原因")
        one = Permitted(unit=unit, kind=kind, value=value, reason=reason.strip() or "不再公开")
        if remove:
            inspection.forbid(one, by=acting(by), now=utc_now())
        else:
            inspection.permit(one, by=acting(by), now=utc_now())
    output.done("已不再允许。" if remove else "已允许。")


def _told(made: UnitIndicators, json: bool) -> None:
    if json:
        output.as_json(made)
    else:
        output.done(f"单位“{made.unit}”的指标已是第 {made.version} 版。")
