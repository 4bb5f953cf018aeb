"""Options and arguments of the commands of relays."""

from __future__ import annotations

from typing import Annotated

import typer

Id = Annotated[str, typer.Argument(metavar="接龙", help="接龙的编号。")]
StepId = Annotated[str, typer.Argument(metavar="棒", help="这一棒的编号，如 s01，见 relay show。")]
Unit = Annotated[str, typer.Option("--unit", metavar="ID", help="单位的短名。")]
Reason = Annotated[str, typer.Option("--reason", help="原因。")]
