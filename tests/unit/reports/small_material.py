"""Two accounts in a week, the week before and the same week of the year before, small enough to count by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from chalicelib.reports.material import (
    AccountKnown,
    ArticleOf,
    Counted,
    Counts,
    FollowersOf,
    MarkOf,
    Material,
    QuestionOf,
    ReadersOf,
)
from chalicelib.reports.models import Period, Place, PlaceKind, ReportKind

MONDAY = date(2026, 11, 16)
WEEK = Period(kind=ReportKind.WEEK, since=MONDAY, until=date(2026, 11, 22))
SEEN = datetime(2026, 11, 23, 0, 20, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CAME = (10, 20, 30, 40, 50, 60, 70)
"""280 of account a in the week; half as many in the week before, a tenth in the year before."""


def days(since: date, number: int = 7) -> list[date]:
    return [since + timedelta(days=n) for n in range(number)]


def followers(since: date, came: tuple[int, ...], left: int, total: int) -> list[FollowersOf]:
    """Each day ``left`` leave; ``total`` at the end of each."""
    return [
        FollowersOf(
            day=day,
            came=number,
            left=left,
            total=total,
            sources={"公众号搜索": number - number // 10, "扫描二维码": number // 10},
            observed_at=SEEN,
        )
        for day, number in zip(days(since), came, strict=True)
    ]


def readers(since: date, read: int, share: int) -> list[ReadersOf]:
    return [ReadersOf(day=day, read=read, share=share, observed_at=SEEN) for day in days(since)]


def counted(since: date, messages: int, answered: int) -> list[Counted]:
    return [
        Counted(
            day=day,
            counts=Counts(
                messages=messages,
                answered=answered,
                handed_over=1,
                unanswered=messages - answered - 1,
                sessions=1,
                served=1,
                replied=1,
                resolved=1,
                rated=1,
                satisfied=1,
                stars=5,
                wait_seconds=30,
                first_reply_seconds=90,
                pushes=1,
            ),
            rungs={"知识库": answered, "默认回复": messages - answered - 1, "人工": 1},
            menu={"办税服务": 3},
        )
        for day in days(since)
    ]


ARTICLES = (
    ArticleOf(title="个税汇算清缴怎么办", published=MONDAY, index=1, column="办税指南", read=90_000, read_in_all=123_456, share_in_all=4_000, observed_at=SEEN),
    ArticleOf(title="增值税发票八问", published=date(2026, 11, 18), index=1, column="政策解读", read=500, read_in_all=600, share_in_all=20, observed_at=SEEN),
    ArticleOf(title="周末办税提醒", published=date(2026, 11, 22), index=2, column="办税指南", read=None, read_in_all=None, observed_at=SEEN),
    ArticleOf(title="上周的一篇", published=date(2026, 11, 11), index=1, column="办税指南", read=100, read_in_all=150, observed_at=SEEN),
)  # fmt: skip


def account_a() -> AccountKnown:
    """Everything is known."""
    before, year = MONDAY - timedelta(days=7), MONDAY - timedelta(weeks=52)
    return AccountKnown(
        id="a",
        name="云岭税务",
        unit="省税务局",
        followers=(
            *followers(year, (4,) * 7, 1, 1_000),
            *followers(before, (20,) * 7, 2, 5_000),
            *followers(MONDAY, CAME, 4, 5_252),
        ),
        readers=(*readers(year, 50, 1), *readers(before, 100, 10), *readers(MONDAY, 150, 5)),
        counted=(*counted(before, 10, 8), *counted(MONDAY, 20, 15)),
        articles=ARTICLES,
        questions=(QuestionOf(text="怎么开数电发票", count=9, askers=7),),
        marks=(
            MarkOf(day=date(2026, 11, 17), kind="政策发布", title="个税新政", verdict="高于平常", told=True, gained=120.4, low=60.2, high=180.9),
        ),
    )  # fmt: skip


def account_b() -> AccountKnown:
    """WeChat has said nothing of Saturday and Sunday, and calls Friday unfinished; nothing of the times before."""
    told = followers(MONDAY, (1,) * 7, 0, 70)[:5]
    told[4] = told[4].model_copy(update={"delayed": True})
    return AccountKnown(
        id="b",
        name="昆水税务",
        unit="昆水市税务局",
        followers=tuple(told),
        readers=tuple(readers(MONDAY, 10, 1)[:5]),
        problem="微信说今天的次数用完了",
    )


def material(*accounts: AccountKnown) -> Material:
    return Material(
        place=Place(kind=PlaceKind.UNIT, id="province"),
        place_name="省税务局",
        period=WEEK,
        accounts=accounts or (account_a(), account_b()),
        at=NOW,
        by="总编",
    )
