"""What came of a quiz: its days, its questions by how many got them wrong, and a topic made of one of them."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib import audit, people, products, quizzes, topics
from chalicelib.actor import Actor
from chalicelib.application.reasons import required_reason
from chalicelib.clock import shown
from chalicelib.errors import NotFound
from chalicelib.products import Form, Product
from chalicelib.quizzes import Question, QuizDay
from chalicelib.values import Value

READ: Final = "insight:numbers:read"
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UnknownQuizQuestion(NotFound):
    """A question that this quiz never had."""


class QuestionNumbers(Value):
    """A question of a quiz, and how it was answered."""

    id: str
    text: str
    kind: str
    matter: str
    right_answer: str
    answered: int
    right: int
    wrong_share: float
    """0 to 1."""


class QuizSums(Value):
    """A quiz in numbers."""

    started: int
    ended: int
    passed: int
    scores: tuple[int, ...]
    """By tenths of the points; the last is all of them."""
    days: tuple[QuizDay, ...]
    questions: tuple[QuestionNumbers, ...]
    """Those most got wrong first."""


class QuizTopic(Value):
    """The topic that was made."""

    topic: str


class NumbersFile(Value):
    """The file that was made."""

    name: str
    content_type: str
    body: bytes


def numbers_for(product_id: str, *, by: Actor) -> QuizSums:
    """The numbers of a quiz. Raises ``UnknownProduct`` or ``PermissionDenied``."""
    product = _quiz(product_id)
    people.require(by, READ, product.unit)
    found = quizzes.numbers(product.account, product.id)
    known = _questions(product)
    return QuizSums(
        started=sum(day.started for day in found.days),
        ended=sum(day.ended for day in found.days),
        passed=sum(day.passed for day in found.days),
        scores=tuple(map(sum, zip(*(day.scores for day in found.days), strict=True))) or (0,) * 11,
        days=found.days,
        questions=tuple(
            _numbers(one.id, known.get(one.id), one.answered, one.right) for one in found.questions
        ),
    )


def make_topic(product_id: str, question_id: str, *, by: Actor, now: datetime) -> QuizTopic:
    """做成选题: a lead on the unit's board about what most got wrong.

    Raises ``UnknownProduct``, ``UnknownQuizQuestion`` or ``PermissionDenied``.
    """
    product = _quiz(product_id)
    people.require(by, READ, product.unit)
    sums = numbers_for(product_id, by=by)
    one = next((each for each in sums.questions if each.id == question_id), None)
    if one is None or not one.text:
        raise UnknownQuizQuestion(f"答题“{product.title}”里没有题目“{question_id}”。")
    wrong = one.answered - one.right
    text = topics.TopicText(
        title=f"讲清楚：{one.text}"[: topics.TITLE_CHARS],
        note=(
            f"答题“{product.title}”里 {one.answered} 人次答这道题，{wrong} 人次答错"
            f"（{one.wrong_share:.0%}）。正确答案：{one.right_answer}。"
        )[: topics.NOTE_CHARS],
        matter=one.matter,
        origin=topics.Origin.QUESTIONS,
        account=product.account,
    )
    return QuizTopic(topic=topics.new_topic(product.unit, text, by=by, now=now).id)


def export(product_id: str, *, reason: str, by: Actor, now: datetime) -> NumbersFile:
    """The numbers as a workbook; that it was taken away stands in the log, with the reason."""
    from chalicelib.sheets.books import SheetOf, book_of

    product = _quiz(product_id)
    sums = numbers_for(product_id, by=by)
    note = required_reason(reason)
    days = SheetOf(
        "每天",
        ["日期", "开始", "交卷", "及格", *[f"{10 * n}%—" for n in range(10)], "满分"],
        [[day.day, day.started, day.ended, day.passed, *day.scores] for day in sums.days],
    )
    questions = SheetOf(
        "题目",
        ["题目", "题型", "事项", "正确答案", "作答人次", "答对", "答错", "错误率"],
        [
            [one.text or one.id, one.kind, one.matter, one.right_answer, one.answered, one.right, one.answered - one.right, round(one.wrong_share, 4)]
            for one in sums.questions
        ],
        note="每交一份卷，卷上的每道题算一次；没有答的题算答错。",
    )  # fmt: skip
    entry = audit.entry_of(
        by, READ, unit=product.unit, object=f"product:{product.id}", at=now, note=note
    )
    audit.record(entry)
    body = book_of([days, questions], title=product.title)
    name = f"答题-{product.id}-{shown(now)[:10]}.xlsx"
    return NumbersFile(name=name, content_type=_XLSX, body=body)


def _quiz(product_id: str) -> Product:
    product = products.get(product_id)
    if product.form is not Form.QUIZ:
        raise products.UnknownProduct(product_id)
    return product


def _questions(product: Product) -> dict[str, Question]:
    """Every question that the quiz has or had, as its latest revision with it words it."""
    found: dict[str, Question] = {}
    for revision in products.revisions(product.id):
        found |= {one.id: one for one in products.content_at(product, revision.key).questions}
    return found


def _numbers(id_: str, known: Question | None, answered: int, right: int) -> QuestionNumbers:
    return QuestionNumbers(
        id=id_,
        text=known.text if known else "",
        kind=quizzes.labels.KIND_NAMES[known.kind] if known else "",
        matter=known.matter if known else "",
        right_answer="、".join(known.options[place] for place in known.right) if known else "",
        answered=answered,
        right=right,
        wrong_share=1 - right / answered if answered else 0,
    )
