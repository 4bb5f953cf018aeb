"""The deployed bundle on a local cloud and a simulated WeChat of its own, once a session.

The local cloud checks every call of a function against its role (``AUTH``), so a permission that the
template forgets fails here and not on AWS.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from dev import stack
from dev.bundle import Bundle, package
from dev.places import ROOT, Place
from dev.processes import free_port, stop

if TYPE_CHECKING:
    from tests.stack.browser import Console

# A proxy or an AWS profile of the shell has no business between the tests and this machine.
os.environ.pop("AWS_PROFILE", None)
os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1,localhost"


@dataclass(frozen=True)
class Stack:
    """A running system: where it is, and what a client of it needs in its environment."""

    place: Place
    env: dict[str, str]
    bundle: Bundle

    def callback_url(self, account: str) -> str:
        """Where WeChat would call for this account."""
        return self.env["RONGMEI_CALLBACK_URL"].replace("{account}", account)

    @property
    def simulator_url(self) -> str:
        return self.place.simulator_url

    def run(self, *command: str, **more_env: str) -> subprocess.CompletedProcess[str]:
        """Run a command as an operator of this system would, and return what it said."""
        return subprocess.run(
            command,
            cwd=ROOT,
            env=stack.CLEAN | self.env | more_env,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def python(self, *arguments: str, **more_env: str) -> subprocess.CompletedProcess[str]:
        """Run a module or a script of this project against this system."""
        return self.run(sys.executable, *arguments, **more_env)


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    """The bundle as it goes to the local cloud."""
    return package("local", ROOT / ".local/build/tests", stack.REGION)


@pytest.fixture(scope="session")
def deployed(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole system, on free ports, forgotten afterwards."""
    place = Place(tmp_path_factory.mktemp("rongmei"), free_port(), free_port())
    try:
        stack.start_cloud(place, {"AUTH": "true", "PERSIST_STATE": "0", "S3_PERSIST": "0"})
        stack.start_simulator(place)
        stack.deploy(place, bundle, place.simulator_url)
        env = stack.environment(place, place.simulator_url)
        stack.write_environment(place, env)
        stack.warm(env, processes=2 * max(1, os.cpu_count() or 1))
        yield Stack(place, env, bundle)
    finally:
        for name in ("simulator", "cloud"):
            stop(place.local / f"{name}.pid", seconds=5)


@pytest.fixture(scope="session")
def seeded(deployed: Stack) -> Stack:
    """The system with the demo in it: units, accounts, rules, menu, articles."""
    done = deployed.python("-m", "demo.seed")
    assert done.returncode == 0, done.stdout + done.stderr
    return deployed


@pytest.fixture(scope="session")
def sessions() -> dict[str, Any]:
    """Who has signed in to the console already, and what their browser keeps of it."""
    return {}


@pytest.fixture
def console(seeded: Stack, sessions: dict[str, Any]) -> Iterator[Console]:
    """``console(person, path, width)``: a page of that person on the deployed console."""
    from tests.stack.browser import console_of

    with console_of(seeded.env, sessions) as opened:
        yield opened
