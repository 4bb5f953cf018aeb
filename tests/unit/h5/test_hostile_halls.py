"""What is typed into a hall's settings, or into a form, stays text on the pages of appointments."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from hypothesis import given

from chalicelib.appointments import (
    Asked,
    Booking,
    BookingState,
    DayFree,
    Hall,
    HallService,
    Origin,
    TimeFree,
)
from chalicelib.h5 import appointments as pages
from chalicelib.h5 import bookings
from chalicelib.h5.appointments import Choice, Group
from chalicelib.h5.document import Look, Page
from tests.unit.h5.made import THEME, Read
from tests.unit.h5.test_hostile_words import WORDS

DAY = date(2026, 12, 1)
NOW = datetime(2026, 11, 30, 2, tzinfo=UTC)


def made(words: str) -> list[Page]:
    """Every page, in which all that somebody typed is ``words``."""
    service = HallService(id="s", name=words[:30], minutes=30, capacity=1)
    hall = Hall(
        id="h",
        unit="u",
        name=words[:40],
        place=words[:120],
        phone=words[:40],
        note=words[:200],
        week=((),) * 7,
        services=(service,),
        asks=tuple(Asked),
    )
    booking = Booking(
        id="b",
        hall="h",
        hall_name=words,
        service="s",
        service_name=words,
        day=DAY,
        start=time(9),
        end=time(10),
        state=BookingState.BOOKED,
        code="123456",
        origin=Origin.PAGE,
        made_at=NOW,
        state_at=NOW,
        note=words,
        masked=((Asked.NAME, words),),
    )
    look = Look(words, THEME, query=(("hall", words),), place=words, foot=words)
    choice = Choice(words, words, DAY, time(9), words)
    free = [DayFree(DAY, True, NOW, 1), DayFree(DAY, False, NOW, 1), DayFree(DAY, True, NOW, 0)]
    times = [TimeFree(time(9), time(10), 1, 1, 0), TimeFree(time(9), time(10), 1, 0, 1)]
    given_ = {one.value: words for one in Asked}
    return [
        pages.halls([Group(words, (hall,))], words, 1, look),
        pages.services(hall, look),
        pages.days(hall, choice, free, look),
        pages.times(hall, choice, times, look),
        pages.form(hall, choice._replace(change=""), None, words, look, given=given_, wrong=given_),
        bookings.done(booking, hall, look),
        bookings.mine([booking], look),
        bookings.drop(booking, words, look),
        bookings.told(words, words, look, [(words, "./")]),
    ]


USUAL = [Read(page.html).shape for page in made("字12345")]


@given(WORDS)
def test_a_page_has_the_same_elements_whatever_the_words_are(words: str) -> None:
    assert [Read(page.html).shape for page in made(f"字{words}")] == USUAL
