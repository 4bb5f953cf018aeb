"""What follows from the stream says which partitions it follows; the template's filter is held against that."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest

from chalicelib.triggers import outbox

TOLD_BY_ROWS: Final = {"wall_log"}
"""It has a table of what it watches, with its partitions."""
CALLS: Final = [
    one.func.value.id
    for one in ast.walk(ast.parse(Path(outbox.__file__).read_text()))
    if isinstance(one, ast.Call)
    and isinstance(one.func, ast.Attribute)
    and one.func.attr == "follow"
    and isinstance(one.func.value, ast.Name)
]
"""Modules whose ``follow`` the function ``Outbox`` calls."""


@pytest.mark.parametrize("name", sorted({*CALLS} - TOLD_BY_ROWS - {"incoming"}))
def test_a_follower_names_every_partition_that_it_looks_for(name: str) -> None:
    module = import_module(f"chalicelib.application.{name}")
    source = Path(str(module.__file__)).read_text()
    assert set(re.findall(r'partition [!=]= "([A-Z_]+)"', source)) == set(module.FOLLOWED)


def test_the_outbox_has_followers() -> None:
    assert {"column_events", "relay_follow", "contribution_events"} <= {*CALLS}
