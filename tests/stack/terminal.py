"""An operator's terminal that has loaded the product once: each command is a process of its own, forked from it.

What a command imports takes it a second and more of processor time, a hundred times in a run, and no walk tests that.
Modules alone are shared: settings, clients and what a process holds are made anew, in the environment of the command.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from typing import IO, NoReturn

from dev.places import ROOT
from dev.stack import CLEAN


class Terminal:
    """Runs commands, one after the other; what it loads is loaded at the first."""

    def __init__(self) -> None:
        self._line: Connection | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def run(
        self, arguments: Sequence[str], env: Mapping[str, str], seconds: float
    ) -> subprocess.CompletedProcess[str]:
        """What ``python {arguments}`` does and says in this environment. Raises ``TimeoutExpired`` after ``seconds``."""
        line = self._line or self._opened()
        line.send((list(arguments), dict(env)))
        if not line.poll(seconds):
            self.close()
            raise subprocess.TimeoutExpired(list(arguments), seconds)
        code, said, complained = line.recv()
        return subprocess.CompletedProcess(list(arguments), code, said, complained)

    def close(self) -> None:
        """End it, and what still runs in it."""
        if self._line is not None and self._process is not None:
            self._line.close()
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._line = self._process = None

    def _opened(self) -> Connection:
        here, there = socket.socketpair()
        with there:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(there.fileno())],
                cwd=ROOT,
                env=CLEAN,
                stdin=subprocess.DEVNULL,
                pass_fds=[there.fileno()],
                # Signals meant for the tests do not reach it; it ends when nobody can ask any more.
                start_new_session=True,
            )
        self._line = Connection(here.detach())
        return self._line


def _serve(line: Connection) -> list[str] | None:
    """Fork a process for each command; returns in that process what it is to do, and None where nobody asks any more."""
    while True:
        try:
            arguments, env = line.recv()
        except EOFError:
            return None
        with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
            child = os.fork()
            if child == 0:
                os.environ.clear()
                os.environ.update(env)
                os.dup2(said.fileno(), 1)
                os.dup2(complained.fileno(), 2)
                line.close()
                return arguments
            _, status = os.waitpid(child, 0)
            code = os.waitstatus_to_exitcode(status)
            line.send((code, _read(said), _read(complained)))


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def _do(arguments: list[str]) -> None:
    """As ``python -m MODULE …`` or ``python -c CODE …``."""
    how, what, *rest = arguments
    sys.argv = [how, *rest]
    if how == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    elif how == "-c":
        exec(compile(what, "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102
    else:
        raise ValueError(f"neither a module nor code: {arguments}")


def _done(arguments: list[str]) -> int:
    """The exit code of a command; what it complains of at its end is said as Python says it."""
    try:
        _do(arguments)
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        sys.stderr.write(f"{end.code}\n")
        return 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
        return 1
    return 0


def _end(code: int) -> NoReturn:
    """End as Python does, but for taking apart all that was loaded: that takes longer than most commands."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code & 0xFF)


def _load() -> None:
    """What most commands import, and no state of theirs."""
    import gc
    from functools import cache

    import boto3  # noqa: F401
    import numpy as np  # noqa: F401
    import typer.main

    from chalicelib.cloud import clients
    from chalicelib.settings import settings
    from cli.app import app

    # The hundred and forty commands are put together once.
    typer.main.get_command = cache(typer.main.get_command)
    typer.main.get_command(app)
    descriptions = clients._session().get_component("data_loader")
    for service in ("dynamodb", "s3", "sqs", "ssm"):
        for kind in ("service-2", "endpoint-rule-set-1"):
            descriptions.load_service_model(service, kind)
    for table in ("endpoints", "partitions", "sdk-default-configuration"):
        descriptions.load_data(table)
    # The log read them when it was loaded, in an environment without any.
    settings.cache_clear()
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    _load()
    asked: list[str] | None = _serve(Connection(int(sys.argv[1])))
    if asked is not None:
        _end(_done(asked))
