"""The permission table: every row is asked for, and whoever asks names a row."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from chalicelib.people import PERMISSIONS, ROLE_NAMES, Role

BUNDLE = Path(__file__).parents[3] / "chalicelib"
NAME = re.compile(r"[a-z_]+:[a-z]+:[a-z_]+")


def _named() -> set[str]:
    """Every text of the form ``domain:object:verb`` in the bundle, but for the table itself."""
    return {
        node.value
        for file in BUNDLE.rglob("*.py")
        if file.name != "permissions.py" or file.parent.name != "people"
        # Most files have none, and to take a file apart takes a hundred times as long as to look.
        if NAME.search(text := file.read_text("utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and NAME.fullmatch(node.value)
    }


def test_every_permission_is_asked_for_and_every_one_asked_for_exists() -> None:
    assert _named() == set(PERMISSIONS)


def test_every_row_says_what_it_permits_and_to_whom() -> None:
    for name, row in PERMISSIONS.items():
        domain = name.split(":")[0]
        assert (BUNDLE / domain).is_dir(), f"{name} names no domain"
        assert row.label and row.roles, name


def test_every_role_has_a_name() -> None:
    assert set(ROLE_NAMES) == set(Role)
