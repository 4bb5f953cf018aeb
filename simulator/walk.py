"""`python -m simulator walk`: every follower of a very large account, page by page, measured.

The simulator runs as a process of its own, so that the peak is its memory and not the caller's.
"""

import argparse
import contextlib
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

APPID, SECRET = "wx0000000000000walk", "walk"
PAGE = 10_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--followers", type=int, default=10_000_000, help="how many (%(default)s at most)"
    )


def run(given: argparse.Namespace) -> int:
    """Print the figures; 1 if the walk did not meet everybody."""
    with _simulator() as (http, pid):
        token = _account(http, given.followers)
        before, started = _peak(pid), time.perf_counter()
        met, pages = _walk(http, token)
        took = time.perf_counter() - started
        print(f"  followers   {met:,} met of {given.followers:,}, in {pages:,} pages")
        print(f"  time        {took:.1f} s, {1000 * took / max(1, pages):.0f} ms a page")
        print(f"  peak memory {before} MB before the first page, {_peak(pid)} MB after the last")
    return 0 if met == given.followers else 1


@contextlib.contextmanager
def _simulator() -> Iterator[tuple[httpx.Client, int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "simulator", "serve", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http:
            _wait_for(http)
            yield http, process.pid
    finally:
        process.terminate()
        process.wait()


def _wait_for(http: httpx.Client) -> None:
    until = time.monotonic() + 10
    while True:
        try:
            http.get("/_sim/health")
        except httpx.ConnectError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def _account(http: httpx.Client, followers: int) -> str:
    """An account with that following and a quota that lets it be walked in one day."""
    settings = {
        "name": "千万粉丝",
        "secret": SECRET,
        "followers": {"count": followers},
        "quotas": {"/cgi-bin/user/get": followers // PAGE + 10},
    }
    http.put(f"/_sim/accounts/{APPID}", json=settings).raise_for_status()
    asked = {"grant_type": "client_credential", "appid": APPID, "secret": SECRET}
    token: str = http.post("/cgi-bin/stable_token", json=asked).json()["access_token"]
    return token


def _walk(http: httpx.Client, token: str) -> tuple[int, int]:
    met = pages = 0
    start = ""
    while True:
        asked = {"access_token": token, "next_openid": start}
        page = http.get("/cgi-bin/user/get", params=asked).json()
        met += page["count"]
        if not page["next_openid"]:
            return met, pages
        pages, start = pages + 1, page["next_openid"]


def _peak(pid: int) -> int:
    """The process's greatest resident memory so far, in MB (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) // 1024 if found else 0
