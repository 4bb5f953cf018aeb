"""Made-up questions of many days: a dozen matters in several wordings each, and as much that nobody else asks."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from chalicelib.clock import SHANGHAI
from chalicelib.conversation import AskedMessage, Rung
from chalicelib.insight.questions.archive import place_of
from chalicelib.insight.topics.count import Counted, Day, count
from chalicelib.insight.topics.models import Decided, Memory

START = date(2026, 11, 1)

MATTERS: dict[str, Sequence[str]] = {
    "refund": (
        "个税退税多久到账",
        "个税退税什么时候到账",
        "个税退税几天能到账",
        "个税退税还没到账",
    ),
    "lost": ("发票丢了怎么办", "发票丢失怎么处理", "发票丢了怎么补", "我的发票丢了怎么办"),
    "hours": ("办税大厅几点上班", "办税大厅上班时间", "办税大厅周末上班吗", "办税大厅几点开门"),
    "vehicle": ("车船税怎么交", "车船税在哪里交", "车船税怎么缴纳", "车船税网上怎么交"),
    "deed": ("契税税率是多少", "买房契税税率多少", "契税税率怎么算", "首套房契税税率是多少"),
    "password": ("电子税务局密码忘了", "电子税务局忘记密码怎么办", "电子税务局密码怎么找回"),
    "invoice": ("怎么开电子发票", "电子发票怎么开具", "电子发票在哪里开", "如何开电子发票"),
    "social": ("灵活就业社保怎么交", "灵活就业人员社保怎么缴费", "灵活就业社保在哪交"),
}
ALONE = (
    "印花税{}合同要贴花吗", "土地增值税清算{}条件", "跨区域涉税{}报验", "出口退税{}备案单证",
    "耕地占用税{}减免", "环保税{}监测数据", "烟叶税{}申报", "资源税{}从价计征", "城建税{}退库", "契约型基金{}增值税",
)  # fmt: skip
_RARE = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃"


def asked(text: str, at: datetime, who: str, rung: Rung = Rung.DEFAULT) -> AskedMessage:
    second = int(at.timestamp())
    return AskedMessage(at=second, key=f"M#{who}{second}", text=text, rung=rung, who=who)


def a_day(
    day: date, *, seed: int = 1, each: int = 4, alone: int = 12
) -> tuple[list[AskedMessage], dict[str, str]]:
    """A day's messages in order, and the matter of each by its key."""
    chance = random.Random(f"{seed}{day}")  # noqa: S311 - a test's lot
    made: list[tuple[AskedMessage, str]] = []
    begin = datetime.combine(day, time(8), SHANGHAI)

    def add(text: str, matter: str) -> None:
        at = begin + timedelta(seconds=chance.randrange(12 * 3600))
        made.append((asked(text, at, f"o{len(made)}x{day.day}"), matter))

    for matter, wordings in MATTERS.items():
        for _ in range(each + chance.randrange(3)):
            add(chance.choice(wordings) + chance.choice(("", "？", "，谢谢", "呢")), matter)
    for _ in range(alone):
        rare = "".join(chance.sample(_RARE, 3))
        add(chance.choice(ALONE).format(rare), "")
    made.sort(key=lambda one: (one[0].at, one[0].key))
    return [one for one, _ in made], {one.key: matter for one, matter in made}


class Simulated:
    """An account from day to day: what was asked stands in an archive, and is counted as the function counts it."""

    def __init__(self) -> None:
        self.memory = Memory()
        self.archive: dict[str, str] = {}
        self.decided: dict[str, Decided] = {}

    def count(self, day: date, messages: Sequence[AskedMessage]) -> Counted:
        self.archive |= {place_of(one): one.text for one in messages}
        counted = count(self.memory, Day(day, messages, self.archive, self.decided))
        self.memory = counted.memory
        return counted

    def days(
        self, number: int, since: date = START
    ) -> Iterator[tuple[date, Counted, dict[str, str]]]:
        for nth in range(number):
            day = since + timedelta(days=nth)
            messages, matters = a_day(day)
            yield day, self.count(day, messages), matters

    def decide(self, topic: str, **what: object) -> None:
        known = {"topic": topic, "by": "zong1", "at": datetime(2026, 11, 1, tzinfo=SHANGHAI)}
        self.decided[topic] = Decided.model_validate(known | what)


def topic_of(counted: Counted, matters: dict[str, str], matter: str) -> dict[str, int]:
    """How many questions of a matter lie in each topic."""
    found: dict[str, int] = {}
    for topic, own in counted.own.items():
        number = sum(matters[one.key] == matter for one in own)
        if number:
            found[topic] = number
    return found


def places_of(counted: Counted, topic: str) -> list[str]:
    """Where the messages of a topic lie."""
    return [place_of(one) for one in counted.own.get(topic, ())]
