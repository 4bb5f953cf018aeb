"""A series over a real simulator: pushed, told by its finish event, linked from the next article, found by readers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib import columns, newsroom, publishing
from chalicelib.application import column_steps, phone_preview, series_links
from chalicelib.columns import SeriesText
from chalicelib.publishing import DeliveryState
from chalicelib.settings import settings
from tests.cloud.columns.world import ACCOUNT, H5, LI, UNIT, ZONG, Room, opened
from tests.cloud.publishing.conftest import NOW, Clock
from tests.cloud.publishing.world import World, running


@pytest.fixture
def wechat(room: Room, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with running(Clock()) as world:
        monkeypatch.setenv("RONGMEI_WECHAT_API_URL", world.url)
        settings.cache_clear()
        world.begin()
        yield world


def work(world: World, delivery_id: str) -> None:
    """What is due of the delivery now is done."""
    while publishing.deliver(
        delivery_id,
        channel_for=world.channel,
        clock=world.clock,
        around=series_links.around,
    ):
        pass


def prepared(world: World, delivery_id: str) -> None:
    world.to_next(delivery_id)
    work(world, delivery_id)
    assert publishing.get(delivery_id).state is DeliveryState.PREPARED


def sent(world: World, room: Room, delivery_id: str) -> str:
    """From where it is to the finish event, and the stream; returns its address."""
    for _ in range(20):
        delivery = world.to_next(delivery_id)
        if delivery.state is DeliveryState.CONFIRMED:
            break
        work(world, delivery_id)
        world.settle()
    room.now = world.clock.now
    room.stream()
    [url] = publishing.get(delivery_id).urls
    return url


def content(world: World, url: str) -> str:
    return world.platform.state.articles[url.rpartition("/")[2]].content


def source_url(world: World, url: str) -> str:
    return world.platform.state.articles[url.rpartition("/")[2]].source_url


def three(room: Room) -> tuple[str, list[str]]:
    text = SeriesText(name="电子烟消费税", account=ACCOUNT)
    series = column_steps.new_series(UNIT, text, by=LI, now=NOW)
    articles = [room.article(f"第{n}讲").id for n in "一二三"]
    for one in articles:
        column_steps.join(series.id, one, by=LI, now=NOW)
    return series.id, articles


def test_links_of_a_series_fill_in_as_its_articles_appear(room: Room, wechat: World) -> None:
    series, articles = three(room)
    page = f"{ACCOUNT}/series/{series}/"
    first = sent(wechat, room, room.planned(articles[0]))
    assert "上一期" not in content(wechat, first)
    assert "电子烟消费税 · 第1期" in content(wechat, first)
    assert source_url(wechat, first) == f"{H5}works/{page}next/1"
    assert "下一期还没有发布" in str(opened(f"{page}next/1")["body"])

    second = sent(wechat, room, room.planned(articles[1]))
    assert f'上一期：<a href="{first}"' in content(wechat, second)
    said = opened(f"{page}next/1")
    assert (said["statusCode"], said["multiValueHeaders"]["Location"]) == (302, [second])

    third = sent(wechat, room, room.planned(articles[2]))
    assert f'<a href="{second}"' in content(wechat, third)
    assert opened(f"{page}next/2")["multiValueHeaders"]["Location"] == [third]
    listed = str(opened(page)["body"])
    assert listed.index(first) < listed.index(second) < listed.index(third)


def test_an_article_that_appears_after_the_draft_was_made_is_linked_all_the_same(
    room: Room, wechat: World
) -> None:
    _, articles = three(room)
    before, after = room.planned(articles[0], hours=1), room.planned(articles[1], hours=2)
    # The one after is due at the same moment: its draft is made while nothing is out.
    wechat.clock.now = publishing.get(after).at - timedelta(minutes=9)
    work(wechat, after)
    assert publishing.get(after).state is DeliveryState.PREPARED
    first = sent(wechat, room, before)
    second = sent(wechat, room, after)
    assert f'<a href="{first}"' in content(wechat, second)
    assert len(wechat.account.masses) == 2


def test_a_draft_that_wechat_does_not_renew_goes_out_as_it_is(room: Room, wechat: World) -> None:
    _, articles = three(room)
    before, after = room.planned(articles[0], hours=1), room.planned(articles[1], hours=2)
    wechat.clock.now = publishing.get(after).at - timedelta(minutes=9)
    work(wechat, after)
    sent(wechat, room, before)
    wechat.fault("error", "/cgi-bin/draft/update", code=40007, text="invalid media_id")
    second = sent(wechat, room, after)
    assert "上一期" not in content(wechat, second)
    assert publishing.get(after).state is DeliveryState.CONFIRMED


def test_an_own_source_stays_behind_its_button_and_the_address_is_written_out(
    room: Room, wechat: World
) -> None:
    text = SeriesText(name="政策解读", account=ACCOUNT)
    series = column_steps.new_series(UNIT, text, by=LI, now=NOW)
    article = room.article("带原文", source_url="https://www.example.gov.cn/1")
    column_steps.join(series.id, article.id, by=LI, now=NOW)
    url = sent(wechat, room, room.planned(article.id))
    assert source_url(wechat, url) == "https://www.example.gov.cn/1"
    assert f"下一期和全部各期：{H5}works/{ACCOUNT}/series/{series.id}/next/1" in content(
        wechat, url
    )


def test_an_article_too_long_for_the_links_goes_without_them(room: Room) -> None:
    text = SeriesText(name="长文", account=ACCOUNT)
    series = column_steps.new_series(UNIT, text, by=LI, now=NOW)
    long = room.article("长文", html="<section><p>" + "税" * 19_900 + "</p></section>")
    column_steps.join(series.id, long.id, by=LI, now=NOW)
    content = newsroom.read_content(long.key)
    assert series_links.around(ACCOUNT, long.id, content) == content


def test_a_recalled_article_is_no_link_any_more(room: Room, wechat: World) -> None:
    _, articles = three(room)
    delivery = room.planned(articles[0])
    first = sent(wechat, room, delivery)
    publishing.recall(delivery, by=ZONG, reason="有误", now=wechat.clock.now)
    room.stream()
    assert columns.rules.shown_out(columns.store.out_at(ACCOUNT)) == {}
    second = sent(wechat, room, room.planned(articles[1]))
    assert first not in content(wechat, second)


def test_a_preview_on_a_telephone_is_what_the_push_will_be(room: Room, wechat: World) -> None:
    _, articles = three(room)
    first = sent(wechat, room, room.planned(articles[0]))
    somebody = next(iter(wechat.account.followers.values())).openid
    phone_preview.send(articles[1], ACCOUNT, somebody, by=LI, now=room.now)
    pages = wechat.platform.state.articles
    [shown] = [one for one in pages.values() if one.title == "第二讲"]
    assert f'上一期：<a href="{first}"' in shown.content
    pushed = pages[sent(wechat, room, room.planned(articles[1])).rpartition("/")[2]]
    assert (shown.content, shown.source_url) == (pushed.content, pushed.source_url)
    assert f'上一期：<a href="{first}"' in phone_preview.page(articles[1])


def test_a_reviewer_sees_the_links_as_they_would_be_now(room: Room) -> None:
    text = SeriesText(name="电子烟消费税", account=ACCOUNT)
    series = column_steps.new_series(UNIT, text, by=LI, now=NOW)
    first, second = room.article("第一讲"), room.article("第二讲", approved=False)
    alone = room.article("不在系列里")
    for one in (first, second):
        column_steps.join(series.id, one.id, by=LI, now=NOW)
    room.out(first.id)

    def shown(article: str) -> str:
        return newsroom.page_for(article, by=LI, around=series_links.as_now)

    assert f'上一期：<a href="https://mp.weixin.qq.com/s/{first.id}"' in shown(second.id)
    assert "电子烟消费税 · 第1期" in shown(first.id)
    assert "上一期" not in shown(first.id)
    assert "电子烟" not in shown(alone.id)
