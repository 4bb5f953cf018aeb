"""What stands behind the Makefile: it stops only what it started, and says in a sentence what is wrong."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dev.alone import alone
from dev.bundle import hash_of
from dev.places import ROOT, checkout
from dev.problem import Problem
from dev.processes import Service, free_port, start, stop
from dev.tests import Half, total

SERVER = (
    "import http.server as s; s.test(s.SimpleHTTPRequestHandler, port={port}, bind='127.0.0.1')"
)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    port = free_port()
    made = Service(
        name="web",
        command=(sys.executable, "-c", SERVER.format(port=port)),
        env=dict(os.environ),
        cwd=tmp_path,
        home=tmp_path,
        port=port,
        health=f"http://127.0.0.1:{port}/",
        port_setting="WEB_PORT",
    )
    yield made
    stop(made.pid_file)


def test_a_service_that_runs_is_not_started_again(service: Service) -> None:
    assert start(service)
    assert not start(service)
    assert stop(service.pid_file)
    assert not stop(service.pid_file)


def test_a_process_that_got_an_old_pid_is_left_alone(service: Service) -> None:
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    note = {"pid": other.pid, "began": "another time", "port": service.port, "version": ""}
    service.pid_file.write_text(json.dumps(note))
    assert not stop(service.pid_file)
    assert other.poll() is None
    other.communicate(b"\n")


def test_a_taken_port_is_said_with_a_way_out(service: Service) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", service.port))
        taken.listen()
        with pytest.raises(Problem, match=f"Port {service.port} is taken .* WEB_PORT="):
            start(service)


def test_a_service_that_dies_names_its_log(service: Service, tmp_path: Path) -> None:
    broken = Service(
        **{**vars(service), "command": (sys.executable, "-c", "raise SystemExit('no')")}
    )
    with pytest.raises(Problem, match=str(tmp_path / "web.log")):
        start(broken)


def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGMEI_CLOUD_PORT", "http")
    with pytest.raises(Problem, match="RONGMEI_CLOUD_PORT=http is not a port"):
        checkout()


@pytest.mark.parametrize("python", ["no-such-python", "false"])
def test_a_missing_python_is_one_sentence(python: str) -> None:
    done = subprocess.run(
        ["sh", ROOT / "dev/python.sh", "-c", "1"],
        env=os.environ | {"PYTHON": python},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("✗ No Python 3.11 or newer found")
    assert done.stderr.count("\n") == 1


def test_of_two_processes_one_makes_what_both_use(tmp_path: Path) -> None:
    try_it = "import fcntl, sys; fcntl.flock(open(sys.argv[1], 'w'), fcntl.LOCK_EX | fcntl.LOCK_NB)"
    other = [sys.executable, "-c", try_it, str(tmp_path / "made/lock")]
    with alone(tmp_path / "made/lock"):
        held = subprocess.run(other, capture_output=True, text=True, check=False)
    assert "BlockingIOError" in held.stderr
    assert subprocess.run(other, check=False).returncode == 0


def test_both_halves_of_the_tests_are_counted_in_one_line() -> None:
    said = [
        "tests/unit/test_one.py::test_it\n",
        "\x1b[31m\x1b[1m1 failed\x1b[0m, \x1b[32m4100 passed\x1b[0m, 2 skipped in 200.11s (0:03:20)\n",
        " Tests  300 passed (300)\n",
        "==== 109 passed, 1 error in 9.74s ====\n",
    ]
    assert total(said) == {"failed": 1, "passed": 4209, "skipped": 2, "error": 1}


@pytest.mark.parametrize(("command", "code"), [("exit 0", 0), ("exit 3", 3)])
def test_what_a_half_says_is_kept_until_it_may_be_shown(
    command: str, code: int, capfd: pytest.CaptureFixture[str]
) -> None:
    half = Half(("sh", "-c", f"echo 1 passed in 0.1s; echo why >&2; {command}"))
    other = Half(("echo", "2 passed in 0.1s"))
    assert other.show() == 0
    assert half.show() == code
    assert capfd.readouterr().out.splitlines() == ["2 passed in 0.1s", "1 passed in 0.1s", "why"]
    assert total([*other.lines, *half.lines]) == {"passed": 3}


def test_what_python_leaves_behind_does_not_change_a_bundle(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1")
    before = hash_of(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__/a.pyc").write_text("2")
    assert hash_of(tmp_path) == before
    (tmp_path / "a.py").write_text("2")
    assert hash_of(tmp_path) != before
