"""The transition table, read as data."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.publishing import Delivery, DeliveryState, WrongState
from chalicelib.publishing.deliveries import transitions
from chalicelib.publishing.deliveries.models import DeliveryId, Piece
from chalicelib.publishing.deliveries.transitions import TABLE, Action, Who, find, move
from chalicelib.publishing.labels import STATES

AT = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
S = DeliveryState


def delivery(state: DeliveryState, **known: object) -> Delivery:
    return Delivery(
        id=DeliveryId("20261201-0900-0a1b2c3d-province"),
        account="province",
        state=state,
        at=AT,
        pieces=(Piece(article="articles/a.json", title="a", cover="articles/pictures/c.png"),),
    ).model_copy(update=known)


def test_every_state_has_a_name_and_a_way_in() -> None:
    assert set(STATES) == set(S)
    assert {row.target for row in TABLE.rows} == set(S) - {S.PLANNED}


def test_no_state_but_the_ends_is_a_dead_end() -> None:
    sources = {source for row in TABLE.rows for source in row.sources}
    assert set(S) - sources == {S.CANCELLED, S.RECALLED}


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        (S.PLANNED, {"unsent"}),
        (S.RESERVED, {"unsent"}),
        (S.PREPARED, {"unsent"}),
        (S.SUBMITTED, {"handed over", "out"}),
        (S.AWAITING_ADMIN, {"handed over", "out"}),
        (S.CONFIRMED, {"delivered", "out", "ended"}),
        (S.PARTIALLY_SENT, {"delivered", "out", "ended", "ended badly"}),
        (S.FAILED, {"replaceable", "ended", "ended badly"}),
        (S.CANCELLED, {"replaceable", "ended"}),
        (S.RECALLED, {"ended"}),
    ],
)
def test_a_state_is_of_these_kinds(state: DeliveryState, kinds: set[str]) -> None:
    members = {
        "unsent": transitions.UNSENT,
        "handed over": transitions.HANDED_OVER,
        "delivered": transitions.DELIVERED,
        "out": transitions.OUT,
        "replaceable": transitions.REPLACEABLE,
        "ended": transitions.ENDED,
        "ended badly": transitions.ENDED_BADLY,
    }
    assert {kind for kind, states in members.items() if state in states} == kinds


def test_rows_name_real_fields() -> None:
    bare, full = delivery(S.PLANNED), delivery(S.PLANNED, draft="d", tried_at=AT, msg_id=1)
    for row in TABLE.rows:
        if row.holds is not None:
            # A field that does not exist would raise; known and unknown fields are both looked at.
            assert row.holds(bare) != row.holds(full)


def test_two_rows_never_answer_the_same_question() -> None:
    asked = [
        (source, row.action, who) for row in TABLE.rows for source in row.sources for who in row.who
    ]
    assert len(asked) == len(set(asked))


def test_nothing_unsent_is_said_to_be_delivered() -> None:
    for state in (S.PLANNED, S.RESERVED, S.PREPARED, S.CANCELLED):
        for who in Who:
            assert find(delivery(state, msg_id=1), Action.CONFIRM, who) is None


def test_a_submit_needs_a_recorded_try() -> None:
    assert find(delivery(S.PREPARED, draft="d"), Action.SUBMIT, Who.WORKER) is None
    assert find(delivery(S.PREPARED, draft="d", tried_at=AT), Action.SUBMIT, Who.WORKER)


def test_what_was_tried_is_not_cancelled() -> None:
    assert find(delivery(S.PREPARED, draft="d"), Action.CANCEL, Who.PERSON)
    assert find(delivery(S.PREPARED, draft="d", tried_at=AT), Action.CANCEL, Who.PERSON) is None


def test_only_a_person_cancels() -> None:
    assert find(delivery(S.RESERVED), Action.CANCEL, Who.WORKER) is None


def test_a_move_leaves_a_line_in_the_history() -> None:
    moved = move(delivery(S.RESERVED), Action.CANCEL, Who.PERSON, at=AT, by="编辑", note="有误")
    assert moved.state is S.CANCELLED
    assert [(line.by, line.note) for line in moved.history] == [("编辑", "有误")]


def test_a_way_that_is_not_in_the_table_is_refused() -> None:
    with pytest.raises(WrongState, match="已取消"):
        move(delivery(S.CANCELLED), Action.SUBMIT, Who.WORKER, at=AT + timedelta(1), by="worker")
