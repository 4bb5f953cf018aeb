"""The calendar as a value: gaps, conflicts and what is left."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.clock import SHANGHAI
from chalicelib.publishing import Calendar, CalendarEntry
from chalicelib.publishing.calendar.layout import Story, Trouble, calendar, span
from chalicelib.publishing.issues import slots

DAY = date(2026, 12, 1)
SLOTS = ("08:00", "10:00", "20:00")
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=SHANGHAI)
TEN, EVENING = slots.times(SLOTS, DAY)[1:]


def story(**details: object) -> Story:
    return Story.model_validate(
        {"article_id": "a-1", "key": "k", "title": "题", "revision": 1, "latest": 1} | details
    )


def entry(at: datetime = TEN, **details: object) -> CalendarEntry:
    return CalendarEntry.model_validate(
        {
            "id": "i-1",
            "at": at,
            "title": "期",
            "state": "已排期",
            "firm": True,
            "open": True,
            "stories": (story(),),
        }
        | details
    )


def drawn(
    *entries: CalendarEntry,
    days: int = 1,
    room: dict[date, tuple[int, int]] | None = None,
    sent: dict[str, datetime] | None = None,
) -> Calendar:
    return calendar(
        "province",
        "省局",
        span(DAY, days),
        SLOTS,
        entries,
        sent=sent or {},
        room=room or {},
        now=NOW,
    )


def troubles(*entries: CalendarEntry, **how: object) -> list[set[Trouble]]:
    days = drawn(*entries, **how).days  # type: ignore[arg-type]
    shown = [one for day in days for cell in day.cells for one in cell.entries]
    return [{found.kind for found in one.troubles} for one in shown]


def test_a_free_slot_to_come_is_a_gap_and_one_that_is_over_is_not() -> None:
    [day] = drawn(entry()).days
    assert [cell.gap for cell in day.cells] == [False, False, True]


def test_a_time_between_the_slots_has_a_row_of_its_own() -> None:
    between = TEN + timedelta(hours=3)
    [day] = drawn(entry(between)).days
    assert [cell.at for cell in day.cells if not cell.slot] == [between]
    assert [cell.at for cell in day.cells] == sorted(cell.at for cell in day.cells)


def test_what_is_left_stands_beside_the_day() -> None:
    first, second = drawn(days=2, room={DAY: (2, 6)}).days
    assert (first.left, first.limit) == (2, 6)
    assert (second.left, second.limit) == (None, None)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (entry(), set()),
        (entry(stories=(story(latest=2),)), {Trouble.EDITED}),
        (entry(stories=(story(approved=False),)), {Trouble.EDITED}),
        (entry(stories=(story(valid_until=DAY),)), set()),
        (entry(stories=(story(valid_until=DAY - timedelta(days=1)),)), {Trouble.EXPIRED}),
        (entry(firm=False, stories=(story(revision=None, latest=2),)), set()),
        (entry(firm=False, stories=(story(approved=False),)), {Trouble.NOT_READY}),
        (entry(NOW - timedelta(minutes=1), firm=False), {Trouble.OVER}),
        (entry(NOW - timedelta(minutes=1), open=False, stories=(story(latest=2),)), set()),
    ],
)
def test_what_is_wrong_with_an_entry_is_found(one: CalendarEntry, expected: set[Trouble]) -> None:
    assert troubles(one) == [expected]


@pytest.mark.parametrize(
    ("days_ago", "expected"), [(1, {Trouble.REPEATED}), (30, {Trouble.REPEATED}), (31, set())]
)
def test_an_article_that_went_out_lately_is_not_expected_again(
    days_ago: int, expected: set[Trouble]
) -> None:
    assert troubles(entry(), sent={"a-1": TEN - timedelta(days=days_ago)}) == [expected]


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(0, Trouble.SAME_TIME), (1, Trouble.TOO_CLOSE), (59, Trouble.TOO_CLOSE), (60, None)],
)
def test_two_that_are_too_near_are_both_marked(minutes: int, expected: Trouble | None) -> None:
    wanted = {expected} if expected else set()
    other = entry(TEN + timedelta(minutes=minutes), id="i-2")
    assert troubles(entry(), other) == [wanted, wanted]


def test_what_is_over_is_in_nobodys_way() -> None:
    assert troubles(entry(), entry(id="i-2", open=False)) == [set(), set()]


def test_intentions_beyond_what_is_left_are_marked_and_what_is_firm_is_not() -> None:
    found = troubles(
        entry(id="i-1"),
        entry(TEN + timedelta(hours=2), id="i-2", firm=False),
        entry(TEN + timedelta(hours=4), id="i-3", firm=False, mass=False),
        entry(EVENING, id="i-4", firm=False),
        room={DAY: (1, 2)},
    )
    assert found == [set(), set(), set(), {Trouble.NO_ALLOWANCE}]


def test_slots_are_shanghais() -> None:
    assert [at.isoformat() for at in slots.times(("08:00", "00:00"), DAY)] == [
        "2026-11-30T16:00:00+00:00",
        "2026-12-01T00:00:00+00:00",
    ]


@given(
    taken=st.sets(st.integers(0, 8), max_size=9),
    full=st.sets(st.integers(0, 3), max_size=4),
    minutes=st.integers(0, 3 * 24 * 60),
)
def test_the_next_free_slot_is_free_fits_and_has_none_before_it(
    taken: set[int], full: set[int], minutes: int
) -> None:
    every = [at for day in span(DAY, 5) for at in slots.times(SLOTS, day)]
    busy = {every[number] for number in taken}
    since = every[0] + timedelta(minutes=minutes)

    def fits(at: datetime) -> bool:
        return (at.astimezone(SHANGHAI).date() - DAY).days not in full

    found = slots.next_free(SLOTS, since, busy=busy, fits=fits)
    assert found == next(at for at in every if at >= since and at not in busy and fits(at))


def test_where_nothing_is_ever_free_there_is_no_next() -> None:
    assert slots.next_free(SLOTS, NOW, busy=(), fits=lambda at: False) is None
    assert slots.next_free((), NOW, busy=(), fits=lambda at: True) is None
