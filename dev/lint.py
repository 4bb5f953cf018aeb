"""``make lint``: every check runs, whatever the ones before it found; the exit code is honest.

A check passes, fails, or could not look. The last is no success: it has a sign of its own and the last line counts it.
It does not fail the command, because a machine without a way to the data can do nothing about it.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from enum import Enum

from dev import china, stack
from dev.bundle import package
from dev.places import ROOT, SIMULATOR
from dev.problem import Problem, run

_BIN = ROOT / ".venv/bin"
# AWS in China has resource types and properties of its own, hence both.
_CHINA = "cn-north-1"


class Outcome(Enum):
    """What came of a check, by its sign."""

    PASSED = "✓"
    FAILED = "✗"
    UNSEEN = "?"


class Failed(Exception):
    """A check found something; says what."""


class Unseen(Exception):
    """A check could not look at all of it; says why."""


def main() -> None:
    """Run all checks, three at a time, and tell what came of them in this order."""
    checks: dict[str, Callable[[], str]] = {
        "ruff check": lambda: _ruff("check", "."),
        "ruff format": lambda: _ruff("format", "--check", "."),
        "mypy --strict": _types,
        "import rules": _import_rules,
        "template (cfn-lint)": _template,
        "known vulnerabilities (pip-audit)": _vulnerabilities,
    }
    # Two work, and one waits for what it asks of the network.
    with ThreadPoolExecutor(3) as pool:
        begun = {title: pool.submit(timed, check) for title, check in checks.items()}
        print(summary({title: outcome(title, one.result) for title, one in begun.items()}))


def timed(check: Callable[[], str]) -> str:
    """What a check notes, and its seconds."""
    begun = time.monotonic()
    note = check()
    return ", ".join(filter(None, (note, f"{time.monotonic() - begun:.0f} s")))


def outcome(title: str, check: Callable[[], str]) -> Outcome:
    """Run a check and print what came of it. A ``Problem`` on its way there is a finding like any other."""
    try:
        note = check()
    except (Failed, Problem) as found:
        print(f"{Outcome.FAILED.value} {title}\n{found}", flush=True)
        return Outcome.FAILED
    except Unseen as why:
        print(f"{Outcome.UNSEEN.value} {title}: SKIPPED, {why}", flush=True)
        return Outcome.UNSEEN
    print(f"{Outcome.PASSED.value} {title}{f': {note}' if note else ''}", flush=True)
    return Outcome.PASSED


def summary(outcomes: Mapping[str, Outcome]) -> str:
    """The last line. Raises ``Problem`` where a check failed."""
    failed = [title for title, one in outcomes.items() if one is Outcome.FAILED]
    unseen = [title for title, one in outcomes.items() if one is Outcome.UNSEEN]
    if failed:
        raise Problem(f"{len(failed)} of {len(outcomes)} checks failed: {', '.join(failed)}")
    if unseen:
        passed = len(outcomes) - len(unseen)
        return f"? {passed} of {len(outcomes)} checks passed; skipped: {', '.join(unseen)}"
    return "✓ All checks passed"


def _call(*command: str, env: Mapping[str, str] | None = None) -> str:
    try:
        done = subprocess.run(
            [_BIN / command[0], *command[1:]],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        raise Failed(f"{command[0]} cannot be run ({error.strerror}): make env") from error
    said = (done.stdout + done.stderr).strip()
    if done.returncode:
        raise Failed(said)
    return said


def _ruff(*command: str) -> str:
    """Ruff passes over what git ignores, and is content where nothing is left."""
    if "No Python files found" in _call("ruff", *command):
        raise Unseen("no Python file here is one that git keeps")
    return ""


def _import_rules() -> str:
    """The simulator is not installed, so its source has to be on the path."""
    _call("lint-imports", env=os.environ | {"PYTHONPATH": str(SIMULATOR)})
    return ""


def _template() -> str:
    made = package("prod", ROOT / ".local/build/lint", stack.REGION)
    if "arn:aws:" in made.template.read_text():
        raise Failed("the template names the partition arn:aws:, so it would fail in China")
    _call("cfn-lint", "--regions", stack.REGION, "--", str(made.template))
    settled = made.template.with_name("china.json")
    whole = json.loads(made.template.read_text())
    settled.write_text(json.dumps(china.without_snapshots(china.without_user_pool(whole))))
    _call("cfn-lint", "--regions", _CHINA, "--", str(settled))
    return ""


def _types() -> str:
    _call("mypy")
    return ""


def _vulnerabilities() -> str:
    """Audit what Lambda gets."""
    command = [
        str(_BIN / "pip-audit"),
        *("--requirement", "requirements.txt"),
        *("--disable-pip", "--format", "json"),
        *("--timeout", "10", "--progress-spinner", "off"),
    ]
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | {"PIP_NO_INPUT": "1"},
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unseen("its data did not answer in time") from None
    return audited(done.stdout, done.stderr)


def audited(report: str, said: str = "") -> str:
    """What pip-audit's JSON report says: how many packages it looked at, none of them with a known vulnerability.

    ``said`` is its stderr. Raises ``Failed`` with each finding, and ``Unseen`` where it knew nothing of a package or
    made no report: it exits with 0 even if it knew of none.
    """
    try:
        packages = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        reason = (said.strip().splitlines() or ["no word of why"])[-1]
        raise Unseen(f"its data cannot be reached ({reason[:120]})") from None
    found = [
        f"{one['name']} {one['version']}: {bad['id']}, mended in {', '.join(bad['fix_versions']) or 'no version'}"
        for one in packages
        for bad in one.get("vulns", ())
    ]
    skipped = [one for one in packages if "skip_reason" in one]
    unseen = f"{len(skipped)} of {len(packages)} not audited"
    if found:
        raise Failed("\n".join([*found, *([unseen] if skipped else [])]))
    if skipped or not packages:
        raise Unseen(unseen)
    return f"none in {len(packages)} packages"


if __name__ == "__main__":
    run(main)
