"""Quizzes (答题): a unit's bank of questions, and attempts that are begun, handed in and marked here alone, each once."""

from typing import TYPE_CHECKING

from chalicelib.door import opens
from chalicelib.quizzes import labels
from chalicelib.quizzes.draw import Drawn
from chalicelib.quizzes.errors import QuizRefused, TooMany
from chalicelib.quizzes.models import (
    MOST_DRAWN,
    MOST_QUESTIONS,
    Attempt,
    BankQuestion,
    Played,
    Question,
    QuestionCount,
    QuestionKind,
    Quiz,
    QuizDay,
    QuizNumbers,
)

# A page of an attempt needs no bank, and no people.
if TYPE_CHECKING:
    from chalicelib.quizzes import bank as bank
    from chalicelib.quizzes import bank_file as bank_file
    from chalicelib.quizzes import errors as errors
    from chalicelib.quizzes import play as play
    from chalicelib.quizzes.store import numbers as numbers
else:
    __getattr__ = opens(
        __name__, {"": ["bank", "bank_file", "errors", "play"], "store": ["numbers"]}
    )

__all__ = [
    "MOST_DRAWN",
    "MOST_QUESTIONS",
    "Attempt",
    "BankQuestion",
    "Drawn",
    "Played",
    "Question",
    "QuestionCount",
    "QuestionKind",
    "Quiz",
    "QuizDay",
    "QuizNumbers",
    "QuizRefused",
    "TooMany",
    "labels",
]
