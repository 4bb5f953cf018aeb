"""Columns of lists: how each field is called, read, written and shown.

Files, exports, templates, comparisons and forms of one kind of list all work from one table of columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, NamedTuple

from chalicelib.clock import SHANGHAI
from chalicelib.sheets import cells
from chalicelib.sheets.headings import Table, look_up, words
from chalicelib.sheets.links import LinkForm
from chalicelib.sheets.problems import BadCell

SEVERAL: Final = 200
"""Values of a cell that holds several."""

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")


class Form(NamedTuple):
    """How the text of a cell becomes a value, and how a value becomes text."""

    read: Callable[[str], Any]
    """A cell that is not empty → the value. Raises ``BadCell``."""
    write: Callable[[Any], str] = str
    """The value → a cell that ``read`` gives back the same."""
    show: Callable[[Any], str] | None = None
    """The value → what people read, where that differs from the cell."""
    join: Callable[[Iterable[str]], str] | None = None
    """Several texts → the cell that holds them all; None where a cell holds one value."""
    choices: Table | None = None
    """The values that there are, with the words for each, the shown one first."""
    dated: bool = False
    """Whether a spreadsheet program may have made a date of it."""
    link: LinkForm | None = None
    """How the value holds the address of a cell's link; None where it cannot."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list."""

    field: str
    """As the model spells it."""
    label: str
    """The heading, and the name of the field for people."""
    aliases: tuple[str, ...]
    """Other headings that departments use."""
    explained: str
    """The explanation in the template and in ``--help``."""
    form: Form
    width: int = 16
    """Characters, in the template."""
    required: bool = False
    leads: str = ""
    """The field that takes the address of a cell's link here, while it is empty itself."""

    @property
    def several(self) -> bool:
        """Whether the field holds several values."""
        return self.form.join is not None

    def shown(self, value: Any) -> str:
        """A value as people read it; empty for none."""
        show = self.form.show or self.form.write
        return "" if value is None else show(value)

    def written(self, value: Any) -> str:
        """A value as a cell; empty for none."""
        return "" if value is None else self.form.write(value)


def line(most: int) -> Form:
    """Text of one line."""

    def read(value: str) -> str:
        flat = " ".join(value.split())
        if len(flat) > most:
            raise BadCell(f"有 {len(flat)} 个字，最多 {most} 个")
        return flat

    return Form(read)


def long_text(most: int, instead: str) -> Form:
    """Text of several lines; ``instead`` says what to do with one that is too long."""

    def read(value: str) -> str:
        if len(value) > most:
            raise BadCell(f"有 {len(value):,} 个字，最多 {most:,} 个；{instead}")
        return value

    return Form(read, link=LinkForm.ANCHOR)


def lines(most: int) -> Form:
    """Several texts of one line each, divided by ``|``."""
    one = line(most).read

    def read(value: str) -> tuple[str, ...]:
        found = tuple(dict.fromkeys(one(part) for part in cells.split(value)))
        if len(found) > SEVERAL:
            raise BadCell(f"有 {len(found)} 个，最多 {SEVERAL} 个")
        return found

    return Form(read, cells.join, show="\n".join, join=cells.join)


def choice(table: Table, kind: Callable[[str], Any]) -> Form:
    """One of some values."""
    known = words(table)
    return Form(
        read=lambda word: kind(look_up(word, known, table)),
        write=lambda value: table[value][0],
        choices=table,
    )


def identifier(value: str) -> str:
    """An id as people type it."""
    if not _ID.fullmatch(value):
        raise BadCell(
            f"编号“{value[:20]}”只能有英文字母、数字、- 和 _，最多 32 位，以字母或数字开头"
        )
    return value


def moment(at: datetime) -> str:
    """Asia/Shanghai; to the second only where it says more."""
    local = at.astimezone(SHANGHAI)
    return local.strftime("%Y-%m-%d %H:%M:%S" if local.second else "%Y-%m-%d %H:%M")


def start(value: str) -> datetime:
    """The moment at which something begins, UTC."""
    return cells.valid_from(value).astimezone(UTC)


def end(value: str) -> datetime:
    """The first moment at which something is over, UTC; a date alone lasts that day out."""
    return cells.valid_until(value).astimezone(UTC)


def day(value: str) -> date:
    """A day of Asia/Shanghai."""
    return cells.valid_from(value).date()
