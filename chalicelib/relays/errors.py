"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import Conflict, DomainError, IllegalNow, Invalid, NotFound, remedy


class RelayError(DomainError):
    """The base of this package's errors."""


class UnknownRelay(RelayError, NotFound):
    """An id that names no relay, or no step of it."""

    def __init__(self, relay: str, step: str = "") -> None:
        what = f"接龙 {relay} 没有这一棒（{step}）" if step else f"接龙 {relay} 不存在"
        super().__init__(f"{what}。", remedies=[remedy("relay.list", "查看已有的接龙")])


class BadRelay(RelayError, Invalid):
    """A plan, a step or a reason that cannot be so."""


class RelayNotNow(RelayError, IllegalNow):
    """The relay, or its step, is in a state that does not allow this."""


class HandOnMissing(RelayError, IllegalNow):
    """The article no longer has the words that led to the next step: a person has to put them right."""


class RelayChanged(RelayError, Conflict):
    """Somebody else changed it meanwhile."""
