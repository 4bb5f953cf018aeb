"""The demo's relay: 36 steps over the accounts of all levels, the first ones out, one skipped, one late, some prepared."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from chalicelib import newsroom, relays
from chalicelib.actor import local
from chalicelib.application import relay_article
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.relays import PlannedStep, Relay, RelayPlan

UNIT: Final = "province"
GUAN: Final = local("guan")
REVIEWERS: Final = ("chu", "fu", "zhong")
ACCOUNTS: Final = ("province", "city", "county", "township", "direct")
TOPICS: Final = (
    "小规模纳税人免征", "小微企业所得税优惠", "研发费用加计扣除", "设备器具一次性扣除", "留抵退税怎么办",
    "六税两费减半", "个体户个税减半", "残疾人就业保障金", "高新企业优惠税率", "技术转让减免",
    "软件企业即征即退", "农产品免税", "图书批发零售免税", "养老托育服务免税", "公租房税收优惠",
    "重点群体创业就业", "退役士兵创业就业", "公益捐赠扣除", "企业重组递延纳税", "资源综合利用退税",
    "新能源车购置税", "节能节水设备抵免", "污水处理免税", "国债利息免税", "首套住房契税优惠",
    "换购住房个税退税", "子女教育附加扣除", "赡养老人附加扣除", "大病医疗附加扣除", "住房贷款利息扣除",
    "继续教育附加扣除", "个人养老金扣除", "境外投资者递延", "出口退税更快了", "发票额度怎么调",
    "优惠资料怎么留存",
)  # fmt: skip
DONE: Final = 8
"""Steps that are over: one of them is skipped, the others are out."""
SKIPPED: Final = 5
PREPARED: Final = (10, 12)
"""Steps that somebody has begun before their turn."""


class Days(NamedTuple):
    """The relay's calendar: a step a day at 18:00, the one after the last that is out was due yesterday."""

    today: datetime

    @property
    def start(self) -> datetime:
        return self.due(0) - timedelta(hours=9)

    def due(self, number: int) -> datetime:
        evening = self.today.astimezone(SHANGHAI).replace(
            hour=18, minute=0, second=0, microsecond=0
        )
        return evening + timedelta(days=number - DONE - 2)

    def out(self, number: int) -> datetime:
        return self.due(number) - timedelta(hours=8)


def fill() -> str:
    """Plan it, start it and take its first steps where the province has none; returns what was done."""
    if next(relays.of_unit(UNIT), None) is not None:
        return "relays stand"
    days = Days(utc_now())
    relay = relays.planning.begin(UNIT, _plan(days), by=GUAN, now=days.start)
    relay = relays.planning.start(relay.id, by=GUAN, now=days.start)
    for number in range(1, DONE + 1):
        if number == SKIPPED:
            why = "与第四计内容相近，合并到第四计里讲"
            relays.running.skip(relay.id, _id(number), why, by=GUAN, now=days.out(number))
        else:
            _out(relay, number, days)
    now = utc_now()
    for number in PREPARED:
        relay_article.begin(relay.id, _id(number), by=local("li"), now=now)
    relays.following.urge(relay.id, now)
    return f"a relay of {len(relay.steps)} steps, {DONE - 1} out"


def _plan(days: Days) -> RelayPlan:
    steps = tuple(
        PlannedStep(
            title=f"第{relays.planning.numeral(number)}计 {topic}",
            account=ACCOUNTS[(number - 1) % len(ACCOUNTS)],
            due_at=days.due(number),
            text=f"讲清“{topic}”谁能享受、怎么享受、什么时候享受。",
        )
        for number, topic in enumerate(TOPICS, 1)
    )
    return RelayPlan(
        title="减税降费36计",
        intro="一天一计，五家公众号依次接力，把优惠政策讲明白。（演示内容，单位为虚构）",
        account=UNIT,
        steps=steps,
    )


def _out(relay: Relay, number: int, days: Days) -> None:
    """Write a step, have it reviewed, and say that it is out: the demo has no push of days ago."""
    at = days.out(number)
    article = relay_article.begin(relay.id, _id(number), by=local("li"), now=at)
    newsroom.submit(article, by=local("li"), now=at)
    for person in REVIEWERS:
        newsroom.approve(article, by=local(person), now=at)
    relays.following.reviewed(relay.id, _id(number), article, approved=True, at=at)
    url = f"https://mp.weixin.qq.com/s/yunling-36-{number:02d}"
    relays.following.published(relay.id, _id(number), article, delivery="", url=url, at=at)


def _id(number: int) -> str:
    return f"s{number:02d}"
