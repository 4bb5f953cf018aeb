"""Inspection measured: seeded mistakes found and false alarms, and what a night costs 1,750 accounts.

``python -m benchmarks.inspection --texts`` reads every text of ``inspection_texts`` with so many seeds, as the night does:
HTML to words and addresses, the product's rules, addresses answered by a stub. ``--accounts 1750`` inspects a matrix twice in
moto, with a stub of WeChat that counts its calls: the first night, and an ordinary one.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from unittest import mock

from benchmarks import four_levels
from benchmarks.inspection_texts import first, held_out, made
from benchmarks.moto_cloud import cloud_here, moto_by_key
from chalicelib import inspection
from chalicelib.foreign_http import Page
from chalicelib.inspection import Place, PlaceKind, Text, UnitIndicators
from chalicelib.link_check import check

TODAY: Final = date(2026, 11, 30)
HALVES: Final = {"first half": first, "held-out half": held_out}
KINDS: Final = {
    "wrong-word": "words",
    "privacy": "privacy",
    "dead-link": "links",
    "wrong-page": "links",
}
"""Indicators of the product's list → the kind of fault that they find."""


def look(address: str, seconds: float) -> Page:
    """How a page of the corpus answers."""
    return Page(*made.answer(address))


def kinds_found(html: str) -> list[str]:
    """The kinds of faults that are found in one article."""
    blocks, links = inspection.read_page(html)
    text = Text(Place(kind=PlaceKind.ARTICLE, id="a:1"), blocks, links)
    rules = inspection.rules_for("province", [UnitIndicators(unit="province")])
    faults = list(inspection.Judge(rules, (), TODAY).faults(text))
    pages: dict[str, Page] = {}

    def status(_: str, address: str, seconds: float) -> int:
        pages[address] = look(address, seconds)
        return pages[address].status

    checked = check(links, status)
    seen = {one: inspection.judged(checked[one], pages.get(one)) for one in links}
    faults += inspection.link_faults([text], seen, rules, ())
    return [KINDS[one.indicator] for one in faults]


def measure_texts(seeds: int) -> None:
    """Print for each half what was found of what was planted, and the false alarms."""
    for half, corpus in HALVES.items():
        if not corpus.PLANTED:
            continue
        planted = found = clean = alarms = 0
        missed: Counter[str] = Counter()
        false: Counter[str] = Counter()
        for seed in range(seeds):
            for make in corpus.PLANTED:
                sample = make(made.Chance(seed))
                kinds = kinds_found(sample.html)
                for kind in sample.planted:
                    planted += 1
                    found += kind in kinds
                    missed[sample.name] += kind not in kinds
            for make in corpus.CLEAN:
                sample = make(made.Chance(seed))
                clean += 1
                alarms += bool(kinds_found(sample.html))
                false[sample.name] += bool(kinds_found(sample.html))
        print(
            f"{half}: {len(corpus.PLANTED)} planted and {len(corpus.CLEAN)} clean texts, {seeds} seeds: "
            f"found {found} of {planted} ({100 * found / planted:.1f} %), "
            f"false alarms {alarms} of {clean} ({100 * alarms / clean:.1f} %)"
        )
        for told, counts in (("missed", missed), ("false alarm", false)):
            for name, number in (+counts).most_common(12):
                print(f"  {told}: {name} ({number} of {seeds})")


