"""Questions are drawn by the seed alone, and marked by plain rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib.quizzes import Question, QuestionKind, Quiz
from chalicelib.quizzes.draw import bucket, drawn, marked

SEEDS = st.text("0123456789abcdef", min_size=1, max_size=32)


def question(number: int, kind: QuestionKind = QuestionKind.SINGLE, **fields: object) -> Question:
    plain: dict[str, object] = {
        "id": f"q-{number:08d}",
        "kind": kind,
        "text": f"问题 {number}",
        "options": ("甲", "乙", "丙"),
        "right": (0, 2) if kind is QuestionKind.MULTIPLE else (1,),
    }
    if kind is QuestionKind.JUDGE:
        plain["options"] = ("对", "错")
    return Question.model_validate(plain | fields)


QUIZ = Quiz(questions=tuple(question(n, list(QuestionKind)[n % 3]) for n in range(9)), draw=4)


@given(SEEDS)
def test_the_same_seed_draws_the_same_and_no_question_twice(seed: str) -> None:
    some = drawn(QUIZ, seed)
    assert some == drawn(QUIZ, seed)
    assert len({one.question.id for one in some}) == 4
    for one in some:
        assert sorted(one.order) == list(range(len(one.question.options)))


@given(SEEDS, st.data())
def test_points_are_those_of_the_questions_that_are_wholly_right(
    seed: str, data: st.DataObject
) -> None:
    some = drawn(QUIZ, seed)
    answers = {
        one.question.id: data.draw(st.lists(st.sampled_from(one.order), unique=True))
        for one in some
    }
    right = [one.question.id for one in some if set(answers[one.question.id]) == set(one.question.right)]  # fmt: skip
    told = marked(QUIZ, some, answers)
    assert list(told.right) == right
    assert told.score == 10 * len(right)
    assert told.passed == (told.score >= QUIZ.passing)


def test_true_stands_before_false() -> None:
    judged = Quiz(questions=(question(1, QuestionKind.JUDGE),), draw=1)
    assert {drawn(judged, str(seed))[0].shown for seed in range(20)} == {("对", "错")}


@pytest.mark.parametrize(
    "fields",
    [
        {"right": ()},
        {"right": (3,)},
        {"right": (-1,)},
        {"right": (0, 1)},
        {"right": (1, 1)},
        {"options": ("甲", "甲", "乙")},
        {"options": ("甲",)},
        {"basis_url": "javascript:alert(1)"},
        {"basis_url": "http://plain.example/"},
        {"id": "1"},
        {"kind": QuestionKind.MULTIPLE, "right": (1,)},
        {"kind": QuestionKind.JUDGE, "options": ("对", "不对")},
        {"difficulty": 4},
    ],
)
def test_a_question_that_cannot_be_answered_is_none(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        question(1, **fields)


@pytest.mark.parametrize(("score", "tenth"), [(0, 0), (9, 0), (10, 1), (99, 9), (100, 10)])
def test_scores_are_counted_by_tenths(score: int, tenth: int) -> None:
    assert bucket(score, 100) == tenth
