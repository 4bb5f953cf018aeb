"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import DomainError, NotFound, remedy


class InsightError(DomainError):
    """The base of this package's errors."""


class NoSuchQuestion(InsightError, NotFound):
    """A key that no question asked in the period has."""

    def __init__(self, account_id: str, key: str) -> None:
        super().__init__(
            f"这段时间里没有编号为“{key}”的问题。",
            remedies=[
                remedy("question.list", "查看没有答好的问题", account=account_id),
                remedy("question.list.earlier", "查看更早的问题", account=account_id),
            ],
        )
