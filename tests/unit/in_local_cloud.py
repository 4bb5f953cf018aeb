"""Runs a script beside MiniStack, which the local cloud's own Python has and the tests' does not."""

from __future__ import annotations

import json
import subprocess
from typing import Any, Final

import pytest

from dev.places import ROOT

CLOUD: Final = ROOT / ".venv-cloud/bin/python"
needs_cloud = pytest.mark.skipif(not CLOUD.exists(), reason="there is no .venv-cloud")


def answered(script: str, given: Any) -> Any:
    """What ``script`` prints in its last line, as JSON; it reads ``given`` from its input."""
    done = subprocess.run(
        [CLOUD, "-c", script],
        input=json.dumps(given),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])
