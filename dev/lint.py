"""``make lint``: every check runs, whatever the ones before it found; the exit code is honest."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping

from dev import stack
from dev.bundle import package
from dev.places import ROOT, SIMULATOR
from dev.problem import Problem, run

_BIN = ROOT / ".venv/bin"
# AWS in China has resource types and properties of its own, hence both.
_REGIONS = ("us-east-1", "cn-north-1")


def main() -> None:
    checks: dict[str, Callable[[], str]] = {
        "ruff check": lambda: _call("ruff", "check", "."),
        "ruff format": lambda: _call("ruff", "format", "--check", "."),
        "mypy --strict": lambda: _call("mypy"),
        "import rules": _import_rules,
        "template (cfn-lint)": _template,
        "known vulnerabilities (pip-audit)": _vulnerabilities,
    }
    failed = [title for title, check in checks.items() if not _passes(title, check)]
    if failed:
        raise Problem(f"{len(failed)} of {len(checks)} checks failed: {', '.join(failed)}")
    print("✓ All checks passed")


class _Failed(Exception):
    """A check found something; says what."""


def _passes(title: str, check: Callable[[], str]) -> bool:
    try:
        note = check()
    except _Failed as found:
        print(f"✗ {title}\n{found}", flush=True)
        return False
    print(f"✓ {title}{f': {note}' if note else ''}", flush=True)
    return True


def _call(*command: str, env: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(
        [_BIN / command[0], *command[1:]],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise _Failed((done.stdout + done.stderr).strip())
    return ""


def _import_rules() -> str:
    """The simulator is not installed, so its source has to be on the path."""
    return _call("lint-imports", env=os.environ | {"PYTHONPATH": str(SIMULATOR)})


def _template() -> str:
    made = package("prod", ROOT / ".local/build/lint", stack.REGION)
    if "arn:aws:" in made.template.read_text():
        raise _Failed("the template names the partition arn:aws:, so it would fail in China")
    return _call("cfn-lint", "--regions", *_REGIONS, "--", str(made.template))


def _vulnerabilities() -> str:
    """Audit what Lambda gets; a machine without a way to the data says so and does not fail."""
    command = [
        str(_BIN / "pip-audit"),
        "--requirement",
        "requirements.txt",
        "--disable-pip",
        "--timeout",
        "10",
    ]
    try:
        done = subprocess.run(
            [*command, "--progress-spinner", "off"],
            cwd=ROOT,
            env=os.environ | {"PIP_NO_INPUT": "1"},
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "SKIPPED, its data did not answer in time"
    if done.returncode == 0:
        return "none"
    if "Found " in done.stderr:
        raise _Failed(done.stdout.strip() + "\n" + done.stderr.strip())
    reason = (done.stderr.strip().splitlines() or ["no word of why"])[-1]
    return f"SKIPPED, its data cannot be reached ({reason[:120]})"


if __name__ == "__main__":
    run(main)
