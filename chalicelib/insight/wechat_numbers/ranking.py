"""Articles in order: rankings, those above a hundred thousand readers, and sums by column, unit or hour. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Final

from chalicelib.clock import SHANGHAI
from chalicelib.insight.wechat_numbers.joining import JoinedArticle
from chalicelib.insight.wechat_numbers.models import ArticleFigures
from chalicelib.values import Value

HUNDRED_THOUSAND: Final = 100_000
"""WeChat shows readers of a page as 10万+ from here on."""


class Measure(StrEnum):
    """A figure of an article; the name of its field."""

    READ = "read"
    SHARE = "share"
    ZAIKAN = "zaikan"
    LIKE = "like"
    COMMENT = "comment"
    COLLECT = "collect"


MEASURES: Final = {
    Measure.READ: "阅读",
    Measure.SHARE: "分享",
    Measure.ZAIKAN: "在看",
    Measure.LIKE: "点赞",
    Measure.COMMENT: "留言",
    Measure.COLLECT: "收藏",
}


_FIGURES: Final = {one.value for one in Measure}


class Group(StrEnum):
    """By what articles are summed."""

    ACCOUNT = "account"
    COLUMN = "column"
    SERIES = "series"
    AUTHOR = "author"
    UNIT = "unit"
    HOUR = "hour"
    """Of sending, Asia/Shanghai."""


GROUPS: Final = {
    Group.ACCOUNT: "公众号",
    Group.COLUMN: "栏目",
    Group.SERIES: "系列",
    Group.AUTHOR: "作者",
    Group.UNIT: "单位",
    Group.HOUR: "推送时间",
}


class Sum(Value):
    """What some articles reached together; None where WeChat told it of none of them."""

    of: str
    """What they have in common; empty where nothing is known."""
    articles: int
    read: int | None = None
    share: int | None = None
    zaikan: int | None = None
    like: int | None = None
    comment: int | None = None
    collect: int | None = None


def value(article: JoinedArticle, measure: Measure) -> int | None:
    """A figure of an article; None where WeChat did not tell it."""
    found: int | None = getattr(article.numbers.total, measure.value)
    return found


def ranked(articles: Iterable[JoinedArticle], measure: Measure) -> list[JoinedArticle]:
    """The most first; of equals the newer one, and those of which nothing is known at the end."""

    def order(one: JoinedArticle) -> tuple[bool, int, int, str]:
        known = value(one, measure)
        return (known is None, -(known or 0), -one.numbers.published.toordinal(), one.numbers.msgid)

    return sorted(articles, key=order)


def above(
    articles: Iterable[JoinedArticle], readers: int = HUNDRED_THOUSAND
) -> list[JoinedArticle]:
    """Articles with so many readers or more (10万+), the most first."""
    return ranked(
        (one for one in articles if (value(one, Measure.READ) or 0) >= readers), Measure.READ
    )


def summed(articles: Iterable[JoinedArticle], by: Group) -> list[Sum]:
    """Articles summed by what they have in common, the most readers first; hours in their order."""
    return sum_up(
        (
            Sum(of=_OF[by](one), articles=1, **one.numbers.total.model_dump(include=_FIGURES))
            for one in articles
        ),
        by,
    )


def sum_up(parts: Iterable[Sum], by: Group) -> list[Sum]:
    """Sums of the same name as one; in the order of ``summed``."""
    groups: dict[str, list[Sum]] = {}
    for one in parts:
        groups.setdefault(one.of, []).append(one)
    made = [
        Sum(of=name, articles=sum(one.articles for one in held), **added(held))
        for name, held in groups.items()
    ]
    if by is Group.HOUR:
        return sorted(made, key=lambda one: (not one.of, one.of))
    return sorted(made, key=lambda one: (-(one.read or 0), one.of))


def total(articles: Iterable[JoinedArticle]) -> ArticleFigures:
    """The figures of articles added up."""
    return ArticleFigures(**added([one.numbers.total for one in articles]))


def added(parts: Sequence[ArticleFigures | Sum]) -> dict[str, int | None]:
    """Each figure added up; None where none of the parts tells it."""
    found: dict[str, int | None] = {}
    for name in _FIGURES:
        known = [number for one in parts if (number := getattr(one, name)) is not None]
        found[name] = sum(known) if known else None
    return found


def _pushed(field: str) -> Callable[[JoinedArticle], str]:
    return lambda one: str(getattr(one.push, field)) if one.push else ""


def _hour(one: JoinedArticle) -> str:
    return f"{one.push.at.astimezone(SHANGHAI):%H:00}" if one.push else ""


_OF: Final[dict[Group, Callable[[JoinedArticle], str]]] = {
    Group.ACCOUNT: lambda one: one.numbers.account,
    Group.COLUMN: _pushed("column"),
    Group.SERIES: _pushed("series"),
    Group.AUTHOR: _pushed("author"),
    Group.UNIT: _pushed("unit"),
    Group.HOUR: _hour,
}
