"""What a marked day brought: told where it can be told, and only there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from chalicelib.insight.growth.day_kinds import DayKind, day_of_calendar
from chalicelib.insight.growth.effect import effect_of, series_of
from chalicelib.insight.growth.models import Mark, MarkKind, Verdict

_FIRST = date(2025, 3, 3)
_LENGTH = 420
_USUAL_WEEK = (1.1, 1.05, 1.0, 1.0, 1.1, 0.7, 0.65)


def _mark(day: date, name: str = "m") -> Mark:
    return Mark(
        id=name,
        account="province",
        day=day,
        kind=MarkKind.POLICY,
        title="新政",
        by="li",
        at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def _followers(seed: int, *, level: float = 300, spread: float = 0.12) -> dict[date, int]:
    """New followers a day: a level that grows, a week, errors that hang together, and chance."""
    chance, drift, found = np.random.default_rng(seed), 0.0, {}
    for n in range(_LENGTH):
        day = _FIRST + timedelta(days=n)
        drift = 0.5 * drift + chance.normal(0, spread * 0.75**0.5)
        mean = level * np.exp(0.0005 * n + drift) * _USUAL_WEEK[day_of_calendar(day).kind]
        found[day] = int(chance.poisson(mean))
    return found


def _days(first: date, number: int = 7) -> list[date]:
    return [first + timedelta(days=n) for n in range(number)]


_QUIET = date(2025, 12, 1)
"""A week without a holiday, with most of a year before it."""


def test_what_is_added_is_found_within_its_interval() -> None:
    counts = _followers(1)
    for day in _days(_QUIET):
        counts[day] += 400
    found = effect_of(series_of(counts, [_mark(_QUIET)]), _mark(_QUIET))
    assert found.verdict is Verdict.RAISED
    assert found.low is not None and found.high is not None and found.p is not None
    assert found.low <= 2800 <= found.high
    assert found.p < 0.05
    assert found.actual == sum(counts[day] for day in _days(_QUIET))
    assert found.usual is not None and found.gained == pytest.approx(found.actual - found.usual)
    assert [one.day for one in found.days] == _days(_QUIET)
    assert sum(one.usual for one in found.days) == pytest.approx(found.usual)


def test_a_loss_is_found_too() -> None:
    counts = _followers(2)
    for day in _days(_QUIET):
        counts[day] //= 3
    assert effect_of(series_of(counts, [_mark(_QUIET)]), _mark(_QUIET)).verdict is Verdict.LOWERED


def test_days_without_an_effect_are_called_one_about_as_often_as_promised() -> None:
    called, told, within = 0, 0, 0
    for seed in range(12):
        counts = _followers(seed, level=(8, 300, 4000)[seed % 3])
        marks = [_mark(_QUIET + timedelta(days=28 * n), f"m{n}") for n in range(-4, 5)]
        series = series_of(counts, marks)
        for mark in marks:
            if not (found := effect_of(series, mark)).days:
                continue
            assert found.low is not None and found.high is not None
            told += 1
            called += found.verdict in {Verdict.RAISED, Verdict.LOWERED}
            within += found.low <= 0 <= found.high
    assert told > 80
    assert within / told > 0.88  # 95 % promised; about a hundred windows, not all independent
    assert called <= told - within


def test_two_marks_in_the_same_days_are_not_told_apart() -> None:
    counts = _followers(3)
    for day in _days(_QUIET):
        counts[day] += 900
    other = _mark(_QUIET + timedelta(days=6), "other")
    found = effect_of(series_of(counts, [_mark(_QUIET), other]), _mark(_QUIET))
    assert (found.verdict, found.others) == (Verdict.CONFOUNDED, ("other",))
    beside = _mark(_QUIET + timedelta(days=7), "beside")
    apart = effect_of(series_of(counts, [_mark(_QUIET), beside]), _mark(_QUIET))
    assert (apart.verdict, apart.others) == (Verdict.RAISED, ())


def test_days_of_other_marks_are_no_part_of_what_is_usual() -> None:
    counts = _followers(4)
    plain = effect_of(series_of(counts, [_mark(_QUIET)]), _mark(_QUIET))
    before = _mark(_QUIET - timedelta(days=14), "before")
    for day in _days(before.day):
        counts[day] *= 20
    found = effect_of(series_of(counts, [_mark(_QUIET), before]), _mark(_QUIET))
    assert plain.usual is not None and found.usual == pytest.approx(plain.usual, rel=0.1)


def test_a_spike_that_nobody_marked_does_not_become_usual() -> None:
    counts = _followers(5)
    plain = effect_of(series_of(counts, [_mark(_QUIET)]), _mark(_QUIET))
    counts[_QUIET - timedelta(days=20)] *= 50
    found = effect_of(series_of(counts, [_mark(_QUIET)]), _mark(_QUIET))
    assert plain.usual is not None and found.usual == pytest.approx(plain.usual, rel=0.15)


def test_what_can_t_be_told_is_not_told() -> None:
    counts = _followers(6)
    last = max(counts)
    early = _mark(last - timedelta(days=3))
    assert effect_of(series_of(counts, [early]), early).verdict is Verdict.TOO_EARLY
    first = _mark(_FIRST + timedelta(days=20))
    assert effect_of(series_of(counts, [first]), first).verdict is Verdict.TOO_LITTLE
    ahead = _mark(_FIRST - timedelta(days=3))
    assert effect_of(series_of(counts, [ahead]), ahead).verdict is Verdict.TOO_LITTLE
    short = {day: counts[day] for day in _days(_FIRST, 70)}
    mark = _mark(_FIRST + timedelta(days=60))
    found = effect_of(series_of(short, [mark]), mark)
    assert (
        found.verdict is Verdict.TOO_LITTLE
    )  # there is a baseline, but nobody knows how far it errs
    assert found.usual is not None
    assert found.low is None
    gap = {day: number for day, number in counts.items() if day != _QUIET + timedelta(days=2)}
    assert effect_of(series_of(gap, [_mark(_QUIET)]), _mark(_QUIET)).verdict is Verdict.TOO_LITTLE


def test_an_account_of_nobody_has_an_answer() -> None:
    counts = dict.fromkeys(_days(_FIRST, _LENGTH), 0)
    found = effect_of(series_of(counts, [_mark(_QUIET)]), _mark(_QUIET))
    assert found.verdict is Verdict.UNCLEAR
    assert found.actual == 0


def test_days_off_and_make_up_days_behave_as_such() -> None:
    assert day_of_calendar(date(2026, 2, 17)) == (DayKind.SUNDAY, True, True)  # 春节
    assert day_of_calendar(date(2026, 2, 14)) == (DayKind.WEDNESDAY, False, True)  # 调休上班
    assert day_of_calendar(date(2025, 12, 1)) == (DayKind.MONDAY, False, True)
    assert day_of_calendar(date(2025, 12, 6)) == (DayKind.SATURDAY, False, True)
    assert day_of_calendar(date(2199, 12, 3)).known is False
    counts = _followers(7)
    mark = _mark(date(2025, 9, 29))
    assert effect_of(series_of(counts, [mark]), mark).holidays == 5  # of 国庆节
