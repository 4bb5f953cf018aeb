"""Which questions an attempt has, in which order, and what its answers are worth. Pure.

Everything follows from the attempt's seed, so that nothing but the seed is kept, and the same page is shown again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Final, NamedTuple

from chalicelib.quizzes.models import Question, QuestionKind, Quiz

BUCKETS: Final = 11
"""Of scores: each tenth of the points, and all of them."""


class Drawn(NamedTuple):
    """A question of an attempt, with its options in the order in which they are shown."""

    question: Question
    order: tuple[int, ...]
    """Places of the question's options."""

    @property
    def shown(self) -> tuple[str, ...]:
        """The options as they are shown."""
        return tuple(self.question.options[place] for place in self.order)


class Marked(NamedTuple):
    """What the answers of an attempt are worth."""

    right: tuple[str, ...]
    """Ids of the questions that were answered rightly."""
    score: int
    passed: bool


def drawn(quiz: Quiz, seed: str) -> list[Drawn]:
    """The questions of an attempt."""
    random = Random(seed)  # noqa: S311 - the seed is secret; no key is made of it
    if quiz.fixed:
        chosen = list(quiz.questions[: quiz.draw])
    else:
        chosen = random.sample(quiz.questions, min(quiz.draw, len(quiz.questions)))
    return [Drawn(one, _order(one, random)) for one in chosen]


def marked(quiz: Quiz, questions: Sequence[Drawn], answers: Mapping[str, Sequence[int]]) -> Marked:
    """The score; a question without an answer is wrong."""
    right = tuple(
        one.question.id
        for one in questions
        if tuple(sorted(set(answers.get(one.question.id, ())))) == one.question.right
    )
    score = len(right) * quiz.points
    return Marked(right, score, score >= quiz.passing)


def bucket(score: int, full: int) -> int:
    """The tenth of the points that a score is in, 0 to 10."""
    return min(BUCKETS - 1, score * (BUCKETS - 1) // full) if full else 0


def _order(question: Question, random: Random) -> tuple[int, ...]:
    places = list(range(len(question.options)))
    if question.kind is not QuestionKind.JUDGE:  # 对 stands before 错
        random.shuffle(places)
    return tuple(places)
