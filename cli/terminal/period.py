"""``--since``: how far back a command looks."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Annotated, Final

import typer

from chalicelib.clock import SHANGHAI

Since = Annotated[
    str, typer.Option("--since", metavar="7d", help="从多久以前算起：7d 是 7 天，24h 是 24 小时。")
]
_UNITS: Final = {"d": "days", "h": "hours"}


def back(since: str, now: datetime | None = None) -> datetime:
    """The moment that ``since`` (``7d``, ``24h``) means, in Asia/Shanghai."""
    found = re.fullmatch(r"([1-9]\d{0,3})([dh])", since.strip())
    if found is None:
        raise typer.BadParameter("写成 7d（7 天）或 24h（24 小时）", param_hint="--since")
    span = timedelta(**{_UNITS[found[2]]: int(found[1])})
    return (now or datetime.now(SHANGHAI)) - span
