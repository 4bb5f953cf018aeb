"""The figures that a report begins with. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from chalicelib.reports.material import AccountKnown, Counts, Material
from chalicelib.reports.models import Figure, Period
from chalicelib.reports.sums import (
    ARCHIVE,
    ARTICLES,
    FOLLOWERS,
    READERS,
    TOTALS,
    counts_in,
    followers,
    followers_at_end,
    heard_at,
    readers,
    spans_of,
    told,
    whole,
)


def came(material: Material) -> Figure:
    """New followers."""
    return told(material, followers, "came", "新增粉丝", "人", FOLLOWERS)


def left(material: Material) -> Figure:
    """Followers who left."""
    return told(material, followers, "left", "取消关注", "人", FOLLOWERS)


def net(material: Material) -> Figure:
    """How many more there are; counted of the same days as both."""
    plus, minus = came(material), left(material)
    return plus.model_copy(
        update={
            "name": "net",
            "label": "净增粉丝",
            "now": _less(plus.now, minus.now),
            "before": _less(plus.before, minus.before),
            "year_before": _less(plus.year_before, minus.year_before),
        }
    )


def total(material: Material) -> Figure:
    """All followers at the end."""
    spans = spans_of(material.period)
    now, earlier, year = (followers_at_end(material.accounts, one) for one in spans)
    return Figure(
        name="total",
        label="累计粉丝",
        unit="人",
        now=now.value,
        before=whole(earlier),
        year_before=whole(year),
        source=TOTALS,
        as_of=heard_at(material.accounts, followers, material.period),
        missing=now.missing,
    )


def read(material: Material) -> Figure:
    """Readers of all articles, whenever published."""
    return told(material, readers, "read", "阅读人数", "人", READERS)


def shared(material: Material) -> Figure:
    """Who shared an article."""
    return told(material, readers, "share", "分享人数", "人", READERS)


def articles(material: Material) -> Figure:
    """Articles that were published. A span of which no account's figures are known has no number."""

    def number(period: Period) -> float | None:
        known = any(_knows_readers(one, period) for one in material.accounts)
        found = sum(
            period.since <= one.published <= period.until
            for account in material.accounts
            for one in account.articles
        )
        return float(found) if found or known else None

    now, earlier, year = (number(one) for one in spans_of(material.period))
    period = material.period
    seen = [
        one.observed_at
        for account in material.accounts
        for one in account.articles
        if one.observed_at and period.since <= one.published <= period.until
    ]
    return Figure(
        name="articles",
        label="发布图文",
        unit="篇",
        now=now,
        before=earlier,
        year_before=year,
        source=ARTICLES,
        as_of=min(seen, default=heard_at(material.accounts, readers, material.period)),
    )


class _Counted(NamedTuple):
    label: str
    unit: str
    of: Callable[[Counts], float | None]
    decimals: int = 0


def _share(part: str, of: str) -> Callable[[Counts], float | None]:
    def found(counts: Counts) -> float | None:
        base = getattr(counts, of)
        return getattr(counts, part) / base * 100 if base else None

    return found


def _average(name: str, of: str) -> Callable[[Counts], float | None]:
    def found(counts: Counts) -> float | None:
        base = getattr(counts, of)
        return getattr(counts, name) / base if base else None

    return found


_COUNTED: Final = {
    "messages": _Counted("收到消息", "条", lambda one: one.messages),
    "answered": _Counted("直接答复", "条", lambda one: one.answered),
    "offered": _Counted("给出候选问题", "条", lambda one: one.offered),
    "handed_over": _Counted("转人工", "条", lambda one: one.handed_over),
    "unanswered": _Counted("没有答上", "条", lambda one: one.unanswered),
    "answer_rate": _Counted("直接答复率", "%", _share("answered", "messages"), 1),
    "sessions": _Counted("人工会话", "次", lambda one: one.sessions),
    "served": _Counted("接起", "次", lambda one: one.served),
    "escalated": _Counted("超时升级", "次", lambda one: one.escalated),
    "wait_seconds": _Counted("平均等待", "秒", _average("wait_seconds", "served")),
    "first_reply_seconds": _Counted(
        "平均首次回复用时", "秒", _average("first_reply_seconds", "replied")
    ),
    "rated": _Counted("参评", "次", lambda one: one.rated),
    "satisfaction": _Counted("满意率（四星、五星）", "%", _share("satisfied", "rated"), 1),
    "pushes": _Counted("推送", "次", lambda one: one.pushes),
    "failed_pushes": _Counted("推送失败", "次", lambda one: one.failed_pushes),
}


def counted(material: Material, name: str) -> Figure:
    """A figure that the archive counts. A span of which it knows nothing at all has no number."""
    row = _COUNTED[name]
    now, earlier, year = (
        row.of(found) if (found := counts_in(material.accounts, one)) else None
        for one in spans_of(material.period)
    )
    if now is None and row.unit not in ("秒", "%"):
        now = 0.0  # the archive has every one: a period without any is a zero
    return Figure(
        name=name,
        label=row.label,
        unit=row.unit,
        now=now,
        before=earlier,
        year_before=year,
        decimals=row.decimals,
        source=ARCHIVE,
        as_of=material.at,
    )


def headline(material: Material) -> tuple[Figure, ...]:
    """The figures of the first page."""
    return (
        came(material),
        left(material),
        net(material),
        total(material),
        articles(material),
        read(material),
        shared(material),
        counted(material, "messages"),
        counted(material, "answer_rate"),
        counted(material, "sessions"),
        counted(material, "satisfaction"),
    )


def _knows_readers(account: AccountKnown, period: Period) -> bool:
    return any(
        one.read is not None and period.since <= one.day <= period.until for one in account.readers
    )


def _less(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other
