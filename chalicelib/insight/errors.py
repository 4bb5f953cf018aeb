"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import DomainError, Field, Invalid, NotFound, remedy


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


class OwnWordsNeeded(InsightError, Invalid):
    """Words of a few people, which are not taken over as they are."""

    def __init__(self, account_id: str, key: str, askers: int) -> None:
        super().__init__(
            f"只有 {askers} 个人这样问过，粉丝的原话不进知识库：请用自己的话写出这个问题，不要写能认出某个人的内容。",
            fields=[Field("question", "请用自己的话写出问题")],
            remedies=[
                remedy("question.draft.worded", "用自己的话写出问题", account=account_id, key=key)
            ],
        )
