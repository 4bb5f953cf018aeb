"""Options and output that the commands on services share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from chalicelib.application.version_difference import Counts, Difference
from chalicelib.catalogue import CatalogueVersion
from cli.terminal import output

ServiceId = Annotated[str, typer.Argument(metavar="SERVICE", help="服务的编号，见 service list。")]
Number = Annotated[int, typer.Argument(metavar="VERSION", help="版本号，见 service history。")]
MOST_SHOWN = 20
KINDS = {"new": "新增", "changed": "修改", "removed": "移除"}


def said(unit: str, made: CatalogueVersion | None, *, json: bool = False) -> None:
    """Say what came of an edit, and what comes next; for programs the draft, null where nothing changed."""
    if json:
        output.as_json(made)
        return
    if made is None:
        output.done("内容没有变化，没有新建版本。")
        return
    output.done(
        f"已存为草稿版本 {made.version}，粉丝还看不到。用 `./rongmei service diff --unit {unit}` 核对，"
        f"用 `./rongmei service submit {made.version} --unit {unit}` 提交审核。"
    )


def differing(found: Sequence[Difference], counts: Counts) -> None:
    """Print what is new, changed and removed."""
    output.line(f"新增 {counts.new}，修改 {counts.changed}，移除 {counts.removed}")
    rows = [(KINDS[one.kind], one.id, one.name, "\n".join(_fields(one))) for one in found]
    if rows:
        output.table("服务", ["", "编号", "名称", "改动"], rows[:MOST_SHOWN], whole=["", "编号"])
    if len(rows) > MOST_SHOWN:
        output.note(f"只列出前 {MOST_SHOWN} 处，共 {sum(counts)} 处；全部内容请加 --json。")


def _fields(one: Difference) -> list[str]:
    if one.kind != "changed":
        return []
    return [f"{field.label}：{field.before or '—'} → {field.after or '—'}" for field in one.fields]
