"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import (
    DomainError,
    Field,
    Invalid,
    NotFound,
    NotPermitted,
    Unavailable,
    remedy,
)


class HotlineError(DomainError):
    """The base of this package's errors."""


class NotConnected(HotlineError, NotFound):
    """The account has no hotline."""

    def __init__(self, account_id: str) -> None:
        super().__init__(
            f"公众号“{account_id}”没有接入热线。",
            remedies=[remedy("hotline.connect", "接入", account=account_id)],
        )


class BadSettings(HotlineError, Invalid):
    """The address, the time-out or the secret can't be used."""

    def __init__(self, sentence: str, *fields: Field) -> None:
        super().__init__(sentence, fields=fields)


class UnknownCase(HotlineError, NotFound):
    """The session was never handed over."""


class ForgedCall(HotlineError, NotPermitted):
    """The call is not the hotline's, or too old."""


class BadEvent(HotlineError, Invalid):
    """The body of the call does not follow the contract (docs/hotline.yaml)."""


class HotlineUnavailable(HotlineError, Unavailable):
    """The hotline did not take a call; it will be made again."""


class CallRejected(HotlineError, Invalid):
    """The hotline took a call and refused it; making it again changes nothing."""
