"""A question, a quiz made of questions, and an attempt at it. Values only."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Final

from pydantic import AwareDatetime, Field, model_validator

from chalicelib.values import Value

JUDGED: Final = ("对", "错")
"""The options of a question that is true or false."""
MOST_OPTIONS: Final = 6
MOST_QUESTIONS: Final = 100
"""That a quiz draws from."""
MOST_DRAWN: Final = 20
"""That one attempt has: its form stays small, and it is answered on one page."""
LONGEST: Final = timedelta(hours=2)
"""How long an attempt is open where the quiz has no limit of its own."""
MATTER_CHARS: Final = 20

Option = Annotated[str, Field(min_length=1, max_length=80)]


class QuestionKind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    """All the right ones and no other, or it is wrong."""
    JUDGE = "judge"


class Question(Value):
    """One question with what is right, and why."""

    id: str = Field(pattern=r"^q-[0-9a-z]{8}$")
    kind: QuestionKind
    text: str = Field(min_length=2, max_length=200)
    options: tuple[Option, ...] = Field(default=JUDGED, min_length=2, max_length=MOST_OPTIONS)
    right: tuple[int, ...] = Field(min_length=1, max_length=MOST_OPTIONS)
    """Places of the right options, from 0, in order."""
    explanation: str = Field(default="", max_length=500)
    basis: str = Field(default="", max_length=120)
    """The policy on which the answer stands, by its name and number."""
    basis_url: str = Field(default="", max_length=500, pattern=r"^(https://[^\s\"<>]+)?$")
    matter: str = Field(default="", max_length=MATTER_CHARS)
    """事项: what it is about; quizzes are drawn by it."""
    difficulty: int = Field(default=1, ge=1, le=3)

    @model_validator(mode="after")
    def _is_answerable(self) -> Question:
        if len(set(self.options)) < len(self.options):
            raise ValueError("有两个选项相同")
        if list(self.right) != sorted(set(self.right)) or not 0 <= self.right[-1] < len(
            self.options
        ):
            raise ValueError("正确答案不是这些选项里的")
        if self.kind is QuestionKind.JUDGE and self.options != JUDGED:
            raise ValueError("判断题的选项只能是“对”和“错”")
        if self.kind is QuestionKind.MULTIPLE:
            if len(self.right) == 1:
                raise ValueError("多选题至少有两个正确答案")
        elif len(self.right) > 1:
            raise ValueError("只能有一个正确答案")
        return self


class Quiz(Value):
    """A quiz as it was reviewed: its rules, and copies of the questions that it draws from."""

    intro: str = Field(default="", max_length=500)
    questions: tuple[Question, ...] = Field(default=(), max_length=MOST_QUESTIONS)
    draw: int = Field(default=10, ge=1, le=MOST_DRAWN)
    """Questions of one attempt."""
    fixed: bool = False
    """Everybody gets the first ``draw`` questions, in this order; else they are drawn anew for each attempt."""
    matters: tuple[str, ...] = Field(default=(), max_length=20)
    """The matters by which the questions were taken from the bank; empty where they were chosen one by one."""
    points: int = Field(default=10, ge=1, le=20)
    """Of each question."""
    passing: int = Field(default=60, ge=0, le=400)
    minutes: int = Field(default=10, ge=0, le=120)
    """How long an attempt may take; 0: as long as ``LONGEST``."""
    opens: AwareDatetime | None = None
    closes: AwareDatetime | None = None
    tries: int = Field(default=3, ge=1, le=20)
    """Of one visitor on one day."""

    @property
    def full(self) -> int:
        """The points of whoever gets everything right."""
        return self.draw * self.points

    @property
    def lasts(self) -> timedelta:
        """From the start of an attempt until it can no longer be handed in."""
        return timedelta(minutes=self.minutes) if self.minutes else LONGEST


class Played(Value):
    """A quiz that followers may play: which one, and what of it they play."""

    account: str
    id: str
    """Of the product."""
    title: str
    pool: str
    """S3 key of the ``Quiz`` that was published; an attempt keeps it, whatever is published later."""
    quiz: Quiz

    @property
    def place(self) -> str:
        """Its part of the keys of items."""
        return f"{self.account}#{self.id}"


class Attempt(Value):
    """One go at a quiz, from its start until it was handed in. It names no person."""

    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    account: str
    quiz: str
    pool: str
    seed: str
    """Of the draw; chosen here, never told."""
    visitor: str
    """Hash of the cookie of the browser that began it."""
    started_at: AwareDatetime
    until: AwareDatetime
    ended_at: AwareDatetime | None = None
    answers: dict[str, tuple[int, ...]] = Field(default_factory=dict)
    """Question → places of the options that were chosen, as the question has them."""
    right: int = 0
    score: int = 0
    passed: bool = False


class QuizDay(Value):
    """What happened to a quiz on one day (Asia/Shanghai)."""

    day: str
    started: int = 0
    ended: int = 0
    passed: int = 0
    scores: tuple[int, ...] = (0,) * 11
    """How many reached 0–9 %, 10–19 %, … 100 % of the points."""


class QuestionCount(Value):
    """How a question of a quiz was answered."""

    id: str
    answered: int = 0
    right: int = 0


class QuizNumbers(Value):
    """All that is counted of a quiz: no number tells of a person."""

    days: tuple[QuizDay, ...] = ()
    questions: tuple[QuestionCount, ...] = ()
    """Those most got wrong first."""


class BankQuestion(Value):
    """A question as it stands in a unit's bank (题库)."""

    unit: str
    question: Question
    version: int = 1
    updated_at: AwareDatetime
    updated_by: str
