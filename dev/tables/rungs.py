"""The answer ladder as a table, from the ladder itself: a rung's docstring says when it speaks."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

from chalicelib.conversation import LADDER
from dev.places import ROOT
from dev.problem import Problem
from dev.tables.marks import table
from dev.tables.texts import markdown


def rungs() -> str:
    """One row a rung, top to bottom: the first paragraph of its function's docstring, and its module."""
    rows = [(rung.value, _when(ask), f"`{_module(ask.__module__)}`") for rung, ask, _ in LADDER]
    return table(("rung", "speaks when", "module"), rows)


def _when(ask: object) -> str:
    said = inspect.getdoc(ask)
    if not said:
        raise Problem(f"the rung {ask!r} does not say when it speaks: give it a docstring")
    return markdown(" ".join(said.split("\n\n")[0].split())).removesuffix(".")


def _module(name: str) -> str:
    file = Path(str(sys.modules[name].__file__))
    return file.relative_to(ROOT / "chalicelib").as_posix()
