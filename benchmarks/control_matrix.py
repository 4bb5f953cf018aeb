"""``python -m benchmarks.control_matrix``: the matrix of a province of four levels, its page and its rounds.

    python -m benchmarks.control_matrix --accounts 1750

Accounts of ``benchmarks.four_levels``, each with its registration, deliveries, days of messages and a check-up of every ninth. A round is
timed by the processor and counted in calls of AWS, the first one, one that reads everything and one that does not. Then the page is
asked for as its function in Lambda asks: moto's answers are given again from a book (``benchmarks.api_reads``), so that the time
is ours and botocore's, and 5 ms are added for each call that waits for another. Without ``--accounts`` it is done for 200, 1,750 and
7,000 accounts, each in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, Final
from unittest import mock

from rich.console import Console
from rich.table import Table

from benchmarks.api_reads import ROUND_TRIP_MS, Waits, _book
from benchmarks.four_levels import TOP, Member, members
from benchmarks.moto_cloud import cloud_here, moto_by_key

SIZES: Final = (200, 1750, 7000)
DAYS: Final = 40


def world(number: int, now: datetime, *, whole: bool = True) -> list[Member]:
    """The accounts and what is known of them: one in twelve has published nothing for long, one in thirty is unregistered."""
    made = list(members(number))
    for one in made:
        _put({"pk": "UNITS", "sk": one.unit.id, "doc": one.unit.model_dump_json()})
        doc = one.account.model_dump_json()
        _put({"pk": "ACCOUNTS", "sk": one.account.id, "doc": doc, "book": 0, "secrets": 0})
    chance = random.Random(1)
    for count, one in enumerate(made if whole else ()):
        silent = count % 12 == 5
        _publications(
            one.account.id, now - timedelta(days=chance.randrange(9, 30) if silent else 0)
        )
        _messages(one.account.id, now, chance)
        if count % 30 != 7:
            _file(one.account.id, count, now)
    return made


def _put(item: dict[str, Any]) -> None:
    """Into moto's table itself: what is there before the measurement need not come by the wire."""
    from moto.dynamodb.models import dynamodb_backends

    from chalicelib.cloud import table
    from chalicelib.settings import settings

    [backends] = dynamodb_backends.values()
    backends[os.environ["AWS_REGION"]].get_table(settings().table).put_item(table.encode(item))


def _publications(account: str, last: datetime) -> None:
    from chalicelib.publishing import Delivery, DeliveryState, Piece
    from chalicelib.publishing.deliveries.models import Moment, delivery_id

    for ago in range(0, DAYS, 2):
        at = last - timedelta(days=ago, hours=1)
        one = Delivery(
            id=delivery_id(f"article-{ago}", account, at),
            account=account,
            state=DeliveryState.CONFIRMED,
            at=at,
            pieces=(
                Piece(article=f"articles/{ago:064d}.json", title="关于办税服务有关事项的通知"),
            ),
            history=(Moment(at=at, state=DeliveryState.CONFIRMED, by="ops"),),
        )
        _put(
            {
                "pk": f"DELIVERIES#{account}",
                "sk": one.id,
                "doc": one.model_dump_json(),
                "version": 1,
                "state": one.state.value,
            }
        )


