"""Killed at any writing call, a step is brought to the same end by what follows: one article, out once, one turn."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib import newsroom, relays
from chalicelib.application import relay_article, relay_follow
from chalicelib.cloud import table
from chalicelib.relays import RelayState
from tests.cloud.orders.test_crashes import killed_at
from tests.cloud.relays.conftest import LI, ZONG, Track

EITHER = pytest.mark.parametrize("before", [True, False])


@EITHER
@pytest.mark.parametrize("number", range(1, 3))
def test_a_start_is_whole_or_not_at_all(
    track: Track, monkeypatch: pytest.MonkeyPatch, number: int, before: bool
) -> None:
    relay = relays.planning.begin("province", track.plan(), by=LI, now=track.now)
    killed_at(
        number,
        before,
        monkeypatch,
        lambda: relays.planning.start(relay.id, by=ZONG, now=track.now),
    )
    if relays.get(relay.id).state is RelayState.DRAFT:
        assert list(relays.steps_of("qing")) == []
        relays.planning.start(relay.id, by=ZONG, now=track.now)
    assert track.states(relay) == "turn waiting waiting waiting waiting"
    assert [one.number for one in relays.steps_of("qing")] == [2]
    assert len(track.page(relay).content["steps"]) == 5


@EITHER
@pytest.mark.parametrize("number", range(1, 7))
def test_an_article_whose_beginning_was_killed_is_begun_once(
    track: Track, monkeypatch: pytest.MonkeyPatch, number: int, before: bool
) -> None:
    relay = track.started()
    killed_at(number, before, monkeypatch, lambda: track.write(relay, 1))
    article = track.write(relay, 1)
    assert [one.id for one in newsroom.list_articles("province")] == [article]
    assert track.step(relay, 1).article == article
    assert relays.of_article(article) == [(relay.id, "s01")]


@EITHER
@pytest.mark.parametrize("number", range(1, 3))
def test_what_the_stream_tells_and_is_killed_over_is_told_again(
    track: Track, monkeypatch: pytest.MonkeyPatch, number: int, before: bool
) -> None:
    relay = track.started()
    article = track.write(relay, 1)
    track.review(article)
    delivery = track.push(relay, 1, article)
    item = table.get(f"DELIVERIES#{delivery.account}", delivery.id, consistent=True)
    assert item is not None
    killed_at(number, before, monkeypatch, lambda: relay_follow.follow(None, item, track.now))
    track.tell_delivery(delivery)
    assert track.states(relay) == "out turn waiting waiting waiting"
    assert [one.what for one in relays.get(relay.id).moments].count("publish") == 1
    assert track.linked(relay) == [1]


@EITHER
@pytest.mark.parametrize("number", range(1, 6))
def test_a_look_that_was_killed_is_due_again(
    track: Track, monkeypatch: pytest.MonkeyPatch, number: int, before: bool
) -> None:
    relay = track.started(remind_hours=0)
    article = track.write(relay, 1)
    newsroom.submit(article, by=LI, now=track.now)
    track.review_quietly(article)
    track.push(relay, 1, article)
    track.now += timedelta(minutes=11)
    killed_at(number, before, monkeypatch, lambda: relay_follow.look(relay.id, lambda: track.now))
    track.minute()
    track.minute(timedelta(minutes=11))
    assert track.states(relay) == "out turn waiting waiting waiting"
    assert relays.due(track.now) == []


@EITHER
@pytest.mark.parametrize("number", range(1, 5))
def test_words_to_the_next_step_that_were_killed_over_are_put_right_the_next_time(
    track: Track, monkeypatch: pytest.MonkeyPatch, number: int, before: bool
) -> None:
    relay = track.started()
    article = track.write(relay, 1)
    relays.running.skip(relay.id, "s02", "人手不够", by=ZONG, now=track.now)
    killed_at(
        number,
        before,
        monkeypatch,
        lambda: relay_article.mend_hand_on(relay.id, "s01", by=LI, now=track.now),
    )
    relay_article.mend_hand_on(relay.id, "s01", by=LI, now=track.now)
    body = newsroom.text_of(article, by=LI).written.body
    assert body.count("下一棒：") == 1
    assert "第三计" in body
    assert not relays.texts.hand_on_old(relays.get(relay.id), track.step(relay, 1))
