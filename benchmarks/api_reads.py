"""``python -m benchmarks.api_reads``: every read of the console's API, in a city of one account and in one of twenty.

The world is that of the API's tests. AWS is moto in this process; once a read has been answered, its answers are given
again from a book, so that the time is ours and botocore's and not moto's. What a table really takes is added as an
assumption: calls that wait for each other count one round trip each, calls made side by side count as they overlap.
"""

from __future__ import annotations

import argparse
import heapq
import io
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, redirect_stdout
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from itertools import islice
from types import SimpleNamespace
from typing import Any, NamedTuple, TypedDict
from unittest import mock

import numpy as np
import time_machine

from benchmarks.moto_cloud import cloud_here

ROUND_TRIP_MS = 5.0
"""What one call of DynamoDB takes from Lambda in its own region, generously; S3 and SQS take longer, and are few."""
BELOW = 20
"""Further accounts, each in a county of its own below the city."""


class Read(TypedDict):
    """One route of the API."""

    calls: int
    """Calls of AWS in the city of one account."""
    calls_of_many: int
    """The same in the city of many."""
    in_a_row: int
    """Those of the many that wait for each other."""
    p50_ms: float
    """Processor time in the city of many."""
    p95_ms: float


class Route(NamedTuple):
    """A read as somebody makes it who may."""

    name: str
    path: str
    query: Mapping[str, str]
    people: tuple[str, ...]


def waited_ms(read: Read, round_trip_ms: float = ROUND_TRIP_MS) -> float:
    """What a read takes in all, in milliseconds: its p95 of processor time and its waits."""
    return read["p95_ms"] + read["in_a_row"] * round_trip_ms


def measure(rounds: int, below: int = BELOW, each: int = 1) -> dict[str, Read]:
    """By route, or of so many routes one; in a process of its own, which dresses up as the console's function."""
    command = [sys.executable, "-m", "benchmarks.api_reads", "--json", "--rounds", str(rounds)]
    command += ["--below", str(below), "--each", str(each)]
    # No input of anybody's: numbers.
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    found: dict[str, Read] = json.loads(done.stdout.splitlines()[-1])
    return found


class Waits:
    """Counts the calls of a thread, and of the threads it waits for as they overlap."""

    def __init__(self) -> None:
        self._of = threading.local()
        self.calls = 0

    @property
    def in_a_row(self) -> int:
        return getattr(self._of, "number", 0)

    @in_a_row.setter
    def in_a_row(self, number: int) -> None:
        self._of.number = number

    def begin(self) -> None:
        """Count from nought."""
        self.calls = self.in_a_row = 0

    def called(self) -> None:
        """One call more."""
        self.calls += 1
        self.in_a_row += 1

    def side_by_side(self, pool: ThreadPoolExecutor, make: Any, items: Any) -> Iterator[Any]:
        """``ThreadPoolExecutor.map`` that counts the longest lane, whichever thread took what."""

        def counted(item: Any) -> tuple[Any, int]:
            self.in_a_row = 0
            return make(item), self.in_a_row

        done = list(_MAP(pool, counted, items))
        lanes = [0] * pool._max_workers
        for _, taken in done:
            heapq.heapreplace(lanes, lanes[0] + taken)
        self.in_a_row += max(lanes)
        return iter([found for found, _ in done])


_MAP = ThreadPoolExecutor.map


@contextmanager
def _book(waits: Waits) -> Iterator[None]:
    """Answers of moto, given again to whoever asks the same; what writes is asked anew."""
    from botocore.awsrequest import AWSResponse
    from moto.core.botocore_stubber import BotocoreStubber, MockRawResponse

    known: dict[Any, tuple[int, Any, bytes]] = {}
    real = BotocoreStubber.__call__

    def answer(stubber: Any, event_name: str, request: Any, **more: Any) -> Any:
        waits.called()
        target = str(request.headers.get("X-Amz-Target", b""))
        key = (request.method, request.url, target, request.headers.get("Range"), request.body)
        again = not re.search(r"PutItem|UpdateItem|DeleteItem|Write|Execute", target)
        if again and isinstance(key[-1], bytes | str | None) and key in known:
            status, headers, raw = known[key]
            return AWSResponse(request.url, status, headers, MockRawResponse(raw))
        given = real(stubber, event_name, request, **more)
        if given is None or not again or not isinstance(key[-1], bytes | str | None):
            return given
        raw = given.content
        known[key] = (given.status_code, given.headers, raw)
        return AWSResponse(request.url, given.status_code, given.headers, MockRawResponse(raw))

    def mapped(pool: ThreadPoolExecutor, make: Any, items: Any) -> Iterator[Any]:
        return waits.side_by_side(pool, make, items)

    with (
        mock.patch.object(BotocoreStubber, "__call__", answer),
        mock.patch.object(ThreadPoolExecutor, "map", mapped),
    ):
        yield


def _measured(rounds: int, below: int, each: int) -> dict[str, Read]:
    from tests.cloud.wechat.stub import wechat_stub

    waits = Waits()
    with ExitStack() as held:
        held.enter_context(cloud_here())
        held.enter_context(wechat_stub())
        ids = _world()
        # The world is made; from here on nothing moves, so that the same is asked again and again.
        held.enter_context(time_machine.travel(datetime.now(UTC), tick=False))
        with _book(waits):
            few = {one.name: _calls(one, waits) for one in islice(_routes(ids), 0, None, each)}
        _more_accounts(below)
        with _book(waits):
            return {
                one.name: _one(one, few[one.name], waits, rounds)
                for one in _routes(ids)
                if few.get(one.name) is not None
            }


