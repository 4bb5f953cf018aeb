"""./rongmei numbers: WeChat's statistics as operators and pages read them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

from chalicelib import accounts, audit, units
from chalicelib.accounts import AccountKind, OfficialAccount
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.application import article_numbers
from chalicelib.application import wechat_numbers as use
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import table
from chalicelib.insight.wechat_numbers import observe, store
from chalicelib.insight.wechat_numbers.errors import BadSpan, NoSuchFormula
from chalicelib.insight.wechat_numbers.models import ArticleDay, ArticleNumbers
from chalicelib.people import PermissionDenied
from chalicelib.publishing import Delivery, DeliveryState, Piece
from chalicelib.units import UnitLevel
from chalicelib.wechat.statistics_calls import StatCall
from cli.app import app
from tests.cloud.insight.statistics_world import APPID, World, counted_by_wechat

DAY = date(2026, 11, 23)
SPAN = ("--since", "2026-11-01", "--until", "2026-11-30")
SEEN = datetime(2026, 11, 24, 0, 15, tzinfo=UTC)
NOBODY = Actor(person="nobody", known_by=KnownBy.SIGN_IN)


def cli(*args: str, exit_code: int = 0) -> str:
    done = CliRunner().invoke(app, ["numbers", *args], env={"COLUMNS": "220"})
    assert done.exit_code == exit_code, done.output
    return done.output


def told(*args: str) -> Any:
    done = CliRunner().invoke(app, ["numbers", *args, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.fixture
def matrix(cloud: None) -> None:
    """A province and a city with an account each, and none of their numbers."""
    for unit, level, above in (
        ("province", UnitLevel.PROVINCE, None),
        ("city", UnitLevel.CITY, "province"),
    ):
        units.add_unit(unit, name=unit, level=level, parent=above)
        accounts.store.add_account(
            OfficialAccount(
                id=unit,
                name=f"{unit}号",
                unit=unit,
                kind=AccountKind.SUBSCRIPTION,
                appid=f"wx00{unit}",
            )
        )


def say(call: StatCall, rows: list[dict[str, Any]], account: str = "province", **more: Any) -> None:
    """WeChat says so about the day."""
    day, now = more.get("day", DAY), more.get("now", SEEN)
    before = store.day(account, call, day)
    delayed = more.get("delayed", False)
    record = observe.observed(before, call, day, rows, delayed=delayed, now=now)
    store.save(account, record, rows)


def publish(
    number: int,
    read: int | None,
    account: str = "province",
    index: int = 1,
    published: date = DAY,
    **more: Any,
) -> None:
    article = ArticleNumbers(
        account=account,
        msg_data_id=number,
        index=index,
        published=published,
        title=f"第 {number} 篇",
        notified=True,
        days=(ArticleDay(day=published, read=read, **more),),
        observed_at=SEEN,
    )
    record = observe.observed(None, StatCall.ARTICLES, published, [], delayed=False, now=SEEN)
    store.save(account, record, [], [article])


def push(number: int, title: str, at: datetime, account: str = "province") -> None:
    """A push of ours that WeChat knows by a number."""
    id = f"{at.astimezone(SHANGHAI):%Y%m%d-%H%M}-{number:08d}-{account}"
    sent = Delivery(
        id=id,
        account=account,
        state=DeliveryState.CONFIRMED,
        at=at,
        pieces=(Piece(article=f"articles/{number}.json", title=title),),
        msg_data_id=number,
        submitted_at=at,
    )
    table.put({"pk": f"DELIVERIES#{account}", "sk": id, "doc": sent.model_dump_json()})


@pytest.mark.usefixtures("matrix")
def test_followers_are_listed_by_day_and_source() -> None:
    rows = [
        {"user_source": 30, "new_user": 1200, "cancel_user": 0},
        {"user_source": 1, "new_user": 34, "cancel_user": 100},
    ]
    say(StatCall.USERS, rows)
    say(StatCall.USERS_TOTAL, [{"cumulate_user": 10_001_134}], delayed=True)
    say(StatCall.USERS_TOTAL, [{"cumulate_user": 10_000_000}], day=DAY - timedelta(days=1))
    text = cli("followers", "--account", "province", *SPAN)
    assert "扫描二维码 1,200、公众号搜索 34" in text
    assert "10,001,134" in text
    assert "1,134" in text  # net
    assert "—" in text, "what WeChat has not told is no nought"
    assert "还会变" in text
    [before, day] = told("followers", "--account", "province", *SPAN)
    assert (day["came"], day["left"], day["total"]) == (1234, 100, 10_001_134)
    assert before["told"] is False


@pytest.mark.usefixtures("matrix")
def test_articles_of_a_unit_and_below_are_ranked_with_their_pushes() -> None:
    publish(1, 500, share=9)
    publish(2, 120_000, share=1)
    publish(3, 100_000, account="city")
    publish(4, None)
    publish(5, 10**6, published=DAY - timedelta(days=60))
    push(2, "标题", datetime(2026, 11, 23, 12, 0, tzinfo=SHANGHAI))
    text = cli("articles", "--unit", "province", *SPAN)
    rows = [line for line in text.splitlines() if "第" in line]
    assert ["第 2 篇" in rows[0], "第 3 篇" in rows[1], "第 1 篇" in rows[2]] == [True] * 3
    assert "11-23 12:00" in rows[0]
    assert "—" in rows[3]
    assert "第 5 篇" not in text
    shared = told("articles", "--unit", "province", "--by-figure", "share", *SPAN)
    assert [one["numbers"]["msg_data_id"] for one in shared][:2] == [1, 2]
    assert shared[1]["push"]["delivery"].startswith("20261123-1200-")
    assert (shared[0]["by"], shared[1]["by"]) == ("nothing", "number")
    only = told("articles", "--account", "city", *SPAN)
    assert [one["numbers"]["account"] for one in only] == ["city"]
    big = told("articles", "--unit", "province", "--above-100k", *SPAN)
    assert [one["numbers"]["msg_data_id"] for one in big] == [2, 3]
    hours = told("articles", "--unit", "province", "--sum", "hour", *SPAN)
    assert [(one["of"], one["articles"], one["read"]) for one in hours] == [
        ("12:00", 1, 120_000),
        ("", 3, 100_500),
    ]


@pytest.mark.usefixtures("matrix")
def test_one_article_is_shown_by_day_and_by_source() -> None:
    publish(1, 500, share=9)
    known = next(store.articles("province", DAY, DAY))
    later = ArticleDay(day=DAY + timedelta(days=1), read=700)
    more = {"days": (*known.days, later), "sources": {"朋友圈": 200, "公众号消息": 500}}
    record = store.day("province", StatCall.ARTICLES, DAY)
    assert record
    store.save("province", record, [], [known.model_copy(update=more)])
    text = cli("article", "1_1", "--account", "province", *SPAN)
    assert "公众号消息 500、朋友圈 200" in text
    assert text.index("500") < text.index("2026-11-24") < text.index("700")
    assert told("article", "1_1", "--account", "province", *SPAN)["numbers"]["days"][1] == {
        **dict.fromkeys(("share", "zaikan", "like", "comment", "collect")),
        "read": 700,
        "day": "2026-11-24",
    }
    assert "没有编号" in cli("article", "1_2", "--account", "province", *SPAN, exit_code=1)


@pytest.mark.usefixtures("matrix")
def test_accounts_are_ranked_by_their_index_with_every_term() -> None:
    publish(1, 7000, account="city", zaikan=70, like=140)
    text = cli("index", "--unit", "province", "--terms", *SPAN)
    assert text.index("city号") < text.index("province号")
    assert "整体传播力" in text
    assert "233.33" in text  # 7000 readers in thirty days
    found = told("index", "--unit", "province", "--formula", "wci-13", *SPAN)["accounts"]
    assert [(one["rank"], one["account"], one["index"]["value"] > 0) for one in found] == [
        (1, "city", True),
        (2, "province", False),
    ]
    assert "wci-14.2" in cli("index", "--unit", "province", "--formula", "x", exit_code=1)
    equal = told("index", "--account", "province", *SPAN)["accounts"]
    assert [one["rank"] for one in equal] == [1]


@pytest.mark.usefixtures("matrix")
def test_what_was_said_on_a_day_can_still_be_asked() -> None:
    say(StatCall.ACCOUNT, [{"read_user": 100}], delayed=True)
    say(StatCall.ACCOUNT, [{"read_user": 130}], now=SEEN + timedelta(days=1))
    text = cli("history", "account", "2026-11-23", "--account", "province")
    assert text.index('"read_user":100') < text.index('"read_user":130')
    [then] = told("history", "account", "2026-11-23", "--account", "province", "--at", "2026-11-24")
    assert (then["rows"], then["delayed"]) == ([{"read_user": 100}], True)
    early = ("history", "account", "2026-11-23", "--account", "province", "--at", "2026-11-23")
    assert told(*early) == []
    days = told("account", "--account", "province", *SPAN)
    assert [(one["read"], one["share"]) for one in days] == [(130, None)]
    assert "130" in cli("account", "--account", "province", *SPAN)


@pytest.mark.usefixtures("matrix")
@pytest.mark.parametrize(
    "args",
    [
        ("followers", "--account", "province", "--since", "gestern"),
        ("articles",),
        ("articles", "--unit", "province", "--by-figure", "money"),
        ("articles", "--unit", "province", "--sum", "weather"),
        ("history", "everything", "2026-11-23", "--account", "province"),
        ("history", "account", "23.11.", "--account", "province"),
    ],
)
def test_what_cannot_be_meant_is_explained(args: tuple[str, ...]) -> None:
    assert "Error" not in cli(*args, exit_code=2)


def test_spans_are_bounded_and_default_to_the_last_thirty_days() -> None:
    now = datetime(2026, 11, 24, 18, tzinfo=UTC)  # the 25th in Shanghai
    usual = use.span(None, None, now)
    assert (usual.since, usual.until, usual.days) == (date(2026, 10, 26), date(2026, 11, 24), 30)
    with pytest.raises(BadSpan, match="之后"):
        use.span(date(2026, 11, 2), date(2026, 11, 1), now)
    with pytest.raises(BadSpan, match="400"):
        use.span(date(2025, 1, 1), date(2026, 11, 1), now)


@pytest.mark.usefixtures("matrix")
def test_nobody_reads_or_fetches_without_the_permission() -> None:
    days = use.span(None, None, SEEN)
    for ask in (
        lambda: use.followers_by_day("province", days, by=NOBODY),
        lambda: use.account_by_day("province", days, by=NOBODY),
        lambda: article_numbers.articles_of("province", days, by=NOBODY),
        lambda: article_numbers.articles_of("province", days, account="city", by=NOBODY),
        lambda: article_numbers.index_of("province", days, by=NOBODY),
        lambda: use.restatements("province", StatCall.USERS, DAY, by=NOBODY),
        lambda: use.progress_of("province", by=NOBODY),
        lambda: use.fetch_numbers("province", by=NOBODY, now=SEEN),
    ):
        with pytest.raises(PermissionDenied):
            ask()
    with pytest.raises(NoSuchFormula):
        article_numbers.index_of("province", days, formula="x", by=local("ops"))


@pytest.fixture
def world(cloud: None, simulator: str, monkeypatch: pytest.MonkeyPatch) -> World:
    made = counted_by_wechat(simulator, monkeypatch)
    made.sim("POST", "/clock", {"real": True})
    made.sim("POST", f"/accounts/{APPID}/past", {"days": 9, "readers": 2000})
    made.now = datetime.now(UTC)
    made.begin(made.now.date() - timedelta(days=8))
    return made


def test_fetching_at_once_fills_every_list_and_stands_in_the_log(world: World) -> None:
    assert "得到" in cli("fetch", "--account", "province", "--by", "li")
    assert "最早一天" in cli("status", "--account", "province")
    again = told("fetch", "--account", "province", "--by", "li")
    assert again["calls"] == 0
    entries = [one for one in audit.of_unit("province") if one.action == "insight:numbers:fetch"]
    assert [(one.by, one.object) for one in entries] == [("li", "account:province")] * 2
    since = ("--since", str(world.now.date() - timedelta(days=8)))
    for command in ("followers", "account", "articles"):
        assert len(told(command, "--account", "province", *since)) >= 4
    [first] = told("index", "--account", "province", *since)["accounts"]
    assert first["index"]["value"] > 100
    assert first["index"]["untold"] == []


def test_an_account_that_was_never_fetched_says_so(world: World) -> None:
    accounts.store.add_account(
        OfficialAccount(
            id="other",
            name="他号",
            unit="province",
            kind=AccountKind.SUBSCRIPTION,
            appid="wx00other",
        )
    )
    assert "还没有取过" in cli("status", "--account", "other")
