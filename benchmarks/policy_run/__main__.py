"""``python -m benchmarks.policy_run --minutes 30``: a policy day in small against the deployed bundle, and its simulation.

A stack of its own is started, filled with the demo, and forgotten afterwards (``RONGMEI_CLOUD_PORT`` and
``RONGMEI_SIMULATOR_PORT`` choose its ports, ``--keep`` leaves it running). Steps find the rate that it holds; spikes go to
that rate. The report stands in ``.local/policy_run.json``. Exits 1 where something is lost, doubled, or grows.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import httpx

from benchmarks.policy_day import Coming, Day, arrivals
from benchmarks.policy_run import gauges, held, report
from benchmarks.policy_run.phones import Phones
from chalicelib.clock import SHANGHAI
from demo import questions
from demo.accounts import PROVINCE
from dev import stack
from dev.bundle import package
from dev.places import PYTHON, ROOT, Place
from dev.problem import Problem, run
from dev.processes import free_port, stop
from dev.progress import Step, step

OUT: Final = Path(".local/policy_run.json")
_SAYS_EVERY: Final = 2.0
_TRIES_END: Final = 15.0
"""Seconds after which the stack has ended every try, those included that WeChat no longer waits for."""
_FIRST: Final = 20
"""Followers who are there before the first step."""


def main() -> None:
    given = _arguments()
    if given.again:
        from benchmarks.policy_run import record

        print(report.rendered(report.made(*record.read(given.again))))
        return
    with _system(keep=given.keep) as (place, env):
        os.environ.update(env)
        found = asyncio.run(_played(place, given))
    given.out.parent.mkdir(exist_ok=True)
    given.out.write_text(json.dumps(found, ensure_ascii=False, indent=1))
    print(report.rendered(found))
    print(f"\nThe whole report: {given.out}")
    raise SystemExit(1 if found["broken"] else 0)


@contextlib.contextmanager
def _system(*, keep: bool) -> Iterator[tuple[Place, dict[str, str]]]:
    """The deployed bundle with the demo in it, on a cloud that keeps nothing."""
    home = Path(tempfile.mkdtemp(prefix="policy-run-"))
    ports = [
        int(os.environ.get(f"RONGMEI_{name}_PORT") or free_port())
        for name in ("CLOUD", "SIMULATOR")
    ]
    place = Place(home, *ports)
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1,localhost"
    os.environ.pop("AWS_PROFILE", None)
    try:
        with step("Packaging the bundle"):
            made = package("local", ROOT / ".local/build/local", stack.REGION)
        with step(f"Local cloud on {place.cloud_url}, simulated WeChat on {place.simulator_url}"):
            stack.start_cloud(place, {"AUTH": "true", "PERSIST_STATE": "0", "S3_PERSIST": "0"})
            stack.start_simulator(place, keep=False)
        with step("Deploying the template"):
            stack.deploy(place, made, place.simulator_url)
        env = stack.environment(place, place.simulator_url)
        stack.write_environment(place, env)
        with step("Filling in the demo, waking the functions"):
            _demo(env)
            stack.warm(env, processes=2 * max(1, os.cpu_count() or 1))
        yield place, env
    finally:
        if keep:
            print(f"It goes on: {place.env_file}")
        else:
            for name in ("simulator", "cloud"):
                stop(home / f"{name}.pid", seconds=5)
            shutil.rmtree(home, ignore_errors=True)


def _demo(env: dict[str, str]) -> None:
    done = subprocess.run(  # noqa: S603
        [PYTHON, "-m", "demo.seed"],
        cwd=ROOT,
        env=stack.CLEAN | env,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Problem(f"The demo can't be filled in: {done.stdout[-500:]}{done.stderr[-2000:]}")


async def _played(place: Place, given: argparse.Namespace) -> dict[str, Any]:
    from benchmarks.policy_run import counted, record

    chance, since = random.Random(given.seed), datetime.now(SHANGHAI)
    before = counted.archived(since)
    async with _phones(place, given.seed) as phones:
        watch = gauges.Gauges(place, lambda: len(phones.sent))
        watching = asyncio.create_task(watch.watch())
        with step("Finding the rate that is held") as current:
            saying = asyncio.create_task(_say(current, phones, watch))
            await phones.play([Coming(0.1 * n, follows=True) for n in range(_FIRST)])
            most = given.rate or held.MOST
            found = await held.find(phones, given.step_seconds, chance, most)
            await phones.told()
            saying.cancel()
            # The last step goes beyond, and may be held, too.
            rate = min(found.rate, most)
            current.result = f"{found.rate:g} pushes a second, {found.capacity:g} at most"
        ramped = len(phones.sent)
        day = Day().scaled(rate, 60 * given.minutes)
        coming = list(arrivals(day, 1, chance))
        begun, planned = time.monotonic(), list[str]()
        with step(
            f"{given.minutes:g} minutes, {len(coming):,} pushes, spikes of {rate:g} a second"
        ) as current:
            saying = asyncio.create_task(_say(current, phones, watch))
            pushing = asyncio.create_task(_push(day, planned))
            sent = await phones.play(coming)
            await phones.told()
            ended = time.monotonic()
            await pushing
            current.result = f"{sum(one.answered for one in sent):,} answered"
            saying.cancel()
        with step("Waiting for stream, queues and archive") as current:
            await asyncio.sleep(_TRIES_END)
            stored = await asyncio.to_thread(counted.stored, phones.sent)
            await counted.settled(stored, before, since, _saying(current))
            last = await asyncio.to_thread(watch.look)
        watching.cancel()
        with step("Counting") as current:
            result = await asyncio.to_thread(
                counted.count, phones.sent, sent, before, since, planned, last
            )
            log = (place.local / "cloud.log").read_text(errors="replace")
            result.errors = gauges.errors(log)
            current.result = "；".join(result.broken) or "nothing lost, nothing doubled"
        carried = gauges.carried(log, report.STREAM)
        seen = report.Run(
            found, phones.sent, ramped, phones.lags, watch.samples, carried, begun, ended
        )
        if given.record:
            record.write(given.record, record.Record(given.seed, day, coming, seen, result))
        return report.made(given.seed, day, coming, seen, result)


@contextlib.asynccontextmanager
async def _phones(place: Place, seed: int) -> AsyncIterator[Phones]:
    chance = random.Random(seed)
    # Shorter than the five seconds after which the simulated WeChat closes an idle connection.
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=64, keepalive_expiry=2.0)
    async with httpx.AsyncClient(
        base_url=place.simulator_url, trust_env=False, limits=limits
    ) as http:
        plan = (one for _ in iter(int, 1) for one in questions.day(PROVINCE, 5_000, chance))
        yield Phones(http, plan, chance)


async def _push(day: Day, planned: list[str]) -> None:
    """Plan the day's pushes, each for the next minute: one before each spike, and as many between them."""
    begun = time.monotonic()
    for nth in range(day.pushes):
        at = day.lasts * nth / day.pushes
        await asyncio.sleep(max(0.0, begun + at - time.monotonic()))
        planned.append(await asyncio.to_thread(_plan, nth))


