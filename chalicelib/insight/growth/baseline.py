"""What is usual: counts of a day from weekday and trend of the eight weeks before. Pure; needs numpy.

Quasi-Poisson regression with a log link (McCullagh and Nelder, Generalized Linear Models, 1989, chapters 6 and 9), fitted by
iteratively reweighted least squares. Days that stand far out are weighted down (Huber's weights), so that a spike that nobody
marked does not become what is usual. All windows are fitted side by side, one row each.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from chalicelib.insight.growth.day_kinds import DayKind

FITTED_DAYS: Final = 56
"""Before a window: eight of each weekday."""
FEWEST_DAYS: Final = 28
"""Ordinary days among these; with fewer there is no baseline."""
_STEPS: Final = 30
_HUBER: Final = 1.345
"""Of a robust standard deviation; 95 % efficient where errors are normal."""
_RIDGE: Final = 0.05
"""Holds a weekday of which there is no day near the others, and a trend near none."""
_COLUMNS: Final = 2 + len(DayKind)
"""Level, weeks before or after the start, and the kind of day."""

Floats = NDArray[np.float64]


class Days(NamedTuple):
    """Days one after the other, one entry each."""

    counts: Floats
    """People; not a number where the day is not known."""
    kinds: NDArray[np.int64]
    """``DayKind``; reaches a window beyond the last count."""
    ordinary: NDArray[np.bool_]
    """Known, and in the window of no mark."""


class Baselines(NamedTuple):
    """What was usual in windows: one row each."""

    usual: Floats
    """Expected counts, one column a day; not a number where there is no baseline."""
    fitted: NDArray[np.int64]
    """Days each was fitted on."""


def baselines(days: Days, starts: NDArray[np.int64], length: int) -> Baselines:
    """The baselines of windows of ``length`` days that begin at the days ``starts`` (indices).

    A window with fewer than ``FEWEST_DAYS`` ordinary days among the ``FITTED_DAYS`` before it has none.
    """
    before = starts[:, None] + np.arange(-FITTED_DAYS, 0)
    inside = np.clip(before, 0, len(days.counts) - 1)
    ordinary = (before >= 0) & days.ordinary[inside]
    fitted = ordinary.sum(axis=1)
    usual = np.full((len(starts), length), np.nan)
    enough = fitted >= FEWEST_DAYS
    if enough.any():
        counts = np.where(ordinary, np.nan_to_num(days.counts[inside]), 0.0)[enough]
        told = _fit(
            _design(days, inside[enough], np.arange(-FITTED_DAYS, 0)), counts, ordinary[enough]
        )
        window = _design(days, (starts[:, None] + np.arange(length))[enough], np.arange(length))
        usual[enough] = np.exp(_clipped(_along(window, told)))
    return Baselines(usual, fitted)


def _design(days: Days, at: NDArray[np.int64], from_start: NDArray[np.int64]) -> Floats:
    rows = np.zeros((*at.shape, _COLUMNS))
    rows[..., 0] = 1
    rows[..., 1] = from_start / 7
    np.put_along_axis(rows, 2 + days.kinds[at][..., None], 1, axis=-1)
    return rows


def _fit(design: Floats, counts: Floats, ordinary: NDArray[np.bool_]) -> Floats:
    """Coefficients of each window, shape (windows, ``_COLUMNS``)."""
    used = ordinary.astype(np.float64)
    mean = counts.sum(axis=1) / used.sum(axis=1)
    ridge = np.full(_COLUMNS, _RIDGE)
    ridge[0] = 0  # the level is free
    # In units of the mean, so that an account of ten followers a day is held as much as one of ten thousand.
    holding = np.maximum(mean, 0.1)[:, None, None] * np.diag(ridge)
    told: Floats = np.zeros((len(counts), _COLUMNS))
    told[:, 0] = np.log(mean + 0.1)
    trusted: Floats = used
    for _ in range(_STEPS):
        line = _clipped(_along(design, told))
        expected = np.exp(line)
        weight = expected * trusted
        weighed = design * weight[..., None]
        turned = weighed.swapaxes(1, 2)
        left = turned @ design + holding
        right = _along(turned, line + (counts - expected) / expected)
        found = np.linalg.solve(left, right[..., None])[..., 0]
        moved = float(np.max(np.abs(found - told)))
        told = found
        if moved < 1e-4:
            break
        trusted = used * _trust(counts, np.exp(_clipped(_along(design, told))), ordinary)
    return told


def _along(rows: Floats, columns: Floats) -> Floats:
    """Each window's matrix with its own vector."""
    product: Floats = (rows @ columns[..., None])[..., 0]
    return product


def _trust(counts: Floats, expected: Floats, ordinary: NDArray[np.bool_]) -> Floats:
    """Huber's weights of Pearson's residuals."""
    error = np.where(ordinary, np.abs(counts - expected) / np.sqrt(expected), np.nan)
    spread = np.maximum(np.nanmedian(error, axis=1) / 0.6745, 1e-6)
    weights: Floats = np.nan_to_num(1 / np.maximum(error / (_HUBER * spread[:, None]), 1))
    return weights


def _clipped(line: Floats) -> Floats:
    """Exponents that neither vanish nor run away."""
    clipped: Floats = np.clip(line, -10, 25)
    return clipped
