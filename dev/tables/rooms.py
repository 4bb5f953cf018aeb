"""The folders of the bundle as a table, from the docstrings of their packages."""

from __future__ import annotations

import ast
from pathlib import Path

from dev.places import ROOT
from dev.problem import Problem
from dev.tables.marks import table
from dev.tables.texts import markdown

_BUNDLE = ROOT / "chalicelib"


def rooms() -> str:
    """One row a package, in the order of paths; the rooms of a domain follow it."""
    packages = sorted(file.parent for file in _BUNDLE.glob("*/**/__init__.py"))
    rows = [(f"`{one.relative_to(ROOT).as_posix()}/`", _first_line(one)) for one in packages]
    return table(("folder", "holds"), rows)


def _first_line(package: Path) -> str:
    said = ast.get_docstring(ast.parse((package / "__init__.py").read_text("utf-8")))
    if not said:
        raise Problem(
            f"{package.relative_to(ROOT)} does not say what it holds: give it a docstring"
        )
    return markdown(said.splitlines()[0]).removesuffix(".")
