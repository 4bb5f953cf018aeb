"""One change on trial: a forked process imports the changed text in place of the module and runs the tests.

Files are not touched, so trials run side by side and an interrupted one leaves nothing behind.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.machinery import SourceFileLoader
from types import CodeType
from typing import IO, NoReturn

from dev.places import ROOT, SIMULATOR
from dev.problem import Problem

WORKERS = int(os.environ.get("JOBS", "2"))
_PASSED, _NOTICED = 0, (1, 2)
"""Exit codes of pytest: 1 where a test failed, 2 where the change cannot even be imported."""
_HEAVY = (
    *("boto3", "botocore.session", "hypothesis", "moto", "pydantic", "pytest", "typer"),
    *(f"moto.{service}.responses" for service in ("dynamodb", "s3", "sqs", "ssm")),
)


@dataclass
class Trial:
    """A text to import as the module at ``path``, and the tests that judge it."""

    path: str
    source: str
    tests: tuple[str, ...]
    seconds: int = 300
    """After so long it is an endless loop, and noticed."""
    passed: bool = field(default=False, init=False)
    took: float = field(default=0, init=False)
    """Seconds."""
    said: IO[bytes] = field(default_factory=tempfile.TemporaryFile, init=False, repr=False)
    """What pytest said."""


def prepare() -> None:
    """Import what every trial needs and none changes: a fork then has it for nothing."""
    os.chdir(ROOT)
    sys.path[:0] = [str(ROOT), str(SIMULATOR)]
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = tempfile.mkdtemp(prefix="rongmei-mutate-")
    for name in _HEAVY:
        importlib.import_module(name)


def carried_out(trials: Iterator[Trial]) -> Iterator[Trial]:
    """The trials in the order in which they end. Raises ``Problem`` where pytest itself could not run."""
    running: dict[int, Trial] = {}
    began: dict[int, float] = {}
    try:
        while True:
            while len(running) < WORKERS and (one := next(trials, None)):
                running[number := _begun(one)] = one
                began[number] = time.monotonic()
            if not running:
                return
            number, status = os.wait()
            ended = running.pop(number)
            ended.took = time.monotonic() - began.pop(number)
            code = os.waitstatus_to_exitcode(status)
            if code > 0 and code not in _NOTICED:
                raise Problem(f"pytest ended with {code} on {' '.join(ended.tests)}")
            ended.passed = code == _PASSED
            yield ended
    finally:
        for number in running:
            os.kill(number, signal.SIGKILL)
            os.waitpid(number, 0)


def _begun(trial: Trial) -> int:
    return os.fork() or _run(trial)


def _run(trial: Trial) -> NoReturn:
    code = 2
    try:
        signal.alarm(trial.seconds)  # ends the process
        os.dup2(trial.said.fileno(), 1)
        os.dup2(trial.said.fileno(), 2)
        _stand_in(trial)
        import pytest

        options = ("-x", "-n", "0", "--assert=plain", "-p", "no:cacheprovider")
        code = int(pytest.main([*options, *trial.tests]))
    except BaseException:
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)


def _stand_in(trial: Trial) -> None:
    """From here on this process imports the text on trial instead of the file."""
    name, get_code = trial.path.removesuffix(".py").replace("/", "."), SourceFileLoader.get_code

    def changed(loader: SourceFileLoader, fullname: str) -> CodeType | None:
        if fullname != name:
            return get_code(loader, fullname)
        return compile(trial.source, str(ROOT / trial.path), "exec", dont_inherit=True)

    SourceFileLoader.get_code = changed  # type: ignore[method-assign]
