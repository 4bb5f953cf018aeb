"""Processes of a function are forked from its first one; installed by ``local_cloud.py``, so it imports nothing of ours.

MiniStack starts each process of a function anew, and most of what a process costs is Python loading the same modules. Here
a function has one process more, its stem: that starts as MiniStack has it, imports the handler, and works for nobody. Each
process is forked from it, so it holds what an import holds and nothing of an event. A process tells its stem
what it imported later, and the stem imports the same before it forks again (docs/decisions/0344).
"""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from typing import Any

from ministack.core import lambda_runtime

_OF_ONE_PROCESS = ("LAMBDA_TASK_ROOT", "AWS_LAMBDA_LOG_STREAM_NAME")
"""Settings in which processes of the same function differ."""

_STEM = '''
import gc, json, os, signal, socket, sys

class _Stem:
    """Imports a function's handler for its first process, and forks every process of it."""

    def __init__(self, line):
        self.line = socket.socket(fileno=line)
        self.told, self.tell = os.pipe()
        os.set_blocking(self.told, False)
        os.set_blocking(self.tell, False)
        self.known = set()
        self.asked = None

    def first(self):
        """Wait for the first process, whose way of hearing and speaking the import needs."""
        self.asked = self._next()
        self._take(self.asked)

    def forked(self, init):
        """Fork a process for each request; returns in that process what it was told at its start."""
        asked, first = self.asked, init
        while True:
            gc.freeze()
            child = os.fork()
            if child == 0:
                return self._begun(asked, first, init)
            os.write(asked[1][3], b"%d\\n" % child)
            for one in asked[1]:
                os.close(one)
            self._hush()
            signal.signal(signal.SIGCHLD, signal.SIG_IGN)
            asked, init = self._next(), None
            self._learn()

    def remember(self):
        """In a process, before it waits for an event: tell the stem what was imported since the last one."""
        new = [name for name in sys.modules if name not in self.known]
        self.known.update(new)
        for name in new:
            try:
                os.write(self.tell, f"{name}\\n".encode())
            except OSError:
                return

    def _next(self):
        said, fds, _, _ = socket.recv_fds(self.line, 1 << 18, 4)
        if not said:  # nobody can ask any more
            os._exit(0)
        for one in fds:
            os.set_inheritable(one, False)
        return json.loads(said), fds

    def _take(self, asked):
        for number, one in enumerate(asked[1][:3]):
            os.dup2(one, number)

    def _hush(self):
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in range(3):
            os.dup2(nothing, number)
        os.close(nothing)

    def _learn(self):
        import importlib

        said = b""
        while True:
            try:
                more = os.read(self.told, 1 << 16)
            except BlockingIOError:
                break
            said += more
        for name in said.decode().split("\\n")[:-1]:
            if name not in sys.modules:
                try:
                    importlib.import_module(name)
                except Exception:
                    pass

    def _begun(self, asked, first, init):
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self.line.close()
        os.close(self.told)
        said, fds = asked
        self._take(asked)
        for one in fds[:3]:
            os.close(one)
        # The fourth stays open as long as this process lives.
        os.environ.clear()
        os.environ.update(said["env"])
        os.chdir(said["cwd"])
        if init is None:
            init = json.loads(sys.stdin.readline())
            os.environ.update(init.get("env", {}))
            sys.path[:] = [init["code_dir"] if one == first["code_dir"] else one for one in sys.path]
        self.known = set(sys.modules)
        return init

_stem = _Stem(int(sys.argv.pop()))
_stem.first()
'''
_HOOKS = {
    '        _real_stdout.write(json.dumps({"status": "ready"': "        init = _stem.forked(init)\n",
    "        line = sys.stdin.readline()\n        if not line:": "        _stem.remember()\n",
}
"""Where MiniStack's own script goes another way: what is put before which of its lines."""

_stems: dict[str, "Stem"] = {}
_stems_lock = threading.Lock()


def install() -> None:
    """Let MiniStack start the processes of Python functions here. Elsewhere than on Linux it goes on as it was."""
    if sys.platform != "linux":
        return
    script = lambda_runtime._PYTHON_WORKER_SCRIPT
    for line, before in _HOOKS.items():
        if script.count(line) != 1:
            raise RuntimeError(f"MiniStack's script of a function is another: {line.strip()!r}")
        script = script.replace(line, before + line)
    lambda_runtime._PYTHON_WORKER_SCRIPT = _STEM + script
    lambda_runtime.subprocess = _Subprocess()


