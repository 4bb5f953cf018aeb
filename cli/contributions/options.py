"""Options and arguments of the commands of contributions."""

from __future__ import annotations

from typing import Annotated

import typer

Id = Annotated[str, typer.Argument(metavar="报送", help="报送的编号。")]
Unit = Annotated[str, typer.Option("--unit", metavar="ID", help="单位的短名。")]
