"""Options of a command made from the columns of a list, so that a new column is an option without more ado."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Final, get_type_hints

import typer

from chalicelib.sheets.columns import Column
from cli.terminal import file_io

_NAMES: Final = {"variants": "--variant", "standing": "--status"}
"""Options that are not called like their field."""
_METAVARS: Final = {"standing": "状态"}
_FROM_FILE: Final = frozenset({"answer"})
"""Fields whose option takes ``@file`` for the text of a file."""


def with_columns(
    offered: Sequence[Column], *, but: Sequence[str] = (), required: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command an option for every column but those of ``but``.

    The command gets the parameter ``cells``: field → cell, for the options that were typed. With ``required`` the required columns must be given.
    """
    kept = [one for one in offered if one.field not in but]

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def typed(**given: Any) -> None:
            values = [(one, given.pop(one.field)) for one in kept]
            cells = {one.field: _cell(one, value) for one, value in values if _given(value)}
            command(cells=cells, **given)

        hints = get_type_hints(command, include_extras=True)
        own = [
            one.replace(annotation=hints[one.name], kind=inspect.Parameter.KEYWORD_ONLY)
            for one in inspect.signature(command).parameters.values()
            if one.name != "cells"
        ]
        made = [_parameter(one, required=required and one.required) for one in kept]
        typed.__signature__ = inspect.Signature([*own, *made])  # type: ignore[attr-defined]
        typed.__annotations__ = {one.name: one.annotation for one in (*own, *made)}
        del typed.__wrapped__  # type: ignore[attr-defined]
        return typed

    return decorate


def _parameter(column: Column, *, required: bool) -> inspect.Parameter:
    name = _NAMES.get(column.field, f"--{column.field.replace('_', '-')}")
    more = "，可以写多次" if column.several else ""
    more += "；@文件名 从文件读，如 @答案.txt" if column.field in _FROM_FILE else ""
    option = typer.Option(
        name, metavar=_METAVARS.get(column.field), help=f"{column.label}{more}。{column.explained}"
    )
    kind: Any = list[str] | None if column.several else str if required else str | None
    return inspect.Parameter(
        column.field,
        inspect.Parameter.KEYWORD_ONLY,
        default=inspect.Parameter.empty if required else None,
        annotation=Annotated[kind, option],
    )


def _given(value: Any) -> bool:
    return value is not None and value != []


def _cell(column: Column, value: Any) -> str:
    if column.form.join is not None:
        return column.form.join(value)
    text = str(value)
    from_file = column.field in _FROM_FILE and text.startswith("@")
    return file_io.text(Path(text[1:])) if from_file else text
