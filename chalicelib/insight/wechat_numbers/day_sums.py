"""WeChat's numbers of one day, of an account or of many added up: followers, sums of articles, the most read. Pure.

Sums of sums are the same sums, in any order: a unit's day is added up from the days of its accounts and of the units below.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from chalicelib.insight.wechat_numbers.followers import FollowerDay
from chalicelib.insight.wechat_numbers.joining import JoinedArticle
from chalicelib.insight.wechat_numbers.ranking import Group, Measure, Sum, ranked, sum_up, summed
from chalicelib.insight.wechat_numbers.reach_counts import Counts, counts_of, together
from chalicelib.values import LateValue

MOST_IN_ORDER: Final = 100
"""Articles of a day that are kept for each figure, the most first."""
MOST_SUMS: Final = 2_000
"""Authors, series and so on of a day that are kept apart, the most readers first; the rest is one sum."""
REST: Final = "（其余）"
GROUPED: Final = tuple(group for group in Group if group is not Group.ACCOUNT)
"""Sums by account are made of ``accounts``."""
FIGURES: Final = ("came", "total", "read")


class DayFigures(LateValue):
    """Key figures of one day; None where no account has told any."""

    day: date
    came: int | None = None
    """Followers who came."""
    total: int | None = None
    """Followers at its end."""
    read: int | None = None
    """Readers, as WeChat says of an account as a whole."""
    articles: Counts
    """What all articles that were published on it reached."""
    untold: Mapping[str, tuple[str, ...]]
    """Figure → the accounts of which WeChat has not told it."""


class StatDay(LateValue):
    """All of one day; a page reads the part that it shows."""

    figures: DayFigures
    sums: Mapping[Group, tuple[Sum, ...]]
    accounts: Mapping[str, Counts]
    """Those that published an article."""
    order: Mapping[Measure, tuple[JoinedArticle, ...]]
    """The most of each figure first."""
    totals: Mapping[str, int] = {}
    """Account → followers at the day's end; those that told it, since this is kept."""


def stat_day(
    account: str,
    day: date,
    followers: FollowerDay | None,
    read: int | None,
    articles: Sequence[JoinedArticle],
) -> StatDay:
    """The day of one account, from what WeChat says of it and the articles that were published on it."""
    told = {
        "came": followers.came if followers and followers.told else None,
        "total": followers.total if followers else None,
        "read": read,
    }
    short = [_short(one) for one in articles]
    reached = counts_of(one.numbers for one in short)
    return StatDay(
        figures=DayFigures(
            day=day,
            **told,
            articles=reached,
            untold={name: (account,) for name, number in told.items() if number is None},
        ),
        sums={group: tuple(summed(short, group)) for group in GROUPED},
        accounts={account: reached} if short else {},
        order={measure: tuple(ranked(short, measure)[:MOST_IN_ORDER]) for measure in Measure},
        totals={} if told["total"] is None else {account: told["total"]},
    )


def add_stat_days(day: date, parts: Iterable[StatDay]) -> StatDay:
    """The days of several accounts or units as one."""
    every = list(parts)
    return StatDay(
        figures=_figures(day, [one.figures for one in every]),
        sums={group: added_sums((one.sums[group] for one in every), group) for group in GROUPED},
        accounts={name: row for one in every for name, row in one.accounts.items()},
        order={
            measure: tuple(ranked((one for part in every for one in part.order[measure]), measure))[
                :MOST_IN_ORDER
            ]
            for measure in Measure
        },
        totals={name: number for one in every for name, number in one.totals.items()},
    )


def added_sums(parts: Iterable[Iterable[Sum]], group: Group) -> tuple[Sum, ...]:
    """Sums of several days or accounts, added up by what they have in common."""
    made = sum_up((one for part in parts for one in part), group)
    if len(made) <= MOST_SUMS:
        return tuple(made)
    rest = [one.model_copy(update={"of": REST}) for one in made[MOST_SUMS - 1 :]]
    return tuple(sum_up([*made[: MOST_SUMS - 1], *rest], group))


def _figures(day: date, parts: Sequence[DayFigures]) -> DayFigures:
    known = {
        name: [number for one in parts if (number := getattr(one, name)) is not None]
        for name in FIGURES
    }
    untold = {
        name: tuple(sorted(one for part in parts for one in part.untold.get(name, ())))
        for name in FIGURES
    }
    return DayFigures(
        day=day,
        **{name: sum(numbers) if numbers else None for name, numbers in known.items()},
        articles=together(one.articles for one in parts),
        untold={name: found for name, found in untold.items() if found},
    )


def _short(one: JoinedArticle) -> JoinedArticle:
    """With its last sums alone: its course by day and source is read of the article itself."""
    numbers = one.numbers.model_copy(update={"days": one.numbers.days[-1:], "sources": {}})
    return one.model_copy(update={"numbers": numbers})
