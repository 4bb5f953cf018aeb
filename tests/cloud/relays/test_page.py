"""What followers see of a relay."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib import relays
from chalicelib.h5 import works as function
from tests.cloud.relays.conftest import ZONG, Track


def opened(relay: str) -> dict[str, Any]:
    path = f"/api/h5/works/province/relay/{relay}/"
    return function.handler({"httpMethod": "GET", "path": path, "headers": {}, "body": ""}, None)


def body_of(relay: str) -> str:
    said = opened(relay)
    assert said["statusCode"] == 200
    return str(said["body"])


def test_the_page_links_to_what_is_out_and_greys_what_is_to_come(track: Track) -> None:
    relay = track.started(intro="一天一计")
    track.out(relay, 1)
    body = body_of(relay.id)
    assert 'href="https://mp.weixin.qq.com/s/1"' in body
    assert "一天一计" in body
    assert body.count("to-come") - body.count(".to-come") == 4
    assert "已接 1 棒，还有 4 棒。" in body


def test_the_page_names_nobody_who_works(track: Track) -> None:
    relay = track.started()
    track.out(relay, 1)
    body = body_of(relay.id)
    for name in ("zongbian", ">li<", "chu"):
        assert name not in body


def test_what_is_skipped_or_taken_down_is_not_there(track: Track) -> None:
    relay = track.started()
    delivery = track.out(relay, 1)
    relays.running.skip(relay.id, "s02", "人手不够", by=ZONG, now=track.now)
    track.tell_delivery(track.take_down(delivery))
    body = body_of(relay.id)
    assert "第一计" not in body
    assert "第二计" not in body
    assert "第三计" in body


def test_a_draft_has_no_page(track: Track) -> None:
    made = relays.planning.begin("province", track.plan(), by=ZONG, now=track.now)
    assert opened(made.id)["statusCode"] == 404


def test_words_of_people_are_text(track: Track) -> None:
    relay = track.started(intro="<script>alert(1)</script>")
    assert "<script>alert" not in body_of(relay.id)


@pytest.mark.parametrize("number", [36, 60])
def test_the_first_view_is_small(track: Track, number: int) -> None:
    relay = track.started(number)
    assert len(body_of(relay.id).encode()) < 30_000
