"""What articles reached: in order, in sums, one by one, and accounts by 传播力指数 (docs/insight-wechat.md).

Of few accounts the articles themselves are read; of many the days of their unit, which were added up before (``count_days``).
"""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib import insight
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.application.account_reach import MOST_READ, account_for, names, readable
from chalicelib.application.pushed_articles import pushed_articles
from chalicelib.application.wechat_numbers import READ, Span
from chalicelib.cloud.at_once import side_by_side
from chalicelib.values import Value


class ArticleRanking(Value):
    """Articles in order, and what all of them reached."""

    articles: tuple[insight.wechat_numbers.JoinedArticle, ...]
    count: int
    """All of them."""
    total: insight.wechat_numbers.ArticleFigures
    """Of all of them."""
    shortened: bool
    """Whether only the first hundred are here: of many accounts no more are insight.wechat_numbers."""


class AccountIndex(Value):
    """One account in a ranking."""

    rank: int
    account: str
    name: str
    unit: str
    index: insight.wechat_numbers.ReachIndex


def articles_of(
    unit: str,
    days: Span,
    *,
    account: str = "",
    measure: insight.wechat_numbers.Measure = insight.wechat_numbers.Measure.READ,
    by: Actor,
) -> list[insight.wechat_numbers.JoinedArticle]:
    """All articles that an account, or a unit and those below, published in these days, the most of a figure first.

    Reads each account: of hundreds that takes seconds. Raises ``UnknownAccount``, ``UnknownUnit`` or ``PermissionDenied``.
    """
    found = readable(by, READ, unit, account)
    every = [one for held in side_by_side(lambda one: _joined(one, days), found) for one in held]
    return insight.wechat_numbers.ranked(every, measure)


def ranking(
    unit: str,
    days: Span,
    *,
    account: str = "",
    measure: insight.wechat_numbers.Measure = insight.wechat_numbers.Measure.READ,
    popular: bool = False,
    by: Actor,
) -> ArticleRanking:
    """The same for a page; ``popular``: only those with 100,000 readers or more (10万+). Raises as ``articles_of``."""
    found = readable(by, READ, unit, account)
    large = len(found) > MOST_READ
    if large:
        most_of = insight.wechat_numbers.Measure.READ if popular else measure
        every = list(insight.wechat_numbers.unit_order(unit, most_of, days.since, days.until))
    else:
        every = articles_of(unit, days, account=account, by=by)
    if popular:
        every = [
            one
            for one in every
            if (one.numbers.total.read or 0) >= insight.wechat_numbers.HUNDRED_THOUSAND
        ]
    ordered = insight.wechat_numbers.ranked(every, measure)
    if not large or popular:
        return ArticleRanking(
            articles=tuple(ordered),
            count=len(every),
            total=insight.wechat_numbers.total(every),
            shortened=False,
        )
    told = insight.wechat_numbers.unit_figures(unit, days.since, days.until)
    whole = insight.wechat_numbers.together(one.articles for one in told)
    count = whole[0] or 0
    return ArticleRanking(
        # Of a day no article beyond its first hundred is among the first hundred of all days.
        articles=tuple(ordered[: insight.wechat_numbers.MOST_IN_ORDER]),
        count=count,
        total=insight.wechat_numbers.figures_of(whole),
        shortened=count > insight.wechat_numbers.MOST_IN_ORDER,
    )


def sums(
    unit: str, days: Span, group: insight.wechat_numbers.Group, *, account: str = "", by: Actor
) -> list[insight.wechat_numbers.Sum]:
    """Articles summed by column, series, author, unit, account or hour of sending. Raises as ``articles_of``."""
    found = readable(by, READ, unit, account)
    if len(found) <= MOST_READ:
        return insight.wechat_numbers.summed(articles_of(unit, days, account=account, by=by), group)
    if group is insight.wechat_numbers.Group.ACCOUNT:
        made = (
            insight.wechat_numbers.Sum(
                of=name, articles=row[0] or 0, **insight.wechat_numbers.figures_of(row).model_dump()
            )
            for name, row in _reach(unit, days, found).items()
            if row[0]
        )
        return list(insight.wechat_numbers.added_sums([made], group))
    return list(
        insight.wechat_numbers.added_sums(
            insight.wechat_numbers.unit_sums(unit, group, days.since, days.until), group
        )
    )