class StubWeChat:
    """One account at WeChat: its publications, and how often it was asked."""

    def __init__(self, account: str, calls: Counter[str], now: datetime) -> None:
        chance = random.Random(account)
        self._calls = calls
        self._account = account
        count = chance.choice((4, 10, 20, 30, 60))
        self.items = [
            self._item(n, int((now - timedelta(days=3 * n + 1)).timestamp())) for n in range(count)
        ]
        self.freepublish = self
        self.menu = self

    def _item(self, n: int, at: int) -> dict[str, Any]:
        sentence = f"第{n}篇：请广大纳税人缴费人合理安排时间，按期申报缴纳税款。"
        body = "".join(f"<p><span>{sentence}</span></p>" for _ in range(12))
        body += f'<p><a href="{made.GOOD}/plain/{n % 40}.html">办事指南</a></p>'
        if n == 3:
            body += "<p>纳税人可登陆电子税务局办理。</p>"
        news = {"title": f"办税提醒{n}", "content": body, "url": f"https://mp.example/s/{n}"}
        return {
            "article_id": f"{self._account}-{n}",
            "update_time": at,
            "content": {"news_item": [news]},
        }

    def publish(self, now: datetime) -> None:
        """One more, as on an ordinary day."""
        self.items.insert(0, self._item(len(self.items), int(now.timestamp())))

    def batchget(self, offset: int, count: int, no_content: int = 0) -> dict[str, Any]:
        """freepublish/batchget."""
        self._calls["freepublish/batchget"] += 1
        page = self.items[offset : offset + count]
        if no_content:
            page = [
                {
                    **one,
                    "content": {
                        "news_item": [{**n, "content": ""} for n in one["content"]["news_item"]]
                    },
                }
                for one in page
            ]
        return {"total_count": len(self.items), "item_count": len(page), "item": page}

    def get(self, path: str = "") -> Any:
        """menu/get, or get_current_selfmenu_info."""
        self._calls["menu"] += 1
        button = {"type": "view", "name": "办税", "url": f"{made.GOOD}/plain/1.html"}
        return {"menu": {"button": [button]}} if not path else {}


def measure_night(number: int) -> None:
    """Print what two nights cost: calls of WeChat, addresses asked, calls of AWS, processor time."""
    from chalicelib import accounts, menus

    calls: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    begun = datetime(2026, 11, 30, 17, 30, tzinfo=UTC)
    with cloud_here() as aws, moto_by_key():
        ids = [one.account.id for one in four_levels.fill(number)]
        stubs = {one: StubWeChat(one, calls, begun) for one in ids}

        def looked(address: str, seconds: float) -> Page:
            asked[address] += 1
            return look(address, seconds)

        def client_of(account: str) -> Any:
            return stubs[account]

        def menus_of(account: str) -> menus.Menus:
            return menus.Menus(account, stubs[account])  # type: ignore[arg-type]

        with (
            mock.patch.object(accounts, "wechat_client", client_of, create=True),
            mock.patch.object(menus, "menus_of", menus_of),
        ):
            for night, name in enumerate(("first night", "ordinary night")):
                now = begun + timedelta(days=night)
                if night:
                    for one in random.Random(1).sample(ids, len(ids) // 3):
                        stubs[one].publish(now)
                for counter in (calls, asked, aws):
                    counter.clear()
                _print(name, _night(ids, now, looked), number, calls, asked, aws)


def _night(ids: Iterable[str], now: datetime, looked: Any) -> float:
    """All steps of a night, one after the other; returns processor seconds."""
    from chalicelib.application import inspection_night, inspection_runs

    inspection_runs.begin_night(inspection.night_id(now), lambda: now)
    later, started = now + timedelta(hours=5), time.process_time()
    for one in ids:
        inspection_night.inspect(one, lambda: later, look=looked)
    return time.process_time() - started


def _print(
    name: str,
    seconds: float,
    number: int,
    calls: Counter[str],
    asked: Counter[str],
    aws: Counter[str],
) -> None:
    told = inspection.last_of_each().values()
    most = max(one.calls for one in told)
    print(
        f"{name}, {number} accounts: {calls['freepublish/batchget']} calls of freepublish/batchget, "
        f"{calls['menu']} of the menu, at most {most} an account (budget {inspection.MOST_CALLS} + 2); "
        f"{sum(asked.values())} addresses asked, none more than {max(asked.values(), default=0)} times; "
        f"{sum(aws.values()) / number:.1f} calls of AWS an account; "
        f"{1000 * seconds / number:.0f} ms of processor time an account, moto's own among them; "
        f"{sum(one.new for one in told)} new findings, {sum(one.ended == 'whole' for one in told)} whole"
    )
    for call, count in aws.most_common(8):
        print(f"  {call}: {count / number:.1f} an account")


def main() -> None:
    """Measure what the command names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", action="store_true")
    parser.add_argument("--seeds", type=int, default=25)
    parser.add_argument("--accounts", type=int, default=0)
    given = parser.parse_args()
    if given.texts:
        measure_texts(given.seeds)
    if given.accounts:
        measure_night(given.accounts)


if __name__ == "__main__":
    main()
