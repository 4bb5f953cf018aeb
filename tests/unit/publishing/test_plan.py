"""Times, ids and the id that WeChat recognises a push by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.clock import shown
from chalicelib.publishing import BadTime, Delivery, DeliveryState, Piece, slot
from chalicelib.publishing.deliveries.models import account_of, delivery_id
from chalicelib.publishing.deliveries.planning import reserved

AT = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)


def planned(
    account: str = "province",
    at: datetime = AT,
    key: str = "articles/a.json",
    now: datetime = AT - timedelta(hours=1),
) -> Delivery:
    pieces = (Piece(article=key, title="题"),)
    return reserved(delivery_id(key, account, at), account, pieces, at=at, by="编辑", now=now)


@pytest.mark.parametrize("text", ["2026-12-01 09:00", "2026-12-01T09:00", " 2026-12-01 9:00 "])
def test_a_time_is_shanghais(text: str) -> None:
    assert slot(text, AT) == AT
    assert shown(slot(text, AT)) == "2026-12-01 09:00"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("今天 18:00", "2026-12-01 18:00"),
        ("明天 09:00", "2026-12-02 09:00"),
        (" 后天  9:05", "2026-12-03 09:05"),
    ],
)
def test_a_day_may_be_named_as_it_is_seen_in_shanghai(text: str, meant: str) -> None:
    # In Shanghai the first of December has begun, in UTC it has not.
    now = datetime(2026, 11, 30, 16, 30, tzinfo=UTC)
    assert shown(slot(text, now)) == meant


@pytest.mark.parametrize(
    "text",
    ["", "明天九点", "明天", "明天 25:00", "昨天 09:00", "2026-02-30 09:00", "2026-12-01", "09:00"],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(BadTime, match=r"看不懂时间.*2026-12-01 09:00.*明天 09:00"):
        slot(text, AT)


def test_a_slot_that_is_over_is_refused() -> None:
    with pytest.raises(BadTime, match="已经过去"):
        planned(now=AT + timedelta(seconds=1))


def test_a_plan_has_its_time_and_falls_due_before_it() -> None:
    delivery = planned()
    assert delivery.state is DeliveryState.RESERVED
    assert delivery.due_at == AT - timedelta(minutes=10)
    assert [moment.state.value for moment in delivery.history] == ["planned", "reserved"]


def test_an_id_says_slot_and_account() -> None:
    delivery = planned("city-hall")
    assert delivery.id.startswith("20261201-0900-")
    assert account_of(delivery.id) == "city-hall"


def test_another_account_time_or_article_is_another_push() -> None:
    pushes = [
        planned(),
        planned("city"),
        planned(at=AT + timedelta(minutes=1)),
        planned(key="articles/b.json"),
    ]
    assert len({push.id for push in pushes}) == 4
    assert len({push.clientmsgid for push in pushes}) == 4
    assert delivery_id("k", "a", AT, nth=2) != delivery_id("k", "a", AT)


@given(
    account=st.from_regex(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?", fullmatch=True),
    minutes=st.integers(0, 10**6),
)
def test_a_clientmsgid_is_what_wechat_takes_and_never_changes(account: str, minutes: int) -> None:
    delivery = planned(account, AT + timedelta(minutes=minutes))
    assert delivery.clientmsgid.isascii()
    assert delivery.clientmsgid.isalnum()
    assert len(delivery.clientmsgid) == 32
    later = delivery.model_copy(
        update={"version": 9, "state": DeliveryState.PREPARED, "tried_at": AT}
    )
    assert later.clientmsgid == delivery.clientmsgid
    assert account_of(delivery.id) == account
