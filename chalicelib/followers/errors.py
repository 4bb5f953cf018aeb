"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import Conflict, DomainError, Field, IllegalNow, Invalid, NotFound, remedy


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


class SyncGoesOn(FollowerError, Conflict):
    """A sync of the roll goes on already."""

    def __init__(self, account_id: str) -> None:
        super().__init__(
            f"公众号“{account_id}”的粉丝名单正在同步，不必再开始一次。",
            remedies=[remedy("followers.sync.status", "查看进度", account=account_id)],
        )


class NoSync(FollowerError, NotFound):
    """No sync of the roll goes on."""

    def __init__(self, account_id: str) -> None:
        super().__init__(
            f"公众号“{account_id}”没有正在进行的粉丝同步。",
            remedies=[remedy("followers.sync.start", "开始同步", account=account_id)],
        )


class SyncWentOn(FollowerError, IllegalNow):
    """A sync can't be changed as it was asked for, or it changed meanwhile."""

    def __init__(self, account_id: str, why: str) -> None:
        super().__init__(
            why or f"公众号“{account_id}”的同步刚刚有了进展，请看过再决定。",
            remedies=[remedy("followers.sync.status", "查看进度", account=account_id)],
        )


class BadTag(FollowerError, Invalid):
    """A tag, a rule or a blacklist can't be so."""


class UnknownRule(FollowerError, NotFound):
    """No such rule."""

    def __init__(self, rule: str) -> None:
        super().__init__(
            f"没有编号为“{rule}”的标签规则。",
            remedies=[remedy("tag.rules", "查看规则", account="ID")],
        )


class BadQrCode(FollowerError, Invalid):
    """A QR code can't be so."""


class UnknownQrCode(FollowerError, NotFound):
    """No code of that scene."""

    def __init__(self, scene: str) -> None:
        super().__init__(
            f"没有场景值为“{scene}”的二维码。",
            remedies=[remedy("qr.list", "查看已有的", account="ID")],
        )
