"""Errors of this package."""

from __future__ import annotations


class InsightError(Exception):
    """The base of this package's errors."""


class NoSuchQuestion(InsightError):
    """A question's key that nothing asked in the time has."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"没有编号为“{key}”的问题。用 `./rongmei question list --unanswered` 查看，"
            "更早的问题请加上 --since，例如 --since 30d。"
        )
