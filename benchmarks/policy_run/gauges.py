"""What the stack needs while the day goes on: memory and processor time of its processes, and what waits in its queues."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import math
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from botocore.exceptions import BotoCoreError

from dev.places import Place

CLOUD: Final = "local cloud"
SIMULATOR: Final = "simulated WeChat"
PHONES: Final = "phones"
BESIDE: Final = (CLOUD, SIMULATOR, PHONES)
"""What is no function of ours."""
HOLDS_THE_DAY: Final = {"Topics": 1769, "archive": 2048}
"""Functions that look at all of an account's day at once, so that their memory grows with it (docs/decisions/0366), each with what it has (MB)."""
_WORKER: Final = re.compile(
    r"ministack-lambda-rongmei-local-(.+?)(?:-[0-9A-F]{13})?-\w{8}/_worker\.py"
)
_ERROR: Final = re.compile(r'"level":"ERROR".*?"message":"([^"]*)"')
_CARRIED: Final = re.compile(
    r"^(\S+ \S+) INFO \[lambda\] ESM: Lambda rongmei-local-(.+?)(?:-[0-9A-F]{13})? processed (\d+) DynamoDB",
    re.MULTILINE,
)
_TICKS: Final = os.sysconf("SC_CLK_TCK")


class Carried(NamedTuple):
    """A batch of the table's stream that a function carried out."""

    at: float
    """Its end: seconds of ``time.monotonic``, to the second."""
    records: int


class Process(NamedTuple):
    """A process at one moment."""

    pid: int
    name: str
    """The function that it runs, or what else it is."""
    mb: float
    """Resident memory that is its own (``RssAnon``): files that it maps come and go with the machine's cache."""
    rss_mb: float
    seconds: float
    """Processor time so far."""


@dataclass(frozen=True)
class Sample:
    """One look at everything."""

    at: float
    """Seconds of ``time.monotonic``."""
    pushes: int
    """Pushes that were answered or given up until then."""
    processes: list[Process]
    waiting: dict[str, int]
    """Messages that wait or are worked on, by queue; empty ones are left out."""

    def as_json(self, begun: float) -> dict[str, Any]:
        """As it stands in the report: memory and processor time by function."""
        return {
            "at_s": round(self.at - begun, 1),
            "pushes": self.pushes,
            "rss_mb": _by_name(self.processes, lambda one: one.rss_mb),
            "own_mb": _by_name(self.processes, lambda one: one.mb),
            "processor_s": _by_name(self.processes, lambda one: one.seconds),
            "processes": dict(Counter(one.name for one in self.processes)),
            "waiting": self.waiting,
        }


@dataclass
class Gauges:
    """Looks every ``every`` seconds until it is cancelled."""

    place: Place
    pushes: Callable[[], int]
    every: float = 10.0
    samples: list[Sample] = field(default_factory=list)

    async def watch(self) -> None:
        """Look again and again."""
        queues = await asyncio.to_thread(self._queues)
        while True:
            begun = time.monotonic()
            # Where far more comes than is held, the local cloud may not answer this either.
            with contextlib.suppress(BotoCoreError):
                self.samples.append(await asyncio.to_thread(self.look, queues))
            await asyncio.sleep(max(0.0, begun + self.every - time.monotonic()))

    def look(self, queues: dict[str, str] | None = None) -> Sample:
        """One look, now."""
        waiting = waiting_in(queues if queues is not None else self._queues())
        return Sample(time.monotonic(), self.pushes(), list(processes(self.place)), waiting)

    def _queues(self) -> dict[str, str]:
        return {url.rpartition("/")[2]: url for url in _sqs().list_queues().get("QueueUrls", [])}


def waiting_in(queues: dict[str, str]) -> dict[str, int]:
    """How many messages wait or are worked on in each queue that is not empty."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = {}
    for name, url in queues.items():
        told = _sqs().get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        if number := sum(int(told[one]) for one in names):
            found[name] = number
    return found


def errors(log: str) -> dict[str, int]:
    """What functions logged as errors, by message, in a log of the local cloud."""
    return dict(Counter(found[1] for found in _ERROR.finditer(log)).most_common())


def carried(log: str, function: str) -> list[Carried]:
    """The batches of the table's stream that a function carried out, by a log of the local cloud."""
    since = time.time() - time.monotonic()
    return [
        Carried(datetime.fromisoformat(found[1]).timestamp() - since, int(found[3]))
        for found in _CARRIED.finditer(log)
        if found[2] == function
    ]


def processes(place: Place) -> Iterator[Process]:
    """The processes of a local system, and this one, which plays the phones."""
    cloud = _noted(place, "cloud")
    yield _process(os.getpid(), PHONES)
    yield _process(_noted(place, "simulator"), SIMULATOR)
    yield _process(cloud, CLOUD)
    folders = [one for one in Path("/proc").iterdir() if one.name.isdecimal()]
    parents = {int(one.name): _parent(one) for one in folders}
    for pid in parents:
        if cloud in above(pid, parents):
            command = _read(Path(f"/proc/{pid}/cmdline")).replace("\0", " ")
            if found := _WORKER.search(command):
                yield _process(pid, found[1])


