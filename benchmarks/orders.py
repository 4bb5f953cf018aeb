"""``python -m benchmarks.orders --units 1750``: an order to every unit of a matrix, and back from all of them.

It is issued, delivered message by message, signed, reported and closed by every unit, at a tenth of the size first.
AWS is moto in this process, so times say how the work grows and nothing of a real cloud's speed; calls are counted
where botocore makes them. The page of the order is measured with five milliseconds for each call that waits for
another, and without the time that moto itself takes for a query.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypedDict
from unittest import mock

from benchmarks import four_levels
from benchmarks.moto_cloud import cloud_here, moto_by_key

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
WAIT_MS = 5.0
"""Of each call of AWS that the page waits for."""


class Measured(TypedDict):
    """One size; a unit's share of calls and processor time for each step."""

    units: int
    deliver_calls: float
    deliver_ms: float
    answer_calls: float
    answer_ms: float
    close_calls: float
    close_ms: float
    issue_calls: int
    page_calls: int
    page_ms: float
    """With ``WAIT_MS`` for each call; processor time of everything but moto."""
    standings_ms: float
    statistics_ms: float
    overdue_calls: int


def measure(size: int) -> Measured:
    """One size, in a process of its own: it dresses up as another account's functions."""
    command = [sys.executable, "-m", "benchmarks.orders", "--one", str(size)]
    # No input of anybody's: the size is a number.
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    found: Measured = json.loads(done.stdout.splitlines()[-1])
    return found


def _measured(size: int) -> Measured:
    from chalicelib import orders
    from chalicelib.actor import SYSTEM
    from chalicelib.application import control_tasks
    from chalicelib.orders import Draft, OrderKind, OrderState, Report

    with cloud_here() as aws, moto_by_key():
        four_levels.fill(size)
        draft = Draft(kind=OrderKind.SUBMISSION, title="报送征期值班表", text="请报送。")
        order = orders.draft(four_levels.TOP, draft, by=SYSTEM, now=NOW)
        aws.clear()
        orders.issue(order.id, by=SYSTEM, now=NOW)
        issue_calls = aws.total()
        bodies = _spread(order.id)
        number = len(bodies)
        deliver = _timed(
            aws, number, lambda: [control_tasks.carry_out(one, clock=lambda: NOW) for one in bodies]
        )
        reached = [one.unit for one in orders.rows_of(order.id)]
        if len(reached) != size - 1:
            raise AssertionError(f"{len(reached)} of {size - 1} units have the order")
        page = _page(aws, order.id, size)

        def answer() -> None:
            for unit in reached:
                orders.sign(order.id, unit, by=SYSTEM, now=NOW)
                orders.report(order.id, unit, Report(text="已报送。"), by=SYSTEM, now=NOW)

        def close() -> None:
            for unit in reached:
                orders.close(order.id, unit, by=SYSTEM, now=NOW)

        answered, closed = _timed(aws, number, answer), _timed(aws, number, close)
        if orders.get(order.id).state is not OrderState.CLOSED:
            raise AssertionError("the order is not closed with its last unit")
        return Measured(
            units=number,
            deliver_calls=deliver[0],
            deliver_ms=deliver[1],
            answer_calls=answered[0],
            answer_ms=answered[1],
            close_calls=closed[0],
            close_ms=closed[1],
            issue_calls=issue_calls,
            **page,
        )


def _spread(order_id: str) -> list[str]:
    """The messages of the delivery, as the queue has them."""
    from chalicelib import orders

    bodies: list[str] = []
    with mock.patch("chalicelib.orders.messages.queues.send_all") as sent:
        orders.carry_out(f"{order_id} deliver", NOW)
        bodies += sent.call_args[0][1]
    return bodies


def _timed(aws: Counter[str], number: int, work: Callable[[], object]) -> tuple[float, float]:
    """Calls and milliseconds of the processor for one unit."""
    aws.clear()
    begun = time.thread_time()
    work()
    spent = time.thread_time() - begun
    return round(aws.total() / number, 2), round(spent * 1e3 / number, 2)


def _page(aws: Counter[str], order_id: str, size: int) -> Any:
    """The page of the order and what is read beside it, each without moto and with a wait for each call."""
    from chalicelib import orders
    from chalicelib.actor import SYSTEM
    from chalicelib.application import order_page, order_statistics
    from chalicelib.cloud.read_once import reading_once

    @reading_once()  # as the console's function reads
    def page() -> object:
        detail = order_page.order_detail(SYSTEM, order_id, NOW)
        rows = order_page.standings(SYSTEM, order_id, NOW, limit=size)
        return detail.model_dump_json(), rows.model_dump_json()

    calls, spent = _without_moto(aws, page)

    @reading_once()
    def first_hundred() -> object:
        return order_page.standings(SYSTEM, order_id, NOW, limit=100).model_dump_json()

    _, standings = _without_moto(aws, first_hundred)
    since = NOW - timedelta(days=30)
    _, statistics = _without_moto(
        aws,
        lambda: order_statistics.statistics(
            SYSTEM, four_levels.TOP, since, NOW + timedelta(days=1), NOW
        ),
    )
    overdue, _ = _without_moto(aws, lambda: orders.overdue_by_unit(NOW))
    return {
        "page_calls": calls,
        "page_ms": spent,
        "standings_ms": standings,
        "statistics_ms": statistics,
        "overdue_calls": overdue,
    }


def _without_moto(aws: Counter[str], read: Callable[[], object]) -> tuple[int, float]:
    """How many calls it makes, and its milliseconds on answers that are there already, plus the waits."""
    from moto.core.botocore_stubber import BotocoreStubber

    real, answers = BotocoreStubber.__call__, list[Any]()

    def keep(self: Any, *given: Any, **more: Any) -> Any:
        answers.append(real(self, *given, **more))
        return answers[-1]

    with mock.patch.object(BotocoreStubber, "__call__", keep):
        read()
    best = 1e9
    for _ in range(5):
        left = iter(answers)
        with mock.patch.object(BotocoreStubber, "__call__", lambda *_, **__: next(left)):  # noqa: B023
            begun = time.thread_time()
            read()
            best = min(best, time.thread_time() - begun)
    return len(answers), round(best * 1e3 + len(answers) * WAIT_MS, 1)


def main() -> None:
    """Print the figures of both sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=1750)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(_measured(chosen.one)))
        return
    for size in (chosen.units // 10, chosen.units):
        found = measure(size)
        print(f"{found['units']} units below")
        for name, value in found.items():
            if name != "units":
                print(f"  {name:<16}{value}")


if __name__ == "__main__":
    main()
