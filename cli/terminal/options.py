"""Options and arguments that many commands have; ``--by`` is in ``acting``, ``--since`` in ``period``."""

from __future__ import annotations

from typing import Annotated

import typer

Account = Annotated[str, typer.Option("--account", metavar="ID", help="公众号的短名。")]
AccountArgument = Annotated[str, typer.Argument(metavar="ID", help="公众号的短名。")]
OnlyAccount = Annotated[
    str | None, typer.Option("--account", metavar="ID", help="只看这个公众号。")
]
"""Where a list may be narrowed to one account."""

Unit = Annotated[str, typer.Option("--unit", metavar="ID", help="单位的短名。")]
OnlyUnit = Annotated[str | None, typer.Option("--unit", metavar="ID", help="只看这个单位。")]
"""Where a list may be narrowed to one unit."""
