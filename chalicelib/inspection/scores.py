"""Points and the pass: one 单项否决 fails, and so do too many deductions. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from chalicelib.inspection.models import ACTIVE, Finding, FindingSeverity

FULL: Final = 100


class Score(NamedTuple):
    """How an account stands."""

    veto: int
    deduction: int
    points: int
    passed: bool


def score(findings: Iterable[Finding], pass_line: int) -> Score:
    """The score of an account by the findings that count; an indicator takes no more than thrice its points."""
    taken: dict[str, int] = {}
    veto = deduction = 0
    for one in findings:
        if one.state not in ACTIVE:
            continue
        if one.severity is FindingSeverity.VETO:
            veto += 1
            continue
        deduction += 1
        limit = 3 * one.points
        taken[one.indicator] = min(limit, taken.get(one.indicator, 0) + one.points)
    points = max(0, FULL - sum(taken.values()))
    return Score(veto, deduction, points, not veto and points >= pass_line)
