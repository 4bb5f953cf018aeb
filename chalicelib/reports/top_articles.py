"""Articles of a period: the most read, and what columns reached. Pure."""

from __future__ import annotations

from typing import Final

from chalicelib.reports.material import ArticleOf, Material
from chalicelib.reports.models import Block, Table
from chalicelib.reports.sums import ARTICLES

MOST: Final = 10
HUNDRED_THOUSAND: Final = 100_000


def published_in(material: Material) -> list[tuple[ArticleOf, str]]:
    """Articles of the period with the names of their accounts, the most read first."""
    period = material.period
    found = [
        (one, account.name)
        for account in material.accounts
        for one in account.articles
        if period.since <= one.published <= period.until
    ]
    return sorted(
        found,
        key=lambda row: (
            row[0].read_in_all is None,
            -(row[0].read_in_all or 0),
            row[0].published,
            row[0].title,
        ),
    )


def hundred_thousand_and_more(material: Material) -> int:
    """How many articles of the period have a hundred thousand readers or more (10万+)."""
    return sum((one.read_in_all or 0) >= HUNDRED_THOUSAND for one, _ in published_in(material))


def top_articles(material: Material) -> list[Block]:
    """The most read as a table, and what each column reached where columns are known."""
    rows = published_in(material)
    if not rows:
        return []
    as_of = min((one.observed_at for one, _ in rows if one.observed_at), default=None)
    several = len(material.accounts) > 1
    blocks: list[Block] = [
        Table(
            caption=f"阅读最多的图文（前 {MOST} 篇）" if len(rows) > MOST else "本期图文",
            heads=("标题", *(("公众号",) if several else ()), "发布日期", "阅读", "分享"),
            rows=tuple(
                (
                    one.title or "（无标题）",
                    *((name,) if several else ()),
                    f"{one.published:%m-%d}",
                    one.read_in_all,
                    one.share_in_all,
                )
                for one, name in rows[:MOST]
            ),
            source=ARTICLES,
            as_of=as_of,
            note="自发布起累计，所以晚发布的图文还会增加。",
            public=True,
        )
    ]
    columns: dict[str, list[ArticleOf]] = {}
    for one, _ in rows:
        columns.setdefault(one.column or "（没有栏目）", []).append(one)
    if len(columns) > 1:
        summed = [
            (name, len(held), sum(one.read or 0 for one in held)) for name, held in columns.items()
        ]
        blocks.append(
            Table(
                caption="各栏目图文的期内阅读",
                heads=("栏目", "图文（篇）", "期内阅读（人）", "篇均（人）"),
                rows=tuple(
                    (name, number, read, round(read / number))
                    for name, number, read in sorted(summed, key=lambda row: (-row[2], row[0]))[:MOST]
                ),
                source=ARTICLES,
                as_of=as_of,
                note="只计发布之日起到本期最后一天的阅读。",
            )
        )  # fmt: skip
    return blocks
