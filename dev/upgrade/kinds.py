"""Kinds of items and objects, as the modules of a source tree document what they store.

Read from the tree itself, this one's or the last release's: both document it in the same tables of docstrings, which
``dev/tables/items.py`` brings into docs/data.md.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

_TITLES: Final = {"items": "| pk | sk | attributes |", "objects": "| key | body |"}
_PIECE: Final = re.compile(r"\{[^}]*\}")
_MODEL: Final = re.compile(r"``doc`` \((?P<said>[^)]*)\)")
_NAMES: Final = re.compile(r"[A-Z]\w+(?:, [A-Z]\w+)*\b")


class Kind(NamedTuple):
    """One row: the keys' patterns, what is said of the rest, and the module that stores it."""

    table: str
    """``items`` or ``objects``."""
    keys: tuple[str, ...]
    said: str
    module: str

    @property
    def name(self) -> str:
        """The keys as docs/data.md has them."""
        return " ".join(key.replace("`", "") for key in self.keys)

    def models(self) -> tuple[str, ...]:
        """Names of the classes that ``doc`` holds; empty where it is no model."""
        found = _MODEL.search(self.said)
        if found is None:
            return ()
        named = _NAMES.match(found["said"])
        return tuple(named[0].split(", ")) if named else ()


def kinds(tree: Path, table: str = "items") -> list[Kind]:
    """Every kind that the modules below ``tree / "chalicelib"`` document, each once."""
    head, found = _TITLES[table], dict[tuple[str, ...], Kind]()
    width = head.count("|") - 2
    for file in sorted((tree / "chalicelib").rglob("*.py")):
        source = file.read_text("utf-8")
        if head not in source:
            continue
        lines = iter((ast.get_docstring(ast.parse(source)) or "").splitlines())
        for line in lines:
            if line.strip() != head:
                continue
            next(lines)
            for cells in _rows(lines):
                if not re.search(r"\bsee ``\w+\.py``$", cells[-1]):
                    module = file.relative_to(tree).with_suffix("").as_posix().replace("/", ".")
                    found.setdefault(
                        cells[:width], Kind(table, cells[:width], " | ".join(cells[width:]), module)
                    )
    return list(found.values())


def _rows(lines: Iterator[str]) -> Iterator[tuple[str, ...]]:
    for line in lines:
        if not line.startswith("|"):
            return
        yield tuple(cell.strip() for cell in line.strip().strip("|").split(" | "))


def kind_of(every: Iterable[Kind], *keys: str) -> Kind | None:
    """The kind to which these keys belong; of several the one that says most of them."""
    fitting = [
        (weight, kind)
        for kind in every
        if (weight := sum(_fit(pattern, key) for pattern, key in zip(kind.keys, keys, strict=True)))
        > 0
        and all(_fit(pattern, key) >= 0 for pattern, key in zip(kind.keys, keys, strict=True))
    ]
    return max(fitting, key=lambda one: one[0])[1] if fitting else None


@cache
def _fit(pattern: str, key: str) -> int:
    """How many letters of ``key`` the pattern says; -1 where it says something else. Words without code stand for any."""
    codes = re.findall(r"``([^`]+)``", pattern)
    # An example in brackets is one: `day (``2026-11-28``)`; so are words around codes.
    if not codes or "(" in pattern or pattern[0] != "`":
        return 0
    return max(_fits(code, key) for code in codes)


def _fits(code: str, key: str) -> int:
    literal = _PIECE.split(code.replace("…", "{}"))
    if re.fullmatch(".*".join(map(re.escape, literal)), key, re.DOTALL) is None:
        return -1
    return sum(map(len, literal))
