"""Output of commands: tables for people, ``--json`` for programs. The one place that knows rich.

Results go to stdout, everything said beside them to stderr, so that ``--json`` can be piped.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Annotated, Any

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.table import Table
from rich.text import Text

Json = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")]
"""The option that every list has."""


def table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    whole: Sequence[str] = (),
    sections: Sequence[int] = (),
    empty: str = "没有记录。",
) -> None:
    """Print rows under their headings; ``empty`` is said (on stderr) when there are none.

    What people copy (ids) or read at a glance (times) stands in the columns named in ``whole``: they stay on one
    line, the others give way. ``sections`` are numbers of rows: a line is drawn after each group of so many. Cells
    are text, never markup: an account named ``[red]`` is shown as it is.
    """
    drawn = Table(header_style="bold")
    for column in columns:
        drawn.add_column(column, overflow="fold", no_wrap=column in whole)
    ends = set(accumulate(sections))
    for number, row in enumerate(rows, 1):
        cells = (escape("" if cell is None else str(cell)) for cell in row)
        drawn.add_row(*cells, end_section=number in ends)
    if drawn.row_count == 0:
        note(empty)
        return
    _headed(title, drawn)


def facts(title: str, pairs: Iterable[tuple[str, object]]) -> None:
    """Print one thing as name and value."""
    drawn = Table(show_header=False)
    drawn.add_column(style="bold")
    drawn.add_column(overflow="fold")
    for name, value in pairs:
        drawn.add_row(name, escape("—" if value in (None, "") else str(value)))
    _headed(title, drawn)


class Screen:
    """A table that stays in its place and changes; used as a context."""

    def __init__(self) -> None:
        self._live = Live(console=_stdout(), screen=False, auto_refresh=False)

    def __enter__(self) -> Screen:
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def show(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Put these rows in the place of those shown."""
        drawn = Table(title=escape(title), title_justify="left", header_style="bold")
        for column in columns:
            drawn.add_column(column, overflow="fold")
        for row in rows:
            drawn.add_row(*(escape(str(cell)) for cell in row))
        self._live.update(drawn, refresh=True)


def as_json(value: Any) -> None:
    """Print JSON: pydantic models, dataclass-free lists and dicts of them, plain values."""
    typer.echo(json.dumps(_plain(value), ensure_ascii=False, indent=2))


def line(text: str) -> None:
    """Print one line of the result, as it is and unwrapped."""
    typer.echo(text)


def marked(parts: Iterable[tuple[str, str]], *, indent: str = "") -> None:
    """Print a line of words that are ``same``, ``removed`` or ``added``.

    In colour on a terminal that has it, else as ``[-…-]`` and ``{+…+}``, as git does.
    """
    console = _stdout()
    styles = {"same": "", "removed": "red strike", "added": "green underline"}
    signs = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
    drawn = Text(indent)
    for mark, text in parts:
        before, after = ("", "") if console.color_system else signs[mark]
        drawn.append(f"{before}{text}{after}", style=styles[mark])
    console.print(drawn, soft_wrap=True)


def note(text: str) -> None:
    """Say something beside the result (stderr)."""
    Console(stderr=True, highlight=False).print(escape(text), soft_wrap=True)


def warn(text: str) -> None:
    """Say something that deserves a look (stderr)."""
    Console(stderr=True, highlight=False).print(escape(text), style="yellow", soft_wrap=True)


def complain(text: str) -> None:
    """Say what went wrong, in red (stderr)."""
    Console(stderr=True, highlight=False).print(escape(text), style="red", soft_wrap=True)


def done(text: str) -> None:
    """Say that it worked (stderr)."""
    Console(stderr=True, highlight=False).print(escape(text), style="green", soft_wrap=True)


def _headed(title: str, drawn: Table) -> None:
    # A table's own title is folded to the table's width, which may be a third of its own.
    console = _stdout()
    console.print(escape(title), style="italic", soft_wrap=True)
    console.print(drawn)


def _stdout() -> Console:
    # Made anew each time: the streams of a test's CliRunner come and go.
    return Console(highlight=False)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value
