"""A past that nobody lived: followers, articles and their readers of the days before, drawn from a seed."""

import random
import secrets
from datetime import date, datetime, time, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wechat_simulator.activity.phone_actions import ImpossibleError
from wechat_simulator.control.request import RefusedError, account_of, body_of, platform_of
from wechat_simulator.world.days import SHANGHAI, local
from wechat_simulator.world.platform import Platform
from wechat_simulator.world.state import Account, Article

MOST_DAYS, MOST_FOLLOWERS, MOST_ARTICLES = 400, 10_000_000, 8
READ_FOR = 30
SCENES = {"公众号消息": 0.55, "聊天会话": 0.2, "朋友圈": 0.12, "搜一搜": 0.08, "其他": 0.05}
SOURCES = {0: 0.15, 1: 0.3, 17: 0.1, 30: 0.4, 161: 0.05}
OF_READERS = {"share": 0.04, "zaikan": 0.006, "like": 0.011, "comment": 0.002, "collect": 0.012}
TITLES = (
    "一图读懂：个人所得税汇算清缴",
    "小规模纳税人优惠，这样申报",
    "发票开错了，怎样红冲？",
    "您问我答：社保缴费常见问题",
    "本月纳税申报期限提醒",
    "办税厅节假日服务时间安排",
    "电子税务局新功能上线",
    "车辆购置税，三步办好",
)


async def make(request: Request) -> Response:
    """`{"days": 60, "followers": 50000, "articles": 1, "readers": 3000, "seed": 7, "crowd": true}`: a history up to yesterday.

    `articles` are those of a working day, `readers` an ordinary article's. Articles go on being read after today.
    With `crowd` false the followers are in the statistics alone, and no mass send reaches them. Once an account.
    """
    platform, account = platform_of(request), account_of(request)
    body = await body_of(request)
    days = _number(body, "days", 60, MOST_DAYS)
    followers = _number(body, "followers", 50_000, MOST_FOLLOWERS)
    articles = _number(body, "articles", 1, MOST_ARTICLES, least=0)
    readers = _number(body, "readers", 3000, MOST_FOLLOWERS)
    mine = [one for one in platform.state.articles.values() if one.appid == account.appid]
    if any(one.past for one in mine):
        raise ImpossibleError("this account has a past")
    chance = random.Random(_number(body, "seed", 7, 2**31, least=0))  # noqa: S311
    if body.get("crowd", True) is True:
        account.synthetic.count = max(account.synthetic.count, followers)
    else:
        account.counted_only = followers
    today = local(platform.now()).date()
    made = 0
    for back in range(days, 0, -1):
        when = today - timedelta(days=back)
        _followers(account, when, followers, chance)
        for number in range(articles if when.weekday() < 5 else min(1, articles)):
            _article(platform, account, when, number, readers, chance)
            made += 1
    platform.tell("changed", {})
    return JSONResponse({"days": days, "articles": made})


def _followers(account: Account, when: date, followers: int, chance: random.Random) -> None:
    """Who came, left and wrote on one day; a twentieth of the days is a policy day."""
    usual = followers * 0.0012 * chance.uniform(0.6, 1.4) * (6 if chance.random() < 0.05 else 1)
    stats = account.stats.setdefault(str(when), {})
    for source, share in SOURCES.items():
        came = round(usual * share * chance.uniform(0.8, 1.2))
        _add(stats, f"new:{source}", came)
        _add(stats, f"gone:{source}", round(came * chance.uniform(0.2, 0.5)))
    wrote = round(followers * 0.0008 * chance.uniform(0.5, 1.5))
    _add(stats, "msg:1", round(wrote * 1.6))
    _add(stats, "msguser:1", wrote)
    _add(stats, "callback_count", round(wrote * 2.2))
    _add(stats, "total_time_cost", round(wrote * 2.2 * 180))


def _article(
    platform: Platform,
    account: Account,
    when: date,
    number: int,
    readers: int,
    chance: random.Random,
) -> None:
    title = chance.choice(TITLES)
    hour = chance.choice((8, 12, 17))
    notified = chance.random() > 0.15
    page = Article(
        id=secrets.token_urlsafe(16),
        appid=account.appid,
        title=title,
        author=account.name,
        digest=title,
        content=f"<p>{title}</p>",
        source_url="",
        cover="",
        published_at=datetime.combine(when, time(hour), SHANGHAI).timestamp(),
        # One push a day: its articles share its number.
        msg_data_id=_data_id(when),
        idx=number + 1,
        notified=notified,
    )
    whole = readers * chance.lognormvariate(0, 0.5) * (1 if number == 0 else 0.3)
    whole *= 1 if notified else 0.2
    whole *= 12 if chance.random() < 0.03 else 1
    for n in range(READ_FOR):
        _readers(page, str(when + timedelta(days=n)), whole * 0.55 * 0.45**n, chance)
    platform.state.articles[page.id] = page


def _readers(page: Article, when: str, expected: float, chance: random.Random) -> None:
    counts = page.past.setdefault(when, {})
    for scene, share in SCENES.items():
        _add(counts, f"read:{scene}", round(expected * share * chance.uniform(0.8, 1.2)))
    for figure, share in OF_READERS.items():
        _add(counts, figure, round(expected * share * chance.uniform(0.6, 1.4)))
    if not counts:
        del page.past[when]


def _data_id(when: date) -> int:
    """A number like WeChat's that no push of today gets."""
    return 2_240_000_000 + when.toordinal() - date(2020, 1, 1).toordinal()


def _add(counts: dict[str, int], name: str, number: int) -> None:
    if number:
        counts[name] = counts.get(name, 0) + number


def _number(body: dict[str, Any], name: str, usual: int, most: int, *, least: int = 1) -> int:
    given = body.get(name, usual)
    if isinstance(given, bool) or not isinstance(given, int) or not least <= given <= most:
        raise RefusedError(f"{name} is a number from {least} to {most}")
    return given
