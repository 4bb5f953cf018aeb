"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import Conflict, DomainError, IllegalNow, Invalid, NotFound, remedy


class InspectionError(DomainError):
    """The base of this package's errors."""


class UnknownFinding(InspectionError, NotFound):
    """No finding of that id."""

    def __init__(self, finding: str) -> None:
        super().__init__(
            f"没有问题“{finding}”。", remedies=[remedy("inspect.findings", "查看巡检问题")]
        )


class UnknownRun(InspectionError, NotFound):
    """No run of that id."""

    def __init__(self, run: str) -> None:
        super().__init__(f"没有巡检“{run}”。", remedies=[remedy("inspect.status", "查看巡检")])


class UnknownIndicator(InspectionError, NotFound):
    """No such indicator counts for the unit, or no such version."""


class BadFinding(InspectionError, Invalid):
    """A finding, a proof or an appeal that cannot be so."""


class BadIndicators(InspectionError, Invalid):
    """A list of indicators that cannot be so, or that asks less than the unit above."""


class WrongState(InspectionError, IllegalNow):
    """The finding is in a state that does not allow this."""


class FindingChanged(InspectionError, Conflict):
    """Somebody else changed it meanwhile."""


class IndicatorsChanged(InspectionError, Conflict):
    """Somebody else changed the unit's indicators meanwhile."""
