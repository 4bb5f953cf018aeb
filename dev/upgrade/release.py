"""The last release: which commit it is, and its source out of this repository's history.

Its code is not kept a second time: git has it, to the byte. A clone without history has no code of before, so what
needs it says that, and what needs only the kept items goes on (docs/decisions/0352).
"""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from io import BytesIO
from pathlib import Path
from typing import Final

from dev.places import ROOT
from dev.problem import Problem

KEPT: Final = ROOT / "tests/cloud/upgrade/kept"
"""What the last release wrote; made by ``python -m dev.upgrade.snapshot``."""
_NAMED: Final = KEPT / "RELEASE"
_LINKS: Final = (".venv", ".venv-cloud", ".venv-node", "console/node_modules")
"""Environments, which a release's own tests and tools look for in their checkout."""


def named() -> str:
    """The commit of the last release."""
    return _NAMED.read_text("utf-8").split()[0]


def name(commit: str) -> None:
    """Say which commit the last release is."""
    _NAMED.parent.mkdir(parents=True, exist_ok=True)
    _NAMED.write_text(f"{commit}\n", "utf-8")


def resolved(revision: str) -> str:
    """The commit of a tag, branch or commit. Raises ``Problem``."""
    shown = _git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if shown.returncode:
        raise Problem(
            f"This clone has no commit {revision}: fetch the history (git fetch --unshallow)."
        )
    return shown.stdout.decode().strip()


def is_here() -> bool:
    """Whether this clone has the last release's code."""
    try:
        return bool(resolved(named()))
    except Problem:
        return False


def tree(revision: str = "") -> Path:
    """The source of a release, the last one unless said otherwise; unpacked once. Raises ``Problem``."""
    commit = resolved(revision or named())
    home = ROOT / ".local/releases" / commit
    if home.exists():
        return home
    part = home.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    packed = _git("archive", "--format=tar", commit)
    if packed.returncode:
        raise Problem(f"git archive {commit} failed: {packed.stderr.decode().strip()}")
    with tarfile.open(fileobj=BytesIO(packed.stdout)) as files:
        files.extractall(part, filter="data")
    for link in _LINKS:
        if (ROOT / link).exists():
            (part / link).symlink_to((ROOT / link).resolve())
    part.rename(home)
    return home


def _git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", "-C", str(ROOT), *arguments], capture_output=True, check=False
        )
    except FileNotFoundError as missing:
        raise Problem("There is no git here to ask for the last release.") from missing
