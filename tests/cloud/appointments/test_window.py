"""The day at the window: check-in, walk-ins, who did not come."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from chalicelib import appointments
from chalicelib.appointments import BookingState, CancelReason, TellingKind, errors, window
from chalicelib.appointments.models import Asked, HallService, NoShowRule
from tests.cloud.appointments.world import (
    DAY,
    HALL,
    NOW,
    SERVICE,
    SLOT,
    at,
    book,
    kept,
    person,
    tend,
    wait,
)

pytestmark = pytest.mark.usefixtures("cloud")
NUMBER = "11010519491231002X"
IDENTITY = {Asked.NAME: "张示例", Asked.ID_NUMBER: NUMBER}


def test_a_person_checks_in_from_an_hour_before_until_half_an_hour_after() -> None:
    kept()
    book(1)
    assert window.check_in(HALL, person(1), now=at(7, 59)) == []
    [here] = window.check_in(HALL, person(1), now=at(8))
    assert here.state is BookingState.CHECKED_IN
    assert window.check_in(HALL, person(1), now=at(9, 5)) == [here]
    assert window.check_in(HALL, person(2), now=at(9)) == []


def test_a_code_checks_in_on_its_day_at_its_hall() -> None:
    kept()
    made = book(1)
    with pytest.raises(errors.UnknownCode):
        window.check_in_by_code(HALL, made.code, now=NOW)
    here = window.check_in_by_code(HALL, f" {made.code} ", now=at(9))
    assert here.state is BookingState.CHECKED_IN
    assert window.check_in_by_code(HALL, made.code, now=at(9, 1)) == here


def test_a_cancelled_booking_is_not_checked_in() -> None:
    kept()
    made = book(1)
    appointments.cancel(made.id, person(1), now=NOW)
    with pytest.raises(errors.NotInThisState):
        window.check_in_by_code(HALL, made.code, now=at(9))


def test_a_walk_in_takes_the_first_place_that_is_left_today() -> None:
    kept()
    book(1)
    book(2)
    came = window.walk_in(HALL, SERVICE, key="first", now=at(9, 10))
    assert (came.start, came.state) == (time(9, 30), BookingState.CHECKED_IN)
    assert window.walk_in(HALL, SERVICE, key="first", now=at(9, 10)) == came
    assert came in appointments.of_day(HALL, DAY)
    assert window.serve(came.id, now=at(10)).state is BookingState.SERVED


def test_a_walk_in_waits_where_the_day_is_full() -> None:
    kept(services=(HallService(id=SERVICE, name="发票领用", minutes=30, capacity=1),))
    window.walk_in(HALL, SERVICE, key="first", now=at(16, 40))
    with pytest.raises(errors.SlotFull):
        window.walk_in(HALL, SERVICE, key="second", now=at(16, 40))


def test_a_walk_in_after_the_last_slot_is_told_that_the_day_is_over() -> None:
    kept()
    with pytest.raises(errors.DayOver, match="已经结束"):
        window.walk_in(HALL, SERVICE, key="late", now=at(17, 1))


def test_who_does_not_come_is_noted_by_the_sweep_once() -> None:
    kept()
    made = book(1)
    tend(at(9, 29))
    assert appointments.get(made.id).state is BookingState.BOOKED
    tend(at(9, 30))
    missed = appointments.get(made.id)
    assert missed.state is BookingState.NO_SHOW
    tend(at(9, 31))
    assert appointments.get(made.id) == missed
    assert len(appointments.erasure.book(*person(1)).no_shows) == 1


def test_too_many_no_shows_block_until_a_day() -> None:
    kept(no_show=NoShowRule(times=2, within_days=90, blocked_days=30))
    for start in (time(9), time(10)):
        book(1, SLOT._replace(start=start))
    tend(at(11))
    later = SLOT._replace(start=time(15))
    with pytest.raises(errors.Blocked) as blocked:
        book(1, later, now=at(11))
    assert blocked.value.until == at(11) + timedelta(days=30)


def test_who_came_late_is_let_in_and_blocked_no_longer() -> None:
    kept(no_show=NoShowRule(times=1))
    made = book(1)
    tend(at(9, 40))
    assert appointments.erasure.book(*person(1)).blocked_until
    late = window.check_in_by_code(HALL, made.code, now=at(9, 50))
    assert late.state is BookingState.CHECKED_IN
    kept_of = appointments.erasure.book(*person(1))
    assert (kept_of.no_shows, kept_of.blocked_until) == ((), None)


def test_nobody_is_a_no_show_before_the_slot_begins() -> None:
    kept()
    made = book(1)
    with pytest.raises(errors.NotInThisState):
        window.no_show(made.id, now=at(8, 59))
    assert window.no_show(made.id, now=at(9)).state is BookingState.NO_SHOW


def test_a_wait_ends_when_no_place_came_free_in_time_and_is_told() -> None:
    kept()
    book(1)
    book(2)
    waiting = wait(3)
    tend(at(8))
    ended = appointments.get(waiting.id)
    assert (ended.state, ended.reason) == (BookingState.CANCELLED, CancelReason.WAITED_IN_VAIN)
    told = appointments.tellings.of_booking(waiting.id)
    assert [one.kind for one in told] == [TellingKind.WAITED_IN_VAIN]
    tend(at(8, 1))
    assert appointments.tellings.of_booking(waiting.id) == told


def test_what_a_hall_does_not_ask_for_is_not_kept() -> None:
    kept()
    assert book(1, identity=IDENTITY).masked == ()


def test_what_a_hall_asks_for_is_shown_masked_and_erased_when_served() -> None:
    from chalicelib.appointments import identity, store
    from chalicelib.cloud import table

    kept(asks=(Asked.NAME, Asked.ID_NUMBER))
    with pytest.raises(errors.IdentityMissing) as missing:
        book(1)
    assert [one.name for one in missing.value.fields] == ["name", "id_number"]
    made = book(1, identity=IDENTITY)
    assert made.masked == ((Asked.NAME, "张**"), (Asked.ID_NUMBER, "110***********002X"))
    item = table.get(*store.booking_key(made.id)) or {}
    assert NUMBER not in str(item)
    assert identity.opened(made.id, str(item["sealed"])) == IDENTITY
    window.check_in_by_code(HALL, made.code, now=at(9))
    assert window.serve(made.id, now=at(9, 20)).masked == ()
    assert "sealed" not in (table.get(*store.booking_key(made.id)) or {})


def test_what_a_hall_asked_for_is_erased_after_the_day_where_nobody_marked_the_visit() -> None:
    from chalicelib.appointments import store
    from chalicelib.cloud import table

    kept(asks=(Asked.NAME,))
    made = book(1, identity=IDENTITY)
    window.check_in_by_code(HALL, made.code, now=at(9))
    tend(at(23, 59))
    assert appointments.get(made.id).masked
    tend(at(23, 59) + timedelta(minutes=1))
    assert not appointments.get(made.id).masked
    assert "sealed" not in (table.get(*store.booking_key(made.id)) or {})


def test_a_day_is_counted() -> None:
    kept()
    first = book(1)
    book(2)
    appointments.cancel(first.id, person(1), now=NOW)
    window.walk_in(HALL, SERVICE, key="first", now=at(9, 10))
    tend(at(9, 40))
    from chalicelib.appointments.reading import count_of_day

    counted = count_of_day(HALL, DAY)
    assert counted.states == {BookingState.CHECKED_IN: 1, BookingState.NO_SHOW: 1}
    assert (counted.walk_ins, counted.given_back) == (1, 1)


def test_the_sweep_queues_what_is_due_and_the_worker_tends_it() -> None:
    from chalicelib.appointments import tending
    from chalicelib.cloud.clients import sqs
    from chalicelib.settings import settings

    kept()
    made = book(1)
    assert tending.sweep(at(9, 29)) == 0
    assert tending.sweep(at(9, 30)) == 1
    [message] = sqs().receive_message(QueueUrl=settings().outgoing_queue_url)["Messages"]
    assert tending.is_task(message["Body"])
    tending.work(message["Body"], at(9, 30))
    tending.work(message["Body"], at(9, 31))
    assert appointments.get(made.id).state is BookingState.NO_SHOW
    assert tending.sweep(at(9, 31)) == 0
