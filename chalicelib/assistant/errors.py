"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import DomainError, Invalid, Unavailable


class AssistantError(DomainError):
    """The base of this package's errors."""


class BadEndpoint(AssistantError, Invalid):
    """Settings that can't be used."""


class NoAnswer(AssistantError, Unavailable):
    """The endpoint gave nothing that can be used: too late, refused, unreadable."""
