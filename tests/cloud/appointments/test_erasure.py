"""A person's bookings are erased, and their places given back."""

from __future__ import annotations

import pytest

from chalicelib import appointments, followers
from chalicelib.appointments import BookingState, errors
from chalicelib.cloud import table
from tests.cloud.appointments.world import DAY, HALL, NOW, SLOT, at, book, kept, person, tend, wait

pytestmark = pytest.mark.usefixtures("cloud")
FOREVER = 2**40


def test_an_erasure_leaves_nothing_and_gives_the_place_to_who_waits() -> None:
    kept()
    made = book(1)
    book(2)
    waiting = wait(3)
    assert appointments.erasure.kept(*person(1), FOREVER) == [made]
    assert appointments.erasure.erase(*person(1), FOREVER, NOW) > 0
    assert list(table.query(followers.partition(*person(1)))) == []
    assert list(table.query(f"BOOKING#{made.id}")) == []
    assert appointments.get(waiting.id).state is BookingState.BOOKED
    assert appointments.erasure.erase(*person(1), FOREVER, NOW) == 0


def test_what_is_younger_than_the_cut_stays() -> None:
    kept()
    made = book(1)
    cut = int(NOW.timestamp()) - 1
    assert appointments.erasure.erase(*person(1), cut, NOW) == 0
    assert appointments.open_of(person(1), NOW) == [made]


def test_what_is_past_is_erased_without_a_change_of_the_day() -> None:
    kept()
    made = book(1)
    tend(at(9, 30))
    appointments.erasure.erase(*person(1), FOREVER, at(10))
    with pytest.raises(errors.UnknownBooking):
        appointments.get(made.id)
    assert appointments.of_day(HALL, DAY) == []


def test_an_erasure_that_broke_off_is_finished_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib.appointments import erasure

    kept()
    book(1)
    book(1, SLOT._replace(start=at(10).time()))
    delete, calls = table.delete, []

    def breaks(pk: str, sk: str) -> None:
        calls.append(sk)
        if len(calls) == 3:
            raise RuntimeError("killed")
        delete(pk, sk)

    monkeypatch.setattr(table, "delete", breaks)
    with pytest.raises(RuntimeError):
        erasure.erase(*person(1), FOREVER, NOW)
    monkeypatch.undo()
    erasure.erase(*person(1), FOREVER, NOW)
    assert list(table.query(followers.partition(*person(1)))) == []
