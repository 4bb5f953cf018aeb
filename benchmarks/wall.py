"""``python -m benchmarks.wall --minutes 60``: the wall in Chromium, with events, for as long as one likes.

    python -m benchmarks.wall --minutes 60 --accounts 1750
    python -m benchmarks.wall --reads --accounts 1750

The page as it is built, before the console's function, moto and a doorbell in this process. Every few seconds a push
goes out or fails, as the stream would tell it; every ten minutes the network is gone for half a minute and all sockets
are cut. Each minute the garbage is collected by the browser's own protocol, and what is left is written down: heap,
nodes, listeners. The slope is that of a straight line through all samples but those of the first five minutes.
``--reads`` measures what a read of the API costs instead.
"""

from __future__ import annotations

import argparse
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from benchmarks import four_levels, wall_world
from benchmarks.moto_cloud import cloud_here, moto_by_key
from benchmarks.wall_server import Bell, changed, doorbell_here

WARM: Final = 5
"""Minutes that the slope leaves out: scenes are shown for the first time."""
LOST_EVERY: Final = 10
PERSON: Final = "zong"


class Sample(NamedTuple):
    """One minute."""

    minute: float
    heap_kb: float
    nodes: int
    listeners: int
    documents: int


@contextmanager
def province(number: int) -> Iterator[list[four_levels.Member]]:
    """An empty stage with a province of so many accounts, and somebody who may look at its wall."""
    from chalicelib import people
    from chalicelib.actor import SYSTEM
    from chalicelib.clock import utc_now
    from chalicelib.people import Role

    with ExitStack() as held:
        held.enter_context(cloud_here())
        held.enter_context(moto_by_key())
        members = wall_world.fill(number)
        people.add_staff(
            PERSON, four_levels.TOP, [Role.CHIEF], by=SYSTEM, now=utc_now(), name="总编"
        )
        yield members


@contextmanager
def served() -> Iterator[str]:
    """The console of this source on a port of this machine."""
    from chalicelib.console import page
    from dev import page as built
    from dev.console import Here

    page._HOME = built.build()  # type: ignore[misc]
    Here.log_message = lambda *_: None  # type: ignore[method-assign]
    server = ThreadingHTTPServer(("127.0.0.1", 0), Here)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/console"
    server.shutdown()


def run(minutes: float, number: int, pictures: Path | None, pause: float) -> list[Sample]:
    """The wall for so long; prints each minute."""
    from dev.browser import browser

    with ExitStack() as held:
        members = held.enter_context(province(number))
        bell = held.enter_context(doorbell_here())
        address = held.enter_context(served())
        context = held.enter_context(browser()).new_context(
            viewport={"width": 1920, "height": 1080}
        )
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        place = f"/screen?unit={four_levels.TOP}%26every=10"
        page.goto(f"{address}/as?person={PERSON}&return_to={place}")
        page.locator(".scene").first.wait_for(timeout=120_000)
        stop = threading.Event()
        events = threading.Thread(target=_events, args=(members, stop, pause), daemon=True)
        events.start()
        probe = _probe(context, page)
        begun, samples = time.monotonic(), list[Sample]()
        while (passed := (time.monotonic() - begun) / 60) < minutes:
            samples.append(probe(passed))
            print(
                " ".join(f"{name}={value:,.1f}" for name, value in samples[-1]._asdict().items()),
                flush=True,
            )
            if int(passed) % LOST_EVERY == LOST_EVERY - 1:
                _lose(context, page, bell)
            page.wait_for_timeout(max(0, 60_000 - ((time.monotonic() - begun) % 60) * 1000))
        samples.append(probe(minutes))
        if pictures:
            page.screenshot(path=str(pictures))
        stop.set()
        events.join()
        print(f"page errors: {faults}")
        print("after the run:", page.locator(".who .dim").inner_text())
    return samples


def _events(members: list[four_levels.Member], stop: threading.Event, pause: float) -> None:
    """A stream of events: most pushes go out, some fail."""
    chance, number = random.Random(7), 0
    while not stop.wait(pause):
        number += 1
        make = wall_world.failed if number % 4 == 0 else wall_world.sent
        changed(*make(members, chance))


def _probe(context: Any, page: Any) -> Callable[[float], Sample]:
    devtools = context.new_cdp_session(page)
    devtools.send("HeapProfiler.enable")

    def sample(minute: float) -> Sample:
        for _ in range(2):
            devtools.send("HeapProfiler.collectGarbage")
        heap = devtools.send("Runtime.getHeapUsage")["usedSize"]
        dom = devtools.send("Memory.getDOMCounters")
        return Sample(minute, heap / 1024, dom["nodes"], dom["jsEventListeners"], dom["documents"])

    return sample


def _lose(context: Any, page: Any, bell: Bell) -> None:
    """No network for half a minute, and no connection survives it."""
    context.set_offline(True)
    bell.cut()
    page.wait_for_timeout(30_000)
    said = page.locator(".who .dim").inner_text()
    context.set_offline(False)
    page.wait_for_timeout(15_000)
    print(f"  lost: “{said}”, then “{page.locator('.who .dim').inner_text()}”", flush=True)


def slopes(samples: list[Sample]) -> dict[str, float]:
    """Growth an hour of each figure."""
    warm = [one for one in samples if one.minute >= WARM] or samples
    minutes = [one.minute for one in warm]
    return {
        name: 60 * float(np.polyfit(minutes, [getattr(one, name) for one in warm], 1)[0])
        for name in Sample._fields[1:]
    }


def reads(number: int, rounds: int) -> None:
    """What each part costs, made anew and given again; moto's answers come from a book (``benchmarks.api_reads``)."""
    from benchmarks.api_reads import ROUND_TRIP_MS, Waits, _book
    from chalicelib.actor import Actor, KnownBy
    from chalicelib.application import wall
    from chalicelib.clock import utc_now
    from chalicelib.cloud.read_once import reading_once

    by, waits = Actor(person=PERSON, known_by=KnownBy.SIGN_IN), Waits()
    every = list(wall.Part)
    asked = {one.value: [one] for one in every} | {"all parts": every}
    with province(number), _book(waits):
        now = utc_now()
        print(
            f"{number} accounts; ms of ours + calls in a row × {ROUND_TRIP_MS} ms, p95 of {rounds}"
        )
        for name, parts in asked.items():
            for again in (False, True):
                took = []
                for _ in range(rounds):
                    if not again:
                        wall.forget()
                    waits.begin()
                    begun = time.process_time()
                    with reading_once():
                        wall.wall(four_levels.TOP, parts, by=by, now=now).model_dump_json()
                    took.append(
                        1000 * (time.process_time() - begun) + waits.in_a_row * ROUND_TRIP_MS
                    )
                how = "given again" if again else "made anew"
                print(
                    f"  {name:10} {how}: {np.percentile(took, 95):.0f} ms, {waits.calls} calls, {waits.in_a_row} in a row"
                )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--accounts", type=int, default=1750)
    options.add_argument("--pause", type=float, default=3.0, help="seconds between events")
    options.add_argument("--picture", type=Path)
    options.add_argument("--reads", action="store_true")
    options.add_argument("--rounds", type=int, default=20)
    given = options.parse_args()
    if given.reads:
        reads(given.accounts, given.rounds)
        return
    samples = run(given.minutes, given.accounts, given.picture, given.pause)
    print({name: round(value, 1) for name, value in slopes(samples).items()}, "an hour")


if __name__ == "__main__":
    main()
