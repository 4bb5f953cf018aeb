"""Numbers, deadlines, escalation and evidence: pure rules of orders."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import orders
from chalicelib.clock import SHANGHAI
from chalicelib.orders import (
    ORDER,
    RECEIPT,
    OrderAction,
    OrderKind,
    OrderState,
    ReceiptAction,
    ReceiptState,
    Row,
    Urgency,
    Urging,
    Who,
    rows,
    terms,
    working_time,
)

FRIDAY = datetime(2026, 11, 27, 17, 0, tzinfo=SHANGHAI)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("hours", "until"),
    [
        (1, "2026-11-27T18:00"),
        (2, "2026-11-30T10:00"),
        (10, "2026-11-30T18:00"),
        (11, "2026-12-01T10:00"),
    ],
)
def test_working_hours_pass_over_nights_and_weekends(hours: float, until: str) -> None:
    assert working_time.later(FRIDAY, hours) == at(until)
    assert working_time.between(FRIDAY, at(until)) == timedelta(hours=hours)


def test_the_national_day_is_no_working_time_and_a_make_up_day_is() -> None:
    before = at("2026-09-30T17:00")
    assert working_time.later(before, 2) > at("2026-10-07T00:00")
    assert working_time.between(at("2026-10-01T09:00"), at("2026-10-02T18:00")) == timedelta()


@given(st.integers(0, 20_000), st.floats(0, 60))
def test_so_many_hours_later_are_so_many_hours_between(minutes: int, hours: float) -> None:
    start = FRIDAY + timedelta(minutes=minutes)
    end = working_time.later(start, hours)
    assert abs(working_time.between(start, end) - timedelta(hours=hours)) < timedelta(seconds=1)


def test_most_urgent_orders_count_nights_too() -> None:
    assert terms.done_by(Urgency.EXTRA, FRIDAY) == FRIDAY + timedelta(hours=4)
    assert terms.sign_by(Urgency.PLAIN, FRIDAY) == at("2026-11-30T17:00")


@pytest.mark.parametrize("urgency", list(Urgency))
def test_escalation_only_rises_and_each_level_has_its_moment(urgency: Urgency) -> None:
    seen, now = [], FRIDAY
    while (following := terms.next_urging(urgency, FRIDAY, now - timedelta(seconds=1))) is not None:
        now = following
        seen.append(terms.urged(urgency, FRIDAY, now))
        assert (
            terms.RANK[terms.urged(urgency, FRIDAY, now - timedelta(seconds=1))]
            < terms.RANK[seen[-1]]
        )
        now += timedelta(seconds=2)
    assert seen == [Urging.REMINDED, Urging.SUPERVISED, Urging.CIRCULATED]


def row(unit: str, state: ReceiptState, sign_by: datetime, urged: Urging = Urging.NONE) -> Row:
    due = int(sign_by.timestamp())
    return Row(unit, state, "", due, due, 0, 0, 0, 0, 0, urged, False, False)


def test_only_who_is_behind_with_their_own_step_is_urged_and_only_further_than_before() -> None:
    found = rows.to_urge(
        [
            row("late", ReceiptState.SENT, FRIDAY),
            row("told", ReceiptState.SENT, FRIDAY, Urging.REMINDED),
            row("working", ReceiptState.WORKING, FRIDAY),
            row("reported", ReceiptState.REPORTED, FRIDAY),
            row("done", ReceiptState.DONE, FRIDAY),
            row("early", ReceiptState.SENT, FRIDAY + timedelta(days=5)),
        ],
        Urgency.PLAIN,
        FRIDAY + timedelta(minutes=1),
    )
    assert found == {Urging.REMINDED: ["late", "working"]}


states = st.sampled_from(list(ReceiptState))
seconds = st.one_of(st.just(0), st.integers(1_700_000_000, 2_100_000_000))
slugs = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?", fullmatch=True)


@given(
    slugs,
    states,
    st.one_of(st.just(""), slugs),
    st.lists(seconds, min_size=6, max_size=6),
    st.integers(0, 500),
    st.sampled_from(list(Urging)),
    st.booleans(),
    st.booleans(),
)
def test_a_row_is_read_as_it_was_written(
    unit: str,
    state: ReceiptState,
    above: str,
    times: list[int],
    returned: int,
    urged: Urging,
    signed_late: bool,
    done_late: bool,
) -> None:
    one = Row(unit, state, above, *times, returned, urged, signed_late, done_late)
    assert rows.unpacked(unit, rows.packed(one)) == one


def test_every_state_is_left_or_is_an_end() -> None:
    left = {state for one in ORDER.rows for state in one.sources}
    assert set(OrderState) - left == {
        OrderState.CLOSED,
        OrderState.WITHDRAWN,
        OrderState.DROPPED,
    }
    left_by_receipts = {state for one in RECEIPT.rows for state in one.sources}
    assert set(ReceiptState) - left_by_receipts == {ReceiptState.DONE, ReceiptState.WITHDRAWN}
    assert {one.action for one in ORDER.rows} == set(OrderAction)
    assert {one.action for one in RECEIPT.rows} == set(ReceiptAction)


def an_order(**changes: object) -> orders.Order:
    draft = orders.Draft.model_validate(
        {"kind": OrderKind.TOPIC, "title": "选题", "text": "请报。", **changes}
    )
    return orders.Order(
        id=orders.rules.new_id(FRIDAY), unit="sheng", draft=draft, by="li", at=FRIDAY
    )


@pytest.mark.parametrize("kind", list(OrderKind))
def test_what_reaches_followers_or_is_most_urgent_takes_two(kind: OrderKind) -> None:
    reaches = kind in (OrderKind.REPRINT, OrderKind.TAKEDOWN, OrderKind.CORRECTION)
    assert orders.needs_two(an_order(kind=kind)) == reaches
    assert orders.needs_two(an_order(kind=kind, urgency=Urgency.EXTRA))
    target = OrderState.WAITING if reaches else OrderState.ISSUED
    found = ORDER.find(an_order(kind=kind), OrderAction.ISSUE, [Who.ISSUER])
    assert found is not None
    assert found.target is target


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": ""}, "text"),
        ({"kind": OrderKind.REPRINT}, "article"),
        ({"kind": OrderKind.TAKEDOWN}, "clues"),
        ({"done_by": FRIDAY}, "done_by"),
        ({"sign_by": FRIDAY + timedelta(days=2), "done_by": FRIDAY + timedelta(days=1)}, "done_by"),
    ],
)
def test_an_incomplete_order_is_not_issued(changes: dict[str, object], field: str) -> None:
    with pytest.raises(orders.BadOrder) as refused:
        orders.rules.check_complete(an_order(**changes).draft, FRIDAY)
    assert [one.name for one in refused.value.fields] == [field]


def test_links_are_addresses() -> None:
    for wrong in ("mp.weixin.qq.com/s/x", "javascript:alert(1)", "http://"):
        with pytest.raises(orders.EvidenceMissing):
            orders.rules.check_report((), orders.Report(links=(wrong,)))
    with pytest.raises(orders.EvidenceMissing):
        orders.rules.check_report((), orders.Report())
