"""The deployed bundle on a local cloud and a simulated WeChat of its own, once a run.

Tests wait for most of their time: for a minute to come, for a warm function to look again. So several processes share the
system (``pytest -n 4``), each with lanes of tests that do not meet those of others (``LANES``).

The local cloud checks every call of a function against its role (``AUTH``), so a permission that the
template forgets fails here and not on AWS.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from dev import stack
from dev.alone import alone
from dev.bundle import Bundle, package
from dev.places import ROOT, Place
from dev.processes import free_port
from tests.stack.terminal import Terminal

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from xdist.remote import Producer
    from xdist.scheduler import Scheduling

    from tests.stack.browser import Console

LANES: Final[Mapping[str, tuple[str, ...]]] = {
    "city": ("test_matrix_walk", "test_order_walk", "test_takedown_walk"),
    "county": ("test_erasure_walk", "test_menu_walk", "test_numbers_walk", "test_races"),
    "code": ("test_bundle", "test_template"),
    "machine": ("test_dev", "test_local_functions", "test_saving", "test_terminal"),
    "phones": ("test_demo_walk", "test_desk_walk"),
    "knowledge": ("test_answer_walk", "test_topic_walk"),
    "newsroom": ("test_days", "test_newsroom_walk"),
    "kitchen": ("test_kitchen_walk",),
    "services": ("test_appointment_walk", "test_archive_walk", "test_service_walk"),
    "doors": ("test_deployed", "test_inspection_walk"),
}
"""Tests that meet, by what they meet at: one after the other, in the order of their files.

The lanes begin in this order: long ones first, but for two that need no system and run while it is made.
"""

# A proxy or an AWS profile of the shell has no business between the tests and this machine.
os.environ.pop("AWS_PROFILE", None)
os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1,localhost"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The lanes in their order."""
    here = Path(__file__).parent
    order = {file: number for number, files in enumerate(LANES.values()) for file in files}
    ours = [one for one in items if one.path.parent == here]
    in_order = iter(sorted(ours, key=lambda one: order.get(one.path.stem, len(order))))
    items[:] = [next(in_order) if one.path.parent == here else one for one in items]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    """Each lane to one process, and the next lane to who has ended one. A file without a lane is one by itself."""
    from xdist.scheduler import LoadScopeScheduling

    of = {file: lane for lane, files in LANES.items() for file in files}

    class Lanes(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.split("::", 1)[0]
            return of.get(Path(file).stem, file)

    config.option.loadscopereorder = False
    return Lanes(config, log)


@dataclass(frozen=True)
class Stack:
    """A running system: where it is, and what a client of it needs in its environment."""

    place: Place
    env: dict[str, str]
    bundle: Bundle
    terminal: Terminal

    def callback_url(self, account: str) -> str:
        """Where WeChat would call for this account."""
        return self.env["RONGMEI_CALLBACK_URL"].replace("{account}", account)

    @property
    def simulator_url(self) -> str:
        return self.place.simulator_url

    def rongmei(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command as an operator of this system would, and return what it said."""
        return self.python("-m", "cli", *arguments)

    def python(self, *arguments: str, **more_env: str) -> subprocess.CompletedProcess[str]:
        """Run a module or a line of code of this project against this system."""
        return self.terminal.run(arguments, stack.CLEAN | self.env | more_env, seconds=300)

    def process(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a program in a process that nobody has prepared."""
        return subprocess.run(
            command,
            cwd=ROOT,
            env=stack.CLEAN | self.env,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    """The bundle as it goes to the local cloud."""
    return package("local", ROOT / ".local/build/tests", stack.REGION)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A directory of this run that all its processes know."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


def _keep(place: Place, process: int) -> None:
    """See to it that the system ends with this process, even where nobody gets to tidy up."""
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.stack.keeper", str(process), str(place.local)],
        cwd=ROOT,
        env=stack.CLEAN,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    # It outlives this process by design: Popen shall not warn of that when it is collected.
    keeper.returncode = 0


def once(shared: Path, name: str, make: Callable[[], Any]) -> Any:
    """What ``make`` returned, as JSON, in the process of this run that came first; the others wait for it.

    What could not be made fails the tests of all.
    """
    mark = shared / f"{name}.json"
    with alone(shared / f"{name}.lock"):
        if not mark.is_file():
            mark.write_text("null")
            mark.write_text(json.dumps(make()))
        made = json.loads(mark.read_text())
    assert made is not None, f"{name}: it could not be made; the first test that needed it says why"
    return made


@pytest.fixture(scope="session")
def terminal() -> Iterator[Terminal]:
    """Where an operator types."""
    made = Terminal()
    yield made
    made.close()


@pytest.fixture(scope="session")
def deployed(bundle: Bundle, shared: Path, terminal: Terminal, worker_id: str) -> Stack:
    """The whole system, on free ports, the same for all processes of this run."""

    def make() -> dict[str, Any]:
        place = Place(shared / "rongmei", free_port(), free_port())
        _keep(place, os.getpid() if worker_id == "master" else os.getppid())
        stack.start_cloud(place, {"AUTH": "true", "PERSIST_STATE": "0", "S3_PERSIST": "0"})
        stack.start_simulator(place)
        stack.deploy(place, bundle, place.simulator_url)
        env = stack.environment(place, place.simulator_url)
        stack.write_environment(place, env)
        stack.warm(env, processes=2 * max(1, os.cpu_count() or 1))
        return {"ports": [place.cloud_port, place.simulator_port], "env": env}

    made = once(shared, "deployed", make)
    return Stack(Place(shared / "rongmei", *made["ports"]), made["env"], bundle, terminal)


@pytest.fixture(scope="session")
def seeded(deployed: Stack, shared: Path) -> Stack:
    """The system with the demo in it: units, accounts, rules, menu, articles."""

    def seed() -> str:
        done = deployed.python("-m", "demo.seed")
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    once(shared, "seeded", seed)
    return deployed


@pytest.fixture(scope="session")
def sessions() -> dict[str, Any]:
    """Who has signed in to the console already, and what their browser keeps of it."""
    return {}


@pytest.fixture
def console(seeded: Stack, sessions: dict[str, Any], browser: Browser) -> Iterator[Console]:
    """``console(person, path, width)``: a page of that person on the deployed console."""
    from tests.simulator.browser import close_all
    from tests.stack.browser import Console

    made = Console(browser, seeded.env, sessions)
    yield made
    close_all(browser)
    assert made.errors == []