def above(pid: int, parents: Mapping[int, int]) -> Iterator[int]:
    """The processes that a process comes from: a function's are forked from one that is the local cloud's own."""
    while pid := parents.get(pid, 0):
        yield pid


@dataclass(frozen=True)
class Growth:
    """How the memory of one name grew over the second half of the run, by least squares."""

    name: str
    processes: int
    mb: float
    """Of all its processes together, at the end."""
    mb_per_10_000: float
    """More memory with 10,000 more pushes."""
    error: float
    """Standard error of that."""
    more_percent: float
    """What grew in the second half, by the line, as a share of the memory at its begin."""

    @property
    def flat(self) -> bool:
        """Whether it does not grow for certain (two standard errors), or by less than two in a hundred."""
        return self.mb_per_10_000 <= 2 * self.error or self.more_percent < 2.0


def growths(samples: Sequence[Sample]) -> list[Growth]:
    """The growth of each name, over the processes that lived through the whole second half."""
    half = samples[len(samples) // 2 :]
    lived = set.intersection(*({one.pid for one in each.processes} for each in half))
    names = sorted({one.name for one in half[-1].processes if one.pid in lived})
    found = []
    for name in names:
        points = [
            (
                float(each.pushes),
                sum(one.mb for one in each.processes if one.name == name and one.pid in lived),
            )
            for each in half
        ]
        slope, error = _line(points)
        more = slope * (points[-1][0] - points[0][0])
        number = sum(one.name == name and one.pid in lived for one in half[-1].processes)
        found.append(
            Growth(
                name,
                number,
                round(points[-1][1], 1),
                round(1e4 * slope, 2),
                round(1e4 * error, 2),
                round(100 * more / points[0][1], 2),
            )
        )
    return found


class Room(NamedTuple):
    """What a process of a function of ``HOLDS_THE_DAY`` takes on a whole day, and what it has."""

    name: str
    mb: float
    has: float


def room(one: Growth, pushes: int) -> Room:
    """What one process takes after so many pushes, if it goes on as it did."""
    takes = (one.mb + one.mb_per_10_000 * pushes / 1e4) / one.processes
    return Room(one.name, takes, HOLDS_THE_DAY[one.name])


def growth_json(one: Growth) -> dict[str, Any]:
    """As it stands in the report."""
    return asdict(one) | {"flat": one.flat}


def used(first: Sample, last: Sample) -> dict[str, float]:
    """Processor seconds by name between two looks."""
    before = {one.pid: one.seconds for one in first.processes}
    found: dict[str, float] = {}
    for one in last.processes:
        found[one.name] = found.get(one.name, 0.0) + one.seconds - before.get(one.pid, 0.0)
    return {name: round(found[name], 1) for name in sorted(found, key=lambda one: -found[one])}


def _line(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Slope of the line nearest to these points, and its standard error."""
    number = len(points)
    mean_x, mean_y = (sum(one[axis] for one in points) / number for axis in (0, 1))
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    if number < 3 or not spread:
        return 0.0, math.inf
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread
    left = sum((y - mean_y - slope * (x - mean_x)) ** 2 for x, y in points)
    return slope, math.sqrt(left / (number - 2) / spread)


def _by_name(found: Sequence[Process], what: Callable[[Process], float]) -> dict[str, float]:
    names = dict.fromkeys(one.name for one in found)
    return {name: round(sum(what(one) for one in found if one.name == name), 1) for name in names}


def _noted(place: Place, name: str) -> int:
    return int(json.loads((place.local / f"{name}.pid").read_text())["pid"])


def _process(pid: int, name: str) -> Process:
    folder = Path(f"/proc/{pid}")
    fields = _read(folder / "stat").rpartition(")")[2].split()
    seconds = (int(fields[11]) + int(fields[12])) / _TICKS if fields else 0.0
    status = dict(
        line.split(":", 1) for line in _read(folder / "status").splitlines() if ":" in line
    )
    kilobytes = (int(status.get(key, "0 kB").split()[0]) for key in ("RssAnon", "VmRSS"))
    own, rss = (value / 1024 for value in kilobytes)
    return Process(pid, name, own, rss, seconds)


def _parent(folder: Path) -> int:
    fields = _read(folder / "stat").rpartition(")")[2].split()
    return int(fields[1]) if fields else 0


def _read(file: Path) -> str:
    """A process may end while it is looked at."""
    try:
        return file.read_text()
    except OSError:
        return ""


@functools.cache
def _sqs() -> Any:
    import boto3

    return boto3.client("sqs")
