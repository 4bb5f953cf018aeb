"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import (
    Conflict,
    DomainError,
    IllegalNow,
    Invalid,
    NotFound,
    NotPermitted,
    remedy,
)


class ContributionError(DomainError):
    """The base of this package's errors."""


class UnknownContribution(ContributionError, NotFound):
    """An id that names no contribution."""

    def __init__(self, contribution: str) -> None:
        super().__init__(
            f"没有报送 {contribution}。",
            remedies=[remedy("contribution.list", "查看报送")],
        )


class UnknownCall(ContributionError, NotFound):
    """An id that names no call."""

    def __init__(self, call: str) -> None:
        super().__init__(f"没有约稿 {call}。", remedies=[remedy("contribution.calls", "查看约稿")])


class BadContribution(ContributionError, Invalid):
    """A contribution, a decision or a setting that cannot be so."""


class NotDecidable(ContributionError, IllegalNow):
    """The contribution is in a state that does not allow this: somebody else may have been first."""


class OwnContribution(ContributionError, NotPermitted):
    """Who sent it does not decide about it."""

    def __init__(self, contribution: str, person: str) -> None:
        super().__init__(
            f"报送 {contribution} 是 {person} 本人写或报送的，须由另一人处理。",
            remedies=[remedy("contribution.show", "查看报送", contribution=contribution)],
        )


class ContributionChanged(ContributionError, Conflict):
    """Somebody else changed it meanwhile."""
