"""docs/compliance.md names tests; each of them exists."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from dev.places import ROOT

PAGE = (ROOT / "docs/compliance.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py(?:::\w+)?)`", PAGE)))


@cache
def names_in(file: str) -> frozenset[str]:
    """The names of a file's tests."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return frozenset(one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef))


@pytest.mark.parametrize("named", NAMED)
def test_a_test_that_is_named_exists(named: str) -> None:
    file, _, name = named.partition("::")
    assert (ROOT / file).is_file()
    assert not name or name in names_in(file)


def test_every_row_that_says_done_names_a_test() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and "---" not in line]
    heads = ("| asked for", "| article")
    bare = [row for row in rows if not row.startswith(heads) and "`tests/" not in row]
    assert bare == [] and len(rows) > 30
