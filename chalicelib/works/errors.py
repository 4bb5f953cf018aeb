"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import DomainError, NotFound


class WorkError(DomainError):
    """The base of this package's errors."""


class UnknownWork(WorkError, NotFound):
    """No work of that kind and id was ever published at this account."""

    def __init__(self, work: str) -> None:
        super().__init__(f"没有作品“{work}”。")
