"""``python -m benchmarks.number_pages``: pages of numbers of a province, from days that were added up before.

    python -m benchmarks.number_pages --accounts 1750 --days 30

A province with its cities and so many accounts, each with a push of up to eight articles a day. Their days are written as a round
of ``application.count_days`` leaves them, then each page is asked for as its function in Lambda asks: the table is moto in this process,
whose answers are given again from a book (``benchmarks.api_reads``), so that the time is ours and botocore's. What the table takes
is added as an assumption, 5 ms for each call that waits for another.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta
from statistics import median
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from benchmarks.api_reads import ROUND_TRIP_MS, Waits, _book
from benchmarks.moto_cloud import cloud_here

CITIES: Final = 20
LAST: Final = date(2026, 11, 27)
PROVINCE: Final = "top"


def _world(number: int, days: int) -> None:
    """The tree, the accounts, and their days added up."""
    from chalicelib import accounts, units
    from chalicelib.accounts import AccountKind, OfficialAccount
    from chalicelib.application import count_days
    from chalicelib.insight.wechat_numbers import add_stat_days, keep_unit_day
    from chalicelib.units import UnitLevel

    units.add_unit(PROVINCE, name="省局", level=UnitLevel.PROVINCE)
    cities = [f"city-{n:02d}" for n in range(CITIES)]
    for city in cities:
        units.add_unit(city, name=city, level=UnitLevel.CITY, parent=PROVINCE)
    for n in range(number):
        accounts.store.add_account(
            OfficialAccount(
                id=f"a{n:04d}",
                name=f"第{n}号",
                unit=cities[n % CITIES],
                kind=AccountKind.SUBSCRIPTION,
                appid=f"wxbench{n:06d}",
            )
        )
    chance = random.Random(1)
    known = count_days.tree()
    for ago in range(2 * days):
        day = LAST - timedelta(days=ago)
        for city in cities:
            parts = [_account_day(one, day, chance) for one in known.under(city)]
            if known.is_large(city):
                keep_unit_day(city, add_stat_days(day, parts))
            else:
                for one, part in zip(known.under(city), parts, strict=True):
                    count_days.insight.wechat_numbers.keep_account_day(one, part)
        large = [one for one in cities if known.is_large(one)]
        single, _ = known.parts(PROVINCE)
        keep_unit_day(
            PROVINCE, add_stat_days(day, list(count_days._parts(known, day, single, large)))
        )


def _account_day(account: str, day: date, chance: random.Random) -> Any:
    from chalicelib.clock import utc_now
    from chalicelib.insight.wechat_numbers import (
        ArticleNumbers,
        FollowerDay,
        JoinedArticle,
        JoinedBy,
        PushedArticle,
        stat_day,
    )
    from chalicelib.insight.wechat_numbers.models import ArticleDay

    now = utc_now()
    followers = FollowerDay(
        day=day, new={1: chance.randrange(90)}, total=chance.randrange(9_000), observed_at=now
    )
    articles = []
    for index in range(1, chance.randrange(1, 9)):
        numbers = ArticleNumbers(
            account=account,
            msg_data_id=chance.randrange(10**10),
            index=index,
            published=day,
            title="关于优化办理个人所得税综合所得汇算清缴有关事项的通知"[: chance.randrange(8, 27)],
            url=f"https://mp.weixin.qq.com/s/{chance.randrange(10**20):020d}",
            notified=True,
            days=(ArticleDay(day=day, read=int(chance.paretovariate(1.1) * 300),
                             share=chance.randrange(90), like=chance.randrange(90),
                             zaikan=chance.randrange(90), comment=chance.randrange(9)),),
            observed_at=now,
        )  # fmt: skip
        push = PushedArticle(
            account=account, delivery=f"{day:%Y%m%d}-0900-{index:08d}-{account}", index=index,
            title=numbers.title, at=now, msg_data_id=numbers.msg_data_id,
            column=f"栏目{chance.randrange(30)}", series=f"系列{chance.randrange(200)}",
            author=f"{account}作者{chance.randrange(3)}", unit=account,
        )  # fmt: skip
        articles.append(JoinedArticle(numbers=numbers, push=push, by=JoinedBy.NUMBER))
    return stat_day(account, day, followers, sum(9 for _ in articles), articles)


def _pages(days: int) -> dict[str, Callable[[], Any]]:
    from chalicelib.actor import local
    from chalicelib.application import article_numbers, number_overview
    from chalicelib.application.wechat_numbers import Span
    from chalicelib.insight.wechat_numbers import Group, Measure

    by = local("ops")

    def span(number: int) -> Span:
        return Span(since=LAST - timedelta(days=number - 1), until=LAST)

    def of(number: int) -> dict[str, Callable[[], Any]]:
        wanted = span(number)
        return {
            "概览": lambda: number_overview.overview(PROVINCE, wanted, by=by),
            "图文": lambda: article_numbers.ranking(PROVINCE, wanted, measure=Measure.READ, by=by),
            "图文合计": lambda: article_numbers.sums(PROVINCE, wanted, Group.COLUMN, by=by),
            "图文合计（作者）": lambda: article_numbers.sums(PROVINCE, wanted, Group.AUTHOR, by=by),
            "传播力指数": lambda: article_numbers.index_of(PROVINCE, wanted, most=100, by=by),
        }

    return {
        f"{name}, {number} d": page for number in (1, days) for name, page in of(number).items()
    }


def measure(number: int, days: int, rounds: int) -> dict[str, dict[str, float]]:
    """By page: calls that wait for each other, milliseconds of processor time, and with the assumed waits."""
    from chalicelib.cloud.read_once import reading_once
    from tests.cloud.wechat.stub import wechat_stub

    waits, found = Waits(), {}
    with ExitStack() as held:
        held.enter_context(cloud_here())
        held.enter_context(wechat_stub())
        _world(number, days)
        with _book(waits):
            for name, page in _pages(days).items():
                with reading_once():
                    page()
                took = []
                for _ in range(rounds):
                    waits.begin()
                    begun = time.process_time()
                    with reading_once():
                        page()
                    took.append(1000 * (time.process_time() - begun))
                ours = median(took)
                found[name] = {
                    "in_a_row": waits.in_a_row,
                    "ms": round(ours, 1),
                    "with_waits_ms": round(ours + waits.in_a_row * ROUND_TRIP_MS, 1),
                }
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--accounts", type=int, default=200)
    options.add_argument("--days", type=int, default=30)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    found = measure(given.accounts, given.days, given.rounds)
    if given.json:
        print(json.dumps(found, ensure_ascii=False))
        return
    table = Table("page", "calls in a row", "ms of ours", "ms with the waits")
    for name, one in found.items():
        table.add_row(name, str(one["in_a_row"]), f"{one['ms']:.0f}", f"{one['with_waits_ms']:.0f}")
    Console().print(table)


if __name__ == "__main__":
    main()
