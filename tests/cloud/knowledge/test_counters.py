"""How often an entry answered, and whether it helped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from chalicelib.knowledge import count_feedback, count_hit
from chalicelib.knowledge.quality import counters

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)


def test_a_key_counts_once() -> None:
    assert count_hit("city", "q-1", "M#1", NOW) is True
    assert count_hit("city", "q-1", "M#1", NOW + timedelta(minutes=1)) is False
    count_hit("city", "q-1", "M#2", NOW)
    assert counters.tallies("city", NOW, NOW)["q-1"].hits == 2


def test_the_first_judgement_of_an_answer_stands() -> None:
    assert count_feedback("city", "q-1", True, "o1", NOW) is True
    assert count_feedback("city", "q-1", False, "o1", NOW) is False
    count_feedback("city", "q-1", False, "o2", NOW)
    count_feedback("city", "q-2", True, "o1", NOW)
    found = counters.tallies("city", NOW, NOW)
    assert (found["q-1"].helpful, found["q-1"].unhelpful) == (1, 1)
    assert found["q-1"].helpful_share == 0.5
    assert found["q-2"].helpful_share == 1.0


def test_counters_are_summed_over_days_of_beijing() -> None:
    before_midnight = datetime(2026, 11, 22, 15, 59, tzinfo=UTC)
    count_hit("city", "q-1", "M#1", before_midnight)
    count_hit("city", "q-1", "M#2", before_midnight + timedelta(minutes=2))
    count_hit("other", "q-1", "M#3", NOW)
    assert counters.tallies("city", NOW, NOW)["q-1"].hits == 1
    assert counters.tallies("city", NOW - timedelta(days=1), NOW)["q-1"].hits == 2
    assert counters.tallies("city", NOW - timedelta(days=9), NOW - timedelta(days=5)) == {}
