"""The import rules refuse what they are there to refuse: each offence, planted in a copy, breaks its contract."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).with_name("lint-imports")
COPIED = ("pyproject.toml", "chalicelib", "cli", "simulator", "tests")


class Offence(NamedTuple):
    """What nobody may write."""

    file: str
    lines: str
    contract: str
    """How the contract's name begins."""
    told: str
    """What is said there of this offence, and of no other."""


_CIRCLE = "No cycles are allowed in chalicelib.cloud.\nIt could be made acyclic by removing 1 dependency:\n\n- .items -> .table"
OFFENCES = {
    "a circle in a package": Offence(
        "chalicelib/cloud/items.py",
        "from chalicelib.cloud import table",
        "no package has a circle",
        _CIRCLE,
    ),
    "an import past a door, from another domain": Offence(
        "chalicelib/insight/questions/drafts.py",
        "from chalicelib.knowledge.versions import store",
        "knowledge has one door",
        "chalicelib.insight.questions.drafts -> chalicelib.knowledge.versions.store",
    ),
    "an import past a door, from the command line": Offence(
        "cli/desk/stats.py",
        "from chalicelib.desk.sessions import store",
        "desk has one door",
        "cli.desk.stats -> chalicelib.desk.sessions.store",
    ),
    "an import past a door, from tests of another domain": Offence(
        "tests/unit/insight/test_confirmed_answers.py",
        "from chalicelib.desk.sessions import store",
        "desk has one door",
        "tests.unit.insight.test_confirmed_answers -> chalicelib.desk.sessions.store",
    ),
    "an import back up": Offence(
        "chalicelib/units/errors.py",
        "def late():\n    from chalicelib import newsroom",
        "ways in -> application -> domains",
        "chalicelib.units.errors -> chalicelib.newsroom",
    ),
    "AWS outside cloud/": Offence(
        "chalicelib/units/errors.py",
        "import botocore.session",
        "only cloud/ knows AWS",
        "chalicelib.units.errors -> botocore",
    ),
    "a new package that no floor names": Offence(
        "chalicelib/extra.py", "", "ways in -> application -> domains", "- chalicelib.extra"
    ),
}
# The same import as the first, so it is planted in its place.
FOR_TYPE_CHECKERS = Offence(
    "chalicelib/cloud/items.py",
    "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from chalicelib.cloud.table import Item",
    "no package has a circle",
    _CIRCLE,
)


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


def _plant(home: Path, offence: Offence) -> None:
    file = home / offence.file
    before = file.read_text("utf-8") if file.exists() else ""
    file.write_text(f"{before}\n\n{offence.lines}\n", "utf-8")


def _is_told(report: str, offence: Offence) -> bool:
    """Whether it is named below its contract."""
    _, _, broken = report.partition("Broken contracts\n")
    [_, *parts] = re.split(r"\n([^\n]+)\n-{5,}\n", broken)
    return any(
        name.startswith(offence.contract) and offence.told in told
        for name, told in zip(parts[::2], parts[1::2], strict=True)
    )


def test_an_offence_breaks_its_contract(tmp_path: Path) -> None:
    """Planted together, since a look at the whole code takes a second; each is looked for by its own words."""
    for name in COPIED:
        if (source := ROOT / name).is_dir():
            left_out = shutil.ignore_patterns("__pycache__", "*.md")
            shutil.copytree(source, tmp_path / name, ignore=left_out)
        else:
            shutil.copy(source, tmp_path / name)
    assert "0 broken" in _lint(tmp_path)
    for offence in OFFENCES.values():
        _plant(tmp_path, offence)
    report = _lint(tmp_path)
    assert [name for name, one in OFFENCES.items() if not _is_told(report, one)] == [], report

    shutil.copy(ROOT / FOR_TYPE_CHECKERS.file, tmp_path / FOR_TYPE_CHECKERS.file)
    _plant(tmp_path, FOR_TYPE_CHECKERS)
    report = _lint(tmp_path)
    assert _is_told(report, FOR_TYPE_CHECKERS), report
