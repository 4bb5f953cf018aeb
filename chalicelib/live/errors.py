"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import DomainError, NotPermitted


class LiveError(DomainError):
    """The base of this package's errors."""


class BadTicket(LiveError, NotPermitted):
    """The ticket of a connection is unknown, used or too old."""

    def __init__(self) -> None:
        super().__init__("连接凭据无效，请刷新页面。")
