"""Options and times of the commands about menus."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

import typer

from chalicelib import conversation
from chalicelib.menus import Fault

Version = Annotated[int | None, typer.Option("--version", metavar="N", help="某个版本。", min=1)]
Id = Annotated[str, typer.Argument(metavar="ID", help="发布编号，见 menu history。")]
Reason = Annotated[str, typer.Option("--reason", help="原因，记入操作日志。")]
Note = Annotated[str, typer.Option("--note", help="说明。")]
Until = Annotated[
    str | None,
    typer.Option(
        "--until", metavar="TIME", help="活动的结束时间（北京时间）；到时自动恢复原菜单。"
    ),
]
Over = Annotated[
    bool, typer.Option("--overwrite", help="微信上的菜单在别处被改过时仍然发布，替换它。")
]


def moment(text: str | None, option: str) -> datetime | None:
    """A time as people write it, Asia/Shanghai; None where none was given."""
    if text is None:
        return None
    try:
        return conversation.rules_file.moment(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint=option) from error


def publication_id(text: str) -> str:
    """``12`` and ``00012`` are one publication."""
    return text.zfill(5) if text.isdecimal() else text


def numbered(found: Iterable[Fault]) -> list[Fault]:
    """What stands against publishing first."""
    return sorted(found, key=lambda one: one.warning)
