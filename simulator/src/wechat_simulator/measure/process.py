"""A simulator in a process of its own, for commands that measure it from outside."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

import wechat_simulator

SECRET = "measured"  # noqa: S105 — of an account that lives as long as the command
PATIENCE = 10


@dataclass(frozen=True)
class Started:
    """A running simulator; `seconds` passed between the command and its first answer."""

    http: httpx.Client
    port: int
    pid: int
    seconds: float

    def account(self, appid: str, **settings: object) -> str:
        """Make an account; returns a token for it."""
        body = {"name": appid, "secret": SECRET} | settings
        self.http.put(f"/_sim/accounts/{appid}", json=body).raise_for_status()
        asked = {"grant_type": "client_credential", "appid": appid, "secret": SECRET}
        token: str = self.http.post("/cgi-bin/stable_token", json=asked).json()["access_token"]
        return token

    def peak(self) -> int:
        """The greatest resident memory so far, in MB (Linux)."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        return int(found[1]) // 1024 if found else 0


@contextlib.contextmanager
def started() -> Iterator[Started]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "wechat_simulator", "serve", "--port", str(port)]
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=_environment(), stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http:
            _wait_for(http)
            yield Started(http, port, process.pid, time.perf_counter() - begun)
    finally:
        process.terminate()
        process.wait()


def _environment() -> dict[str, str]:
    """The environment in which the new process imports this very package, installed or not."""
    source = str(Path(wechat_simulator.__file__).parents[1])
    paths = [source, *filter(None, [os.environ.get("PYTHONPATH")])]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths)}


def _wait_for(http: httpx.Client) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            http.get("/_sim/health")
        except httpx.ConnectError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return
