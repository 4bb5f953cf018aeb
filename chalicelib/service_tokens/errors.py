"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import DomainError, Invalid, NotFound


class ServiceTokenError(DomainError):
    """The base of this package's errors."""


class BadToken(ServiceTokenError, Invalid):
    """A token that cannot be so."""


class UnknownToken(ServiceTokenError, NotFound):
    """No such token."""

    def __init__(self, token_id: str) -> None:
        super().__init__(f"没有接口令牌“{token_id[:20]}”。")
