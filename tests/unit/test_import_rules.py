"""The import rules refuse what they are there to refuse: each offence, planted in a copy, breaks its contract."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).with_name("lint-imports")
COPIED = ("pyproject.toml", "chalicelib", "cli", "simulator", "tests")

OFFENCES = {
    "a circle in a package": (
        "chalicelib/cloud/items.py",
        "from chalicelib.cloud import table",
        "no package has a circle",
    ),
    "a circle for type checkers only": (
        "chalicelib/cloud/items.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from chalicelib.cloud.table import Item",
        "no package has a circle",
    ),
    "an import past a door, from another domain": (
        "chalicelib/insight/questions/drafts.py",
        "from chalicelib.knowledge.versions import store",
        "knowledge has one door",
    ),
    "an import past a door, from the command line": (
        "cli/desk/stats.py",
        "from chalicelib.desk.sessions import store",
        "desk has one door",
    ),
    "an import past a door, from tests of another domain": (
        "tests/unit/insight/test_confirmed_answers.py",
        "from chalicelib.desk.sessions import store",
        "desk has one door",
    ),
    "an import back up": (
        "chalicelib/units/errors.py",
        "def late():\n    from chalicelib import newsroom",
        "ways in -> application -> domains",
    ),
    "AWS outside cloud/": (
        "chalicelib/units/errors.py",
        "import botocore.session",
        "only cloud/ knows AWS",
    ),
    "a new package that no floor names": (
        "chalicelib/extra.py",
        "",
        "ways in -> application -> domains",
    ),
}


def _lint(home: Path) -> str:
    done = subprocess.run(
        [LINT, "--no-cache", "--no-logo"],
        cwd=home,
        env={**os.environ, "PYTHONPATH": f"{home}:{home / 'simulator/src'}", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("rules")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(
                source, home / name, ignore=shutil.ignore_patterns("__pycache__", "*.md")
            )
        else:
            shutil.copy(source, home / name)
    assert "0 broken" in _lint(home)
    return home


@pytest.mark.parametrize("offence", OFFENCES)
def test_an_offence_breaks_its_contract(copy: Path, offence: str) -> None:
    name, lines, contract = OFFENCES[offence]
    file = copy / name
    before = file.read_text("utf-8") if file.exists() else None
    try:
        file.write_text(f"{before or ''}\n\n{lines}\n", "utf-8")
        broken = [line for line in _lint(copy).splitlines() if " BROKEN" in line]
        assert any(line.startswith(contract) for line in broken), broken
    finally:
        if before is None:
            file.unlink()
        else:
            file.write_text(before, "utf-8")
