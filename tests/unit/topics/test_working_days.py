"""Deadlines skip weekends and holidays, and count make-up working days."""

from __future__ import annotations

from datetime import datetime

import pytest

from chalicelib.clock import SHANGHAI
from chalicelib.topics import working_days


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-11-27T10:00", 1, "2026-11-30T18:00"),  # Friday → Monday
        ("2026-11-27T10:00", 3, "2026-12-02T18:00"),
        ("2026-11-28T10:00", 1, "2026-11-30T18:00"),  # Saturday
        ("2026-09-30T10:00", 1, "2026-10-08T18:00"),  # before the National Day holidays
        ("2026-02-13T10:00", 1, "2026-02-14T18:00"),  # a Saturday on which offices are open
    ],
)
def test_a_deadline_is_the_end_of_a_working_day(start: str, days: int, due: str) -> None:
    assert working_days.after(at(start), days) == at(due)


def test_a_reminder_comes_in_the_morning_of_a_working_day_before() -> None:
    assert working_days.before(at("2026-12-02T18:00"), 1) == at("2026-12-01T09:00")
    assert working_days.before(at("2026-11-30T18:00"), 1) == at("2026-11-27T09:00")
