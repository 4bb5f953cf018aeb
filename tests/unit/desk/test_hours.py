"""Working hours: lunch, weekends, holidays, make-up days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from chalicelib.clock import SHANGHAI
from chalicelib.desk import Hours, Span
from chalicelib.desk.agents.hours import after_working, current_or_next, open_at, opens_after

HOURS = Hours(
    # 春节, with the Sunday before as a working day.
    holidays=tuple(date(2027, 2, 15) + timedelta(days=n) for n in range(7)),
    workdays=(date(2027, 2, 14),),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("when", "works"),
    [
        ("2026-12-01 08:59", False),
        ("2026-12-01 09:00", True),
        ("2026-12-01 11:59", True),
        ("2026-12-01 12:00", False),
        ("2026-12-01 13:30", True),
        ("2026-12-01 17:30", False),
        ("2026-12-05 10:00", False),
        ("2027-02-14 10:00", True),
        ("2027-02-15 10:00", False),
        ("2027-02-22 10:00", True),
    ],
)
def test_people_work_when_the_hours_say_so(when: str, works: bool) -> None:
    assert open_at(HOURS, at(when)) is works


def test_the_next_opening_is_past_the_holidays() -> None:
    assert opens_after(HOURS, at("2027-02-14 17:30")) == at("2027-02-22 09:00")


def test_at_noon_it_opens_after_lunch() -> None:
    assert opens_after(HOURS, at("2026-12-01 12:10")) == at("2026-12-01 13:30")


def test_waiting_is_counted_in_working_time() -> None:
    assert after_working(HOURS, at("2026-12-01 11:57"), 5) == at("2026-12-01 13:32")
    assert after_working(HOURS, at("2026-12-04 20:00"), 5) == at("2026-12-07 09:05")


def test_who_never_works_never_keeps_anybody_waiting_too_long() -> None:
    assert after_working(Hours(weekdays=()), at("2026-12-01 10:00"), 5) is None
    assert current_or_next([Hours(weekdays=())], at("2026-12-01 10:00")) is None


def test_a_desk_is_open_while_any_team_is() -> None:
    late = Hours(spans=(Span(since="12:00", until="20:00"),))
    assert current_or_next([HOURS, late], at("2026-12-01 12:30")) == (
        at("2026-12-01 12:00"),
        at("2026-12-01 20:00"),
    )
    assert current_or_next([HOURS, late], at("2026-12-01 21:00")) == (
        at("2026-12-02 09:00"),
        at("2026-12-02 12:00"),
    )
