"""Marks and effects. Values only."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Final

from pydantic import Field

from chalicelib.values import Value

TITLE_CHARS: Final = 60
WINDOW_DAYS: Final = 7
"""An effect is looked for on the day itself and the six after it: one of each weekday."""


class MarkKind(StrEnum):
    """Why a day is a special one."""

    POLICY = "policy"
    CAMPAIGN = "campaign"
    PUSH = "push"
    INCIDENT = "incident"


class Mark(Value):
    """A day that somebody marked (标记日)."""

    id: str
    account: str
    day: date
    kind: MarkKind
    title: str = Field(min_length=1, max_length=TITLE_CHARS)
    by: str
    """Person who marked it; ``系统`` for pushes that mark themselves."""
    at: datetime


class Verdict(StrEnum):
    """What can be said of a mark's effect."""

    RAISED = "raised"
    LOWERED = "lowered"
    UNCLEAR = "unclear"
    """The baseline's own error is as large."""
    CONFOUNDED = "confounded"
    """Another mark lies in the same days: whose effect it is can't be told."""
    TOO_EARLY = "too_early"
    """The days are not over."""
    TOO_LITTLE = "too_little"
    """Not enough ordinary days to tell what is usual, or how far the usual errs."""


class DayAgainst(Value):
    """One day of a window against its baseline, in people."""

    day: date
    actual: int
    usual: float
    low: float | None
    """What is usual lies between ``low`` and ``high`` on 95 of 100 ordinary days; None where that can't be told."""
    high: float | None


class Effect(Value):
    """What a window brought against what was usual, in people."""

    verdict: Verdict
    until: date
    """Last day of the window."""
    actual: int | None = None
    usual: float | None = None
    """The baseline's sum."""
    gained: float | None = None
    """``actual - usual``."""
    low: float | None = None
    """95 % interval of ``gained``."""
    high: float | None = None
    p: float | None = None
    """Share of ordinary windows that err at least as far as this one: small is rare by chance."""
    compared: int = 0
    """Ordinary windows that the interval is told from."""
    fitted: int = 0
    """Ordinary days that the baseline was fitted on."""
    others: tuple[str, ...] = ()
    """Ids of marks in the same days."""
    holidays: int = 0
    """Statutory days off in the window, which the baseline knows only as Sundays."""
    days: tuple[DayAgainst, ...] = ()
