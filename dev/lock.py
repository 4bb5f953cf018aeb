"""``make lock``: the locks, with hashes, from what ``requirements*.in`` ask for. Names no registry."""

from __future__ import annotations

import subprocess
import sys

from dev.places import ROOT
from dev.problem import Problem, run
from dev.progress import step

LOCKS = {
    "requirements.in": "requirements.txt",
    "simulator/requirements.in": "simulator/requirements.txt",
    "requirements-dev.in": "requirements-dev.txt",
    "requirements-cloud.in": "requirements-cloud.txt",
    "requirements-node.in": "requirements-node.txt",
    "layers/dense/requirements.in": "layers/dense/requirements.txt",
    "layers/files/requirements.in": "layers/files/requirements.txt",
    "layers/archive/requirements.in": "layers/archive/requirements.txt",
}
_OPTIONS = (
    "--quiet",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--custom-compile-command=make lock",
)


def main() -> None:
    # uv is needed here only; an environment of its own keeps it out of everybody's installation.
    home = ROOT / ".local/uv"
    if not (home / "bin/uv").exists():
        with step("Installing uv into .local/uv"):
            _call(sys.executable, "-m", "venv", str(home))
            _call(str(home / "bin/python"), "-m", "pip", "install", "--quiet", "uv")
    for wanted, lock in LOCKS.items():
        with step(f"{wanted} → {lock}"):
            # A layer lies over the bundle, which brings numpy.
            options = ("--no-emit-package=numpy",) if wanted.startswith("layers/") else ()
            compiler = (str(home / "bin/uv"), "pip", "compile", wanted, "-o", lock)
            _call(*compiler, *_OPTIONS, *options, *sys.argv[1:])


def _call(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Problem(f"{command[0]} failed:\n{done.stderr.strip()}")


if __name__ == "__main__":
    run(main)
