"""A hall closes for a day: everybody hears it once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chalicelib import appointments
from chalicelib.appointments import BookingState, TellingKind, TellingState, closing, errors
from chalicelib.appointments.models import Telling
from tests.cloud.appointments.world import DAY, HALL, NOW, SLOT, at, book, kept, person, tend, wait

pytestmark = pytest.mark.usefixtures("cloud")


def _told(*ids: str) -> list[Telling]:
    found = appointments.tellings.of_bookings(ids)
    return [one for list_ in found.values() for one in list_ if one.kind is TellingKind.HALL_CLOSED]


def test_everybody_who_had_a_place_or_waited_is_to_be_told_once() -> None:
    kept()
    made = [book(1), book(2), wait(3)]
    done = closing.close_day(HALL, DAY, "停电", by="test", now=NOW)
    assert {one.id for one in done.told} == {one.id for one in made}
    assert {appointments.get(one.id).state for one in made} == {BookingState.HALL_CLOSED}
    again = closing.close_day(HALL, DAY, "停电", by="test", now=NOW)
    assert again.told == []
    assert len(_told(*(one.id for one in made))) == 3
    assert len(appointments.of_day(HALL, DAY)) == 3


def test_nothing_can_be_booked_on_a_closed_day_and_other_times_are_offered() -> None:
    kept()
    made = book(1)
    closing.close_day(HALL, DAY, "停电", by="test", now=NOW)
    with pytest.raises(errors.HallClosed) as closed:
        book(2)
    assert closed.value.why == "停电"
    offers = appointments.alternatives(made, NOW)
    assert [one.day for one in offers] == [date(2026, 12, 1)] * 3
    assert all(one.at > NOW for one in offers)
    assert book(1, offers[0]).state is BookingState.BOOKED


def test_what_a_function_read_before_the_closing_books_nothing() -> None:
    from chalicelib.appointments import store
    from chalicelib.cloud import table
    from chalicelib.cloud.errors import ConditionFailed

    old = kept()
    closing.close_day(HALL, DAY, "停电", by="test", now=NOW)
    late = store.take_action(SLOT, "late", capacity=2, version=old.version, due=at(9))
    with pytest.raises(ConditionFailed):
        table.transact([late])


def test_a_closing_that_broke_off_is_finished_by_the_sweep(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept()
    made = [book(1), book(2), book(3, SLOT._replace(start=at(10).time()))]
    act, calls = closing._closed, []

    def breaks(booking_id: str, *rest: object) -> object:
        calls.append(booking_id)
        if len(calls) == 2:
            raise RuntimeError("killed")
        return act(booking_id, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(closing, "_closed", breaks)
    with pytest.raises(RuntimeError):
        closing.close_day(HALL, DAY, "停电", by="test", now=NOW)
    monkeypatch.undo()
    tend(NOW + timedelta(minutes=1))
    assert {appointments.get(one.id).state for one in made} == {BookingState.HALL_CLOSED}
    assert len(_told(*(one.id for one in made))) == 3


def test_a_closed_day_is_looked_at_once_more_and_then_no_more() -> None:
    from chalicelib.appointments import store

    kept()
    closing.close_day(HALL, DAY, "停电", by="test", now=NOW)
    assert tend(NOW + timedelta(minutes=1)) == 0
    assert tend(NOW + closing.AGAIN) == 1
    assert list(store.due_items(NOW + timedelta(hours=1), 10)) == []


def test_a_day_that_is_open_again_can_be_booked() -> None:
    kept()
    made = book(1)
    closing.close_day(HALL, DAY, "停电", by="test", now=NOW)
    closing.reopen_day(HALL, DAY, by="test", now=NOW)
    assert book(2).state is BookingState.BOOKED
    assert book(3).state is BookingState.BOOKED
    assert appointments.get(made.id).state is BookingState.HALL_CLOSED
    with pytest.raises(errors.SlotFull):
        book(4)


def test_a_reminder_is_claimed_once_on_the_evening_before() -> None:
    kept()
    book(1)
    assert appointments.tellings.due(at(17, 59, day=NOW.date())) == []
    now = at(18, day=NOW.date())
    [one] = appointments.tellings.due(now)
    assert one.kind is TellingKind.REMINDER
    assert [appointments.tellings.claim(one, now) for _ in range(3)] == [True, False, False]
    assert appointments.tellings.due(now) == []
    appointments.tellings.settle(one, TellingState.CHAT)
    appointments.tellings.settle(one, TellingState.NOT_TOLD)
    [after] = appointments.tellings.of_booking(one.booking)
    assert after.state is TellingState.CHAT


def test_a_reminder_of_what_was_changed_is_dropped_and_the_new_one_told() -> None:
    kept()
    made = book(1)
    appointments.change(made.id, person(1), SLOT._replace(start=at(10).time()), key="k", now=NOW)
    now = at(18, day=NOW.date())
    claimed = {
        one.start: appointments.tellings.claim(one, now) for one in appointments.tellings.due(now)
    }
    assert claimed == {at(9).time(): False, at(10).time(): True}


def test_a_reminder_of_a_cancelled_booking_is_dropped() -> None:
    kept()
    made = book(1)
    appointments.cancel(made.id, person(1), now=NOW)
    now = at(18, day=NOW.date())
    [one] = appointments.tellings.due(now)
    assert not appointments.tellings.claim(one, now)
    assert appointments.tellings.due(now) == []


def test_who_books_after_the_evening_is_not_reminded() -> None:
    kept()
    made = book(1, now=at(18, 1, day=NOW.date()))
    assert appointments.tellings.of_booking(made.id) == []
