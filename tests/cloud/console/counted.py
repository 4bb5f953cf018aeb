"""A quarter of an account as WeChat counted it: followers by day, articles with their readers, a marked day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from chalicelib.actor import local
from chalicelib.application import growth
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.insight.growth import MarkKind
from chalicelib.insight.wechat_numbers import observe, store
from chalicelib.wechat.statistics_calls import StatCall
from chalicelib.wechat.statistics_rows import ArticleRow

DAYS: Final = 120
USUAL: Final = 300
"""New followers of an ordinary day, give or take a few."""
MORE: Final = 500
"""What the marked week brought each day on top."""
MARKED: Final = 20
"""So many days ago the marked week began."""


def fill(account: str, mark: str) -> dict[str, str]:
    """Make it; every text has ``mark``. Returns ids by the names that routes give them."""
    now = utc_now()
    yesterday = now.astimezone(SHANGHAI).date() - timedelta(days=1)
    total = 1_000_000
    for ago in reversed(range(DAYS)):
        day = yesterday - timedelta(days=ago)
        came = USUAL + (ago * 7) % 23 + (MORE if MARKED - 7 < ago <= MARKED else 0)
        left = 40 + (ago * 5) % 11
        total += came - left
        users = [
            {"ref_date": str(day), "user_source": 1, "new_user": came - 90, "cancel_user": left},
            {"ref_date": str(day), "user_source": 30, "new_user": 90, "cancel_user": 0},
        ]
        # Yesterday is not final.
        _keep(account, StatCall.USERS, day, users, now, delayed=ago == 0)
        totals = [{"ref_date": str(day), "cumulate_user": total}]
        _keep(account, StatCall.USERS_TOTAL, day, totals, now)
    titles = [f"{mark}{title}" for title in ("涨粉的一篇", "十万加的一篇")]
    _push(account, yesterday - timedelta(days=9), titles, now)
    marked = growth.mark_day(
        account,
        yesterday - timedelta(days=MARKED),
        MarkKind.POLICY,
        f"{mark}新政发布",
        by=local("ops"),
        now=now,
    )
    return {"mark_id": marked.id, "msgid": "2247490098_1"}


def _keep(
    account: str,
    call: StatCall,
    day: date,
    rows: list[dict[str, Any]],
    now: datetime,
    *,
    delayed: bool = False,
) -> None:
    # So few rows stand in the record itself: an object for each day would only take its time.
    store.prolong(account, observe.observed(None, call, day, rows, delayed=delayed, now=now))


def _push(account: str, day: date, titles: list[str], now: datetime) -> None:
    """The articles of one push, the second with twice the readers of the first."""
    rows = [_row(day, place, title) for place, title in enumerate(titles, 1)]
    read = [found for row in rows if (found := ArticleRow.of(row))]
    record = observe.observed(None, StatCall.ARTICLES, day, rows, delayed=False, now=now)
    articles = [observe.article_of(account, day, one, now) for one in read]
    store.save(account, record, rows, articles)


def _row(day: date, place: int, title: str) -> dict[str, Any]:
    return {
        "ref_date": str(day),
        "msgid": f"2247490098_{place}",
        "title": title,
        "detail_list": [
            {
                "stat_date": str(day + timedelta(days=n)),
                "read_user": 60_000 * place + 2_000 * n,
                "share_user": 900 + 40 * n,
                "zaikan_user": 120 + n,
                "like_user": 300 + 5 * n,
                "comment_count": 41 + n,
                "read_user_source": [
                    {"scene_desc": "公众号消息", "user_count": 40_000},
                    {"scene_desc": "朋友圈", "user_count": 9_000},
                ],
            }
            for n in range(8)
        ],
    }