def above_100k(
    unit: str, days: Span, *, account: str = "", by: Actor
) -> list[insight.wechat_numbers.JoinedArticle]:
    """Articles of these days with 100,000 readers or more (10万+). Raises as ``articles_of``."""
    return list(ranking(unit, days, account=account, popular=True, by=by).articles)


def index_of(
    unit: str,
    days: Span,
    *,
    account: str = "",
    formula: str = "",
    most: int | None = None,
    by: Actor,
) -> list[AccountIndex]:
    """Accounts ranked by 传播力指数, with every term; those without articles too; the first ``most`` where a number is given.

    Raises ``NoSuchFormula``, ``UnknownAccount``, ``UnknownUnit`` or ``PermissionDenied``.
    """
    wanted = insight.wechat_numbers.formula_called(formula or insight.wechat_numbers.USUAL)
    found = readable(by, READ, unit, account)
    reach = _reach(unit, days, found)
    values = {
        one: insight.wechat_numbers.index_value(wanted, row, days.days)
        for one, row in reach.items()
    }
    ordered = sorted(found, key=lambda one: (-values[one.id], one.id))
    ranks: dict[float, int] = {}
    for place, one in enumerate(ordered, 1):
        # Equals share a rank.
        ranks.setdefault(values[one.id], place)
    return [
        AccountIndex(
            rank=ranks[values[one.id]],
            account=one.id,
            name=one.name,
            unit=one.unit,
            index=insight.wechat_numbers.reach_index(wanted, reach[one.id], days.days),
        )
        for one in ordered[:most]
    ]


def article_of(
    account_id: str, msgid: str, days: Span, *, by: Actor
) -> insight.wechat_numbers.JoinedArticle:
    """One article of these days, by WeChat's number of it (``2247490098_1``): by day since publication, and by source.

    Raises ``NoSuchArticle``, ``UnknownAccount`` or ``PermissionDenied``.
    """
    account = account_for(by, READ, account_id)
    found = next((one for one in _joined(account, days) if one.numbers.msgid == msgid), None)
    if found is None:
        raise insight.wechat_numbers.NoSuchArticle(account_id, msgid)
    return found


def account_names(unit: str, account: str, *, by: Actor) -> dict[str, str]:
    """Names of the accounts that these pages tell of. Raises as ``articles_of``."""
    return names(readable(by, READ, unit, account))


def _reach(
    unit: str, days: Span, found: Sequence[OfficialAccount]
) -> dict[str, insight.wechat_numbers.Counts]:
    """What the articles of each of these accounts reached."""
    if len(found) <= MOST_READ:
        told = side_by_side(
            lambda one: insight.wechat_numbers.counts_of(
                insight.wechat_numbers.articles(one.id, days.since, days.until)
            ),
            found,
        )
        return {one.id: row for one, row in zip(found, told, strict=True)}
    by_day: dict[str, list[insight.wechat_numbers.Counts]] = {one.id: [] for one in found}
    for day in insight.wechat_numbers.unit_accounts(unit, days.since, days.until):
        for name, row in day.items():
            # One that has moved elsewhere since is counted there.
            if name in by_day:
                by_day[name].append(row)
    return {name: insight.wechat_numbers.together(rows) for name, rows in by_day.items()}


def _joined(
    account: OfficialAccount, days: Span
) -> tuple[insight.wechat_numbers.JoinedArticle, ...]:
    articles = insight.wechat_numbers.articles(account.id, days.since, days.until)
    return insight.wechat_numbers.joined(articles, pushed_articles(account, days.since, days.until))
