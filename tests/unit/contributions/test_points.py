"""Points: each month gets what its own events are worth, by the rules of that month, and nothing twice."""

from __future__ import annotations

from datetime import datetime
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.clock import SHANGHAI
from chalicelib.contributions import ContributionKind, Counting, PointRules, points
from chalicelib.contributions.points import Counted

OCTOBER = datetime(2026, 10, 20, 9, 0, tzinfo=SHANGHAI)
USUAL = (PointRules(since="2026-01"),)


def row(**changes: object) -> Counted:
    return Counted.model_validate(
        {
            "contribution": "bs-1",
            "unit": "qing",
            "person": "qin",
            "kind": ContributionKind.ARTICLE,
            "title": "窗口办税更便利",
            "merged": False,
            "at": OCTOBER,
            **changes,
        }
    )


def out(*some: tuple[str, str, int]) -> Counted:
    return row(out=some)


def test_an_article_that_is_adopted_gets_five_and_a_lead_two() -> None:
    assert points.worth(row(), USUAL, "2026-10") == 5
    assert points.worth(row(kind=ContributionKind.LEAD), USUAL, "2026-10") == 2


def test_what_was_merged_gets_one() -> None:
    assert points.worth(row(merged=True), USUAL, "2026-10") == 1


def test_publication_in_the_next_month_adds_the_difference_only() -> None:
    published = out(("2026-11", "province", 2))
    assert points.worth(published, USUAL, "2026-10") == 5
    assert points.worth(published, USUAL, "2026-11") == 5
    assert points.worth(published, USUAL, "2026-12") == 0


def test_three_accounts_count_as_the_best_of_them_once() -> None:
    three = out(("2026-10", "a", 3), ("2026-10", "b", 1), ("2026-10", "c", 2))
    assert points.worth(three, USUAL, "2026-10") == 15


def test_three_accounts_count_each_where_the_rule_says_so() -> None:
    each = (PointRules(since="2026-01", each_account=True),)
    three = out(("2026-10", "a", 3), ("2026-10", "b", 1), ("2026-10", "b", 2))
    assert points.worth(three, each, "2026-10") == 25


def test_points_add_up_where_the_rule_says_so() -> None:
    summed = (PointRules(since="2026-01", counting=Counting.SUM),)
    assert points.worth(out(("2026-10", "a", 1)), summed, "2026-10") == 20


def test_a_new_rule_changes_no_month_before_it() -> None:
    rules = (*USUAL, PointRules(since="2026-11", article_adopted=8, headline=30))
    published = out(("2026-11", "a", 1))
    assert points.worth(published, rules, "2026-10") == 5
    assert points.worth(published, rules, "2026-11") == 25


def test_a_headline_of_this_month_is_no_gain_where_the_last_had_one() -> None:
    twice = out(("2026-10", "a", 1), ("2026-11", "b", 1))
    assert points.worth(twice, USUAL, "2026-11") == 0


events = st.lists(
    st.tuples(
        st.sampled_from([f"2026-{month:02}" for month in range(10, 13)]),
        st.sampled_from("abc"),
        st.integers(1, 3),
    ),
    max_size=6,
)


@given(events, st.booleans(), st.sampled_from(Counting))
def test_months_add_up_to_what_the_whole_is_worth(
    some: list[tuple[str, str, int]], each: bool, counting: Counting
) -> None:
    rules = (PointRules(since="2026-01", each_account=each, counting=counting),)
    one = out(*sorted(some))
    months = ["2026-09", "2026-10", "2026-11", "2026-12"]
    gains = [points.worth(one, rules, month) for month in months]
    assert gains[0] == 0
    assert all(gain >= 0 for gain in gains)
    best: dict[str, int] = {}
    for _, account, place in some:
        key = account if each else ""
        best[key] = max(best.get(key, 0), 15 if place == 1 else 10)
    whole = sum(best.values())
    assert list(accumulate(gains))[-1] == (5 + whole if counting is Counting.SUM else max(5, whole))


@pytest.mark.parametrize(
    ("period", "months"),
    [
        ("2026-11", ["2026-11"]),
        ("2026-Q4", ["2026-10", "2026-11", "2026-12"]),
        ("2026", [f"2026-{n:02}" for n in range(1, 13)]),
    ],
)
def test_a_period_names_its_months(period: str, months: list[str]) -> None:
    assert points.months_of(period) == months


@pytest.mark.parametrize("period", ["", "2026-13", "2026-Q5", "26-11", "2026-1", "abcd", "2026-x1"])
def test_what_is_no_period_is_refused(period: str) -> None:
    with pytest.raises(ValueError):
        points.months_of(period)


def test_the_same_points_have_the_same_rank() -> None:
    rows = [
        ("2026-10", row(contribution="1", unit="qing")),
        ("2026-10", row(contribution="2", unit="bai")),
        ("2026-10", row(contribution="3", unit="he", kind=ContributionKind.LEAD)),
    ]
    found = points.ranking(rows, USUAL, lambda one: (one.unit, one.unit))
    assert [(one.id, one.rank, one.points) for one in found] == [
        ("bai", 1, 5),
        ("qing", 1, 5),
        ("he", 3, 2),
    ]


def test_a_publication_counts_in_its_month_and_the_adoption_in_its_own() -> None:
    one = out(("2026-11", "a", 1))
    november = points.ranking([("2026-11", one)], USUAL, lambda each: (each.unit, each.unit))
    assert [(each.adopted, each.published, each.headlines, each.points) for each in november] == [
        (0, 1, 1, 10)
    ]
