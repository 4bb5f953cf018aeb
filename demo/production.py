"""The demo's production: three topics, each ordered in several forms; some are late, some in the making, one is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final

from chalicelib import topics
from chalicelib.actor import local
from chalicelib.application import production_start
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.topics import ProductForm, Topic, TopicText, Wanted

UNIT: Final = "province"
CHIEF: Final = local("zong1")
LI: Final = local("li")
BEGUN: Final = timedelta(days=6)
"""So long ago they were ordered."""
Part = tuple[ProductForm, str, int]
"""A form, who makes it, and on which day from today on it is due."""
TOPICS: Final[tuple[tuple[str, str, tuple[Part, ...]], ...]] = (
    (
        "小规模纳税人减免增值税政策解读（演示）",
        "增值税",
        (
            (ProductForm.ARTICLE, "li", -2),
            (ProductForm.PICTURE, "li", 0),
            (ProductForm.MINDMAP, "li", 1),
            (ProductForm.POSTER, "chu", -1),
            (ProductForm.VIDEO, "fu", 4),
        ),
    ),
    (
        "个人所得税年度汇算系列（演示）",
        "个人所得税",
        (
            (ProductForm.ARTICLE, "li", 1),
            (ProductForm.ANSWERS, "zhong", 2),
            (ProductForm.EBOOK, "li", 6),
            (ProductForm.QUIZ, "chu", 3),
        ),
    ),
    (
        "税收宣传月直播：怎样预约办税（演示）",
        "",
        (
            (ProductForm.LIVE, "li", 3),
            (ProductForm.POSTER, "fu", 0),
            (ProductForm.COURSE, "chu", -3),
        ),
    ),
)


def fill() -> str:
    """Order them where the province has none of them; returns what was done."""
    known = {one.title for one in topics.of_unit(UNIT)}
    if known & {title for title, _, _ in TOPICS}:
        return "production stands"
    made = [_ordered(title, matter, parts) for title, matter, parts in TOPICS]
    number = sum(len(one.assignments) for one in made)
    done = next(one for one in made[2].assignments if one.form is ProductForm.COURSE)
    topics.finish(made[2].id, done.id, by=local(done.person), now=utc_now() - timedelta(days=4))
    _begin(made[0])
    return f"{len(made)} topics, {number} products"


def _ordered(title: str, matter: str, parts: Sequence[Part]) -> Topic:
    then = utc_now() - BEGUN
    text = TopicText(title=title, matter=matter, account=UNIT)
    topic = topics.new_topic(UNIT, text, by=CHIEF, now=then)
    wanted = [Wanted(person=person, form=form, due_at=_due(day)) for form, person, day in parts]
    return topics.order(topic.id, wanted, by=CHIEF, now=then)


def _begin(topic: Topic) -> None:
    """The mind map is begun by its maker."""
    one = next(one for one in topic.assignments if one.form is ProductForm.MINDMAP)
    production_start.start(topic.id, one.id, by=local(one.person), now=utc_now())


def _due(day: int) -> datetime:
    today = utc_now().astimezone(SHANGHAI).date()
    return datetime.combine(today + timedelta(days=day), time(18, 0), SHANGHAI)
