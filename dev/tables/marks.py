"""Tables in a Markdown page, each between two marks that name it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from dev.problem import Problem

_BEGINS: Final = "<!-- table: "
_MARKED: Final = re.compile(
    r"(?P<begins><!-- table: (?P<name>\S+), made by make tables -->\n)"
    r".*?"
    r"(?P<ends><!-- end of table -->)",
    re.DOTALL,
)


def filled(page: str, tables: Mapping[str, Callable[[], str]]) -> str:
    """``page`` with every marked table made anew; all else stays. The page says by its marks which tables it wants.

    Raises ``Problem`` for a table that is not in ``tables``, and for a mark that nothing ends.
    """

    def made(found: re.Match[str]) -> str:
        table = tables.get(found["name"])
        if table is None:
            raise Problem(f"a page wants a table {found['name']} that nothing makes")
        return f"{found['begins']}\n{table()}\n\n{found['ends']}"

    page, number = _MARKED.subn(made, page)
    if number != page.count(_BEGINS):
        raise Problem(f"a page has {page.count(_BEGINS)} tables that begin, and {number} that end")
    return page


def table(titles: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    head = list(titles)
    lines = [_line(head), "|" + "---|" * len(head), *map(_line, rows)]
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in cells)
