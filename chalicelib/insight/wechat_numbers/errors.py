"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import IllegalNow, Invalid, NotFound
from chalicelib.insight.errors import InsightError


class FetchedElsewhere(InsightError, IllegalNow):
    """Another function fetches the same account."""

    def __init__(self, account_id: str) -> None:
        super().__init__(f"公众号“{account_id}”的微信数据正在更新，请过几分钟再看。")


class NoSuchArticle(InsightError, NotFound):
    """A number that no article of the account has in these days."""

    def __init__(self, account_id: str, msgid: str) -> None:
        super().__init__(
            f"公众号“{account_id}”在这段时间里没有编号为“{msgid}”的文章，请放宽日期范围。"
        )


class NoSuchFormula(InsightError, Invalid):
    """An index that nobody defined."""


class BadSpan(InsightError, Invalid):
    """Days that are none, or too many."""
