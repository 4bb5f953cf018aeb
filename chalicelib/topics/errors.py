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


class TopicError(DomainError):
    """The base of this package's errors."""


class UnknownTopic(TopicError, NotFound):
    """No topic of that id."""

    def __init__(self, topic: str) -> None:
        super().__init__(f"没有选题“{topic}”。", remedies=[remedy("board.list", "查看选题板")])


class BadTopic(TopicError, Invalid):
    """A topic, an assignment, an answer or a responsibility table that cannot be so."""


class TopicNotReady(TopicError, IllegalNow):
    """Not in the present state."""


class NotYourTopic(TopicError, NotPermitted):
    """A department's step by somebody who is not of that department."""


class TopicChanged(TopicError, Conflict):
    """Somebody else changed it meanwhile."""
