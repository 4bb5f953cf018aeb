"""Layers: libraries that no reply needs, each layer for the functions that do, from a lock of its own."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from dev import fonts
from dev.alone import alone
from dev.cold_start import compile_all, pack
from dev.hashes import hash_of
from dev.places import ROOT
from dev.problem import Problem
from dev.progress import step

LAYERS = ("files", "archive")
"""Folders of ``layers/`` that are built with the bundle; each is ``{name}.zip`` beside the template."""
HOME = ROOT / ".local/build/layers"
_HERE = Path(__file__)
_AWS = (
    *("--platform", "manylinux2014_x86_64"),
    *("--platform", "manylinux_2_17_x86_64"),
    *("--platform", "manylinux_2_26_x86_64"),
)
"""Wheels that run on Lambda's Python 3.11, which has glibc 2.26, and on its later ones."""
_UNUSED = (
    "**/tests",
    "**/test",
    "**/*.pyi",
    "**/py.typed",
    "bin",
    "**/*.pyx",
    "**/*.pxd",
    "lxml/includes",
    "PIL/_avif.*",
)
"""What is of use to who builds, types or tests with these libraries."""


def build(name: str, *, for_this_machine: bool) -> Path:
    """The layer ``name`` as a zip, the same for every stage, built now if its lock changed. Raises ``Problem``.

    One process builds it at a time. ``for_this_machine`` takes wheels of this processor and system instead of Lambda's.
    """
    native = _native(for_this_machine)
    home = HOME / (f"{name}-native" if native else name)
    with alone(home.with_suffix(".lock")):
        return _built(name, home, native=native)


def _built(name: str, home: Path, *, native: bool) -> Path:
    made, mark = home / f"{name}.zip", home / ".made-from"
    lock = ROOT / f"layers/{name}/requirements.txt"
    wanted = hash_of(lock) + hash_of(_HERE) + hash_of(_HERE.with_name("cold_start.py"))
    wanted += platform.python_version()
    if name == "files":
        wanted += hash_of(fonts.SOURCE / "package-lock.json")
    if mark.is_file() and mark.read_text() == wanted and made.is_file():
        return made
    shutil.rmtree(home, ignore_errors=True)
    target = home / "layer/python"
    target.mkdir(parents=True)
    if name == "files":
        shutil.copytree(fonts.build(), target / fonts.HOME.name)
    with step(f"Building the layer {name}") as current:
        _install(lock, target, () if native else _AWS)
        for pattern in _UNUSED:
            for found in sorted(target.glob(pattern)):
                shutil.rmtree(found) if found.is_dir() else found.unlink()
        compile_all(target)
        pack(target.parent, made)
        current.result = f"{_megabytes(target):.1f} MB unzipped"
    shutil.rmtree(target.parent)
    mark.write_text(wanted)
    return made


def _native(for_this_machine: bool) -> bool:
    """Whether the layer is for a processor or a system that Lambda's wheels do not fit."""
    fits = platform.machine() == "x86_64" and sys.platform == "linux"
    return for_this_machine and not fits


def _install(lock: Path, target: Path, platforms: tuple[str, ...]) -> None:
    command = [
        *(sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"),
        *("--require-hashes", "--no-deps", "--only-binary", ":all:", "--no-compile"),
        *platforms,
        *(("--python-version", platform.python_version()) if platforms else ()),
        *("--target", str(target), "-r", str(lock)),
    ]
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()] or ["no word of why"]
        raise Problem(f"The layer {lock.parent.name} could not be built: {lines[-1]}")


def _megabytes(home: Path) -> float:
    return sum(file.stat().st_size for file in home.rglob("*") if file.is_file()) / 1e6