def _plan(nth: int) -> str:
    from chalicelib import newsroom, publishing
    from chalicelib.actor import local
    from chalicelib.clock import utc_now
    from demo.first_push import ARTICLE

    now = utc_now()
    delivery = publishing.plan_push(
        newsroom.read_file(ARTICLE),
        PROVINCE.id,
        at=now.replace(second=0, microsecond=0) + timedelta(minutes=1),
        by=local("zong1"),
        now=now,
        reason=f"policy day, push {nth + 1}",
    )
    return delivery.id


async def _say(current: Step, phones: Phones, watch: gauges.Gauges) -> None:
    """Say how it stands, as long as it lasts."""
    while True:
        await asyncio.sleep(_SAYS_EVERY)
        again = sum(len(one.tries) > 1 for one in phones.sent)
        given_up = sum(not one.answered for one in phones.sent)
        said = f"{len(phones.sent):,} sent, {phones.under_way} under way, {again} tried again, {given_up} given up"
        if phones.lags:
            said += f", stream {phones.lags[-1][1]:.1f} s behind"
        if watch.samples:
            of = watch.samples[-1].processes
            cloud = sum(one.rss_mb for one in of if one.name == gauges.CLOUD)
            functions = sum(one.rss_mb for one in of if one.name not in gauges.BESIDE)
            said += f", functions {functions:.0f} MB, cloud {cloud:.0f} MB"
        current.detail = said


def _saying(current: Step) -> Any:
    def say(words: str) -> None:
        current.detail = words

    return say


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.policy_run", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument(
        "--rate",
        type=float,
        help="of the spikes at most, where more is held for some seconds than for three minutes",
    )
    parser.add_argument("--step-seconds", type=float, default=20, metavar="S", help="of each step")
    parser.add_argument("--seed", type=int, default=7, help="the same seed, the same day")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument(
        "--record", type=Path, metavar="FILE", help="write every push and look there"
    )
    parser.add_argument("--again", type=Path, metavar="FILE", help="compare a recorded run again")
    parser.add_argument("--keep", action="store_true", help="leave the stack running")
    return parser.parse_args()


if __name__ == "__main__":
    run(main)
