"""Tables of all that is stored, from the docstrings of the modules that store it.

A module documents its items, objects and parameters in tables of its docstring, with the titles of ``_KINDS``. Modules
are found by walking ``chalicelib``, so a module that moves takes its rows along.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from dev.places import ROOT
from dev.problem import Problem
from dev.tables.marks import table
from dev.tables.texts import markdown

_CODE: Final = ROOT / "chalicelib"
_KINDS: Final = {
    "items": ("pk", "sk", "attributes"),
    "objects": ("key", "body"),
    "parameters": ("name", "value"),
}
_KEYS: Final = {"items": 2, "objects": 1, "parameters": 1}
"""How many of the first cells tell one row from another."""

_ELSEWHERE: Final = re.compile(r"\bsee ``\w+\.py``$")
"""What a row ends in that only points to the module which documents the item."""


class _Row(NamedTuple):
    cells: tuple[str, ...]
    module: str


def items() -> str:
    """Items of the table, by partition key."""
    return _table("items")


def objects() -> str:
    """Objects of the bucket, by key."""
    return _table("objects")


def parameters() -> str:
    """Parameters, by name."""
    return _table("parameters")


def _table(kind: str) -> str:
    keys = _KEYS[kind]
    rows: dict[tuple[str, ...], _Row] = {}
    for row in _rows(_KINDS[kind]):
        if _ELSEWHERE.search(row.cells[-1]):
            continue
        # Without the marks of code, which would put a longer key before the one that it goes on from.
        key = tuple(cell.replace("`", "") for cell in row.cells[:keys])
        before = rows.setdefault(key, row)
        if before is not row:
            what = " ".join(key)
            raise Problem(f"{what} is documented twice: in {before.module} and in {row.module}")
    by_key = [rows[key] for key in sorted(rows)]
    lines = ((*map(markdown, row.cells), f"`{row.module}`") for row in by_key)
    return table((*_KINDS[kind], "module"), lines)


def _rows(titles: tuple[str, ...]) -> Iterator[_Row]:
    head = re.compile(rf"^\| {re.escape(' | '.join(titles))} \|\n", re.MULTILINE)
    for file in sorted(_CODE.rglob("*.py")):
        text = file.read_text("utf-8")
        said = (ast.get_docstring(ast.parse(text)) or "") if head.search(text) else ""
        for found in head.finditer(said):
            for line in said[found.end() :].splitlines()[1:]:
                if not line.startswith("|"):
                    break
                cells = tuple(cell.strip() for cell in line.strip().strip("|").split(" | "))
                yield _Row(cells, file.relative_to(_CODE).as_posix())
