"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import NotFound, remedy
from chalicelib.insight.errors import InsightError


class NoSuchMark(InsightError, NotFound):
    """A number that no mark of the account has."""

    def __init__(self, account_id: str, mark_id: str) -> None:
        super().__init__(
            f"公众号“{account_id}”没有编号为“{mark_id}”的标记日。",
            remedies=[remedy("mark.list", "查看标记日", account=account_id)],
        )
