"""Errors of this package. Followers read those of ``QuizRefused`` on the quiz's page."""

from __future__ import annotations

from chalicelib.errors import Conflict, DomainError, IllegalNow, Invalid, NotFound


class QuizError(DomainError):
    """The base of this package's errors."""


class UnknownQuestion(QuizError, NotFound):
    """No question of that id in the bank."""

    def __init__(self, question: str) -> None:
        super().__init__(f"题库里没有题目“{question}”。")


class BadQuestion(QuizError, Invalid):
    """A question that cannot be so."""


class QuestionChanged(QuizError, Conflict):
    """Somebody else changed it meanwhile."""


class QuizRefused(QuizError, IllegalNow):
    """The base of what a visitor is told instead of a page: which title, and why."""

    title = "不能答题"


class NotOpen(QuizRefused):
    """Before it opens, or after it closed."""

    title = "现在不能答题"


class TriesUsedUp(QuizRefused):
    """This browser has used up the day's attempts."""

    title = "今天的次数用完了"


class TooMany(QuizRefused):
    """More starts than people make: of a network, or of all for this quiz."""

    title = "人太多了"


class NoCookie(QuizRefused):
    """The browser keeps no cookie, so an attempt would be nobody's."""

    title = "浏览器没有开启 Cookie"


class UnknownAttempt(QuizRefused):
    """No such attempt, or another browser's."""

    title = "没有找到这份答卷"


class TooLate(QuizRefused):
    """Its time is over, and it was not handed in."""

    title = "时间到了"


class BadAnswers(QuizRefused):
    """What no form of ours sends."""

    title = "答卷不完整"
