"""Spikes: five times the usual for the time of day, eight people at least, told once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.clock import SHANGHAI
from chalicelib.conversation import AskedMessage, Rung
from chalicelib.insight.topics.spikes import Rise, goes_on, rises, seen

NOW = datetime(2026, 12, 10, 15, 0, tzinfo=SHANGHAI)
OFFICE = tuple(60 if 9 <= hour < 17 else 0 for hour in range(24))
HOURS = {f"2026-12-0{nth}": OFFICE for nth in range(1, 8)}


def people(number: int, minutes: float, since: str = "o") -> list[AskedMessage]:
    """So many people, spread evenly over the last minutes."""
    at = NOW.timestamp()
    return [
        AskedMessage(
            int(at - nth * minutes * 60 / number),
            f"k{since}{nth}",
            "政策",
            Rung.DEFAULT,
            f"{since}{nth}",
        )
        for nth in range(number)
    ]


def found(asked: list[AskedMessage], a_day: int, hours: object = HOURS) -> list[Rise]:
    return rises({"t1": asked}, {"t1": (a_day,) * 28}, hours, NOW)  # type: ignore[arg-type]


def test_a_topic_that_nobody_asked_spikes_at_eight_people() -> None:
    assert not found(people(7, 10), 0)
    [rise] = found(people(8, 10), 0)
    assert (rise.topic, rise.people, rise.minutes) == ("t1", 8, 15)


def test_five_times_the_usual_of_the_hour_is_a_spike() -> None:
    # 40 a day, of which an eighth falls into this hour: five people, so twenty-five are a spike.
    assert not found(people(24, 59), 40)
    assert [rise.usual for rise in found(people(25, 59), 40)] == [pytest.approx(4.8, abs=0.3)]


def test_the_same_number_is_a_spike_at_night_and_none_by_day() -> None:
    by_day = found(people(12, 59), 30)
    shifted = {day: (*counts[12:], *counts[:12]) for day, counts in HOURS.items()}
    assert (by_day, len(found(people(12, 59), 30, shifted))) == ([], 1)


def test_one_person_who_asks_often_is_one() -> None:
    assert not found([one._replace(who="o1") for one in people(30, 10)], 0)


def test_the_higher_of_both_means_is_what_is_usual() -> None:
    week = (0,) * 21 + (40,) * 7
    assert not rises({"t1": people(20, 59)}, {"t1": week}, HOURS, NOW)


def test_where_many_ask_eight_are_no_crowd() -> None:
    asked = {"t1": people(9, 10)} | {f"t{n}": people(100, 14, f"x{n}") for n in range(2, 12)}
    busy = {name: (0,) * 28 if name == "t1" else (5000,) * 28 for name in asked}
    assert not rises(asked, busy, HOURS, NOW)


def test_an_account_without_earlier_days_has_no_spikes() -> None:
    two = dict(list(HOURS.items())[:2])
    assert not found(people(50, 10), 0, two)


def test_a_spike_is_new_once_and_the_next_morning_still_the_same() -> None:
    rise = Rise("t1", 20, 15, 1.0)
    first, new = seen("city", rise, None, NOW)
    assert new
    second, new = seen("city", Rise("t1", 35, 60, 2.0), first, NOW + timedelta(minutes=5))
    assert (new, second.began, second.people) == (False, NOW, 35)
    morning, new = seen("city", rise, second, NOW + timedelta(hours=17))
    assert (new, morning.people) == (False, 35)
    _, new = seen("city", rise, morning, NOW + timedelta(days=3))
    assert new


def test_a_spike_is_over_when_it_was_not_seen_for_half_an_hour() -> None:
    spike, _ = seen("city", Rise("t1", 20, 15, 1.0), None, NOW)
    assert goes_on(spike, (NOW + timedelta(minutes=29)).astimezone(UTC))
    assert not goes_on(spike, NOW + timedelta(minutes=31))
