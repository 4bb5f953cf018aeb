"""``python -m benchmarks.number_pages``: what the pages of 数据 take in a province of 200 and of 1,750 accounts.

Measured as ``benchmarks.api_reads`` measures: AWS is moto in this process, whose answers are given again from a book; the time
is ours and botocore's, and each call that another one waits for adds a round trip. A month of every account is in the table: what
the archive counted, what WeChat said of followers, and of the first accounts the articles. The last line counts the sums of units
anew, as the archive does after a day on which every account was written to.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import time
from contextlib import ExitStack, redirect_stdout
from datetime import date, datetime, timedelta
from typing import Any, Final

import numpy as np

from benchmarks.api_reads import ROUND_TRIP_MS, Read, Route, Waits, _book, _event, _timed, waited_ms
from benchmarks.moto_cloud import cloud_here

SIZES: Final = (200, 1750)
DAYS: Final = 30
OLDEST: Final = date(2026, 10, 29)
LIMIT_MS: Final = 300
_PUSHES: Final = 10
_PAGES: Final = {
    "概览": "/numbers/overview",
    "消息": "/numbers/messages",
    "图文": "/numbers/articles",
    "图文合计": "/numbers/articles/sums",
    "传播力指数": "/numbers/index",
    "粉丝增长": "/numbers/province/followers",
}


def _fill(number: int) -> dict[str, float]:
    """A province with so many accounts in cities and counties; returns what recounting a day took."""
    from chalicelib import accounts, people, units
    from chalicelib.actor import SYSTEM, local
    from chalicelib.people import Role
    from chalicelib.units import UnitLevel
    from tests.cloud.accounts.made import SECRETS, account
    from tests.cloud.console import world

    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    people.add_staff("all", "province", list(Role), by=local("ops"), now=world.NOW, name="全能")
    names = ["province"]
    for n in range(number - 1):
        city = f"c{n // 80:02d}"
        if n % 80 == 0:
            units.add_unit(city, name=f"第{n}市局", level=UnitLevel.CITY, parent="province")
            names.append(city)
            continue
        units.add_unit(f"x{n:04d}", name=f"第{n}县局", level=UnitLevel.COUNTY, parent=city)
        names.append(f"x{n:04d}")
    for n, name in enumerate(names):
        made = account(id=name, name=f"第{n}税务", unit=name, appid=f"wxp{n:09d}")
        accounts.add_account(made, SECRETS, by=SYSTEM, now=world.NOW)
    _numbers(names)
    return _recounted(names)


def _numbers(names: list[str]) -> None:
    from chalicelib.application.wechat_numbers import MOST_ACCOUNTS
    from chalicelib.clock import utc_now
    from chalicelib.wechat.statistics_calls import StatCall
    from tests.cloud.insight import counted

    now = utc_now()
    for n in range(DAYS):
        day = OLDEST + timedelta(days=n)
        for name in names[:MOST_ACCOUNTS]:
            users = [{"ref_date": str(day), "user_source": 1, "new_user": 90, "cancel_user": 9}]
            counted._keep(name, StatCall.USERS, day, users, now)
            totals = [{"ref_date": str(day), "cumulate_user": 1000 + n}]
            counted._keep(name, StatCall.USERS_TOTAL, day, totals, now)
            counted.archive(name, day, 100 + n)
            if n < _PUSHES:
                counted._push(name, day, ["一篇", "又一篇", "还有一篇"], now)


def _recounted(names: list[str]) -> dict[str, float]:
    """Have every unit's days stand; the last day is that of all accounts, timed."""
    from chalicelib.insight.archive import unit_numbers
    from chalicelib.insight.archive.merge import Day
    from tests.cloud.insight import counted

    days = [(OLDEST + timedelta(days=n)) for n in range(DAYS)]
    within = unit_numbers.matrix()
    for day in days[:-1]:
        unit_numbers.recount([Day(names[0], day.isoformat())], within)
    for name in names:
        counted.archive(name, days[-1], 140)
    begun = time.process_time()
    counted_days = unit_numbers.recount([Day(one, days[-1].isoformat()) for one in names], within)
    return {"units": counted_days, "seconds": round(time.process_time() - begun, 1)}


def _measured(number: int, rounds: int) -> dict[str, Any]:
    import time_machine

    from chalicelib.clock import SHANGHAI
    from tests.cloud.wechat.stub import wechat_stub

    waits, found = Waits(), {}
    with ExitStack() as held:
        held.enter_context(cloud_here())
        held.enter_context(wechat_stub())
        noon = datetime(2026, 11, 28, 12, tzinfo=SHANGHAI)
        held.enter_context(time_machine.travel(noon, tick=False))
        recounted = _fill(number)
        held.enter_context(_book(waits))
        for name, path in _PAGES.items():
            event = _event(Route(path, path, {"unit": "province"}, ("all",)), "all")
            for _ in range(2):
                _timed(event)
            waits.begin()
            _timed(event)
            calls, in_a_row = waits.calls, waits.in_a_row
            taken = [_timed(event) for _ in range(rounds)]
            found[name] = Read(
                calls=calls,
                calls_of_many=calls,
                in_a_row=in_a_row,
                p50_ms=round(float(np.percentile(taken, 50)), 1),
                p95_ms=round(float(np.percentile(taken, 95)), 1),
            )
    return {"reads": found, "recounted": recounted}


def main() -> None:
    """A table: each page in each size, and whether it opens in time."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.number_pages", description=__doc__)
    options.add_argument("--rounds", type=int, default=20)
    options.add_argument("--accounts", type=int, nargs="*", default=SIZES)
    options.add_argument("--one", type=int)
    given = options.parse_args()
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "RONGMEI_CALLBACK_URL"):
        os.environ.pop(name, None)
    if given.one:
        with redirect_stdout(io.StringIO()):
            measured = _measured(given.one, given.rounds)
        print(json.dumps(measured))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("page", "accounts", "calls", "in a row", "CPU p95 ms", "in all ms", "≤ 300 ms")
    for number in given.accounts:
        command = [sys.executable, "-m", "benchmarks.number_pages", "--one", str(number)]
        # A process of its own: it dresses up as the console's function.
        done = subprocess.run(  # noqa: S603 - numbers
            [*command, "--rounds", str(given.rounds)], check=True, capture_output=True, text=True
        )
        measured = json.loads(done.stdout.splitlines()[-1])
        for name, read in measured["reads"].items():
            whole = waited_ms(read)
            table.add_row(name, f"{number:,}", str(read["calls"]), str(read["in_a_row"]), str(read["p95_ms"]),
                          f"{whole:.0f}", "yes" if whole <= LIMIT_MS else "NO")  # fmt: skip
        recounted = measured["recounted"]
        table.add_row(f"a day recounted ({recounted['units']} units)", f"{number:,}", "", "", f"{recounted['seconds'] * 1000:,.0f}", "", "")  # fmt: skip
    Console().print(table)
    Console().print(f"In all: CPU of this machine, and {ROUND_TRIP_MS:g} ms a call in a row.")


if __name__ == "__main__":
    main()
