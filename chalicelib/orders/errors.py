"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import (
    Conflict,
    DomainError,
    IllegalNow,
    Invalid,
    NotFound,
    NotPermitted,
    remedy,
)


class OrderError(DomainError):
    """The base of this package's errors."""


class UnknownOrder(OrderError, NotFound):
    """An id that names no order, or none of this unit's."""

    def __init__(self, order: str, unit: str = "") -> None:
        whose = f"没有下达给单位“{unit}”" if unit else "不存在"
        super().__init__(
            f"指令 {order} {whose}。",
            remedies=[
                remedy("order.inbox", "查看收到的指令", unit=unit)
                if unit
                else remedy("order.list", "查看已有的指令")
            ],
        )


class BadOrder(OrderError, Invalid):
    """An order, a supplement or a forwarding that cannot be so."""


class EvidenceMissing(OrderError, Invalid):
    """A report without what has to come back."""


class BadFile(OrderError, Invalid):
    """A file that is no attachment."""


class NotNow(OrderError, IllegalNow):
    """The order, or the unit's receipt, is in a state that does not allow this."""


class BelowOpen(OrderError, IllegalNow):
    """Units below have not finished what was forwarded to them, and nobody says why it is reported all the same."""

    def __init__(self, order: str, unit: str, names: list[str]) -> None:
        more = f"等 {len(names)} 个单位" if len(names) > 3 else ""
        super().__init__(
            f"已转办的{'、'.join(names[:3])}{more}还没有办结。请等它们办结，或写明为什么先反馈。",
            remedies=[
                remedy("order.show", "查看转办的办理情况", order=order),
                remedy("order.report_why", "写明原因再反馈", order=order, unit=unit),
            ],
        )


class SamePerson(OrderError, NotPermitted):
    """It takes another person."""

    def __init__(self, order: str, person: str) -> None:
        super().__init__(
            f"指令 {order} 已由 {person} 签发，须由另一人复核后才能发出。",
            remedies=[remedy("order.approve", "请另一人复核", order=order)],
        )


class OrderChanged(OrderError, Conflict):
    """Somebody else changed it meanwhile."""
