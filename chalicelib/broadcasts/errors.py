"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import DomainError, NotFound


class BroadcastError(DomainError):
    """The base of this package's errors."""


class UnknownBroadcast(BroadcastError, NotFound):
    """No live stream of that id was published at this account."""

    def __init__(self, broadcast: str) -> None:
        super().__init__(f"没有已上线的直播“{broadcast}”。")
