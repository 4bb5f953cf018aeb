"""``python -m benchmarks.followers``: the roll of ten million followers, its function killed twenty times.

Four processes: the simulated WeChat with its crowd, a simulated cloud, this one with the clock, and the function, which
is begun again and again and killed by SIGKILL at random moments. WeChat's quota is the default of 500 pages a day, so
that the days pass by the clock of this process; the simulator's goes with it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.request import Request, urlopen

from benchmarks.stub import ENVIRONMENT

APPID: Final = "wx0123456789abcdef"
START: Final = datetime.fromisoformat("2026-11-24T12:00:00+08:00")
KILLS: Final = 20
GONE: Final = 500
"""So many leave between the two syncs without a word; of few followers fewer."""


def main() -> None:
    """Measure; ``--followers 10000000`` takes half an hour and more a list."""
    options = _options()
    if options.turn:
        _turn(datetime.fromisoformat(options.turn))
        return
    random.seed(17)
    with _processes(options.port) as urls:
        os.environ.update(_environment(urls))
        _begin(urls, options.followers)
        first = _sync(urls, START, options.kills, options.page_seconds)
        print(json.dumps({"sync": "first", **first}), flush=True)
        # Some leave without a word; fewer than what would be doubted.
        gone = min(GONE, options.followers * 3 // 1000)
        _crowd(urls, options.followers - gone)
        second = _sync(urls, START + timedelta(days=30), 0, options.page_seconds)
        print(json.dumps({"sync": "second", "left": gone, **second}), flush=True)


def _sync(urls: dict[str, str], now: datetime, kills: int, seconds: float) -> dict[str, Any]:
    """One whole sync, killed so often; what it took."""
    from chalicelib import followers

    _clock(urls, now)
    followers.roll.start("province", by="bench", now=now)
    begun, killed, turns = time.monotonic(), 0, 0
    while True:
        sync = followers.roll.current("province")
        assert sync is not None
        if sync.ended_for_good:
            break
        if sync.next_at and sync.next_at > now:
            now = sync.next_at
            _clock(urls, now)
        turns += 1
        child = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-m", "benchmarks.followers", "--turn", now.isoformat()]
        )
        limit = random.uniform(2, seconds) if killed < kills else None
        try:
            child.wait(timeout=limit)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            killed += 1
            # Its lease ends.
            now += timedelta(minutes=4)
            _clock(urls, now)
    lines = _taken()
    assert all(taken <= 500 for taken in lines.values()), lines
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    roll = followers.roll.roll_of("province")
    assert roll is not None
    return {
        "phase": sync.phase.value,
        "on_roll": roll.number,
        "pages": sync.pages,
        "calls": sync.calls,
        "taken_by_day": lines,
        "killed": killed,
        "turns": turns,
        "came": sync.came,
        "gone": sync.gone_written,
        "seconds": round(time.monotonic() - begun),
        "most_mb": round(most / 1024),
    }


def _taken() -> dict[str, int]:
    from chalicelib import accounts
    from chalicelib.accounts import Scarce

    taken = accounts.ledger.taken("province", [Scarce.FOLLOWERS])
    return {key.partition("#")[2]: number for key, number in taken.items()}


def _turn(now: datetime) -> None:
    """The function: one turn, as long as it takes."""
    from chalicelib import followers
    from chalicelib.application.following import REPAIR

    began = time.monotonic()
    followers.roll.work(
        "province", REPAIR, clock=lambda: now + timedelta(seconds=time.monotonic() - began)
    )


def _begin(urls: dict[str, str], count: int) -> None:
    from pydantic import SecretStr

    from benchmarks.moto_cloud import make_bucket, make_table
    from chalicelib import accounts, units
    from chalicelib.accounts import AccountKind, OfficialAccount, Secrets
    from chalicelib.cloud import clients
    from chalicelib.settings import settings

    make_table()
    make_bucket()
    os.environ["RONGMEI_FOLLOWERS_QUEUE_URL"] = clients.sqs().create_queue(
        QueueName="rongmei-followers"
    )["QueueUrl"]
    settings.cache_clear()
    units.add_unit("province", name="省局", level=units.UnitLevel.PROVINCE)
    accounts.store.add_account(
        OfficialAccount(
            id="province", name="省税务局", unit="province", kind=AccountKind.SERVICE, appid=APPID
        )
    )
    accounts.store.keep_secrets(
        "province", Secrets(app_secret=SecretStr("s"), token=SecretStr("tok"))
    )
    _sim(urls, "PUT", f"/accounts/{APPID}", {"name": "省局", "secret": "s", "token": "tok"})
    _clock(urls, START)
    _crowd(urls, count)


def _crowd(urls: dict[str, str], count: int) -> None:
    _sim(urls, "PUT", f"/accounts/{APPID}", {"followers": {"count": count}})


def _clock(urls: dict[str, str], now: datetime) -> None:
    _sim(urls, "POST", "/clock", {"to": now.timestamp()})


def _sim(urls: dict[str, str], method: str, path: str, body: Any) -> None:
    request = Request(  # noqa: S310 - loopback
        f"{urls['wechat']}/_sim{path}",
        data=json.dumps(body).encode(),
        method=method,
        headers={"Content-Type": "application/json"},
    )
    with urlopen(request, timeout=60) as answer:  # noqa: S310
        answer.read()


def _environment(urls: dict[str, str]) -> dict[str, str]:
    return ENVIRONMENT | {
        "AWS_ENDPOINT_URL": urls["cloud"],
        "RONGMEI_WECHAT_API_URL": urls["wechat"],
        "POWERTOOLS_LOG_LEVEL": "CRITICAL",
    }


@contextmanager
def _processes(port: int) -> Iterator[dict[str, str]]:
    """The simulated WeChat and the local cloud, on two ports from ``port`` on; what they keep is gone afterwards."""
    from dev import stack
    from dev.places import Place

    with TemporaryDirectory() as home:
        place = Place(local=Path(home), cloud_port=port, simulator_port=port + 1)
        started = []
        for one in (stack.cloud(place), stack.simulator(place)):
            one.cwd.mkdir(parents=True, exist_ok=True)
            for part in ("state", "s3", "tmp"):
                (place.local / "cloud" / part).mkdir(parents=True, exist_ok=True)
            log = (place.local / f"{one.name}.log").open("w")
            started.append(
                subprocess.Popen(  # noqa: S603 - programs of this project
                    one.command, env={**os.environ, **one.env}, cwd=one.cwd, stdout=log, stderr=log
                )
            )
        try:
            for one in (stack.cloud(place), stack.simulator(place)):
                _wait(one.health)
            yield {"wechat": place.simulator_url, "cloud": place.cloud_url}
        finally:
            for one in started:
                one.terminate()
                one.wait()


def _wait(url: str) -> None:
    from urllib.error import HTTPError, URLError

    for _ in range(240):
        try:
            urlopen(url, timeout=5).close()  # noqa: S310
        except HTTPError:
            return
        except (URLError, OSError):
            time.sleep(0.5)
        else:
            return
    raise SystemExit(f"nothing answers at {url}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.followers", description=main.__doc__
    )
    parser.add_argument("--followers", type=int, default=10_000_000)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--port", type=int, default=8131)
    parser.add_argument("--page-seconds", type=float, default=25.0, help="killed within, seconds")
    parser.add_argument("--turn", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
