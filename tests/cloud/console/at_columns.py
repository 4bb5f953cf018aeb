"""A city's columns: one that is due, a series with articles out and waiting, a collection."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from chalicelib import columns, newsroom
from chalicelib.actor import SYSTEM, local
from chalicelib.application import column_steps
from chalicelib.clock import utc_now
from chalicelib.columns import (
    CollectionText,
    ColumnText,
    Out,
    Rhythm,
    Rule,
    Schedule,
    SeriesText,
)
from tests.cloud.newsroom.people import composed

LI = local("li")


def fill(unit: str, mark: str) -> dict[str, str]:
    """Make it; returns the ids by the names that routes give them."""
    now = utc_now()
    name = f"{mark[:10]}你问我答"
    weekly = Schedule(rhythm=Rhythm.WEEKLY, weekdays=(1, 3, 5), at=time(10))
    column = column_steps.new_column(
        unit,
        ColumnText(
            name=name,
            about=f"{mark}每周回答大家的问题",
            header="> 有问必答",
            template="## 问：\n\n答：",
            footer="以上由业务部门答复。",
            schedule=weekly,
            owner="li",
        ),
        by=SYSTEM,
        now=now - timedelta(days=30),
    )
    text = SeriesText(
        name=f"{mark[:20]}电子烟", about=f"{mark}六讲", column=column.id, account=unit
    )
    series = column_steps.new_series(unit, text, by=LI, now=now)
    articles = [_article(unit, f"{mark}第{n}讲", name) for n in "一二三"]
    for number, article in enumerate(articles[:2], 1):
        columns.store.record_out(_out(unit, article, f"{mark}第{number}讲", name, now), 1)
        series = column_steps.join(series.id, article, by=LI, now=now)
    rule = Rule(columns=(name,), tags=())
    collection = column_steps.new_collection(
        unit,
        CollectionText(name=f"{mark[:20]}合集", about=mark, account=unit, rule=rule),
        by=LI,
        now=now,
    )
    collection = column_steps.pick(
        collection.id, [articles[2]], base=collection.version, by=LI, now=now
    )
    return {
        "column_id": column.id,
        "column_version": str(column.version),
        "series_id": series.id,
        "series_version": str(series.version),
        "collection_id": collection.id,
        "collection_version": str(collection.version),
        "joined_article": articles[1],
        "other_article": articles[0],
        "spare_article": articles[2],
        "column_name": name,
    }


def _article(unit: str, title: str, column: str) -> str:
    made = composed(title=title)
    named = made.article.model_copy(update={"column": column})
    stored = newsroom.create(
        type(made)(named, made.files), unit=unit, by=LI, now=utc_now() - timedelta(days=9)
    )
    return stored.id


def _out(unit: str, article: str, title: str, column: str, now: datetime) -> Out:
    at = now - timedelta(days=8)
    return Out(
        account=unit,
        delivery=f"{at:%Y%m%d-%H%M}-{article[-4:]}",
        number=1,
        article=article,
        title=title,
        at=at,
        url=f"https://mp.weixin.qq.com/s/{article}",
        column=column,
    )
