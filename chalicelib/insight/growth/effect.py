"""What a marked day brought, with an interval that ordinary days tell. Pure; needs numpy.

The interval comes from placebo windows: the same baseline is made for every ordinary week of the past year, and how far it erred
there says how far it errs here (placebo in time; Abadie, Using Synthetic Controls, Journal of Economic Literature 59, 2021, section 4).
No distribution is assumed, and what the baseline does not know (weather, school terms, other accounts) is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from chalicelib.insight.growth.baseline import Days, Floats, baselines
from chalicelib.insight.growth.day_kinds import day_of_calendar
from chalicelib.insight.growth.models import WINDOW_DAYS, DayAgainst, Effect, Mark, Verdict

FEWEST_PLACEBOS: Final = 40
"""With fewer no 2.5 % can be told at either end."""
_SIDE: Final = 0.025
_ONE_PERSON: Final = 0.5
"""Less than half a person is no effect."""


class Series(NamedTuple):
    """An account's counts by day, with its marks, and how the baseline errs on ordinary weeks."""

    first: date
    days: Days
    holidays: NDArray[np.bool_]
    marks: tuple[Mark, ...]
    errors: Floats
    """Logarithm of actual to usual of every ordinary window: its seven days, then its sum."""

    def at(self, day: date) -> int:
        """The index of a day."""
        return (day - self.first).days


def series_of(counts: Mapping[date, int], marks: Iterable[Mark]) -> Series:
    """Counts made ready for effects. A day that ``counts`` leaves out is not known.

    Raises ``ValueError`` where there is no count.
    """
    first, last = min(counts), max(counts)
    length = (last - first).days + 1
    of_calendar = [day_of_calendar(first + timedelta(days=n)) for n in range(length + WINDOW_DAYS)]
    known = np.array([max(counts.get(first + timedelta(days=n), -1), -1) for n in range(length)])
    marks = tuple(sorted(marks, key=lambda mark: (mark.day, mark.id)))
    ordinary = known >= 0
    for mark in marks:
        start = (mark.day - first).days
        ordinary[max(start, 0) : max(start + WINDOW_DAYS, 0)] = False
    days = Days(
        np.where(known >= 0, known, np.nan).astype(np.float64),
        np.array([one.kind for one in of_calendar], dtype=np.int64),
        ordinary,
    )
    off = np.array([one.holiday for one in of_calendar], dtype=np.bool_)
    return Series(first, days, off, marks, _errors(days))


def effect_of(of: Series, mark: Mark) -> Effect:
    """What the days of a mark brought. ``mark`` is one of the series' own."""
    start = of.at(mark.day)
    until = mark.day + timedelta(days=WINDOW_DAYS - 1)
    others = [one for one in of.marks if one.id != mark.id and _meet(one.day, mark.day)]

    def told(verdict: Verdict, **more: Any) -> Effect:
        return Effect(
            verdict=verdict,
            until=until,
            others=tuple(one.id for one in others),
            holidays=int(of.holidays[max(start, 0) : max(start + WINDOW_DAYS, 0)].sum()),
            compared=len(of.errors),
            **more,
        )

    if start + WINDOW_DAYS > len(of.days.counts):
        return told(Verdict.TOO_EARLY)
    actual = of.days.counts[start : start + WINDOW_DAYS] if start >= 0 else np.array([np.nan])
    found = baselines(of.days, np.array([max(start, 0)]), WINDOW_DAYS)
    usual = found.usual[0]
    if np.isnan(actual).any() or np.isnan(usual).any():
        return told(Verdict.TOO_LITTLE)
    low = high = p = None
    total, expected = float(actual.sum()), float(usual.sum())
    if enough := len(of.errors) >= FEWEST_PLACEBOS:
        err_low, err_high = _ends(of.errors[:, -1])
        low, high = total - expected * np.exp(err_high), total - expected * np.exp(err_low)
        p = _rarity(of.errors[:, -1], _log_ratio(total, expected))
    return told(
        _verdict(low, high, confounded=bool(others)),
        actual=int(total),
        usual=expected,
        gained=total - expected,
        low=low,
        high=high,
        p=p,
        fitted=int(found.fitted[0]),
        days=_days(of, mark.day, actual, usual, enough=enough),
    )


def _errors(days: Days) -> Floats:
    """The errors of every window whose days are all ordinary and that has a baseline."""
    length = len(days.counts)
    starts = np.array(
        [n for n in range(length - WINDOW_DAYS + 1) if days.ordinary[n : n + WINDOW_DAYS].all()],
        dtype=np.int64,
    )
    if not len(starts):
        return np.empty((0, WINDOW_DAYS + 1))
    usual = baselines(days, starts, WINDOW_DAYS).usual
    actual = days.counts[starts[:, None] + np.arange(WINDOW_DAYS)]
    there = ~np.isnan(usual).any(axis=1)
    actual, usual = actual[there], usual[there]
    sums = _log_ratio(actual.sum(axis=1), usual.sum(axis=1))
    return np.column_stack([_log_ratio(actual, usual), sums])


def _verdict(low: float | None, high: float | None, *, confounded: bool) -> Verdict:
    if low is None or high is None:
        return Verdict.TOO_LITTLE
    if confounded:
        return Verdict.CONFOUNDED
    if low >= _ONE_PERSON:
        return Verdict.RAISED
    return Verdict.LOWERED if high <= -_ONE_PERSON else Verdict.UNCLEAR


def _days(
    of: Series, first: date, actual: Floats, usual: Floats, *, enough: bool
) -> tuple[DayAgainst, ...]:
    ends = [_ends(of.errors[:, n]) for n in range(WINDOW_DAYS)] if enough else None
    return tuple(
        DayAgainst(
            day=first + timedelta(days=n),
            actual=int(actual[n]),
            usual=float(usual[n]),
            low=float(usual[n] * np.exp(ends[n][0])) if ends else None,
            high=float(usual[n] * np.exp(ends[n][1])) if ends else None,
        )
        for n in range(WINDOW_DAYS)
    )


def _ends(errors: Floats) -> tuple[float, float]:
    """Both ends of 95 %, a little wide rather than a little narrow."""
    low = float(np.quantile(errors, _SIDE, method="lower"))
    return low, float(np.quantile(errors, 1 - _SIDE, method="higher"))


def _rarity(errors: Floats, here: float) -> float:
    """Share of windows, this one counted with them, that err as far from the middle."""
    middle = float(np.median(errors))
    as_far = np.abs(errors - middle) >= abs(here - middle)
    return (int(as_far.sum()) + 1) / (len(errors) + 1)


def _log_ratio(actual: Any, usual: Any) -> Any:
    """Half a person is added to both, so that a day of nobody has a logarithm."""
    return np.log((actual + 0.5) / (usual + 0.5))


def _meet(one: date, other: date) -> bool:
    return abs((one - other).days) < WINDOW_DAYS
