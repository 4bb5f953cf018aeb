"""The transition table of a finding. The guard, the command line and the page read it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from chalicelib.inspection.models import Finding, Method
from chalicelib.inspection.models import FindingAction as A
from chalicelib.inspection.models import FindingState as S
from chalicelib.transitions import Table, Transition, row


class Who(StrEnum):
    """Who may take an action; ``deeds.py`` says which permission makes somebody that."""

    UNIT = "unit"
    """A person of the unit that has to put it right."""
    CONTROLLER = "controller"
    """A person who re-checks and decides appeals."""
    CHECK = "check"
    """An automatic check that has looked again."""


def automatic(finding: Finding) -> bool:
    """Whether a check found it, which can look again."""
    return finding.method is Method.AUTOMATIC


_ROWS: Final[tuple[Transition[S, A, Who, Finding], ...]] = (
    row([S.OPEN, S.RETURNED], A.RECTIFY, S.RECTIFIED, Who.UNIT),
    row([S.OPEN, S.RETURNED], A.APPEAL, S.APPEALED, Who.UNIT),
    row(S.RECTIFIED, A.CLOSE, S.CLOSED, Who.CONTROLLER),
    row(S.RECTIFIED, A.CLOSE, S.CLOSED, Who.CHECK, automatic),
    row(S.RECTIFIED, A.SEND_BACK, S.RETURNED, Who.CONTROLLER),
    row(S.RECTIFIED, A.SEND_BACK, S.RETURNED, Who.CHECK, automatic),
    row(S.APPEALED, A.UPHOLD, S.REVOKED, Who.CONTROLLER),
    row(S.APPEALED, A.REFUSE, S.RETURNED, Who.CONTROLLER),
    row([S.OPEN, S.RETURNED, S.APPEALED], A.VANISH, S.GONE, Who.CHECK, automatic),
    row([S.GONE, S.CLOSED], A.REAPPEAR, S.OPEN, Who.CHECK, automatic),
)
"""What was revoked stays revoked: the same at the same place is found no more."""

FINDING: Final = Table(lambda finding: finding.state, _ROWS)
