"""Booking, waiting, changing and cancelling."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from chalicelib import appointments
from chalicelib.appointments import BookingState, SlotKey, TellingKind, errors
from chalicelib.appointments.models import HallService
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
    wait,
)

pytestmark = pytest.mark.usefixtures("cloud")
TEN = SLOT._replace(start=time(10, 0))


def _free(slot: SlotKey = SLOT) -> int:
    found = appointments.times(appointments.halls.get(HALL), SERVICE, slot.day, NOW)
    return next(one.free for one in found if one.start == slot.start)


def test_a_booking_takes_a_place_and_shows_in_the_day_and_among_the_persons() -> None:
    kept()
    made = book(1)
    assert made.state is BookingState.BOOKED
    assert len(made.code) == 6
    assert _free() == 1
    assert appointments.of_day(HALL, DAY) == [made]
    assert appointments.open_of(person(1), NOW) == [made]
    assert appointments.get(made.id) == made


def test_a_retry_books_once() -> None:
    kept()
    first = book(1, key="a message")
    assert book(1, key="a message") == first
    assert _free() == 1


def test_a_retry_after_the_slot_filled_gets_the_same_booking() -> None:
    kept()
    first = book(1, key="a message")
    book(2)
    assert book(1, key="a message") == first


def test_a_full_slot_says_whether_one_can_wait() -> None:
    kept()
    book(1)
    book(2)
    with pytest.raises(errors.SlotFull) as full:
        book(3)
    assert full.value.can_wait
    kept(waiting=0)
    with pytest.raises(errors.SlotFull) as full:
        book(3)
    assert not full.value.can_wait


@pytest.mark.parametrize(
    ("slot", "now", "error"),
    [
        (SLOT._replace(day=date(2026, 12, 5)), NOW, errors.NoSuchSlot),  # a Saturday
        (SLOT._replace(start=time(12, 0)), NOW, errors.NoSuchSlot),  # the lunch break
        (SLOT._replace(day=date(2026, 12, 9)), NOW, errors.NotOpenYet),
        (SLOT, at(9), errors.PastSlot),
        (SLOT._replace(service="other"), NOW, errors.UnknownService),
        (SLOT._replace(hall="other"), NOW, errors.UnknownHall),
    ],
)
def test_what_cannot_be_booked_says_why(slot: SlotKey, now: Any, error: type[Exception]) -> None:
    kept()
    with pytest.raises(error):
        book(1, slot, now=now)


def test_a_day_opens_at_its_minute() -> None:
    kept()
    slot = SLOT._replace(day=date(2026, 12, 9))
    opens = at(9, day=DAY)
    with pytest.raises(errors.NotOpenYet) as early:
        book(1, slot, now=opens - timedelta(seconds=1))
    assert early.value.opens_at == opens
    assert book(1, slot, now=opens).state is BookingState.BOOKED


def test_a_person_has_so_many_a_day_and_so_many_at_all() -> None:
    kept()
    book(1)
    book(1, TEN)
    with pytest.raises(errors.TooManyThatDay):
        book(1, SLOT._replace(start=time(11, 0)))
    book(1, SLOT._replace(day=date(2026, 12, 3)))
    with pytest.raises(errors.TooManyOpen):
        book(1, SLOT._replace(day=date(2026, 12, 4)))


def test_what_is_over_counts_no_longer() -> None:
    kept(per_day=1)
    book(1)
    later = SLOT._replace(start=time(15, 0))
    with pytest.raises(errors.TooManyThatDay):
        book(1, later, now=at(9, 29))
    assert book(1, later, now=at(9, 30)).state is BookingState.BOOKED


def test_a_cancelled_place_is_free_and_a_second_cancel_does_nothing() -> None:
    kept()
    made = book(1)
    gone = appointments.cancel(made.id, person(1), now=NOW)
    assert gone.state is BookingState.CANCELLED
    assert appointments.cancel(made.id, person(1), now=NOW) == gone
    assert _free() == 2
    assert appointments.open_of(person(1), NOW) == []


def test_another_person_cannot_cancel() -> None:
    kept()
    made = book(1)
    with pytest.raises(errors.UnknownBooking):
        appointments.cancel(made.id, person(2), now=NOW)


def test_it_is_too_late_to_cancel_within_the_limit() -> None:
    kept()
    made = book(1)
    with pytest.raises(errors.TooLate):
        appointments.cancel(made.id, person(1), now=at(8, 1))
    assert appointments.cancel(made.id, person(1), now=at(8)).state is BookingState.CANCELLED


def test_a_change_takes_the_new_place_and_gives_the_old_one_back() -> None:
    kept()
    made = book(1)
    after = appointments.change(made.id, person(1), TEN, key="tap", now=NOW)
    assert (after.id, after.start, after.state) == (made.id, TEN.start, BookingState.BOOKED)
    assert appointments.change(made.id, person(1), TEN, key="tap", now=NOW) == after
    assert (_free(), _free(TEN)) == (2, 1)


def test_a_change_to_a_full_slot_keeps_the_old_place() -> None:
    kept()
    made = book(1)
    book(2, TEN)
    book(3, TEN)
    with pytest.raises(errors.SlotFull):
        appointments.change(made.id, person(1), TEN, key="tap", now=NOW)
    assert appointments.get(made.id) == made


def test_who_waits_moves_up_in_the_order_of_the_line() -> None:
    kept()
    first, _ = book(1), book(2)
    waiting = [wait(number) for number in (3, 4)]
    assert [one.state for one in waiting] == [BookingState.WAITING] * 2
    appointments.cancel(first.id, person(1), now=NOW)
    states = [appointments.get(one.id).state for one in waiting]
    assert states == [BookingState.BOOKED, BookingState.WAITING]
    [told] = appointments.tellings.due(NOW)
    assert (told.kind, told.person) == (TellingKind.MOVED_UP, person(3))
    assert appointments.get(waiting[0].id).code


def test_nobody_passes_who_waits() -> None:
    kept()
    first = book(1)
    book(2)
    wait(3)
    kept(services=(HallService(id=SERVICE, name="发票领用", minutes=30, capacity=3),))
    with pytest.raises(errors.SlotFull):
        book(4)
    appointments.tending.look_at_hall(appointments.halls.get(HALL), NOW)
    assert appointments.open_of(person(3), NOW)[0].state is BookingState.BOOKED
    appointments.cancel(first.id, person(1), now=NOW)
    assert book(4).state is BookingState.BOOKED


def test_a_change_lets_somebody_move_up() -> None:
    kept()
    first, _, waiting = book(1), book(2), wait(3)
    appointments.change(first.id, person(1), TEN, key="tap", now=NOW)
    assert appointments.get(waiting.id).state is BookingState.BOOKED


def test_a_wait_where_there_is_room_books_at_once() -> None:
    kept()
    assert wait(1).state is BookingState.BOOKED


def test_a_waiting_list_has_an_end() -> None:
    kept(waiting=1)
    book(1)
    book(2)
    wait(3)
    with pytest.raises(errors.WaitingFull):
        wait(4)


def test_a_wait_can_be_given_up() -> None:
    kept()
    first, _, third, fourth = book(1), book(2), wait(3), wait(4)
    appointments.cancel(third.id, person(3), now=NOW)
    appointments.cancel(first.id, person(1), now=NOW)
    assert appointments.get(fourth.id).state is BookingState.BOOKED


def test_fewer_places_take_nobodys_place_and_give_no_new_one() -> None:
    kept()
    made = [book(1), book(2)]
    kept(services=(HallService(id=SERVICE, name="发票领用", minutes=30, capacity=1),))
    with pytest.raises(errors.SlotFull):
        book(3)
    appointments.cancel(made[0].id, person(1), now=NOW)
    with pytest.raises(errors.SlotFull):
        book(3)
    assert appointments.get(made[1].id).state is BookingState.BOOKED


def test_a_function_with_an_older_version_of_the_hall_does_not_book_by_it() -> None:
    from chalicelib.appointments import store
    from chalicelib.cloud import table
    from chalicelib.cloud.errors import ConditionFailed

    old = kept()
    kept(services=(HallService(id=SERVICE, name="发票领用", minutes=30, capacity=1),))
    book(1)
    late = store.take_action(SLOT, "late", capacity=2, version=old.version, due=at(9))
    with pytest.raises(ConditionFailed):
        table.transact([late])


def test_two_codes_of_one_hall_and_day_are_never_the_same() -> None:
    kept(services=(HallService(id=SERVICE, name="发票领用", minutes=30, capacity=50),))
    codes = {book(number).code for number in range(40)}
    assert len(codes) == 40


def test_a_code_that_somebody_has_is_not_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib.appointments import booking

    monkeypatch.setattr(booking, "code_of", lambda one, number: f"{number:06d}")
    kept()
    assert [book(1).code, book(2).code] == ["000000", "000001"]
