"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import Conflict, Field, Invalid, NotFound, remedy
from chalicelib.insight.errors import InsightError


class NoSuchTopic(InsightError, NotFound):
    """A number that no topic of the account has."""

    def __init__(self, account_id: str, topic_id: str) -> None:
        super().__init__(
            f"公众号“{account_id}”没有编号为“{topic_id}”的话题。",
            remedies=[remedy("topic.list", "查看话题", account=account_id)],
        )


class CountedElsewhere(InsightError, Conflict):
    """Another function counts the account's topics just now."""

    def __init__(self, account_id: str) -> None:
        super().__init__(f"公众号“{account_id}”的话题正由另一个程序统计，请稍后再试。")


class DecidedMeanwhile(InsightError, Conflict):
    """Others decide on the same topic at the same moment, again and again."""

    def __init__(self, topic_id: str) -> None:
        super().__init__(f"话题“{topic_id}”正被多人同时整理，没有保存。请稍后重试。")


class BadDecision(InsightError, Invalid):
    """A decision of topics that cannot be: into itself, of nothing, of everything."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{why}。", fields=[Field(field, why)])
