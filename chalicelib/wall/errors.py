"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import DomainError, Field, Invalid


class WallError(DomainError):
    """The base of this package's errors."""


class PairingOver(WallError, Invalid):
    """No screen waits with this code: it is mistyped, was used, or is too old."""

    def __init__(self) -> None:
        super().__init__(
            "没有等待配对的大屏：配对码写错、已用过或已过期。请在大屏上重新取一个。",
            fields=[Field("code", "没有这个配对码")],
        )
