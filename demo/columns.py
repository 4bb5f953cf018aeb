"""The demo's columns, a series of six of which four are out, and a collection; the city uses the province's columns."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from chalicelib import columns, newsroom
from chalicelib.actor import local
from chalicelib.application import column_steps
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.columns import (
    CollectionText,
    Column,
    ColumnText,
    Out,
    Rhythm,
    Rule,
    Schedule,
    SeriesText,
)
from chalicelib.newsroom import StoredArticle, Written

UNIT: Final = "province"
CITY: Final = "city"
LI, ZONG = local("li"), local("zong1")
REVIEWERS: Final = ("chu", "fu", "zhong")
TUESDAY, FRIDAY = 2, 5
COLUMNS: Final = (
    ColumnText(
        name="你问我答",
        about="每周二、周五，业务部门回答大家问得最多的问题",
        header="> 有问必答，说的都是办得到的事。（演示内容）",
        template="## 问：\n\n答：\n\n**政策依据：**\n\n**答复部门：**",
        footer="还有问题？在公众号里直接问。",
        schedule=Schedule(rhythm=Rhythm.WEEKLY, weekdays=(TUESDAY, FRIDAY), at=time(10)),
        owner="li",
    ),
    ColumnText(
        name="微课",
        about="一课讲清一件事，每课三分钟",
        template="## 这一课讲什么\n\n## 怎么办\n\n1. \n2. \n3. \n\n## 记住一句话\n",
        footer="点“阅读原文”看下一课和全部课程。",
        schedule=Schedule(rhythm=Rhythm.WEEKLY, weekdays=(3,), at=time(15)),
        owner="li",
    ),
    ColumnText(
        name="减税降费",
        about="优惠政策：谁能享受、怎么享受、什么时候享受",
        template="## 谁能享受\n\n## 怎么享受\n\n## 什么时候享受\n\n## 依据\n",
        schedule=Schedule(rhythm=Rhythm.MONTHLY, day=15, at=time(9)),
    ),
)
LESSONS: Final = (
    ("开票前先看三样", "看抬头、看税号、看项目。三样都对，再点“开具”。"),
    ("红字发票怎么开", "发起确认单，对方确认后开具；没有用途确认的，不需要对方确认。"),
    ("发票额度不够了", "在电子税务局申请调整，一般当场就有结果。"),
    ("收到发票怎么查真假", "在查验平台输入号码和日期，五秒就知道。"),
    ("发票丢了怎么办", "数电发票不会丢：在税务数字账户里随时重新下载。"),
    ("农产品发票有讲究", "自产自销开免税发票，收购方可以开收购发票。"),
)
OUT: Final = 4
NAME: Final = "发票六课"


def fill() -> str:
    """Make them where the province has none; returns what was done."""
    if columns.store.of_unit(UNIT, Column):
        return "columns stand"
    now = utc_now()
    made = [column_steps.new_column(UNIT, one, by=ZONG, now=now - WEEKS) for one in COLUMNS]
    lesson = made[1]
    text = SeriesText(
        name=NAME,
        about="六节微课，把开票、收票、查票讲明白。（演示内容，单位为虚构）",
        column=lesson.id,
        account=UNIT,
        form="第{n}课",
    )
    series = column_steps.new_series(UNIT, text, by=LI, now=now - WEEKS)
    articles = [_lesson(number, now) for number in range(1, len(LESSONS) + 1)]
    for number, article in enumerate(articles, 1):
        column_steps.join(series.id, article.id, by=LI, now=now)
        if number <= OUT:
            _out(article, number, now)
    column_steps.new_collection(
        UNIT,
        CollectionText(
            name="发票那些事",
            about="和发票有关的文章都在这里。",
            account=UNIT,
            rule=Rule(columns=("微课",), tags=("发票",)),
        ),
        by=LI,
        now=now,
    )
    column_steps.publish_series(series.id, now)
    below = ColumnText(
        name="青溪办税",
        about="本地的办税地点、时间和通知",
        template="## 什么事\n\n## 去哪里\n\n## 带什么\n",
        owner="qx.li",
    )
    column_steps.new_column(CITY, below, by=local("qx.li"), now=now)
    return f"{len(made) + 1} columns, a series of {len(articles)}, {OUT} out, a collection"


WEEKS: Final = timedelta(days=35)


def _lesson(number: int, now: datetime) -> StoredArticle:
    title, said = LESSONS[number - 1]
    written = Written(
        fields={
            "title": f"{title}｜{NAME}",
            "author": "云岭税务",
            "column": "微课",
            "series": NAME,
            "tags": "发票、微课",
            "cover": newsroom.answers_cover(),
        },
        body=f"## 这一课讲什么\n\n{said}\n\n## 记住一句话\n\n不清楚的，问清楚再办。",
    )
    at = _day(number, now) - timedelta(days=2)
    article = newsroom.create_from(UNIT, written, by=LI, now=at)
    if number == len(LESSONS):
        return article
    newsroom.submit(article.id, by=LI, now=at)
    for person in REVIEWERS:
        newsroom.approve(article.id, by=local(person), now=at)
    return newsroom.get_article(article.id)


def _out(article: StoredArticle, number: int, now: datetime) -> None:
    """Say that it is out: the demo has no push of weeks ago."""
    at = _day(number, now)
    out = Out(
        account=UNIT,
        delivery=f"{at.astimezone(SHANGHAI):%Y%m%d-%H%M}-{article.id[-4:]}-{UNIT}",
        number=1,
        article=article.id,
        title=article.title,
        at=at,
        url=f"https://mp.weixin.qq.com/s/yunling-lesson-{number:02d}",
        column="微课",
        series=NAME,
        tags=("发票", "微课"),
    )
    columns.store.record_out(out, 1)


def _day(number: int, now: datetime) -> datetime:
    """A lesson a week, the last that is out a few days ago."""
    return now - timedelta(days=7 * (OUT - number) + 3)
