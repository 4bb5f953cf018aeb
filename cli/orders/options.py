"""Options and arguments of the commands of orders."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from chalicelib import orders
from chalicelib.actor import Actor
from chalicelib.clock import SHANGHAI
from chalicelib.orders import OrderFile

Id = Annotated[str, typer.Argument(metavar="指令", help="指令的编号。")]
Unit = Annotated[str, typer.Option("--unit", metavar="ID", help="单位的短名。")]
Reason = Annotated[str, typer.Option("--reason", help="原因。")]
When = datetime | None
SignBy = Annotated[
    When,
    typer.Option(
        "--sign-by", metavar="时间", formats=["%Y-%m-%dT%H:%M"], help="签收期限，北京时间。"
    ),
]
DoneBy = Annotated[
    When,
    typer.Option(
        "--done-by", metavar="时间", formats=["%Y-%m-%dT%H:%M"], help="办结期限，北京时间。"
    ),
]
Files = Annotated[list[Path] | None, typer.Option("--file", metavar="FILE", help="附件，可多次。")]


def in_shanghai(at: datetime | None) -> datetime | None:
    """A time as a person gave it."""
    return at.replace(tzinfo=SHANGHAI) if at else None


def attached(files: list[Path] | None, by: Actor, now: datetime) -> tuple[OrderFile, ...]:
    """Files of this machine, kept as attachments. Raises ``BadFile``."""
    return tuple(
        orders.attachments.keep(one.read_bytes(), one.name, by=by, now=now) for one in files or ()
    )
