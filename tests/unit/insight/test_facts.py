"""What of the table is a fact, and what a fact never says."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.cloud.items import Item
from chalicelib.conversation import Handover, Reason, Rung
from chalicelib.desk import Ending, MessageKind, MessageState, SessionState
from chalicelib.insight.facts.models import Fact, Kind
from chalicelib.insight.facts.of_items import facts_of
from chalicelib.insight.facts.of_pushes import OUTCOMES
from chalicelib.publishing import DeliveryState
from tests.unit.insight.items import NOON, delivery, event, pushed, said, session, text


def fact(item: Item) -> Fact:
    [one] = facts_of(item)
    return one.fact


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (event("subscribe", key="qrscene_hall-3"), {"kind": "follow", "came_by": "code", "scene": "hall-3"}),
        (event("subscribe", key="last_trade_no_9"), {"kind": "follow", "came_by": "payment", "scene": ""}),
        (event("subscribe"), {"kind": "follow", "came_by": "other"}),
        (event("unsubscribe"), {"kind": "unfollow"}),
        (event("SCAN", key="hall-3"), {"kind": "scan", "scene": "hall-3"}),
        (event("CLICK", key="refund"), {"kind": "menu", "type": "click", "menu_key": "refund"}),
        (event("VIEW", key="https://tax.example/a"), {"kind": "menu", "type": "view", "menu_key": "https://tax.example/a"}),
        (event("LOCATION", Latitude=23.1374, Longitude=113.2631), {"kind": "location", "latitude": 23.1, "longitude": 113.3}),
        (event("kf_create_session"), {"kind": "event", "type": "kf_create_session"}),
        (text("怎么退税", rung=Rung.FAQ, entry="q1", score=0.93456), {"kind": "message", "type": "text", "outcome": "answered", "entry": "q1", "score": 0.9346}),
        (text("办税厅", rung=Rung.SERVICE, rule="预约"), {"service": "预约", "rule": "", "outcome": "answered"}),
        (text("有帮助", rung=Rung.FEEDBACK, entry="q1", tap="helpful:q1:1"), {"vote": 1, "outcome": "none"}),
        (text("没帮助", rung=Rung.FEEDBACK, entry="q1", tap="helpful:q1:0"), {"vote": -1}),
        (text("月亮"), {"outcome": "unanswered", "rung": "default"}),
        (text("人工", rung=Rung.PERSON, handover=Handover(reason=Reason.ASKED, ticket="T1")), {"outcome": "handed_over", "reason": "asked"}),
        (pushed("image", MsgId="5", PicUrl="http://x", MediaId="m", rung=Rung.TYPE), {"type": "image", "outcome": "unanswered"}),
        (pushed("location", MsgId="6", Location_X=30.123, Location_Y=120.987, Label="家"), {"type": "location", "latitude": 30.1, "longitude": 121.0}),
    ],
)  # fmt: skip
def test_a_push_is_a_fact(item: Item, said: dict[str, Any]) -> None:
    shown = fact(item).model_dump()
    assert {name: shown[name] for name in said} == said


def test_a_booking_is_one_fact_that_keeps_its_day_while_it_changes() -> None:
    doc = {
        "id": "b1",
        "hall": "zhupu-hall",
        "service": "fapiao",
        "day": "2026-12-02",
        "person": ["county", "o1"],
        "origin": "chat",
        "made_at": "2026-11-30T17:00:00Z",
        "state": "booked",
        "version": 0,
        "masked": [["name", "张**"]],
    }

    def told(**changes: Any) -> list[Any]:
        return list(
            facts_of({"pk": "BOOKING#b1", "sk": "BOOKING", "doc": json.dumps(doc | changes)})
        )

    [made] = told()
    [moved] = told(day="2026-12-04", state="no_show", version=3)
    assert (made.day, moved.day, made.account, made.openid) == (
        "2026-12-01",
        "2026-12-01",
        "county",
        "o1",
    )
    assert (made.fact.hall, made.fact.service, made.fact.state, made.fact.days_ahead) == (
        "zhupu-hall",
        "fapiao",
        "booked",
        1,
    )
    assert (moved.fact.state, moved.fact.version, moved.fact.days_ahead) == ("no_show", 4, 3)
    assert "张" not in made.model_dump_json()
    assert told(person=None) == []
    assert list(facts_of({"pk": "BOOKING#b1", "sk": "TELL#reminder", "doc": "{}"})) == []


def test_day_and_hour_are_those_of_beijing() -> None:
    [told] = facts_of(text("夜里", at=datetime(2026, 11, 28, 16, 30, tzinfo=UTC)))
    assert (told.day, told.fact.hour) == ("2026-11-29", 0)


@pytest.mark.parametrize("item", [
    text("我叫王小明，电话13800138000", rung=Rung.DEFAULT),
    pushed("location", MsgId="6", Location_X=30.123, Location_Y=120.987, Label="幸福路八号"),
    pushed("voice", MsgId="7", MediaId="m", Recognition="我叫王小明"),
    session(summary="我叫王小明"), said(MessageState.SENT, words="王小明您好"),
    delivery(DeliveryState.CONFIRMED, 3),
])  # fmt: skip
def test_no_word_of_a_follower_or_an_article_is_in_a_fact(item: Item) -> None:
    written = fact(item).model_dump_json()
    assert not any(
        word in written for word in ("王小明", "13800138000", "幸福路", "30.123", "申报期")
    )


def test_a_session_is_one_fact_whose_latest_state_has_the_highest_version() -> None:
    states = [
        session(version=1),
        session(version=2, state=SessionState.OPEN, owner="lin", first_assigned_at=NOON + timedelta(seconds=40)),
        session(version=4, state=SessionState.RESOLVED, owner="lin", first_assigned_at=NOON + timedelta(seconds=40),
                first_reply_at=NOON + timedelta(seconds=70), resolved_at=NOON + timedelta(minutes=9), ending=Ending.ANSWERED),
        session(version=4, state=SessionState.RESOLVED, owner="lin", rating=5, resolved_at=NOON + timedelta(minutes=9)),
    ]  # fmt: skip
    told = [fact(one) for one in states]
    assert len({one.id for one in told}) == 1
    assert [one.version for one in told] == sorted({one.version for one in told})
    assert (told[2].wait_seconds, told[2].first_reply_seconds, told[2].resolve_seconds) == (
        40,
        70,
        540,
    )
    assert (told[0].wait_seconds, told[3].rating, told[2].ending) == (-1, 5, "answered")


def test_a_session_without_its_person_changes_nothing_that_was_counted() -> None:
    assert list(facts_of(session(who="", state=SessionState.RESOLVED))) == []


def test_a_reply_is_counted_in_its_last_state_and_a_note_is_none() -> None:
    order = [MessageState.QUEUED, MessageState.SENDING, MessageState.UNKNOWN, MessageState.SENT]
    versions = [fact(said(state)).version for state in order]
    assert versions == sorted(set(versions))
    assert list(facts_of(said(MessageState.KEPT, kind=MessageKind.NOTE))) == []


def test_a_push_tells_whom_it_reached() -> None:
    planned = fact(delivery(DeliveryState.RESERVED, 1))
    out = fact(
        delivery(
            DeliveryState.CONFIRMED, 4, counts={"total": 10, "filtered": 9, "sent": 8, "failed": 1}
        )
    )
    assert planned.id == out.id and planned.version < out.version
    assert (out.audience, out.reached, out.sent, out.failed, planned.sent) == (10, 9, 8, 1, -1)


@pytest.mark.parametrize("item", [
    {"pk": "SYSTEM#province", "sk": "IN#E#1", "push": "{}"},
    {"pk": "FOLLOWER#province#oA", "sk": "STATE"},
    {"pk": "FOLLOWER#province#oA", "sk": "RAW#aa", "raw": "x"},
    {"pk": "ARTICLES#province", "sk": "a"},
    {"pk": "LIVELY", "sk": "a"},
])  # fmt: skip
def test_other_items_are_no_facts(item: Item) -> None:
    assert list(facts_of(item)) == []


def test_every_rung_has_an_outcome() -> None:
    assert set(OUTCOMES) == set(Rung)


def test_every_kind_is_named_in_the_schema() -> None:
    assert Fact.model_fields["kind"].description == ", ".join(Kind)