def _world() -> dict[str, str]:
    from chalicelib import people
    from chalicelib.actor import local
    from chalicelib.people import Role
    from tests.cloud.console import at_desk, world

    ids = world.publish(world.fill())
    ids |= at_desk.fill("jia", world.MARK, world.person_of(Role.AGENT), [])
    people.add_staff("all", "jia", list(Role), by=local("ops"), now=world.NOW, name="全能")
    return ids


def _more_accounts(number: int) -> None:
    """Counties below the city, each with its account, an article and a planned issue."""
    from chalicelib import accounts, newsroom, publishing, units
    from chalicelib.actor import SYSTEM, local
    from chalicelib.clock import utc_now
    from chalicelib.units import UnitLevel
    from tests.cloud.accounts.made import SECRETS, account
    from tests.cloud.newsroom.people import composed

    now = utc_now()
    for n in range(number):
        unit = f"c{n:02d}"
        units.add_unit(unit, name=f"第{n}县局", level=UnitLevel.COUNTY, parent="jia")
        made = account(id=unit, name=f"第{n}县税务", unit=unit, appid=f"wxcounty{n:04d}")
        accounts.add_account(made, SECRETS, by=SYSTEM, now=now)
        newsroom.create(composed(title=f"第{n}县稿件"), unit=unit, by=local("li"), now=now)
        publishing.plan_issue(
            unit, at=now + timedelta(days=2), by=SYSTEM, now=now, title="专题", off_slot=True
        )


def _routes(ids: Mapping[str, str]) -> Iterator[Route]:
    """Every read that has a case in the API's tests and whose things this world has."""
    from tests.cloud.console import cases, world

    for (method, path), case in sorted(cases.every().items()):
        if method != "GET":
            continue
        named = {**ids, **{name: ids.get(of, "") for name, of in case.ids.items()}}
        whole = {name: _filled(str(value), named) for name, value in case.query.items()}
        yield Route(path, _filled(path, named), whole, ("all", "li", world.ABOVE))


def _filled(text: str, ids: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: ids.get(found[1], "nobody"), text)


def _calls(route: Route, waits: Waits) -> int | None:
    """Calls of AWS of a warm process; None where nobody of this world gets an answer."""
    from chalicelib.console.rates import RATES

    for person in route.people:
        event = _event(route, person)
        RATES._left.clear()
        if _asked(event) == HTTPStatus.OK:
            waits.begin()
            _asked(event)
            return waits.calls
    return None


def _one(route: Route, few: int | None, waits: Waits, rounds: int) -> Read:
    calls = _calls(route, waits)
    if calls is None or few is None:
        raise AssertionError(f"{route.name} answers no more")
    in_a_row = waits.in_a_row
    person = next(one for one in route.people if _asked(_event(route, one)) == HTTPStatus.OK)
    event = _event(route, person)
    taken = [_timed(event) for _ in range(rounds)]
    return Read(
        calls=few,
        calls_of_many=calls,
        in_a_row=in_a_row,
        p50_ms=round(float(np.percentile(taken, 50)), 1),
        p95_ms=round(float(np.percentile(taken, 95)), 1),
    )


def _timed(event: dict[str, Any]) -> float:
    from chalicelib.console.rates import RATES

    RATES._left.clear()
    # Of the whole process: what is read side by side is read by other threads.
    begun = time.process_time()
    _asked(event)
    return (time.process_time() - begun) * 1e3


def _asked(event: dict[str, Any]) -> int:
    from chalicelib.console.handler import handler

    return int(handler(event, SimpleNamespace(aws_request_id="r"))["statusCode"])


_SESSIONS: dict[str, str] = {}


def _event(route: Route, person: str) -> dict[str, Any]:
    from tests.cloud.console.conftest import session_for

    if person not in _SESSIONS:
        _SESSIONS[person] = session_for(person)
    sent = {"X-Rongmei-Console": "1", "Cookie": f"__Host-rongmei={_SESSIONS[person]}"}
    full = f"/console/api/v1{route.path}"
    return {
        "httpMethod": "GET",
        "path": full,
        "headers": sent,
        "multiValueHeaders": {name: [value] for name, value in sent.items()},
        "queryStringParameters": dict(route.query) or None,
        "multiValueQueryStringParameters": {k: [v] for k, v in route.query.items()} or None,
        "body": None,
        "isBase64Encoded": False,
        "requestContext": {"requestId": "r", "httpMethod": "GET", "path": full},
    }


def main() -> None:
    """A table, the slowest first; with ``--json`` the figures, in the last line."""
    from rich.console import Console

    from benchmarks.console_figures import reads_table

    parser = argparse.ArgumentParser(prog="python -m benchmarks.api_reads", description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--below", type=int, default=BELOW, help="accounts below the city")
    parser.add_argument("--each", type=int, default=1, help="of so many routes, one is asked")
    parser.add_argument("--round-trip", type=float, default=ROUND_TRIP_MS, metavar="MS")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    for name in (
        "AWS_ENDPOINT_URL",
        "AWS_PROFILE",
        "RONGMEI_CALLBACK_URL",
        "RONGMEI_WECHAT_API_URL",
    ):
        os.environ.pop(name, None)
    # Metrics and logs are printed; that is their way to CloudWatch.
    with redirect_stdout(io.StringIO()):
        figures = _measured(options.rounds, options.below, options.each)
    if options.json:
        print(json.dumps(figures))
    else:
        Console().print(reads_table(figures, options.round_trip, every=True))


if __name__ == "__main__":
    main()
