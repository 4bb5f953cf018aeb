"""The watch over functions without the layer of files sees what it is there for, and all of these functions."""

from __future__ import annotations

import ast
import threading
from pathlib import Path
from typing import Final

import pytest

from chalicelib import reports
from tests.cloud.without_layer import ROOT, WITHOUT, libraries, needs, no_layer

TRIGGERS: Final = ROOT / "chalicelib/triggers"
WITH_A_LAYER: Final = {"archive", "jobs"}
BY_ALL: Final = {"telemetry", "clock", "errors", "accounts", "cloud", "door", "audit"}
"""What every function calls: ``make stack`` sees that it starts with nothing but the bundle."""


def test_it_refuses_libraries_and_what_begins_with_one() -> None:
    assert {"openpyxl", "lxml", "PIL", "docx"} <= libraries()
    assert not libraries() & {"pydantic", "botocore", "numpy", "chinese_calendar", "duckdb"}
    assert needs("chalicelib.reports.word") in libraries()
    assert needs("chalicelib.orders.working_time") == ""
    with no_layer(), pytest.raises(ModuleNotFoundError, match="openpyxl"):
        import openpyxl  # noqa: F401


def test_a_door_does_not_give_what_it_found_before() -> None:
    assert reports.chart_picture
    with no_layer(), pytest.raises(ModuleNotFoundError):
        assert reports.chart_picture
    assert reports.chart_picture


def test_the_console_beside_it_is_not_refused() -> None:
    found: list[object] = []

    def look() -> None:
        import openpyxl

        found.append(openpyxl)

    with no_layer():
        other = threading.Thread(target=look)
        other.start()
        other.join()
    assert found


@pytest.mark.parametrize(
    "file", sorted(one for one in TRIGGERS.glob("*.py") if one.stem not in WITH_A_LAYER),
    ids=lambda one: one.stem,
)  # fmt: skip
def test_all_that_a_trigger_calls_is_watched(file: Path) -> None:
    watched = {
        one
        for below, name in WITHOUT
        for one in (f"{below}.{name}", below, below.rpartition(".")[2])
    }
    assert called(file) - watched - BY_ALL == set()


def called(file: Path) -> set[str]:
    """Modules of ours whose functions a trigger calls, by their last name."""
    tree = ast.parse(file.read_text())
    modules = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module in {"chalicelib", "chalicelib.application"}
        for alias in node.names
    }
    return {
        modules[node.func.value.id]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in modules
        and not node.func.attr.startswith(("is_", "enqueue", "recorded"))
    }
