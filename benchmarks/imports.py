"""What a cold start pays before the first reply: fresh processes, as Lambda starts them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
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
_FIRST_CALL = """
import app
from benchmarks import handler
handler.print_first_call()
"""


def measure(times: int) -> dict[str, float]:
    """Milliseconds of processor time of ``import app`` and of its floor, the best of ``times`` fresh processes taking turns.

    In Lambda's environment: what the first reply needs is then made while importing. ``chalice`` and a DynamoDB
    client of botocore are the floor, since nobody on this stack starts without them.
    """
    codes = {"app": _TIMED.format(code=_APP), "floor": _TIMED.format(code=_FLOOR)}
    for code in codes.values():
        _run(code)  # the first run may have to compile
    best = dict.fromkeys(codes, float("inf"))
    for _ in range(times):
        for name, code in codes.items():
            best[name] = min(best[name], _run(code))
    return best


def first_call(times: int) -> float:
    """Milliseconds of the first callback in a fresh process, AWS answering at once."""
    return min(_run(_FIRST_CALL) for _ in range(times))


def _run(code: str) -> float:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code],
        cwd=_ROOT,
        env=os.environ | ENVIRONMENT,
        check=True,
        capture_output=True,
        text=True,
    )
    milliseconds: float = json.loads(done.stdout)
    return milliseconds
