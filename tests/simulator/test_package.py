"""The simulator as a package of its own: built without a network, installed, started in an empty directory."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import wechat_simulator

PACKAGE = Path(wechat_simulator.__file__).parent
PROJECT = PACKAGE.parents[1]


def pip(*arguments: str) -> None:
    offline = ("--quiet", "--no-index", "--no-deps", "--disable-pip-version-check")
    command = [sys.executable, "-m", "pip", *arguments, *offline]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy: building leaves files behind in the source."""
    copy, out = tmp_path_factory.mktemp("source") / "simulator", tmp_path_factory.mktemp("wheel")
    leave_out = shutil.ignore_patterns("__pycache__", "build", "*.egg-info")
    shutil.copytree(PROJECT, copy, ignore=leave_out)
    pip("wheel", str(copy), "--no-build-isolation", "--wheel-dir", str(out))
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the package and, in bin/, its command."""
    home = tmp_path_factory.mktemp("installed")
    pip("install", str(wheel), "--target", str(home))
    return home


def environment(home: Path) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(home)}


def command(home: Path, *arguments: str, cwd: Path) -> str:
    """Run the installed command and return its output; it must end well."""
    done = subprocess.run(
        [home / "bin/wechat-simulator", *arguments],
        cwd=cwd,
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextlib.contextmanager
def serving(home: Path, cwd: Path) -> Iterator[httpx.Client]:
    """`wechat-simulator serve` on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [home / "bin/wechat-simulator", "serve", "--port", str(port)],
        cwd=cwd,
        env=environment(home),
        stdout=subprocess.DEVNULL,
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http:
            until = time.monotonic() + 20
            while True:
                try:
                    http.get("/_sim/health")
                    break
                except httpx.ConnectError:
                    assert process.poll() is None, "it ended by itself"
                    assert time.monotonic() < until, "it did not start"
                    time.sleep(0.05)
            yield http
    finally:
        process.terminate()
        process.wait()


def test_every_file_of_the_package_is_in_the_wheel(wheel):
    files = (file for file in PACKAGE.rglob("*") if file.is_file())
    ours = {str(f.relative_to(PACKAGE.parent)) for f in files if f.parent.name != "__pycache__"}
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name for name in names if ".dist-info/" not in name} == ours
    assert {Path(name).suffix for name in ours} >= {".py", ".js", ".css", ".html", ".toml"}


def test_the_wheel_says_what_it_is(wheel):
    archive = zipfile.ZipFile(wheel)
    (name,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
    metadata = archive.read(name).decode()
    head, _, description = metadata.partition("\n\n")
    told = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    assert told["Name"] == "wechat-simulator"
    assert told["Version"] == wechat_simulator.__version__
    assert told["Requires-Python"] == ">=3.11"
    assert told["License-Expression"] == "Apache-2.0"
    assert description.strip() == (PROJECT / "README.md").read_text("utf-8").strip()
    assert any(name.endswith("/licenses/LICENSE") for name in archive.namelist())


def test_every_dependency_has_a_lower_bound():
    lines = (PROJECT / "requirements.in").read_text("utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith("#")]
    assert wanted
    assert [line for line in wanted if ">=" not in line] == []


def test_the_changelog_knows_the_version():
    assert f"## {wechat_simulator.__version__}" in (PROJECT / "CHANGELOG.md").read_text("utf-8")


def test_the_command_tells_version_and_commands(installed, tmp_path):
    version = command(installed, "--version", cwd=tmp_path)
    assert version.strip() == f"wechat-simulator {wechat_simulator.__version__}"
    shown = command(installed, "--help", cwd=tmp_path)
    assert all(name in shown for name in ("serve", "crowd", "hotline", "walk", "rate"))


def test_it_serves_its_pages_from_an_empty_directory(installed, tmp_path):
    with serving(installed, tmp_path) as http:
        assert http.get("/_sim/health").json()["version"] == wechat_simulator.__version__
        for page, script in (("/", "phone.js"), ("/platform", "platform.js")):
            assert f"/static/{script}" in http.get(page).text
            assert http.get(f"/static/{script}").status_code == 200
        assert "已被发布者删除" in http.get("/s/unknown").text
    assert list(tmp_path.iterdir()) == []


def test_a_crowd_and_a_walk_run_as_they_were_installed(installed, tmp_path):
    asked = ("--followers", "20", "--messages", "10")
    assert "20" in command(installed, "crowd", *asked, cwd=tmp_path)
    told = command(installed, "walk", "--followers", "25000", cwd=tmp_path)
    assert "25,000 met of 25,000" in told
