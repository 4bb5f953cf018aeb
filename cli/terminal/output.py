"""Output of commands: tables for people, ``--json`` for programs. The one place that prints, and that knows rich.

Results go to stdout, everything said beside them to stderr, so that ``--json`` can be piped. Whatever is printed goes
through ``visible``: names, questions and titles are foreign text.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from typing import Annotated, Any

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.status import Status
from rich.table import Table
from rich.text import Text

from cli.terminal.visible import visible, visible_json

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
        drawn.add_column(_shown(column), overflow="fold", no_wrap=column in whole)
    ends = set(accumulate(sections))
    for number, row in enumerate(rows, 1):
        cells = (_shown("" if cell is None else cell) for cell in row)
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
        drawn.add_row(_shown(name), _shown("—" if value in (None, "") else value))
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
        drawn = Table(title=_shown(title), title_justify="left", header_style="bold")
        for column in columns:
            drawn.add_column(_shown(column), overflow="fold")
        for row in rows:
            drawn.add_row(*(_shown(cell) for cell in row))
        self._live.update(drawn, refresh=True)


def as_json(value: Any) -> None:
    """Print JSON: pydantic models, dataclass-free lists and dicts of them, plain values."""
    typer.echo(visible_json(json.dumps(_plain(value), ensure_ascii=False, indent=2)))


def as_json_line(value: Any) -> None:
    """Print JSON on one line: what a stream of them is read by."""
    typer.echo(visible_json(json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))))


def line(text: str) -> None:
    """Print one line of the result, unwrapped."""
    typer.echo(visible(text))


def document(text: str) -> None:
    """Print a file of another format: byte for byte into a pipe, in visible signs on a terminal."""
    typer.echo(visible(text) if on_screen() else text, nl=False)


def on_screen() -> bool:
    """Whether a person reads stdout, not a pipe or a file."""
    return sys.stdout.isatty()


def marked(parts: Iterable[tuple[str, str]], *, indent: str = "") -> None:
    """Print a line of words that are ``same``, ``removed`` or ``added``.

    In colour on a terminal that has it, else as ``[-…-]`` and ``{+…+}``, as git does.
    """
    console = _stdout()
    styles = {"same": "", "removed": "red strike", "added": "green underline"}
    signs = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
    drawn = Text(visible(indent))
    for mark, text in parts:
        before, after = ("", "") if console.color_system else signs[mark]
        drawn.append(f"{before}{visible(text)}{after}", style=styles[mark])
    console.print(drawn, soft_wrap=True)


def note(text: str) -> None:
    """Say something beside the result (stderr)."""
    _stderr().print(_shown(text), soft_wrap=True)


def warn(text: str) -> None:
    """Say something that deserves a look (stderr)."""
    _stderr().print(_shown(text), style="yellow", soft_wrap=True)


def complain(text: str) -> None:
    """Say what went wrong, in red (stderr)."""
    _stderr().print(_shown(text), style="red", soft_wrap=True)


def done(text: str) -> None:
    """Say that it worked (stderr)."""
    _stderr().print(_shown(text), style="green", soft_wrap=True)


def traced(error: BaseException) -> Text:
    """The traceback of an error that no command expects, as rich draws it."""
    return Text(visible("".join(traceback.format_exception(error))))


@contextmanager
def progress(text: str) -> Iterator[Callable[[str], None]]:
    """Show on stderr that long work lives; what is yielded changes the words."""
    with Status(_shown(text), console=_stderr()) as status:
        yield lambda words: status.update(_shown(words))


def ask(question: str, *, hidden: bool = False, empty: bool = False) -> str:
    """The words that a person types; ``hidden`` ones are not echoed, ``empty`` allows none."""
    answer: str = typer.prompt(
        visible(question),
        default="" if empty else None,
        show_default=False,
        hide_input=hidden,
        err=True,
    )
    return answer


def confirmed(question: str) -> bool:
    """Whether a person says yes."""
    return typer.confirm(visible(question), err=True)


def _headed(title: str, drawn: Table) -> None:
    # A table's own title is folded to the table's width, which may be a third of its own.
    console = _stdout()
    console.print(_shown(title), style="italic", soft_wrap=True)
    console.print(drawn)


def _shown(text: object) -> str:
    return escape(visible(text))


def _stdout() -> Console:
    # Made anew each time: the streams of a test's CliRunner come and go. Without emoji: ``:secret:`` is a word.
    return Console(highlight=False, emoji=False)


def _stderr() -> Console:
    return Console(stderr=True, highlight=False, emoji=False)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value
