"""Numbers of WeChat's as pages get them: what it counted, what it did not say, marks with their effects, exports."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib import accounts, units
from chalicelib.actor import SYSTEM
from chalicelib.application import job_kinds
from chalicelib.application.recount_units import recount_units
from chalicelib.application.wechat_numbers import span
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.cloud import clients, objects
from chalicelib.console.rates import RATES
from chalicelib.people import Role
from chalicelib.settings import settings
from chalicelib.units import UnitLevel
from tests.cloud import snapshot
from tests.cloud.accounts.made import SECRETS, account
from tests.cloud.console import world
from tests.cloud.console.conftest import Ask
from tests.cloud.insight import counted
from tests.cloud.wechat.stub import WeChat

CHIEF = world.person_of(Role.CHIEF)
EDITOR = world.person_of(Role.EDITOR)


@pytest.fixture
def ids(wechat: WeChat) -> dict[str, str]:
    RATES._left.clear()
    return snapshot.world("numbers", lambda: world.fill() | counted.fill("jia", world.MARK))


def yesterday() -> date:
    return utc_now().astimezone(SHANGHAI).date() - timedelta(days=1)


def test_followers_come_with_their_source_and_their_time(ask: Ask, ids: dict[str, str]) -> None:
    said = ask(EDITOR, "GET", "/numbers/jia/followers").json
    assert said["source"] == "微信统计"
    assert len(said["days"]) == 30
    last = said["days"][-1]
    assert (last["day"], last["final"]) == (str(yesterday()), False)
    assert all(one["final"] and one["observed_at"] for one in said["days"][:-1])
    assert all(one["net"] == one["came"] - one["left"] for one in said["days"])
    assert [one["name"] for one in said["sources"]] == ["公众号搜索", "扫描二维码"]
    assert sum(one["came"] for one in said["sources"]) == sum(one["came"] for one in said["days"])
    allowed = {one["name"]: one["allowed"] for one in said["actions"]}
    assert allowed == {"fetch": False, "export": True}


def test_what_wechat_has_not_said_is_no_zero(ask: Ask, ids: dict[str, str]) -> None:
    day = yesterday() - timedelta(days=200)
    counted.total_alone("jia", day, 900_000)
    query = {"since": str(day), "until": str(day)}
    [one] = ask(EDITOR, "GET", "/numbers/jia/followers", query=query).json["days"]
    assert (one["came"], one["left"], one["net"], one["total"]) == (None, None, None, 900_000)
    assert not one["final"]


def test_days_that_are_none_are_refused_in_plain_words(ask: Ask, ids: dict[str, str]) -> None:
    query = {"since": "2026-11-02", "until": "2026-11-01"}
    said = ask(EDITOR, "GET", "/numbers/jia/followers", query=query)
    assert (said.status, said.json["title"]) == (422, "开始日期在结束日期之后，请检查日期。")


def test_who_may_has_numbers_fetched_by_the_function_of_the_rounds(
    ask: Ask, ids: dict[str, str]
) -> None:
    assert ask(CHIEF, "POST", "/numbers/jia/fetch").status == 202
    queue = settings().numbers_queue_url
    [message] = clients.sqs().receive_message(QueueUrl=queue)["Messages"]
    assert message["Body"] == "jia"


def test_a_mark_stands_with_its_effect_until_it_is_taken_away(
    ask: Ask, ids: dict[str, str]
) -> None:
    [one] = ask(EDITOR, "GET", "/growth/jia").json["marked"]
    assert (one["mark"]["title"], one["mark"]["kind_name"]) == ("甲市新政发布", "政策发布")
    effect = one["effect"]
    assert (effect["verdict"], effect["verdict_name"]) == ("raised", "高于平常")
    assert effect["low"] <= 7 * counted.MORE <= effect["high"]
    left = ask(EDITOR, "GET", "/growth/jia", query={"of": "left"}).json["marked"]
    assert left[0]["effect"]["verdict"] == "unclear"
    day = str(yesterday() - timedelta(days=60))
    new = {"day": day, "kind": "campaign", "title": "宣传月"}
    twice = [
        ask(EDITOR, "POST", "/growth/jia/marks", new, {"Idempotency-Key": "k"}).json["id"]
        for _ in range(2)
    ]
    assert twice[0] == twice[1]
    gone = ask(EDITOR, "DELETE", "/growth/jia/marks", query={"mark": twice[0]})
    assert (gone.status, gone.json["title"]) == (200, "宣传月")
    titles = [one["mark"]["title"] for one in ask(EDITOR, "GET", "/growth/jia").json["marked"]]
    assert titles == ["甲市新政发布"]
    newest = ask(CHIEF, "GET", "/audit", query={"unit": "jia"}).json["entries"]
    assert {"标记特殊的日子", "取消标记"} <= {one["action_name"] for one in newest}


@pytest.mark.parametrize(("table", "wanted"), [("followers", "累计"), ("articles", "十万加")])
def test_an_export_has_every_line_and_stands_in_the_log(
    ask: Ask, ids: dict[str, str], table: str, wanted: str
) -> None:
    body = {"table": table, "unit": "jia", "account": "jia", "reason": "年度总结", "form": "csv"}
    begun = ask(EDITOR, "POST", "/numbers/export", body)
    done = job_kinds.run(f"{begun.json['id']} {EDITOR}")
    assert done is not None and done.file is not None, done
    text = objects.read(done.file.key).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert wanted in text and {one["来源"] for one in rows} == {"微信统计"}
    assert len(rows) == (30 if table == "followers" else 2)
    newest = ask(CHIEF, "GET", "/audit", query={"unit": "jia"}).json["entries"]
    assert any(one["action_name"] == "导出统计数据" and "年度总结" in one["note"] for one in newest)


def test_an_export_without_a_reason_or_an_account_is_refused(ask: Ask, ids: dict[str, str]) -> None:
    body = {"table": "followers", "unit": "jia", "account": "jia", "reason": " "}
    for wrong, field in ((body, "reason"), ({**body, "account": "", "reason": "x"}, "account")):
        said = ask(EDITOR, "POST", "/numbers/export", wrong)
        assert (said.status, said.json["fields"][0]["name"]) == (422, field)


def test_articles_come_in_order_and_page_by_page(ask: Ask, ids: dict[str, str]) -> None:
    query = {"unit": "jia", "limit": "1"}
    first = ask(EDITOR, "GET", "/numbers/articles", query=query).json
    assert first["count"] == 2
    [most] = first["articles"]
    assert (most["title"], most["figures"]["read"]) == ("甲市十万加的一篇", 134_000)
    assert most["figures"]["collect"] is None
    assert first["total"]["read"] == 134_000 + 74_000
    second = ask(EDITOR, "GET", "/numbers/articles", query={**query, "cursor": first["next"]}).json
    assert [one["title"] for one in second["articles"]] == ["甲市涨粉的一篇"]
    assert second["next"] == ""
    wanted = {"unit": "jia", "popular": "true"}
    [only] = ask(EDITOR, "GET", "/numbers/articles", query=wanted).json["articles"]
    assert only["msgid"] == "2247490098_2"
    wrong = ask(EDITOR, "GET", "/numbers/articles", query={**query, "cursor": "MeKB"})
    assert wrong.status == 422


def test_articles_are_summed_by_what_people_call_it(ask: Ask, ids: dict[str, str]) -> None:
    said = ask(EDITOR, "GET", "/numbers/articles/sums", query={"unit": "jia", "by": "account"})
    [one] = said.json["sums"]
    assert (said.json["name"], one["name"], one["articles"]) == ("公众号", "甲市税务", 2)
    assert one["figures"]["share"] == 2 * 1180


def test_one_article_is_followed_day_by_day(ask: Ask, ids: dict[str, str]) -> None:
    said = ask(EDITOR, "GET", "/numbers/jia/articles/2247490098_1").json
    assert [one["figures"]["read"] for one in said["days"]] == list(range(60_000, 75_000, 2_000))
    assert [one["name"] for one in said["sources"]] == ["公众号消息", "朋友圈"]
    day = str(yesterday())
    query = {"since": day, "until": day}
    assert ask(EDITOR, "GET", "/numbers/jia/articles/2247490098_1", query=query).status == 404


def test_an_index_is_the_sum_of_the_terms_that_are_shown(ask: Ask, ids: dict[str, str]) -> None:
    said = ask(EDITOR, "GET", "/numbers/index", query={"unit": "jia"}).json
    [one] = said["ranks"]
    parts = [
        part["weight"] * sum(term["points"] for term in part["terms"]) for part in one["parts"]
    ]
    assert one["value"] == pytest.approx(sum(parts) ** said["power"] * said["factor"])
    assert (one["articles"], one["headlines"], one["untold"]) == (2, 1, [])
    wrong = ask(EDITOR, "GET", "/numbers/index", query={"unit": "jia", "formula": "wci-9"})
    assert wrong.status == 422 and "wci-14.2" in wrong.json["title"]


def test_messages_of_a_unit_are_those_of_its_accounts_added_up(
    ask: Ask, ids: dict[str, str]
) -> None:
    days = [yesterday() - timedelta(days=n) for n in range(2)]
    query = {"unit": "jia", "since": str(days[1]), "until": str(days[0])}
    alone = ask(EDITOR, "GET", "/numbers/messages", query=query).json["numbers"]
    assert (alone["accounts"], alone["messages"]["messages"]) == (1, 100 + 101)
    assert alone["messages"]["answered"] == 140
    assert alone["sessions"]["wait_seconds"] == 100.5
    assert [(one["name"], one["count"]) for one in alone["rungs"]] == [
        ("知识库", 140),
        ("没有应答", 21),
        ("人工", 20),
        ("猜你想问", 20),
    ]
    assert {one["name"]: one["count"] for one in alone["types"]} == {"文字": 185, "图片": 16}
    units.add_unit("xian", name="县局", level=UnitLevel.COUNTY, parent="jia")
    below = account(id="xian", name="县税务", unit="xian", appid="wxxian1234")
    accounts.add_account(below, SECRETS, by=SYSTEM, now=world.NOW)
    # Ten times the messages, ten times as long to wait, for as many who were served.
    counted.archive("xian", days[0], 1000)
    both = ask(EDITOR, "GET", "/numbers/messages", query=query).json["numbers"]
    assert (both["accounts"], both["messages"]["messages"]) == (2, 1201)
    assert [one["messages"]["messages"] for one in both["days"]] == [101, 1100]
    assert both["sessions"]["wait_seconds"] == pytest.approx((100 + 101 + 1000) / 3)
    assert both["sessions"]["rated"] == 12 and both["sessions"]["stars"] == 4.5


def test_where_nobody_wrote_nothing_is_averaged(ask: Ask, ids: dict[str, str]) -> None:
    query = {"unit": "jia", "since": "2020-01-01", "until": "2020-01-02"}
    said = ask(EDITOR, "GET", "/numbers/messages", query=query).json["numbers"]
    assert (said["days"], said["sessions"]["stars"], said["messages"]["messages"]) == ([], None, 0)


def test_an_overview_tells_the_change_and_what_is_late(ask: Ask, ids: dict[str, str]) -> None:
    until = yesterday() - timedelta(days=40)
    query = {"unit": "jia", "since": str(until - timedelta(days=6)), "until": str(until)}
    said = ask(EDITOR, "GET", "/numbers/overview", query=query).json["overview"]
    by_name = {one["name"]: one for one in said["figures"]}
    assert list(by_name) == ["came", "total", "read", "messages"]
    came = ask(EDITOR, "GET", "/numbers/jia/followers", query=query).json["days"]
    assert by_name["came"]["days"] == [one["came"] for one in came]
    assert by_name["came"]["now"] == sum(one["came"] for one in came)
    assert by_name["total"]["now"] == came[-1]["total"]
    assert by_name["total"]["before"] == came[0]["total"] - came[0]["net"]
    # WeChat told nothing of readers: no zero. The archive counts to 44 days ago: the days before it were quiet.
    assert (by_name["read"]["now"], set(by_name["read"]["days"])) == (None, {None})
    assert by_name["messages"]["days"] == [0, 0, 144, 143, 142, 141, 140]
    assert (by_name["messages"]["now"], by_name["messages"]["before"]) == (710, 0)
    assert said["late"] == []
    units.add_unit("xian", name="县局", level=UnitLevel.COUNTY, parent="jia")
    below = account(id="xian", name="县税务", unit="xian", appid="wxxian1234")
    accounts.add_account(below, SECRETS, by=SYSTEM, now=world.NOW)
    both = ask(EDITOR, "GET", "/numbers/overview", query=query).json["overview"]
    assert [(one["account"], one["missing"]) for one in both["late"]] == [("xian", 7)]
    # An account of which nothing is known takes nothing away from the others.
    assert both["figures"][0] == by_name["came"]


def test_days_of_years_ago_are_fetched_as_far_as_wechat_keeps_them(
    ask: Ask, ids: dict[str, str]
) -> None:
    queue = settings().numbers_queue_url
    asked = ask(CHIEF, "POST", "/numbers/jia/fetch", query={"since": "2015-02-01"})
    [message] = clients.sqs().receive_message(QueueUrl=queue)["Messages"]
    assert (asked.status, message["Body"]) == (202, "jia 2015-02-01")
    late = ask(
        CHIEF, "POST", "/numbers/jia/fetch", query={"since": str(yesterday() + timedelta(2))}
    )
    assert (late.status, late.json["fields"][0]["name"]) == (422, "since")


def test_articles_of_many_accounts_are_those_added_up_before(
    ask: Ask, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    units.add_unit("xian", name="县局", level=UnitLevel.COUNTY, parent="jia")
    below = account(id="xian", name="县税务", unit="xian", appid="wxxian1234")
    accounts.add_account(below, SECRETS, by=SYSTEM, now=world.NOW)
    asked = [
        ("articles", {}),
        ("articles", {"popular": "true"}),
        ("articles/sums", {}),
        ("index", {}),
    ]

    def pages() -> list[Any]:
        return [
            ask(EDITOR, "GET", f"/numbers/{path}", query={"unit": "jia"} | more).json
            for path, more in asked
        ]

    one_by_one = pages()
    assert one_by_one[0]["count"] == 2
    for module in ("article_numbers", "number_overview", "count_days"):
        monkeypatch.setattr(f"chalicelib.application.{module}.MOST_READ", 1)
    assert pages()[0]["count"] == 0
    days = span(None, None, utc_now())
    recount_units("jia", days, by=SYSTEM, now=utc_now())
    assert pages() == one_by_one
    assert one_by_one[3]["accounts"] == len(one_by_one[3]["ranks"]) == 2
