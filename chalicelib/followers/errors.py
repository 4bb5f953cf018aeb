"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import DomainError, Field, Invalid, NotFound


class FollowerError(DomainError):
    """The base of this package's errors."""


class NothingKept(FollowerError, NotFound):
    """Nothing is kept of this person."""

    def __init__(self, account_id: str) -> None:
        super().__init__(
            f"公众号“{account_id}”没有保存这位粉丝的任何信息。请核对 OpenID：它在每个公众号都不同。"
        )


class ReasonMissing(FollowerError, Invalid):
    """Nobody said why."""

    def __init__(self) -> None:
        super().__init__(
            "请写明缘由，它会记入操作日志。", fields=[Field("reason", "不能为空，最多 200 字")]
        )
