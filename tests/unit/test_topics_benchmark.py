"""The benchmark of question topics: its figures have the shape that others read, and its policy day rings in time.

No real questions are needed; where they are, the policy day is planted among some of them.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.topics import days, memory, pairs, policy_day
from benchmarks.topics.questions import DATA, Question, load, varied

_ROOT = Path(__file__).parents[2]
NOWHERE = Path("/nowhere")


def test_the_figures_have_the_shape_that_others_read() -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "benchmarks.topics", "--json"),
            *("--size", "300", "--days", "2", "--a-day", "40", "--data", NOWHERE),
        ],
        cwd=_ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures["real"] is False
    assert figures["questions"] >= figures["labelled"] > figures["meanings"] > 0
    assert set(figures["grouping"]) == {
        *("cpu_s", "wall_s", "peak_mb", "groups", "groups_of_five", "largest"),
    }
    asked_of = [figures["pairs"], *(figures["held_out"][name] for name in _HALVES)]
    for one in asked_of:
        assert set(one) == {"threshold", "precision", "recall"}
        assert 0 <= one["precision"] <= 1
        assert 0 < one["recall"] <= 1
    assert figures["held_out"]["chosen_on"]["threshold"] == one_of(figures, "held_out")
    assert set(figures["days"]) == {
        *("days", "a_day", "different", "in_topics", "asked_again", "kept"),
    }
    assert set(figures["policy_day"]) == {
        *("questions", "planted", "minutes", "name", "in_topic", "others_in_topic", "other_spikes"),
        "slowest_round_s",
    }


_HALVES = ("chosen_on", "held_out", "held_out_shipped")


def one_of(figures: dict[str, dict[str, dict[str, float]]], half: str) -> float:
    return figures["held_out"][half]["threshold"]


def test_pairs_are_counted_within_the_meanings_that_are_looked_at() -> None:
    asked = [
        Question(str(nth), meaning) for nth, meaning in enumerate(("a", "a", "a", "b", "b", ""))
    ]
    groups = [(0, 1, 3, 5), (2,), (4,)]
    both = pairs.measured(asked, groups, 0.25)
    assert (both["precision"], both["recall"]) == (round(1 / 3, 4), 0.25)
    one = pairs.measured(asked, groups, 0.25, {"a"})
    assert (one["precision"], one["recall"]) == (1.0, round(1 / 3, 4))
    other = pairs.measured(asked, groups, 0.25, {"b"})
    assert (other["precision"], other["recall"]) == (1.0, 0.0)


def test_more_questions_than_there_are_are_different_variations() -> None:
    known = load(NOWHERE)
    have = known.count
    mixed = known.mixed(have + 500)
    assert len(mixed) == len({one.text for one in mixed}) == have + 500
    assert sum(bool(one.meaning) for one in mixed) == len(known.labelled)
    assert mixed == known.mixed(have + 500), "the same for the same seed"


def test_a_variation_is_another_text_of_the_same_words() -> None:
    chance = random.Random(1)  # noqa: S311 - a test's lot
    texts = [varied("个税退税多久能到账", chance) for _ in range(200)]
    assert len(set(texts)) > 100
    assert all(len(set(text) & set("个税退税到账")) >= 3 for text in texts)


@pytest.mark.parametrize(
    "folder",
    [
        NOWHERE,
        pytest.param(
            DATA,
            marks=pytest.mark.skipif(
                not (DATA / "faq_kb.jsonl").is_file(), reason="real questions are not here"
            ),
        ),
    ],
    ids=["made up", "real"],
)
def test_a_policy_day_rings_within_fifteen_minutes_under_its_own_name(folder: Path) -> None:
    texts = [one.text for one in load(folder).others[:900]]
    day = policy_day.measure(texts)
    assert day["minutes"] is not None
    assert day["minutes"] <= 15
    assert policy_day.WORD in day["name"]
    assert day["in_topic"] > 0.7
    assert day["others_in_topic"] <= 2
    assert day["other_spikes"] == 0


def test_a_day_without_a_policy_does_not_ring() -> None:
    day = policy_day.measure([one.text for one in load(NOWHERE).others[:300]], planted=5)
    assert (day["minutes"], day["other_spikes"]) == (None, 0)


def test_what_is_asked_again_keeps_its_topic() -> None:
    kept = days.measure([one.text for one in load(NOWHERE).others], days=4, a_day=150)
    assert kept["asked_again"] > 100
    assert 0.8 < kept["kept"] <= 1


def test_the_memory_of_a_count_is_measured_in_a_process_that_counted() -> None:
    took = memory.measure([f"第{nth}号文件怎么办理" for nth in range(40)], 200)
    assert (took["messages"], took["different"]) == (200, 40)
    assert 0 < took["before_mb"] < took["peak_mb"]
