"""The environments, made from the locks with hashes: ``.venv``; ``.venv-cloud`` for the local cloud; ``.venv-node``,
which holds nothing but Node, for the console's page.

Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from dev.places import ROOT
from dev.problem import Problem, run
from dev.progress import Step, step

ENVIRONMENTS = {
    ".venv": "requirements-dev.txt",
    ".venv-cloud": "requirements-cloud.txt",
    ".venv-node": "requirements-node.txt",
}


def main() -> None:
    for name, lock in ENVIRONMENTS.items():
        _ensure(ROOT / name, ROOT / lock)


def _ensure(home: Path, lock: Path) -> None:
    """Make one environment as its lock says; nothing to do if it is."""
    mark = home / ".made-from"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if mark.is_file() and mark.read_text() == wanted and _works(home):
        return
    with step(f"Installing {lock.name} into {home.name}") as current:
        # Made anew: pip never takes away what a lock no longer names, and code that still needs it would
        # work here and nowhere else.
        shutil.rmtree(home, ignore_errors=True)
        _call([sys.executable, "-m", "venv", str(home)], home, current)
        pip = [str(home / "bin/python"), "-m", "pip", "--disable-pip-version-check"]
        # The lock is complete and hashed: no resolving, and nothing that is not in it.
        install = ["install", "--require-hashes", "--no-deps", "--no-input", "-r", str(lock)]
        _call([*pip, *install], home, current)
        mark.write_text(wanted)


def _works(home: Path) -> bool:
    python = home / "bin/python"
    probe = [str(python), "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
    return (
        python.exists() and subprocess.run(probe, capture_output=True, check=False).returncode == 0
    )


def _call(command: list[str], home: Path, current: Step) -> None:
    log = ROOT / ".local" / f"install{home.name}.log"
    log.parent.mkdir(exist_ok=True)
    # A PYTHONPATH or a virtual environment of the caller must not leak into ours.
    env = {
        k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    }
    with (
        log.open("w") as kept,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env
        ) as process,
    ):
        seen = 0
        for line in process.stdout or ():
            kept.write(line)
            seen += line.startswith(("Collecting", "Requirement already"))
            current.detail = (
                "unpacking" if line.startswith("Installing collected") else f"{seen} packages"
            )
    if process.returncode:
        raise Problem(f"Could not make {home.name}: {_last_error(log)} (the whole log: {log})")


def _last_error(log: Path) -> str:
    lines = [line.strip() for line in log.read_text().splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error")]
    return (errors or lines or ["no word of why"])[-1]


if __name__ == "__main__":
    run(main)