def started(command: list[str], **how: Any) -> Any:
    """A process as MiniStack asks for it: those of functions are forked."""
    if command[0] == sys.executable and command[-1].endswith("_worker.py"):
        return forked(command, how["cwd"], how["env"])
    return subprocess.Popen(command, **how)


class _Subprocess:
    """What MiniStack takes for the module ``subprocess``."""

    Popen = staticmethod(started)

    def __getattr__(self, name: str) -> Any:
        return getattr(subprocess, name)


class Stem:
    """The process that a function's processes are forked from."""

    def __init__(self, command: list[str], cwd: str, env: dict[str, str]) -> None:
        self.of = _of_function(env)
        self._lock = threading.Lock()
        self._line, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with there:
            self._process = subprocess.Popen(
                [*command, str(there.fileno())],
                cwd=cwd,
                env=env,
                stdin=subprocess.DEVNULL,
                pass_fds=[there.fileno()],
            )

    def fork(self, cwd: str, env: dict[str, str]) -> "Forked":
        """A new process, whether or not the stem has begun. Raises ``OSError`` where it has ended."""
        made = Forked()
        try:
            with self._lock:
                asked = json.dumps({"cwd": cwd, "env": env}).encode()
                socket.send_fds(self._line, [asked], made.theirs)
        except OSError:
            made.close()
            raise
        finally:
            made.hand_over()
        return made

    def close(self) -> None:
        """Let it end, as it does when nobody can ask any more."""
        self._line.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=2)


class Forked:
    """A function's process, as MiniStack handles one that it started itself."""

    def __init__(self) -> None:
        hears, to = os.pipe()
        said, says = os.pipe()
        complained, complains = os.pipe()
        self._alive, life = os.pipe()
        self.theirs = [hears, says, complains, life]
        self.stdin = os.fdopen(to, "w", buffering=1)
        self.stdout = os.fdopen(said)
        self.stderr = os.fdopen(complained)
        self.pid = 0
        self.returncode: int | None = None

    def hand_over(self) -> None:
        """Keep one end of each way; the process has the other."""
        for one in self.theirs:
            os.close(one)
        self.theirs = []

    def close(self) -> None:
        for one in (self.stdin, self.stdout, self.stderr):
            one.close()
        os.close(self._alive)

    def poll(self) -> int | None:
        """None while it lives."""
        return self._look(0)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end. Raises ``TimeoutExpired``."""
        ended = self._look(timeout)
        while ended is None and timeout is None:
            ended = self._look(None)
        if ended is None:
            raise subprocess.TimeoutExpired("function", timeout or 0)
        return ended

    def terminate(self) -> None:
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        self._signal(signal.SIGKILL)

    def _signal(self, number: int) -> None:
        if self._look(0 if self.pid else 2) is None and self.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def _look(self, seconds: float | None) -> int | None:
        """Its id comes first over the way that it keeps open while it lives, then the end."""
        watch = select.poll()
        while self.returncode is None:
            watch.register(self._alive, select.POLLIN)
            if not watch.poll(None if seconds is None else seconds * 1000):
                return None
            said = os.read(self._alive, 64)
            if said:
                self.pid = int(said)
                if seconds:
                    return self._look(0)
            else:
                self.returncode = 0
                os.close(self._alive)
        return self.returncode


def forked(command: list[str], cwd: str, env: dict[str, str]) -> Forked:
    """A process of the function that ``env`` names, from its stem; a function that was changed gets another stem."""
    name = f"{env.get('_LAMBDA_FUNCTION_ARN')} {env.get('AWS_LAMBDA_FUNCTION_VERSION')}"
    with _stems_lock:
        stem = _stems.get(name)
        if stem is not None and stem.of == _of_function(env):
            with contextlib.suppress(OSError):
                return stem.fork(cwd, env)
        if stem is not None:
            stem.close()
        stem = _stems[name] = Stem(command, cwd, env)
        return stem.fork(cwd, env)


def _of_function(env: dict[str, str]) -> dict[str, str]:
    return {name: env[name] for name in env if name not in _OF_ONE_PROCESS}
