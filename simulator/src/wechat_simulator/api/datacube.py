"""Statistics of finished days, from the platform's own figures (sheet §2.8).

WeChat no longer maintains the article calls of before November 2025; they are refused like any
unknown path, so a client that still uses them fails here.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from wechat_simulator.api.protocol import ApiError, Call, Endpoint
from wechat_simulator.world import followers
from wechat_simulator.world.articles import page_url
from wechat_simulator.world.days import local
from wechat_simulator.world.state import Article

READY_HOUR = 8
EARLIEST = date(2014, 12, 1)
DETAIL_DAYS = 30


def _days(call: Call, longest: int) -> list[str]:
    """The days that were asked for.

    Raises:
        ApiError: 61500 no dates, 61501 too long a span or not over yet, 61503 not counted yet.
    """
    try:
        first, last = (date.fromisoformat(call.text(n)) for n in ("begin_date", "end_date"))
    except ValueError:
        raise ApiError(61500, "date format error") from None
    now = local(call.platform.now())
    if first < EARLIEST or first > last or (last - first).days >= longest or last >= now.date():
        raise ApiError(61501, "date range error")
    if last == now.date() - timedelta(days=1) and now.hour < READY_HOUR:
        raise ApiError(61503, "data not ready")
    return [str(first + timedelta(days=n)) for n in range((last - first).days + 1)]


async def user_summary(call: Call) -> dict[str, Any]:
    rows = []
    for when in _days(call, 7):
        stats = call.account.stats.get(when, {})
        sources = sorted({int(k.split(":")[1]) for k in stats if k.startswith(("new:", "gone:"))})
        rows += [
            {
                "ref_date": when,
                "user_source": source,
                "new_user": stats.get(f"new:{source}", 0),
                "cancel_user": stats.get(f"gone:{source}", 0),
            }
            for source in sources or [0]
        ]
    return {"list": rows}


async def user_cumulate(call: Call) -> dict[str, Any]:
    """Followers per day, counted back from today's number, so that the figures agree with user/get."""
    days = _days(call, 7)
    rows = []
    for when in days:
        later = [stats for d, stats in call.account.stats.items() if d > when]
        came = sum(n for s in later for k, n in s.items() if k.startswith("new:"))
        went = sum(n for s in later for k, n in s.items() if k.startswith("gone:"))
        total = followers.count(call.account) - came + went
        rows.append({"ref_date": when, "user_source": 0, "cumulate_user": total})
    return {"list": rows}


async def article_read(call: Call) -> dict[str, Any]:
    (when,) = _days(call, 1)
    rows = [
        _row(a, when) | {"detail": {"read_user": len(a.reads[when])} | _by_scene(a.reads[when])}
        for a in _articles(call)
        if a.reads.get(when)
    ]
    return {"list": rows, "is_delay": False}


async def article_share(call: Call) -> dict[str, Any]:
    (when,) = _days(call, 1)
    rows = [
        _row(a, when) | {"detail": {"share_user": len(a.shares[when])}}
        for a in _articles(call)
        if a.shares.get(when)
    ]
    return {"list": rows, "is_delay": False}


async def biz_summary(call: Call) -> dict[str, Any]:
    """Figures of all articles; each reader counts once a day."""
    rows = []
    for when in _days(call, 30):
        articles = _articles(call)
        readers: dict[str, str] = {}
        for article in articles:
            readers |= article.reads.get(when, {})
        sharers = {u for a in articles for u in a.shares.get(when, {})}
        totals = {"read_user": len(readers)} | _by_scene(readers)
        rest = {"share_user": len(sharers), "comment_count": _comments(articles, when)}
        rows.append({"ref_date": when} | totals | rest | _unseen())
    return {"list": rows, "is_delay": False}


async def article_total_detail(call: Call) -> dict[str, Any]:
    """Figures per day since publication, for each article of one day."""
    (when,) = _days(call, 1)
    rows = []
    for article in _articles(call):
        if str(local(article.published_at).date()) != when:
            continue
        since = date.fromisoformat(when)
        days = [str(since + timedelta(days=n)) for n in range(DETAIL_DAYS)]
        today = str(local(call.platform.now()).date())
        about = {
            "publish_type": 0 if article.notified else 1,
            "title": article.title,
            "content_url": page_url(article, call.base_url),
        }
        details = [_detail(article, d) for d in days if d < today]
        rows.append(_row(article, when) | about | {"detail_list": details})
    return {"list": rows, "is_delay": False}


async def upstream(call: Call) -> dict[str, Any]:
    """Senders and messages per type."""
    rows = []
    for when in _days(call, 7):
        stats = call.account.stats.get(when, {})
        types = sorted(int(k.split(":")[1]) for k in stats if k.startswith("msg:"))
        rows += [
            {
                "ref_date": when,
                "msg_type": kind,
                "msg_user": stats.get(f"msguser:{kind}", 0),
                "msg_count": stats[f"msg:{kind}"],
            }
            for kind in types
        ]
    return {"list": rows}


async def interface(call: Call) -> dict[str, Any]:
    """How the account's server did: callbacks, failures, milliseconds."""
    names = ("callback_count", "fail_count", "total_time_cost", "max_time_cost")
    known = ((d, call.account.stats.get(d, {})) for d in _days(call, 30))
    rows = [{"ref_date": d} | {n: s.get(n, 0) for n in names} for d, s in known]
    return {"list": [row for row in rows if row["callback_count"]]}


def _articles(call: Call) -> list[Article]:
    mine = (a for a in call.platform.state.articles.values() if a.appid == call.account.appid)
    return [a for a in mine if a.msg_data_id]


def _row(article: Article, when: str) -> dict[str, Any]:
    return {"ref_date": when, "msgid": f"{article.msg_data_id}_{article.idx}"}


def _by_scene(readers: dict[str, str]) -> dict[str, Any]:
    counted = Counter(readers.values())
    return {"read_user_source": [{"user_count": n, "scene_desc": s} for s, n in counted.items()]}


def _comments(articles: list[Article], when: str) -> int:
    return sum(str(local(c.at).date()) == when for a in articles for c in a.comments)


def _unseen() -> dict[str, int]:
    """Figures of actions that this phone does not offer."""
    return {"zaikan_user": 0, "like_user": 0, "collection_user": 0}


def _detail(article: Article, when: str) -> dict[str, Any]:
    readers = article.reads.get(when, {})
    figures = {"read_user": len(readers)} | _by_scene(readers)
    rest = {
        "share_user": len(article.shares.get(when, {})),
        "comment_count": _comments([article], when),
    }
    return {"stat_date": when} | figures | rest | _unseen()


CALLS: dict[str, Callable[[Call], Any]] = {
    "getusersummary": user_summary,
    "getusercumulate": user_cumulate,
    "getarticleread": article_read,
    "getarticleshare": article_share,
    "getbizsummary": biz_summary,
    "getarticletotaldetail": article_total_detail,
    "getupstreammsg": upstream,
    "getinterfacesummary": interface,
}
ENDPOINTS = [Endpoint("POST", f"/datacube/{name}", handle) for name, handle in CALLS.items()]
