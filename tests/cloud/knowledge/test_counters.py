"""How often an entry answered, and whether it helped."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from chalicelib.cloud import table
from chalicelib.knowledge import count_feedback, keep_hits
from chalicelib.knowledge.quality import counters

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def test_the_hits_of_the_later_count_of_a_day_stand() -> None:
    keep_hits("city", TODAY, {"q-1": 2}, generation=2)
    keep_hits("city", TODAY, {"q-1": 1}, generation=1)
    keep_hits("city", TODAY, {"q-1": 2}, generation=2)
    assert counters.tallies("city", NOW, NOW)["q-1"].hits == 2


def test_hits_that_an_earlier_version_counted_stand_until_the_day_is_counted() -> None:
    table.put({"pk": "FAQ#city", "sk": f"{TODAY}#q-1", "hits": 5, "helpful": 1})
    assert counters.tallies("city", NOW, NOW)["q-1"].hits == 5
    keep_hits("city", TODAY, {"q-1": 6}, generation=1)
    [found] = counters.tallies("city", NOW, NOW).values()
    assert (found.hits, found.helpful) == (6, 1)


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
    count_feedback("city", "q-1", True, "o1", before_midnight)
    count_feedback("city", "q-1", True, "o2", before_midnight + timedelta(minutes=2))
    count_feedback("other", "q-1", True, "o3", NOW)
    keep_hits("city", TODAY - timedelta(days=1), {"q-1": 3}, generation=1)
    keep_hits("city", TODAY, {"q-1": 4, "q-2": 1}, generation=1)
    found = counters.tallies("city", NOW, NOW)
    assert [(one.entry, one.hits, one.helpful) for one in found.values()] == [
        ("q-1", 4, 1),
        ("q-2", 1, 0),
    ]
    found = counters.tallies("city", NOW - timedelta(days=1), NOW)
    assert (found["q-1"].hits, found["q-1"].helpful) == (7, 2)
    assert counters.tallies("city", NOW - timedelta(days=9), NOW - timedelta(days=5)) == {}
