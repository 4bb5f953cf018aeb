"""A live stream that is published again: who wished to be reminded is told what changed, and nothing twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.broadcasts import AHEAD, Broadcast, Standing, What, announced, due, standing, told

NOW = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def stream(after: timedelta = 48 * HOUR, **fields: object) -> Broadcast:
    plain = {"account": "city", "id": "p-20261201-000000", "title": "直播", "starts": NOW + after, "ends": NOW + after + HOUR}  # fmt: skip
    return Broadcast.model_validate(plain | fields)


def test_it_is_reminded_of_half_an_hour_before_and_once() -> None:
    one = stream()
    assert due(one) == (What.REMIND, one.starts - AHEAD)
    assert due(told(one, What.REMIND)) is None


def test_a_new_time_is_told_at_once_and_reminded_of_again() -> None:
    reminded = told(stream(HOUR), What.REMIND)
    moved = announced(reminded, stream(72 * HOUR), NOW)
    assert due(moved) == (What.MOVED, NOW)
    after = told(moved, What.MOVED)
    assert due(after) == (What.REMIND, after.starts - AHEAD)


def test_a_new_time_that_is_close_is_told_once() -> None:
    moved = announced(stream(), stream(timedelta(minutes=20)), NOW)
    assert due(moved) == (What.MOVED, NOW)
    assert due(told(moved, What.MOVED)) is None


def test_a_cancelled_one_is_told_at_once_and_never_reminded_of() -> None:
    cancelled = announced(stream(), stream(cancelled=True), NOW)
    assert due(cancelled) == (What.CANCELLED, NOW)
    after = told(cancelled, What.CANCELLED)
    assert due(after) is None
    assert due(announced(after, stream(cancelled=True, note="改期另行通知"), NOW)) is None


def test_one_that_takes_place_after_all_is_told_with_its_time() -> None:
    gone = told(announced(stream(), stream(cancelled=True), NOW), What.CANCELLED)
    assert due(announced(gone, stream(), NOW)) == (What.MOVED, NOW)


def test_other_words_are_told_to_nobody() -> None:
    again = announced(stream(), stream(title="直播课", where="视频号"), NOW)
    assert (again.title, again.news, again.version) == ("直播课", None, 2)


def test_what_is_over_is_not_cancelled_any_more() -> None:
    past = stream(-5 * HOUR)
    assert announced(past, past.model_copy(update={"cancelled": True}), NOW).news is None


@given(st.lists(st.tuples(st.integers(-3, 60), st.booleans()), max_size=8))
def test_each_publication_counts_its_version_up_and_a_round_is_closed_once(
    steps: list[tuple[int, bool]],
) -> None:
    one = stream()
    for hours, cancelled in steps:
        before = one.version
        one = announced(one, stream(hours * HOUR, cancelled=cancelled), NOW)
        assert one.version == before + 1
        seen = []
        while (following := due(one)) is not None:
            seen.append(following.what)
            one = told(one, following.what)
        assert len(seen) == len(set(seen))
        assert not (cancelled and What.REMIND in seen)


def test_how_it_stands_follows_from_the_clock() -> None:
    one = stream()
    at = {NOW: Standing.BEFORE, one.starts: Standing.NOW, one.ends: Standing.OVER}
    for moment, stands in at.items():
        assert standing(one.starts, one.ends, moment) is stands
    assert standing(one.starts, one.ends, one.ends, replay=True) is Standing.REPLAY
    assert standing(one.starts, one.ends, NOW, cancelled=True) is Standing.CANCELLED
