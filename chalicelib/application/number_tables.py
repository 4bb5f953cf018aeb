"""Every table of the pages of numbers as heads and rows, for a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from chalicelib import insight, units
from chalicelib.actor import Actor
from chalicelib.application.archive_numbers import message_numbers
from chalicelib.application.article_numbers import (
    account_names,
    article_of,
    articles_of,
    index_of,
    sums,
)
from chalicelib.application.growth import Of, growth
from chalicelib.application.number_overview import ARCHIVE, overview
from chalicelib.application.wechat_numbers import Span, followers_by_day
from chalicelib.clock import shown
from chalicelib.errors import Field, Invalid
from chalicelib.insight import Count

SOURCE: Final = "微信统计"
_UNTOLD: Final = "—"
Rows = tuple[list[str], list[list[str]]]


class Table(StrEnum):
    """What is exported."""

    OVERVIEW = "overview"
    FOLLOWERS = "followers"
    SOURCES = "sources"
    MARKS = "marks"
    ARTICLES = "articles"
    ARTICLE = "article"
    SUMS = "sums"
    INDEX = "index"
    MESSAGES = "messages"
    ANSWERS = "answers"


TABLES: Final = {
    Table.OVERVIEW: "概览",
    Table.FOLLOWERS: "粉丝增长",
    Table.SOURCES: "粉丝来源",
    Table.MARKS: "标记日的效果",
    Table.ARTICLES: "图文",
    Table.ARTICLE: "图文每天",
    Table.SUMS: "图文合计",
    Table.INDEX: "传播力指数",
    Table.MESSAGES: "消息和人工会话",
    Table.ANSWERS: "消息分类和菜单",
}
OF_ONE_ACCOUNT: Final = frozenset({Table.FOLLOWERS, Table.SOURCES, Table.MARKS, Table.ARTICLE})


class Wanted(NamedTuple):
    """Whose numbers of which days."""

    unit: str
    account: str
    days: Span
    of: str
    """What the page chose: the group of sums, the formula of the index, new or left of marks, the number of an article."""
    by: Actor
    now: datetime


def check_choice(table: Table, of: str) -> None:
    """Raise ``Invalid`` where a table knows no such choice."""
    good = (
        (table is not Table.SUMS or of in {one.value for one in insight.wechat_numbers.Group})
        and (table is not Table.MARKS or of in ("", *(one.value for one in Of)))
        and (table is not Table.ARTICLE or of)
        and (table is not Table.INDEX or not of or of in insight.wechat_numbers.FORMULAS)
    )
    if not good:
        raise Invalid("没有这样的表，请重新选择。", fields=[Field("of", "没有这个选项")])


def _overview(wanted: Wanted) -> Rows:
    found = overview(wanted.unit, wanted.days, account=wanted.account, by=wanted.by)
    days = [day.isoformat() for day in _each(wanted.days)]
    heads = ["指标", "这段时间", "前一段", *days, "来源", "导出时间（北京）"]
    rows = [
        [
            one.label,
            *(_number(n) for n in (one.now, one.before, *one.days)),
            one.source,
            shown(wanted.now),
        ]
        for one in found.figures
    ]
    return heads, rows


def _followers(wanted: Wanted) -> Rows:
    told = followers_by_day(wanted.account, wanted.days, by=wanted.by)
    sources = sorted({source for one in told for source in (*one.new, *one.gone)})
    name = insight.wechat_numbers.source_name
    heads = ["日期", "新增", "取消", "净增", "累计"]
    heads += [f"新增：{name(one)}" for one in sources]
    heads += ["微信是否已定", "来源", "观测时间（北京）"]
    rows = [
        [
            one.day.isoformat(),
            *(str(n) if one.told else _UNTOLD for n in (one.came, one.left, one.net)),
            _number(one.total),
            *(str(one.new.get(source, 0)) if one.told else _UNTOLD for source in sources),
            "未定" if one.delayed else "已定",
            SOURCE,
            shown(one.observed_at) if one.observed_at else "",
        ]
        for one in told
    ]
    return heads, rows


def _sources(wanted: Wanted) -> Rows:
    told = followers_by_day(wanted.account, wanted.days, by=wanted.by)
    name = insight.wechat_numbers.source_name
    heads = ["日期", "来源", "新增", "取消", "数据来源", "观测时间（北京）"]
    rows = [
        [
            one.day.isoformat(),
            name(source),
            str(one.new.get(source, 0)),
            str(one.gone.get(source, 0)),
            SOURCE,
            shown(one.observed_at) if one.observed_at else "",
        ]
        for one in told
        for source in sorted({*one.new, *one.gone})
    ]
    return heads, rows


def _marks(wanted: Wanted) -> Rows:
    """All of them, whatever days are looked at: so the page shows them."""
    of = Of(wanted.of or Of.NEW)
    heads = ["日期", "类型", "发生了什么", "标记人", "看哪一项", "实际", "平常", "多出", "区间下限", "区间上限", "结论", "来源", "导出时间（北京）"]  # fmt: skip
    rows = [
        [
            one.mark.day.isoformat(),
            insight.growth.KINDS[one.mark.kind],
            one.mark.title,
            one.mark.by,
            "新增" if of is Of.NEW else "取消",
            _number(one.effect.actual),
            *(
                _UNTOLD if n is None else f"{n:.1f}"
                for n in (one.effect.usual, one.effect.gained, one.effect.low, one.effect.high)
            ),
            insight.growth.VERDICTS[one.effect.verdict],
            SOURCE,
            shown(wanted.now),
        ]
        for one in growth(wanted.account, of, by=wanted.by, now=wanted.now).marked
    ]
    return heads, rows


def _articles(wanted: Wanted) -> Rows:
    names = account_names(wanted.unit, wanted.account, by=wanted.by)
    heads = [
        "发布日期",
        "公众号",
        "标题",
        "位置",
        "栏目",
        "系列",
        "作者",
        *insight.wechat_numbers.MEASURES.values(),
    ]
    heads += ["来源", "观测时间（北京）"]
    rows = []
    for one in _found(wanted):
        numbers, push = one.numbers, one.push
        rows.append(
            [
                numbers.published.isoformat(),
                names.get(numbers.account, numbers.account),
                numbers.title,
                str(numbers.index),
                *((push.column, push.series, push.author) if push else ("", "", "")),
                *(
                    _number(getattr(numbers.total, measure.value))
                    for measure in insight.wechat_numbers.MEASURES
                ),
                SOURCE,
                shown(numbers.observed_at),
            ]
        )
    return heads, rows


def _article(wanted: Wanted) -> Rows:
    one = article_of(wanted.account, wanted.of, wanted.days, by=wanted.by).numbers
    heads = ["标题", "日期", *(f"累计{name}" for name in insight.wechat_numbers.MEASURES.values()), "来源", "观测时间（北京）"]  # fmt: skip
    rows = [
        [
            one.title,
            day.day.isoformat(),
            *(_number(getattr(day, measure.value)) for measure in insight.wechat_numbers.MEASURES),
            SOURCE,
            shown(one.observed_at),
        ]
        for day in one.days
    ]
    return heads, rows


def _sums(wanted: Wanted) -> Rows:
    group = insight.wechat_numbers.Group(wanted.of)
    names: dict[str, str] = {}
    if group is insight.wechat_numbers.Group.ACCOUNT:
        names = account_names(wanted.unit, wanted.account, by=wanted.by)
    elif group is insight.wechat_numbers.Group.UNIT:
        names = {one.id: one.name for _, one in units.tree()}
    heads = [insight.wechat_numbers.GROUPS[group], "篇数", *insight.wechat_numbers.MEASURES.values(), "来源", "导出时间（北京）"]  # fmt: skip
    rows = [
        [
            names.get(one.of, one.of) or "（未知）",
            str(one.articles),
            *(_number(getattr(one, measure.value)) for measure in insight.wechat_numbers.MEASURES),
            SOURCE,
            shown(wanted.now),
        ]
        for one in sums(wanted.unit, wanted.days, group, account=wanted.account, by=wanted.by)
    ]
    return heads, rows


def _index(wanted: Wanted) -> Rows:
    parts = insight.wechat_numbers.PARTS
    found = index_of(wanted.unit, wanted.days, account=wanted.account, formula=wanted.of, by=wanted.by)  # fmt: skip
    heads = ["名次", "公众号", "指数", "篇数", "头条", *parts.values(), "公式", "来源", "导出时间（北京）"]  # fmt: skip
    rows = [
        [
            str(one.rank),
            one.name,
            f"{one.index.value:.2f}",
            str(one.index.articles),
            str(one.index.headlines),
            *(f"{part.points:.4f}" for part in one.index.parts),
            wanted.of or insight.wechat_numbers.USUAL,
            SOURCE,
            shown(wanted.now),
        ]
        for one in found
    ]
    return heads, rows


def _messages(wanted: Wanted) -> Rows:
    found = message_numbers(wanted.unit, wanted.days, account=wanted.account, by=wanted.by)
    heads = ["日期", "消息", "已回答", "给出猜你想问", "转人工", "没有答上", "有帮助", "没帮助", "请求人工", "接入", "已结束", "升级", "平均等待（秒）", "平均首次回复（秒）", "平均结束用时（秒）", "评价", "平均评分", "满意", "来源", "导出时间（北京）"]  # fmt: skip
    rows = []
    for one in found.days:
        told, desk = one.messages, one.sessions
        counts = (told.messages, told.answered, told.offered, told.handed_over, told.unanswered)
        votes = (told.helpful, told.unhelpful)
        asked = (desk.sessions, desk.served, desk.resolved, desk.escalated)
        rows.append(
            [
                one.day.isoformat(),
                *(str(n) for n in (*counts, *votes, *asked)),
                *(
                    _average(n)
                    for n in (desk.wait_seconds, desk.first_reply_seconds, desk.resolve_seconds)
                ),
                str(desk.rated),
                _average(desk.stars),
                str(desk.satisfied),
                ARCHIVE,
                shown(wanted.now),
            ]
        )
    return heads, rows


def _answers(wanted: Wanted) -> Rows:
    found = message_numbers(wanted.unit, wanted.days, account=wanted.account, by=wanted.by)
    kinds: tuple[tuple[str, Iterable[Count]], ...] = (
        ("由哪一级应答", found.rungs),
        ("消息类型", found.types),
        ("菜单点击", found.menu),
    )
    rows = [
        [kind, one.name, str(one.count), ARCHIVE, shown(wanted.now)]
        for kind, counts in kinds
        for one in counts
    ]
    return ["分类", "名称", "数量", "来源", "导出时间（北京）"], rows


def _found(wanted: Wanted) -> list[insight.wechat_numbers.JoinedArticle]:
    return articles_of(wanted.unit, wanted.days, account=wanted.account, by=wanted.by)


def _each(days: Span) -> list[date]:
    return [days.since + timedelta(days=n) for n in range(days.days)]


def _number(told: int | None) -> str:
    return _UNTOLD if told is None else str(told)


def _average(told: float | None) -> str:
    return _UNTOLD if told is None else f"{told:.1f}"


MADE: Final[dict[Table, Callable[[Wanted], Rows]]] = {
    Table.OVERVIEW: _overview,
    Table.FOLLOWERS: _followers,
    Table.SOURCES: _sources,
    Table.MARKS: _marks,
    Table.ARTICLES: _articles,
    Table.ARTICLE: _article,
    Table.SUMS: _sums,
    Table.INDEX: _index,
    Table.MESSAGES: _messages,
    Table.ANSWERS: _answers,
}
