"""What a cold start pays before the first reply: fresh processes, as Lambda starts them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.stub import ENVIRONMENT

_ROOT = Path(__file__).resolve().parent.parent
_APP = "import app"
_FLOOR = """
import chalice
import botocore.session
botocore.session.Session().create_client("dynamodb")
"""
_TIMED = """
import time
begun = time.process_time()
{code}
print((time.process_time() - begun) * 1e3)
"""
_TIMES = {"app": _TIMED.format(code=_APP), "floor": _TIMED.format(code=_FLOOR)}
_FIRST_CALL = """
import app
from benchmarks import handler
handler.print_first_call()
"""


@contextmanager
def compiled(*, quick: bool) -> Iterator[str]:
    """A folder with the bytecode of all that is measured here; ``quick`` takes what lies beside the sources, as "" says."""
    if quick:
        yield ""
        return
    with tempfile.TemporaryDirectory() as bytecode:
        for code in (*_TIMES.values(), _FIRST_CALL):
            _run(code, bytecode)
        yield bytecode


def measure(times: int, bytecode: str) -> dict[str, float]:
    """Milliseconds of processor time of ``import app`` and of its floor, the best of ``times`` fresh processes taking turns.

    In Lambda's environment: what the first reply needs is then made while importing. ``chalice`` and a DynamoDB
    client of botocore are the floor, since nobody on this stack starts without them. Both start from bytecode.
    """
    best = dict.fromkeys(_TIMES, float("inf"))
    for _ in range(times):
        for name, code in _TIMES.items():
            best[name] = min(best[name], _run(code, bytecode))
    return best


def first_call(times: int, bytecode: str) -> float:
    """Milliseconds of the first callback in a fresh process, AWS answering at once."""
    return min(_run(_FIRST_CALL, bytecode) for _ in range(times))


def _run(code: str, bytecode: str) -> float:
    kept = {"PYTHONPYCACHEPREFIX": bytecode, "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code],
        cwd=_ROOT,
        env=os.environ | ENVIRONMENT | kept,
        check=True,
        capture_output=True,
        text=True,
    )
    milliseconds: float = json.loads(done.stdout)
    return milliseconds