def _messages(account: str, now: datetime, chance: random.Random) -> None:
    from chalicelib.insight.archive import numbers
    from chalicelib.insight.queries.messages import MessagesOfDay

    today = now.date()
    for ago in range(DAYS):
        day = today - timedelta(days=ago)
        said = chance.randrange(2, 60)
        missed = chance.randrange(said // 3 + 1)
        one = numbers.DayNumbers(
            account=account,
            day=day,
            facts=said,
            messages=MessagesOfDay(
                day=day.isoformat(), messages=said, followers=said, answered=said - missed,
                offered=0, handed_over=0, unanswered=missed, helpful=0, unhelpful=0,
            ),
        )  # fmt: skip
        _put(
            {
                "pk": f"NUMBERS#{account}",
                "sk": day.isoformat(),
                "doc": one.model_dump_json(),
                "generation": 1,
            }
        )


def _file(account: str, count: int, now: datetime) -> None:
    from chalicelib.matrix import Responsible, opened

    one = opened(
        account, date(2026, 1, 4), running=True, number=f"备〔2026〕{count}号", by="ops", now=now
    )
    one = one.model_copy(
        update={
            "in_charge": Responsible(name=f"负责人{count}"),
            "stand_in": Responsible(name=f"代理人{count}"),
            "verified_until": now.date() + timedelta(days=20 if count % 40 == 9 else 200),
            "version": 1,
        }
    )
    _put({"pk": "REGISTRATIONS", "sk": account, "doc": one.model_dump_json(), "version": 1})


def a_round(now: datetime, *, whole: bool) -> None:
    """One round of all groups, as the queue carries it out."""
    from chalicelib import accounts, matrix
    from chalicelib.application import matrix_health

    groups: dict[int, list[str]] = {}
    for state in accounts.states():
        groups.setdefault(matrix.group_of(state.account.id), []).append(state.account.id)
    for number, listed in sorted(groups.items()):
        matrix_health.look(number, listed, clock=lambda: now, whole=whole)


def pages() -> dict[str, Callable[[], Any]]:
    """What people open."""
    from chalicelib.actor import local
    from chalicelib.application import matrix_list, matrix_page
    from chalicelib.clock import utc_now
    from chalicelib.matrix import AccountHealth

    by = local("ops")
    bad = matrix_list.Wanted(health=AccountHealth.BAD)
    return {
        "page of the province": lambda: matrix_page.page(TOP, by=by).model_dump_json(),
        "page of a city": lambda: matrix_page.page("shi00", by=by).model_dump_json(),
        "list, 异常 first": lambda: matrix_list.listed(
            TOP, bad, limit=100, by=by
        ).model_dump_json(),
        "summary for the wall": lambda: matrix_page.summary(TOP, by=by, now=utc_now()),
        "one account": lambda: matrix_list.seen("xiang0001", by=by).model_dump_json(),
    }


def packs(made: list[Member], now: datetime) -> None:
    """The lines as a round would leave them, of every account; of every twelfth with a silence of three weeks."""
    from chalicelib.matrix import Facts, Group, evaluate, group_of, renewed, store

    groups: dict[int, dict[str, Any]] = {}
    for count, one in enumerate(made):
        silent, today = count % 12 == 5, now.date()
        facts = Facts(
            since=(today - timedelta(days=300)).isoformat(),
            life="" if count % 30 == 7 else "running",
            in_charge=f"负责人{count}",
            stand_in=f"代理人{count}",
            verified_until=(today + timedelta(days=20 if count % 40 == 9 else 200)).isoformat(),
            published=(today - timedelta(days=21 if silent else 1)).isoformat(),
            heard=today.isoformat(),
            answered=today.isoformat(),
            messages=90,
            unanswered=count % 40,
        )
        health, shown = evaluate(facts, {}, now)
        days = tuple(((today - timedelta(days=n)).isoformat(), 13, 9, 4) for n in range(7))
        row, _ = renewed(
            None, now, health, shown, account=one.account.id, name=one.account.name,
            unit=one.unit.id, kind="subscription", facts=facts, idle=False, days=days,
        )  # fmt: skip
        groups.setdefault(group_of(row.account), {})[row.account] = row
    for number, rows in groups.items():
        store.save_group(Group(number, {}), rows, (), now, whole=True)


def measure(number: int, repeats: int, *, rounds: bool = True) -> dict[str, Any]:
    """Pages, and with ``rounds`` the rounds, of so many accounts."""
    from chalicelib.clock import utc_now
    from chalicelib.cloud.read_once import reading_once
    from tests.cloud.wechat.stub import wechat_stub

    now, waits = utc_now(), Waits()
    found: dict[str, Any] = {"accounts": number, "rounds": {}, "pages": {}}
    with ExitStack() as held:
        calls = held.enter_context(cloud_here())
        held.enter_context(wechat_stub())
        held.enter_context(moto_by_key())
        made = world(number, now, whole=rounds)
        if rounds:
            for name, whole, later in (("first", True, 0), ("all", True, 60), ("quick", False, 70)):
                found["rounds"][name] = _timed_round(
                    calls, now + timedelta(minutes=later), number, whole=whole
                )
        else:
            packs(made, now)
        with _book(waits):
            for name, page in pages().items():
                with reading_once():
                    page()
                took = []
                for _ in range(repeats):
                    waits.begin()
                    begun = time.process_time()
                    with reading_once():
                        page()
                    took.append(1000 * (time.process_time() - begun))
                ours = median(took)
                found["pages"][name] = {
                    "in_a_row": waits.in_a_row,
                    "ms": round(ours, 1),
                    "with_waits_ms": round(ours + waits.in_a_row * ROUND_TRIP_MS, 1),
                }
    return found


def _timed_round(
    calls: Counter[str], now: datetime, number: int, *, whole: bool
) -> dict[str, float]:
    """Calls of AWS by account. Processor time is without moto's: the answers come from a book of the same round before."""
    with _counted(calls) as made:
        a_round(now, whole=whole)
    from chalicelib.cloud import table

    # From the book a pack has the version of before, over which nothing more can be written.
    with _book(Waits()), mock.patch.object(table, "transact", lambda *_, **__: None):
        a_round(now + timedelta(seconds=1), whole=whole)
        begun = time.process_time()
        a_round(now + timedelta(seconds=2), whole=whole)
        took = time.process_time() - begun
    return {
        "calls_an_account": round(sum(made.values()) / number, 2),
        "ms_an_account": round(1000 * took / number, 2),
        "calls": sum(made.values()),
    }


@contextmanager
def _counted(calls: Counter[str]) -> Iterator[Counter[str]]:
    before, made = Counter(calls), Counter[str]()
    yield made
    made.update(calls - before)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--accounts", type=int, default=0)
    options.add_argument("--repeats", type=int, default=9)
    options.add_argument("--pages", action="store_true", help="no rounds: lines as one leaves them")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    if given.accounts:
        found = [measure(given.accounts, given.repeats, rounds=not given.pages)]
    else:
        found = [_apart(number, given.repeats, pages=given.pages) for number in SIZES]
    if given.json:
        print(json.dumps(found, ensure_ascii=False))
        return
    drawn = Table("accounts", "what", "calls in a row", "ms of ours", "ms with the waits")
    for one in found:
        for name, page in one["pages"].items():
            drawn.add_row(
                f"{one['accounts']:,}", name, str(page["in_a_row"]), f"{page['ms']:.0f}",
                f"{page['with_waits_ms']:.0f}",
            )  # fmt: skip
    Console(width=110).print(drawn)
    drawn = Table("accounts", "round", "calls of AWS", "an account", "ms an account")
    for one in found:
        for name, took in one["rounds"].items():
            drawn.add_row(
                f"{one['accounts']:,}", name, f"{took['calls']:,}", str(took["calls_an_account"]),
                str(took["ms_an_account"]),
            )  # fmt: skip
    Console(width=110).print(drawn)


def _apart(number: int, repeats: int, *, pages: bool) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.control_matrix", "--json"]
    command += ["--accounts", str(number), "--repeats", str(repeats)]
    command += ["--pages"] if pages else []
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    read: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return read[0]


if __name__ == "__main__":
    main()
