"""``./rongmei unit``: the tree of authorities."""

from __future__ import annotations

from typing import Annotated

import typer

from chalicelib import units
from chalicelib.application.add_unit import add_unit
from chalicelib.clock import utc_now
from chalicelib.units import UnitLevel
from cli.terminal import output
from cli.terminal.acting import By, acting

app = typer.Typer(help="单位：省、市、县、乡四级及直属单位。", no_args_is_help=True)


@app.command(
    "add", epilog="例：./rongmei unit add city --name 江城市税务局 --level city --parent province"
)
def add(
    unit_id: Annotated[str, typer.Argument(metavar="ID", help="短名：小写字母、数字、连字符。")],
    name: Annotated[str, typer.Option("--name", metavar="名称", help="单位全称。")],
    level: Annotated[
        UnitLevel,
        typer.Option(
            "--level",
            metavar="LEVEL",
            help="省 province、市 city、县 county、乡 township、直属 direct。",
        ),
    ],
    parent: Annotated[
        str | None, typer.Option("--parent", metavar="ID", help="上级单位；最高一级不填。")
    ] = None,
    by: By = None,
) -> None:
    """新建单位。"""
    unit = add_unit(unit_id, name=name, level=level, parent=parent, by=acting(by), now=utc_now())
    output.done(f"已新建单位“{unit.id}”（{unit.name}）。")


@app.command("tree")
def tree(json: output.Json = False) -> None:
    """按隶属关系列出全部单位。"""
    placed = units.tree()
    if json:
        output.as_json([{**unit.model_dump(mode="json"), "depth": depth} for depth, unit in placed])
        return
    output.table(
        "单位",
        ["单位", "名称", "级别"],
        [("  " * depth + unit.id, unit.name, units.LEVELS[unit.level]) for depth, unit in placed],
        empty="还没有单位。用 `./rongmei unit add` 新建。",
    )
