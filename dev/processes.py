"""Background processes with a pid file and a log; only what was started here is ever stopped."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dev.problem import Problem

DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""Asks this machine itself: a proxy that the shell names has no business in between."""


@dataclass(frozen=True)
class Service:
    """A background process: how it is started, and how one sees that it answers."""

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str]
    cwd: Path
    home: Path
    """Where pid file and log are."""
    port: int
    health: str
    port_setting: str
    """The environment variable that moves it to another port."""
    version: str = ""
    """Of its code: a running process of another version is replaced."""

    @property
    def pid_file(self) -> Path:
        return self.home / f"{self.name}.pid"

    @property
    def log(self) -> Path:
        return self.home / f"{self.name}.log"


def start(service: Service) -> bool:
    """Start the service unless it runs already as it should. Returns whether it was started now."""
    if runs_already(service):
        return False
    running = _ours(service.pid_file)
    # What runs on another port goes on until it is certain that it can move.
    if running is None or running.get("port") != service.port:
        _demand(service)
    stop(service.pid_file)
    _demand(service)
    service.home.mkdir(parents=True, exist_ok=True)
    with service.log.open("ab") as log:
        process = subprocess.Popen(
            service.command,
            cwd=service.cwd,
            env=dict(service.env),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    note = _identity(service) | {"pid": process.pid, "began": began(process.pid)}
    service.pid_file.write_text(json.dumps(note))
    _wait_until_it_answers(service, process)
    # It outlives this command by design: Popen shall not warn of that when it is collected.
    process.returncode = 0
    return True


def _demand(service: Service) -> None:
    if _taken(service.port):
        raise Problem(
            f"Port {service.port} is taken by another program: stop that, "
            f"or choose another port: {service.port_setting}={service.port + 1} make up"
        )


def runs_already(service: Service) -> bool:
    """Whether this very service runs: same code, same port, and it answers."""
    running = _ours(service.pid_file)
    return (
        running is not None
        and _identity(service).items() <= running.items()
        and _answers(service.health)
    )


def stop(pid_file: Path, seconds: float = 30) -> bool:
    """Stop the process of this pid file, if it still is that process; it may save its state first."""
    running = _ours(pid_file)
    if running:
        pid = int(str(running["pid"]))
        os.kill(pid, signal.SIGTERM)
        end = time.monotonic() + seconds
        while _ours(pid_file) and time.monotonic() < end:
            _reap(pid)
            time.sleep(0.05)
        if _ours(pid_file):
            os.killpg(pid, signal.SIGKILL)
    pid_file.unlink(missing_ok=True)
    return running is not None


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _identity(service: Service) -> dict[str, object]:
    return {"port": service.port, "version": service.version}


def _wait_until_it_answers(service: Service, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while not _answers(service.health):
        if process.poll() is not None or time.monotonic() > end:
            stop(service.pid_file)
            raise Problem(f"{service.name} did not start; its log: {service.log}")
        time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        with DIRECT.open(url, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _ours(pid_file: Path) -> dict[str, object] | None:
    """The note of a process that is still the one that was started; pids are used again."""
    try:
        note: dict[str, object] = json.loads(pid_file.read_text())
    except (OSError, ValueError):
        return None
    pid = int(str(note["pid"]))
    then = began(pid)
    return note if then and then == note["began"] else None


def began(pid: int) -> str:
    """When a process began, as the system writes it; empty if there is none or it is a zombie."""
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            return ""
        return "" if fields[0] == "Z" else fields[19]
    shown = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return shown.stdout.strip()


def _reap(pid: int) -> None:
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return
