"""Answers of WeChat's statistics are read with forgiveness, and spans are WeChat's (sheet §2.8)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.wechat import statistics
from chalicelib.wechat.statistics_calls import CALLS, StatCall
from chalicelib.wechat.statistics_rows import (
    ArticleRow,
    Figures,
    UserRow,
    day_of,
    figures,
    sources,
    total_users,
)

DAY = date(2026, 11, 23)


class Asked:
    """A client that notes what it is asked."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.answer, self.calls = answer, list[tuple[str, date, date]]()
        self.datacube = self

    def ask(self, name: str, begin: date, end: date) -> dict[str, Any]:
        self.calls.append((name, begin, end))
        return self.answer


@pytest.mark.parametrize("call", StatCall)
def test_a_span_as_long_as_wechat_takes_is_asked_and_a_longer_one_is_not(call: StatCall) -> None:
    client, longest = Asked({"list": []}), CALLS[call].longest
    begin = DAY - timedelta(days=longest - 1)
    told = statistics.ask(client, call, begin, DAY)  # type: ignore[arg-type]
    assert client.calls == [(CALLS[call].name, begin, DAY)]
    assert len(told.days) == longest
    for odd in (begin - timedelta(days=1), DAY + timedelta(days=1)):
        with pytest.raises(ValueError):
            statistics.ask(client, call, odd, DAY)  # type: ignore[arg-type]
    assert len(client.calls) == 1


def test_nothing_is_asked_from_before_wechat_began_to_count() -> None:
    for call, terms in CALLS.items():
        early = terms.earliest - timedelta(days=1)
        with pytest.raises(ValueError):
            statistics.ask(Asked({}), call, early, early)  # type: ignore[arg-type]


def test_retired_calls_are_not_among_them() -> None:
    retired = {"getarticlesummary", "getarticletotal", "getuserread", "getusershare"}
    assert not retired & {terms.name for terms in CALLS.values()}


def test_rows_are_sorted_by_day_and_those_of_other_days_left_out() -> None:
    rows = [
        {"ref_date": "2026-11-23", "n": 1},
        {"ref_date": "20261122", "n": 2},
        {"ref_date": "2026-11-20", "n": 3},
        {"ref_date": None, "n": 4},
        "no row",
        {"n": 5},
    ]
    told = statistics.told({"list": rows, "is_delay": True}, DAY - timedelta(days=2), DAY)
    assert [[row["n"] for row in told.days[day]] for day in sorted(told.days)] == [[], [2], [1]]
    assert told.delayed


@pytest.mark.parametrize("answer", [{}, {"list": None}, {"list": {}, "is_delay": None}])
def test_an_answer_without_a_list_says_that_there_is_nothing(answer: dict[str, Any]) -> None:
    assert statistics.told(answer, DAY, DAY) == ({DAY: ()}, False)


def test_a_figure_that_is_missing_is_unknown_and_not_nought() -> None:
    assert figures({"read_user": "12", "like_user": 0, "zaikan_user": None, "new_in_2027": 3}) == (
        Figures(read=12, like=0)
    )


@pytest.mark.parametrize("odd", [True, "many", [], {}, float("inf"), float("nan")])
def test_what_is_no_number_is_unknown(odd: object) -> None:
    assert figures({"read_user": odd}).read is None


def test_the_row_of_all_sources_is_not_a_source() -> None:
    row = {
        "read_user_source": [
            {"scene_desc": "全部", "user_count": 30},
            {"scene_desc": "公众号消息", "user_count": 20},
            {"scene_desc": "朋友圈", "user_count": "10"},
            {"user_count": 5},
            None,
        ]
    }
    assert sources(row) == {"公众号消息": 20, "朋友圈": 10}
    assert sources({"read_user_source": "later"}) == {}


def test_an_article_is_read_with_its_days_in_order() -> None:
    row = {
        "ref_date": "2026-11-23",
        "msgid": "2247490098_3",
        "publish_type": 1,
        "title": "个税汇算",
        "content_url": "https://mp.weixin.qq.com/s/x",
        "detail_list": [
            {"stat_date": "2026-11-24", "read_user": 50, "read_user_source": []},
            {"stat_date": "2026-11-23", "read_user": 40},
            {"stat_date": "someday", "read_user": 1},
        ],
    }
    read = ArticleRow.of(row)
    assert read is not None
    assert (read.msg_data_id, read.place, read.notified) == (2247490098, 3, False)
    assert [(one.day.day, one.figures.read) for one in read.days] == [(23, 40), (24, 50)]


def test_an_article_without_details_or_with_a_strange_number_does_no_harm() -> None:
    bare = ArticleRow.of({"msgid": "1_1"})
    assert bare is not None
    assert (bare.days, bare.notified, bare.sources) == ((), None, {})
    assert ArticleRow.of({"msgid": "abc"}) is None
    assert ArticleRow.of({}) is None


def test_followers_are_read_from_their_rows() -> None:
    assert UserRow.of({"user_source": 30, "new_user": 5}) == (30, 5, 0)
    assert total_users(({"cumulate_user": 10}, {"ref_date": "x"})) == 10
    assert total_users(()) is None


@pytest.mark.parametrize("text", ["", None, "2026-13-01", "yesterday", 5])
def test_a_day_that_is_none_is_none(text: object) -> None:
    assert day_of(text) is None
