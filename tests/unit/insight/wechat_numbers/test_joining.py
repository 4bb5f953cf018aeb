"""WeChat's articles find the pushes that they came of, and are ranked and summed by them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from chalicelib.insight.wechat_numbers.followers import follower_days, source_name
from chalicelib.insight.wechat_numbers.joining import JoinedBy, PushedArticle, joined
from chalicelib.insight.wechat_numbers.models import ArticleDay, ArticleNumbers
from chalicelib.insight.wechat_numbers.observe import observed
from chalicelib.insight.wechat_numbers.ranking import Group, Measure, above, ranked, summed, total
from chalicelib.wechat.statistics_calls import StatCall

DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def article(number: int, index: int = 1, read: int | None = None, **more: object) -> ArticleNumbers:
    given = {"account": "province", "title": f"第 {number} 篇"} | more
    return ArticleNumbers(
        msg_data_id=number,
        index=index,
        published=DAY,
        days=(ArticleDay(day=DAY, read=read),),
        observed_at=NOON,
        **given,
    )


def push(delivery: str, index: int = 1, **more: object) -> PushedArticle:
    given = {"account": "province", "title": "标题", "at": NOON} | more
    return PushedArticle(delivery=delivery, index=index, **given)


def test_the_number_of_the_push_and_the_place_in_it_say_which_article_it_is() -> None:
    pushes = [push("a", 1, msg_data_id=7), push("a", 2, msg_data_id=7), push("b", msg_data_id=8)]
    found = joined([article(7, 2), article(8), article(9)], pushes)
    assert [(one.by, one.push and (one.push.delivery, one.push.index)) for one in found] == [
        (JoinedBy.NUMBER, ("a", 2)),
        (JoinedBy.NUMBER, ("b", 1)),
        (JoinedBy.NOTHING, None),
    ]


def test_the_number_of_another_account_says_nothing() -> None:
    [one] = joined([article(7)], [push("a", msg_data_id=7, account="city")])
    assert one.by is JoinedBy.NOTHING


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (
            "http://mp.weixin.qq.com/s?__biz=B&mid=9&idx=1&sn=x&chksm=1#rd",
            "https://mp.weixin.qq.com/s?__biz=B&mid=9&idx=1&sn=x",
        ),
        ("https://mp.weixin.qq.com/s/AbC", "http://mp.weixin.qq.com/s/AbC#wechat_redirect"),
        ("", "https://mp.weixin.qq.com/s?__biz=B&mid=7&idx=1&sn=x"),  # the number is in the address
    ],
)
def test_a_push_without_a_number_is_found_by_its_address(theirs: str, ours: str) -> None:
    [one] = joined([article(7, url=theirs)], [push("a", url=ours)])
    assert one.by is JoinedBy.ADDRESS


def test_another_address_is_another_page() -> None:
    pushes = [push("a", url="https://mp.weixin.qq.com/s/abc")]
    [one] = joined([article(7, url="https://mp.weixin.qq.com/s/AbC")], pushes)
    assert one.by is JoinedBy.NOTHING


def test_at_last_the_title_of_the_day_tells_unless_two_pushes_have_it() -> None:
    titled = article(7, title="个税 汇算")
    [one] = joined([titled], [push("a", title="个税汇算")])
    assert one.by is JoinedBy.TITLE
    twins = [push("a", title="个税汇算"), push("b", title="个税汇算")]
    assert joined([titled], twins)[0].by is JoinedBy.NOTHING
    assert joined([titled], [push("a", title="个税汇算", msg_data_id=8)])[0].push is None
    assert joined([article(7, title="")], [push("a", title="")])[0].push is None


def test_a_push_belongs_to_one_article_and_the_surest_way_goes_first() -> None:
    by_title = article(6, title="个税汇算")
    by_number = article(7, title="个税汇算")
    first, second = joined([by_title, by_number], [push("a", title="个税汇算", msg_data_id=7)])
    assert (first.by, second.by) == (JoinedBy.NOTHING, JoinedBy.NUMBER)


def test_rankings_put_the_most_first_and_what_is_unknown_last() -> None:
    every = joined([article(1, read=5), article(2), article(3, read=100_000)], [])
    assert [one.numbers.msg_data_id for one in ranked(every, Measure.READ)] == [3, 1, 2]
    assert [one.numbers.msg_data_id for one in above(every)] == [3]
    assert above(joined([article(1, read=99_999)], [])) == []


def test_articles_are_summed_by_what_their_pushes_have_in_common() -> None:
    pushes = [
        push("a", msg_data_id=1, column="政策", author="李"),
        push("b", msg_data_id=2, column="政策", at=NOON.replace(hour=12)),
    ]
    every = joined([article(1, read=5), article(2, read=7), article(3, read=1)], pushes)
    by_column = [(one.of, one.articles, one.read) for one in summed(every, Group.COLUMN)]
    assert by_column == [("政策", 2, 12), ("", 1, 1)]
    assert [one.of for one in summed(every, Group.HOUR)] == ["12:00", "20:00", ""]
    assert [one.of for one in summed(every, Group.ACCOUNT)] == ["province"]
    assert total(every).read == 13
    assert total(every).like is None


def test_followers_of_a_day_are_put_together_from_both_calls() -> None:
    changes = [
        {"user_source": 0, "new_user": 4, "cancel_user": 1},
        {"user_source": 30, "new_user": 6, "cancel_user": 0},
    ]
    change = observed(None, StatCall.USERS, DAY, changes, delayed=False, now=NOON)
    there = observed(
        None, StatCall.USERS_TOTAL, DAY, [{"cumulate_user": 1009}], delayed=True, now=NOON
    )
    [day] = follower_days([change], [there])
    assert (day.new, day.gone, day.came, day.left, day.net) == ({0: 4, 30: 6}, {0: 1}, 10, 1, 9)
    assert (day.total, day.delayed, day.told) == (1009, True, True)
    [alone] = follower_days([], [there])
    assert (alone.told, alone.net, alone.total) == (False, 0, 1009)
    assert (source_name(30), source_name(999)) == ("扫描二维码", "来源 999")
