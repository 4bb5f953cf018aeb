"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import DomainError, Invalid


class PosterError(DomainError):
    """The base of this package's errors."""


class BadPoster(PosterError, Invalid):
    """A poster that cannot be drawn so: its words do not fit, or its code cannot be read."""
