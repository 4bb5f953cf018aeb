"""When issues are due, which article comes before which, and what a rule brings."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from chalicelib import columns
from chalicelib.clock import SHANGHAI
from chalicelib.columns import (
    BadColumn,
    Collection,
    ColumnText,
    Out,
    Rhythm,
    Rule,
    Schedule,
    Series,
    SeriesText,
)
from chalicelib.columns.models import Entry

NOW = datetime(2026, 12, 2, 12, tzinfo=SHANGHAI)
"""A Wednesday."""
MADE = {"unit": "p", "made_at": NOW, "made_by": "li", "updated_at": NOW, "updated_by": "li"}
TUESDAYS = Schedule(rhythm=Rhythm.WEEKLY, weekdays=(2,), at=time(10))


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


def series(*articles: str, first: int = 1, form: str = "第{n}期") -> Series:
    entries = tuple(Entry(article=one, place=n) for n, one in enumerate(articles, 1))
    return Series(id="s-1", name="电子烟", entries=entries, first=first, form=form, **MADE)


def out(article: str, day: int = 1, **fields: object) -> Out:
    plain = {
        "account": "province",
        "delivery": f"202612{day:02d}-1000-x",
        "number": 1,
        "article": article,
        "title": article,
        "at": at(12, day),
        "url": f"https://mp.weixin.qq.com/s/{article}",
    }
    return Out.model_validate({**plain, **fields})


def test_a_weekly_column_is_late_an_hour_after_its_time_passed_without_an_issue() -> None:
    due = columns.rules.due_issues(TUESDAYS, [], NOW)
    assert due.upcoming == (at(12, 8), at(12, 15), at(12, 22))
    assert (due.late, due.done) == (at(12, 1), False)
    assert columns.rules.due_issues(TUESDAYS, [], at(12, 1) + timedelta(minutes=59)).late is None


@pytest.mark.parametrize("moment", [at(11, 30, 9), at(12, 1), at(12, 2)])
def test_an_issue_counts_for_the_time_that_it_is_nearest_to(moment: datetime) -> None:
    due = columns.rules.due_issues(TUESDAYS, [moment], NOW)
    assert (due.late, due.done) == (None, False)


def test_an_issue_that_is_early_is_not_owed_again_and_does_not_mend_the_one_before() -> None:
    due = columns.rules.due_issues(TUESDAYS, [at(12, 7)], at(12, 7, 20))
    assert (due.late, due.done) == (at(12, 1), True)


def test_what_was_due_before_a_schedule_was_set_is_nobodys_omission() -> None:
    new = TUESDAYS.model_copy(update={"since": at(12, 1, 11)})
    assert columns.rules.due_issues(new, [], NOW).late is None


def test_a_monthly_column_is_due_on_the_last_day_of_a_shorter_month() -> None:
    monthly = Schedule(rhythm=Rhythm.MONTHLY, day=31, at=time(9))
    due = columns.rules.due_issues(monthly, [], datetime(2027, 1, 31, 12, tzinfo=SHANGHAI))
    assert [f"{one:%m-%d}" for one in due.upcoming] == ["02-28", "03-31", "04-30"]


def test_numbers_count_from_the_first_in_the_form_of_the_series() -> None:
    one = series("a", "b", first=12, form="第{n}讲")
    assert [one.label(n) for n in range(3)] == ["第12讲", "第13讲", "第14讲"]


def test_the_article_before_and_after_are_the_nearest_that_readers_can_open() -> None:
    one = series("a", "b", "c", "d")
    known = columns.rules.shown_out([out("a"), out("b", gone=True), out("d", 3)])
    before = columns.rules.previous(one, "c", known)
    after = columns.rules.following(one, 1, known)
    assert before is not None
    assert after is not None
    assert (before.article, after.article) == ("a", "d")
    assert columns.rules.previous(one, "a", known) is None
    assert columns.rules.following(one, 4, known) is None
    assert columns.rules.following(one, 99, known) is None


def test_of_an_article_that_is_out_twice_readers_are_led_to_the_page_that_is_left() -> None:
    first, second = out("a", 1, hidden="t-1"), out("a", 2)
    assert columns.rules.shown_out([first, second])["a"].delivery == second.delivery
    assert columns.rules.shown_out([first]) == {}
    assert columns.rules.shown_out([out("a", url="")]) == {}


def test_numbers_that_would_move_are_those_of_articles_that_are_out() -> None:
    before = series("a", "b", "c")
    after = before.model_copy(update={"entries": before.entries[::-1]})
    assert columns.rules.numbers_moved(before, after, {"a", "b"}) == ["a"]
    assert columns.rules.numbers_moved(before, after, {"b"}) == []


def test_a_collection_shows_what_was_picked_before_what_its_rule_brings() -> None:
    rule = Rule(columns=("微课",), tags=("契税", "房产"))
    one = Collection(id="k-1", name="买房", picked=("z", "gone"), left=("x",), rule=rule, **MADE)
    found = columns.rules.collected(
        one,
        [
            out("a", 1, column="微课", tags=("契税",)),
            out("b", 2, column="微课", tags=("房产", "办证")),
            out("c", 3, column="图解", tags=("契税",)),
            out("x", 4, column="微课", tags=("契税",)),
            out("z", 5),
        ],
    )
    assert [piece.article for piece in found] == ["z", "b", "a"]


def test_a_collection_without_a_rule_brings_nothing_by_itself() -> None:
    one = Collection(id="k-1", name="手选", **MADE)
    assert columns.rules.collected(one, [out("a", column="微课")]) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "一" * 21}, "name"),
        ({"name": "a#b"}, "name"),
        ({"name": "微课", "schedule": {"rhythm": "weekly", "at": "10:00"}}, "schedule"),
        (
            {"name": "微课", "schedule": {"rhythm": "monthly", "day": 32, "at": "10:00"}},
            "schedule.day",
        ),
    ],
)
def test_a_column_that_cannot_be_so_names_its_field(given: dict[str, object], field: str) -> None:
    with pytest.raises(BadColumn) as caught:
        columns.text_of(ColumnText, given)
    assert [one.name for one in caught.value.fields] == [field]


def test_the_form_of_numbers_has_one_place_for_the_number() -> None:
    with pytest.raises(BadColumn, match="第"):
        columns.text_of(SeriesText, {"name": "甲", "form": "第期"})


def test_the_schedule_is_said_in_words() -> None:
    assert columns.labels.schedule_text(TUESDAYS) == "每周二 10:00"
    monthly = Schedule(rhythm=Rhythm.MONTHLY, day=15, at=time(9, 30))
    assert columns.labels.schedule_text(monthly) == "每月15日 09:30"
    assert columns.labels.schedule_text(None) == ""


def test_moments_are_compared_whatever_zone_they_are_written_in() -> None:
    utc = at(12, 1).astimezone(UTC)
    assert columns.rules.due_issues(TUESDAYS, [utc], NOW).late is None
