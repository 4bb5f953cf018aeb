"""A province for the wall: units and accounts of ``four_levels``, with followers, questions, pushes and alarms of made-up numbers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from benchmarks import four_levels
from chalicelib.clock import SHANGHAI, utc_now

TITLES: Final = (
    "个人所得税综合所得年度汇算今起预约办理",
    "小规模纳税人减免增值税政策问答",
    "关于优化出口退税办理流程的通告",
    "社保费缴费基数申报操作指引",
    "数电发票常见问题一图读懂",
    "研发费用加计扣除政策要点",
)
TOPICS: Final = (
    "个税汇算 退税",
    "社保 缴费基数",
    "数电发票 开具",
    "离境退税",
    "增值税 小规模",
    "契税 缴纳",
    "车船税",
    "电子税务局 登录",
)


def fill(number: int) -> list[four_levels.Member]:
    """The whole world; returns its members."""
    chance = random.Random(18)
    members = four_levels.fill(number)
    _days(members, chance)
    _questions(members, chance)
    now = utc_now()
    _health(members, now)
    _orders(members, now)
    _findings(members, now)
    for item in _pushes(members, now, chance):
        _note(None, item, now)
    for n in range(6):
        before, after = failed(members, chance)
        _note(before, after, now - timedelta(minutes=7 * n + 3))
    return members


def _note(before: dict[str, Any] | None, item: dict[str, Any], at: datetime) -> None:
    from chalicelib.application import wall_log

    wall_log.follow(before, item, at)


def _days(members: list[four_levels.Member], chance: random.Random) -> None:
    """31 days of followers and articles, as a round of ``count_days`` leaves them."""
    from benchmarks.number_pages import _account_day
    from chalicelib.insight.wechat_numbers import FollowerDay, add_stat_days, keep_unit_day
    from chalicelib.insight.wechat_numbers import stat_day as of_account

    today = utc_now().astimezone(SHANGHAI).date()
    base = {one.account.id: chance.randrange(2_000, 90_000) for one in members}
    for ago in range(1, 33):
        day = today - timedelta(days=ago)
        parts = []
        for n, one in enumerate(members):
            total = base[one.account.id] - ago * (n % 37)
            followers = FollowerDay(day=day, new={1: 9}, total=total, observed_at=utc_now())
            if ago <= 8 and n % 40 == 0:
                part = _account_day(one.account.id, day, chance)
                figures = part.figures.model_copy(update={"total": total})
                parts.append(
                    part.model_copy(update={"figures": figures, "totals": {one.account.id: total}})
                )
            else:
                parts.append(of_account(one.account.id, day, followers, 9, ()))
        keep_unit_day(four_levels.TOP, add_stat_days(day, parts))


def _questions(members: list[four_levels.Member], chance: random.Random) -> None:
    from chalicelib.cloud import table
    from chalicelib.insight.archive.sums import _NO_SESSIONS as NO_SESSIONS
    from chalicelib.insight.archive.sums import DaySums, FollowerSums, MessageSums
    from chalicelib.insight.topics.models import HotTopic, HotTopics
    from chalicelib.insight.topics.store import put_hot

    now = utc_now()
    today = now.astimezone(SHANGHAI).date()
    for ago in range(7):
        day, whole = today - timedelta(days=ago), chance.randrange(18_000, 32_000)
        sums = DaySums(
            day=day,
            followers=FollowerSums(came=chance.randrange(3_000), went=chance.randrange(900)),
            messages=MessageSums(
                messages=whole,
                answered=whole * 8 // 10,
                offered=whole // 20,
                handed_over=whole // 12,
                unanswered=whole // 25,
                helpful=100,
                unhelpful=9,
            ),
            sessions=NO_SESSIONS,
            types=(),
            rungs=(),
            menu=(),
            services=(),
        )
        table.put(
            {
                "pk": f"UNITNUMBERS#{four_levels.TOP}",
                "sk": day.isoformat(),
                "doc": sums.model_dump_json(),
                "version": 1,
            }
        )
    for n, one in enumerate(members[:160]):
        topics = tuple(
            HotTopic(
                id=f"t{n}{k}", name=name, people=chance.randrange(3, 900 // (k + 1)), unanswered=1
            )
            for k, name in enumerate(chance.sample(TOPICS, 3))
        )
        put_hot(today, HotTopics(account=one.account.id, topics=topics, at=now))


def _health(members: list[four_levels.Member], now: datetime) -> None:
    """One account in 25 is bad, one in eight to be reminded of something."""
    from chalicelib import matrix
    from chalicelib.clock import stamp
    from chalicelib.matrix import AccountHealth, Row, Sign, SignalName
    from chalicelib.matrix.store import Group

    groups: dict[int, dict[str, Row]] = {}
    for n, one in enumerate(members):
        at, account = stamp(now), one.account
        health, sign = AccountHealth.GOOD, None
        if n % 25 == 3:
            health, sign = AccountHealth.BAD, SignalName.NOT_PUBLISHED
        elif n % 8 == 1:
            health, sign = AccountHealth.REMIND, SignalName.UNANSWERED
        signs = (Sign(sign, health, 16, "", at),) if sign else ()
        groups.setdefault(matrix.group_of(account.id), {})[account.id] = Row(
            account.id, account.name, account.unit, account.kind.value, matrix.Facts(life="running"),
            health, at, signs, idle=False,
        )  # fmt: skip
    for number, rows in groups.items():
        matrix.store.save_group(Group(number, {}), rows, (), now, whole=True)


def _orders(members: list[four_levels.Member], now: datetime) -> None:
    """Three orders of the province to everybody; one in seven units is late with the first."""
    from chalicelib.cloud import table
    from chalicelib.orders.models import ReceiptState, Urging
    from chalicelib.orders.receipts import MARK
    from chalicelib.orders.rows import Row, packed, shard

    for order in range(3):
        name = f"zl-2026113009000{order}-demo"
        table.put({"pk": "ORDERS_OPEN", "sk": name, "unit": four_levels.TOP})
        shards: dict[int, dict[str, str]] = {}
        for n, one in enumerate(members[1:]):
            late = order == 0 and n % 7 == 0
            due = int((now + timedelta(hours=-5 if late else 30)).timestamp())
            done = n % 3 == 2 and not late
            state = ReceiptState.DONE if done else ReceiptState.SENT
            row = Row(one.unit.id, state, "", due, due, 1, 0, 0, 0, 0, Urging.NONE, False, False)
            shards.setdefault(shard(one.unit.id), {})[f"{MARK}{one.unit.id}"] = packed(row)
        for number, rows in shards.items():
            table.put({"pk": f"ORDER#{name}", "sk": f"ROWS#{number:02d}", **rows})


def _findings(members: list[four_levels.Member], now: datetime) -> None:
    from chalicelib.clock import stamp
    from chalicelib.cloud import table

    for n, one in enumerate(members[::30]):
        severity = "veto" if n % 9 == 0 else "deduction"
        deadline = stamp(now + timedelta(days=-1 if n % 5 == 0 else 3))
        table.put({"pk": "OPENFINDINGS", "sk": one.account.id, "f#f-1": f"{severity}|{deadline}"})


def _pushes(
    members: list[four_levels.Member], now: datetime, chance: random.Random
) -> Iterator[dict[str, Any]]:
    for n, one in enumerate(members):
        ahead = n % 3 == 0
        minutes = 20 + 10 * (n % 5) if ahead else -10 * (n % 40) - 5
        state = "reserved" if ahead else "confirmed"
        yield delivery(one, now + timedelta(minutes=minutes), state, 1, chance)


def delivery(
    one: four_levels.Member, at: datetime, state: str, version: int, chance: random.Random
) -> dict[str, Any]:
    """The item of a delivery, with what of it a wall reads."""
    import json

    name = f"{at.astimezone(SHANGHAI):%Y%m%d-%H%M}-{chance.randrange(16**8):08x}-{one.account.id}"
    doc = {
        "id": name,
        "account": one.account.id,
        "at": at.isoformat(),
        "pieces": [{"title": chance.choice(TITLES)}],
    }
    return {
        "pk": f"DELIVERIES#{one.account.id}",
        "sk": name,
        "doc": json.dumps(doc, ensure_ascii=False),
        "state": state,
        "version": version,
    }


def failed(
    members: list[four_levels.Member], chance: random.Random
) -> tuple[dict[str, Any], dict[str, Any]]:
    """A delivery of now before and after it failed."""
    before = delivery(chance.choice(members), utc_now(), "submitted", 3, chance)
    return before, before | {"state": "failed", "version": 4}


def sent(
    members: list[four_levels.Member], chance: random.Random
) -> tuple[dict[str, Any], dict[str, Any]]:
    """A delivery of now before and after WeChat confirmed it."""
    before = delivery(chance.choice(members), utc_now(), "submitted", 3, chance)
    return before, before | {"state": "confirmed", "version": 4}
