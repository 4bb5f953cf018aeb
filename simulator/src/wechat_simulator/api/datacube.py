"""Statistics of finished days, from the platform's own figures (sheet §2.8).

WeChat no longer maintains the article calls of before November 2025; they are refused like any
unknown path, so a client that still uses them fails here.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from wechat_simulator.api.counted import Counted
from wechat_simulator.api.protocol import ApiError, Call, Endpoint
from wechat_simulator.world import followers
from wechat_simulator.world.articles import page_url
from wechat_simulator.world.days import local
from wechat_simulator.world.state import Article

READY_HOUR = 8
EARLIEST = date(2014, 12, 1)
DETAIL_DAYS = 30
# WeChat publishes none; the real number is told by quota/get (sheet §2.8).
CALLS_A_DAY = 500


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
    days = [str(first + timedelta(days=n)) for n in range((last - first).days + 1)]
    missing = not set(days).isdisjoint(call.account.statistics.get("not_ready", []))
    if missing or (last == now.date() - timedelta(days=1) and now.hour < READY_HOUR):
        raise ApiError(61503, "data not ready")
    return days


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
    """Followers per day, counted back from today's number, so that the figures agree with user/get.

    Those of a past that was made without a crowd are in the statistics alone.
    """
    days = _days(call, 7)
    rows = []
    for when in days:
        later = [stats for d, stats in call.account.stats.items() if d > when]
        came = sum(n for s in later for k, n in s.items() if k.startswith("new:"))
        went = sum(n for s in later for k, n in s.items() if k.startswith("gone:"))
        total = followers.count(call.account) + call.account.counted_only - came + went
        rows.append({"ref_date": when, "user_source": 0, "cumulate_user": total})
    return {"list": rows}


async def article_read(call: Call) -> dict[str, Any]:
    (when,) = _days(call, 1)
    told = Counted(call)
    rows = []
    for article in told.articles:
        scenes = told.readers(article, when)
        if sum(scenes.values()) >= max(1, told.least):
            rows.append(_row(article, when) | {"detail": _by_scene(scenes)})
    return {"list": rows, "is_delay": told.delayed([when])}


async def article_share(call: Call) -> dict[str, Any]:
    (when,) = _days(call, 1)
    told = Counted(call)
    rows = [
        _row(a, when) | {"detail": {"share_user": told.counts(a, when)["share_user"]}}
        for a in told.articles
        if told.counts(a, when)["share_user"]
    ]
    return {"list": rows, "is_delay": told.delayed([when])}


async def biz_summary(call: Call) -> dict[str, Any]:
    """Figures of all articles; each reader counts once a day."""
    days, told = _days(call, 30), Counted(call)
    rows = [
        {"ref_date": when} | _by_scene(told.all_readers(when)) | told.all_counts(when)
        for when in days
    ]
    return {"list": rows, "is_delay": told.delayed(days)}


async def article_total_detail(call: Call) -> dict[str, Any]:
    """For each article of one day, sums from its publication to each day after."""
    (when,) = _days(call, 1)
    told, rows = Counted(call), []
    since, today = date.fromisoformat(when), str(local(call.platform.now()).date())
    days = [d for d in (str(since + timedelta(days=n)) for n in range(DETAIL_DAYS)) if d < today]
    for article in told.articles:
        if str(local(article.published_at).date()) != when:
            continue
        about = {
            "publish_type": 0 if article.notified else 1,
            "title": article.title,
            "content_url": page_url(article, call.base_url),
        }
        rows.append(_row(article, when) | about | {"detail_list": _sums(told, article, days)})
    return {"list": rows, "is_delay": told.delayed(days)}


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


def _row(article: Article, when: str) -> dict[str, Any]:
    return {"ref_date": when, "msgid": f"{article.msg_data_id}_{article.idx}"}


def _by_scene(readers: Counter[str]) -> dict[str, Any]:
    """Readers, and where they came from: the first row is the sum of the others."""
    every = sum(readers.values())
    rows = [{"user_count": every, "scene_desc": "全部"}] if every else []
    rows += [{"user_count": n, "scene_desc": scene} for scene, n in readers.items() if n]
    return {"read_user": every, "read_user_source": rows}


def _sums(told: Counted, article: Article, days: list[str]) -> list[dict[str, Any]]:
    scenes, counts, found = Counter[str](), Counter[str](), []
    for when in days:
        scenes += told.readers(article, when)
        counts.update(told.counts(article, when))
        found.append({"stat_date": when} | _by_scene(scenes) | dict(counts))
    return found


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
ENDPOINTS = [
    Endpoint("POST", f"/datacube/{name}", handle, daily=CALLS_A_DAY)
    for name, handle in CALLS.items()
]
