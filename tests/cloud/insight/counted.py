"""A quarter of an account as WeChat and the archive counted it: followers, articles, messages by day, and a marked day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from chalicelib import reports
from chalicelib.actor import local
from chalicelib.application import growth, reporting
from chalicelib.application.report_schedule import set_schedule
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.insight import DayNumbers
from chalicelib.insight.archive import numbers
from chalicelib.insight.growth import MarkKind
from chalicelib.insight.inquiries import Answered, Inquiry, InquiryState, Standing, Wanted
from chalicelib.insight.inquiries import store as inquiry_store
from chalicelib.insight.wechat_numbers import observe, store
from chalicelib.jobs import Silent
from chalicelib.reports import ReportKind
from chalicelib.wechat.statistics_calls import StatCall
from chalicelib.wechat.statistics_rows import ArticleRow

DAYS: Final = 120
USUAL: Final = 300
"""New followers of an ordinary day, give or take a few."""
MORE: Final = 500
"""What the marked week brought each day on top."""
MESSAGE_DAYS: Final = 45
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
    for ago in range(MESSAGE_DAYS):
        archive(account, yesterday - timedelta(days=ago), 100 + ago)
    marked = growth.mark_day(
        account,
        yesterday - timedelta(days=MARKED),
        MarkKind.POLICY,
        f"{mark}新政发布",
        by=local("ops"),
        now=now,
    )
    asked = answered(account, mark, yesterday, now)
    return {
        "mark_id": marked.id,
        "msgid": "2247490098_1",
        "inquiry": asked,
        **_report(account, now),
    }


def answered(account: str, mark: str, day: date, now: datetime) -> str:
    """Have a question to the archive stand answered; returns its id."""
    wanted = Wanted(
        query="menu_use", accounts=(account,), since=day - timedelta(days=29), until=day
    )
    asked = Inquiry(id="a" * 24, wanted=wanted, bytes=42_000_000, by="zong", at=now)
    standing = Standing(
        inquiry=asked,
        state=InquiryState.DONE,
        finished=1,
        scanned=1_200_000,
        seconds=1.4,
        dollars=0.00005,
    )
    rows = tuple(
        {"menu_key": f"{mark}{name}", "type": "click", "taps": taps, "followers": taps - 3}
        for name, taps in (("办税日历", 420), ("发票查验", 133))
    )
    inquiry_store.put_answer(standing, [Answered(account=account, rows=rows)])
    inquiry_store.begin(standing)
    return asked.id


def _report(unit: str, now: datetime) -> dict[str, str]:
    """The report of the week that ended last, and a schedule for the next; the unit is called as its account."""
    by, place = local("ops"), reporting.place_of(unit, "")
    week = reports.asked(ReportKind.WEEK, "", now)
    made = reporting.make_now(place, week, by=by, now=now, told=Silent())
    set_schedule(place, ReportKind.WEEK, 1, "08:00", article=False, by=by, now=now)
    return {"report": made.id}


def total_alone(account: str, day: date, total: int) -> None:
    """A day of which WeChat has said how many followers there are, and nothing of who came."""
    rows = [{"ref_date": str(day), "cumulate_user": total}]
    _keep(account, StatCall.USERS_TOTAL, day, rows, utc_now())


def archive(account: str, day: date, written: int) -> None:
    """Have the archive's numbers of a day stand in the table."""
    numbers.keep(_archived(account, day, written), 1)


def _archived(account: str, day: date, written: int) -> DayNumbers:
    """A day on which so many messages were written, seven in ten of them answered, and ten people were asked for."""
    answered, offered, handed_over = written * 7 // 10, written // 10, 10
    unanswered = written - answered - offered - handed_over
    messages = {"answered": answered, "offered": offered, "handed_over": handed_over}
    return DayNumbers.model_validate(
        {
            "account": account,
            "day": day,
            "facts": written,
            "messages": {
                "day": day.isoformat(),
                "messages": written,
                "followers": written // 2,
                **messages,
                "unanswered": unanswered,
                "helpful": 9,
                "unhelpful": 2,
            },
            "messages_by_type": [
                {"type": "text", "messages": written - 8, "followers": written // 2},
                {"type": "image", "messages": 8, "followers": 5},
            ],
            "messages_by_rung": [
                {"rung": "faq", "messages": answered},
                {"rung": "clarify", "messages": offered},
                {"rung": "person", "messages": handed_over},
                {"rung": "", "messages": unanswered},
            ],
            "menu": [
                {"menu_key": "办税日历", "type": "click", "taps": 40, "followers": 31},
                {
                    "menu_key": "https://tax.example/hall",
                    "type": "view",
                    "taps": 12,
                    "followers": 9,
                },
            ],
            "sessions": {
                "day": day.isoformat(),
                "sessions": 10,
                "resolved": 8,
                "served": 8,
                "replied": 8,
                "escalated": 1,
                "wait_seconds": float(written),
                "first_reply_seconds": 95.0,
                "resolve_seconds": 610.0,
                "rated": 4,
                "stars": 4.5,
                "satisfied": 3,
            },
        }
    )


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
