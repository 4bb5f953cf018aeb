"""图文: articles with what they reached, their sums, and the course of one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Final

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import BaseModel

from chalicelib import insight, units
from chalicelib.application import article_numbers as reading
from chalicelib.application.number_tables import SOURCE
from chalicelib.console import cursors
from chalicelib.console.caller import actor
from chalicelib.console.choice import Choice
from chalicelib.console.cursors import LIMIT, Cursor, Limit
from chalicelib.console.routes.number_choices import Place, Since, Until, asked_span
from chalicelib.errors import Field, Invalid

router = Router()
_TAG = "numbers"
MOST_SUMS: Final = 200


class ArticleFiguresSeen(BaseModel):
    """What articles reached; None for what WeChat did not tell."""

    read: int | None
    share: int | None
    zaikan: int | None
    like: int | None
    comment: int | None
    collect: int | None


class ArticleCounted(BaseModel):
    """One article as WeChat counted it last."""

    account: str
    account_name: str
    msgid: str
    title: str
    url: str
    published: date
    index: int
    """Its place in the push, from 1; 1 is the headline."""
    notified: bool | None
    column: str
    series: str
    author: str
    pushed_at: datetime | None
    """None where the article went out past this system."""
    figures: ArticleFiguresSeen
    observed_at: datetime


class ArticlesCounted(BaseModel):
    """A page of articles, the most of the figure first."""

    source: str
    since: date
    until: date
    articles: list[ArticleCounted]
    count: int
    """All of them."""
    total: ArticleFiguresSeen
    """Of all of them."""
    next: str
    shortened: bool
    """Whether only the first hundred can be shown: of many accounts no more are kept, a file has all."""
    measures: list[Choice]
    groups: list[Choice]


class SumSeen(BaseModel):
    """What some articles reached together."""

    name: str
    """What they have in common; empty where nothing is known of it."""
    articles: int
    figures: ArticleFiguresSeen


class Sums(BaseModel):
    """Articles of a span, summed."""

    source: str
    by: insight.wechat_numbers.Group
    name: str
    """Of what they are summed by."""
    sums: list[SumSeen]
    """The first two hundred of ``count``; a file has all."""
    count: int


class CourseDay(BaseModel):
    """An article from its publication to the end of a day."""

    day: date
    figures: ArticleFiguresSeen


class ReaderSource(BaseModel):
    """Readers by where they came from, in WeChat's words."""

    name: str
    readers: int


class ArticleCourse(BaseModel):
    """One article day by day."""

    source: str
    article: ArticleCounted
    days: list[CourseDay]
    sources: list[ReaderSource]


@router.get("/numbers/articles", tags=[_TAG], summary="图文的阅读、分享等，按一项排序")
def articles(
    unit: Place = "",
    account: Place = "",
    since: Since = None,
    until: Until = None,
    measure: insight.wechat_numbers.Measure = insight.wechat_numbers.Measure.READ,
    popular: Annotated[bool, Query(description="只看 10万+")] = False,
    cursor: Cursor = "",
    limit: Limit = LIMIT,
) -> ArticlesCounted:
    """Articles of an account, or of a unit and those below."""
    days = asked_span(since, until)
    found = reading.ranking(
        unit, days, account=account, measure=measure, popular=popular, by=actor()
    )
    names = reading.account_names(unit, account, by=actor())
    first = _place(cursor)
    shown = found.articles[first : first + limit]
    return ArticlesCounted(
        source=SOURCE,
        since=days.since,
        until=days.until,
        articles=[_counted(one, names) for one in shown],
        count=found.count,
        total=_figures(found.total),
        next=cursors.cursor_at(str(first + limit)) if first + limit < len(found.articles) else "",
        shortened=found.shortened,
        measures=[
            Choice(value=one.value, label=name)
            for one, name in insight.wechat_numbers.MEASURES.items()
        ],
        groups=[
            Choice(value=one.value, label=name)
            for one, name in insight.wechat_numbers.GROUPS.items()
        ],
    )


@router.get("/numbers/articles/sums", tags=[_TAG], summary="图文按栏目、系列、作者等合计")
def sums(
    unit: Place = "",
    account: Place = "",
    since: Since = None,
    until: Until = None,
    by: insight.wechat_numbers.Group = insight.wechat_numbers.Group.COLUMN,
) -> Sums:
    """The same articles, summed by what they have in common."""
    days = asked_span(since, until)
    found = reading.sums(unit, days, by, account=account, by=actor())
    names: dict[str, str] = {}
    if by is insight.wechat_numbers.Group.ACCOUNT:
        names = reading.account_names(unit, account, by=actor())
    elif by is insight.wechat_numbers.Group.UNIT:
        names = {one.id: one.name for _, one in units.tree()}
    return Sums(
        source=SOURCE,
        by=by,
        name=insight.wechat_numbers.GROUPS[by],
        sums=[
            SumSeen(
                name=names.get(one.of, one.of),
                articles=one.articles,
                figures=ArticleFiguresSeen.model_validate(one, from_attributes=True),
            )
            for one in found[:MOST_SUMS]
        ],
        count=len(found),
    )


@router.get("/numbers/<account>/articles/<msgid>", tags=[_TAG], summary="一篇图文发布以来的每一天")
def article(
    account: Annotated[str, Path(max_length=40)],
    msgid: Annotated[str, Path(max_length=40)],
    since: Since = None,
    until: Until = None,
) -> ArticleCourse:
    """One article that was published in these days: by day since then, and its readers by source."""
    found = reading.article_of(account, msgid, asked_span(since, until), by=actor())
    numbers = found.numbers
    sources = sorted(numbers.sources.items(), key=lambda one: (-one[1], one[0]))
    return ArticleCourse(
        source=SOURCE,
        article=_counted(found, reading.account_names("", account, by=actor())),
        days=[CourseDay(day=one.day, figures=_figures(one)) for one in numbers.days],
        sources=[ReaderSource(name=name, readers=number) for name, number in sources],
    )


def _counted(one: insight.wechat_numbers.JoinedArticle, names: dict[str, str]) -> ArticleCounted:
    numbers, push = one.numbers, one.push
    return ArticleCounted(
        account=numbers.account,
        account_name=names.get(numbers.account, numbers.account),
        msgid=numbers.msgid,
        title=numbers.title or (push.title if push else ""),
        url=numbers.url,
        published=numbers.published,
        index=numbers.index,
        notified=numbers.notified,
        column=push.column if push else "",
        series=push.series if push else "",
        author=push.author if push else "",
        pushed_at=push.at if push else None,
        figures=_figures(numbers.total),
        observed_at=numbers.observed_at,
    )


def _figures(told: insight.wechat_numbers.ArticleFigures) -> ArticleFiguresSeen:
    return ArticleFiguresSeen.model_validate(told, from_attributes=True)


def _place(cursor: str) -> int:
    place = cursors.after(cursor)
    if place and not (place.isascii() and place.isdigit()):
        raise Invalid("页码不对，请从第一页看起。", fields=[Field("cursor", "格式不对")])
    return int(place or 0)
