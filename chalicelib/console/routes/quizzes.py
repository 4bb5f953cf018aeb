"""题库和答题的数字: a unit's questions, written, brought in and taken away; what came of a quiz."""

from __future__ import annotations

import base64
from typing import Annotated, Any

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, Field

from chalicelib import quizzes
from chalicelib.application import quiz_numbers
from chalicelib.application.quiz_numbers import QuizSums, QuizTopic
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.console.download import File
from chalicelib.console.once import once
from chalicelib.console.routes.files import bytes_of
from chalicelib.quizzes import BankQuestion, QuestionKind

router = Router()

_TAG = "products"
Unit = Annotated[str, Query(max_length=80)]


class QuestionText(BaseModel):
    """A question as somebody writes it."""

    kind: QuestionKind
    text: str = Field(max_length=200)
    options: list[str] = Field(default=[], max_length=6)
    """Of a 判断 none."""
    right: list[int] = Field(max_length=6)
    """Places of the right options, from 0."""
    explanation: str = Field(default="", max_length=500)
    basis: str = Field(default="", max_length=120)
    basis_url: str = Field(default="", max_length=500)
    matter: str = Field(default="", max_length=20)
    difficulty: int = Field(default=1, ge=1, le=3)


class NewQuestion(QuestionText):
    """A question for a unit's bank."""

    unit: str = Field(max_length=80)


class ChangedQuestion(NewQuestion):
    """A question that was seen in a version."""

    version: int = Field(ge=1)


class QuestionFile(BaseModel):
    """A workbook of questions."""

    unit: str = Field(max_length=80)
    name: str = Field(max_length=200)
    base64: str = Field(max_length=5_700_000)


class Bank(BaseModel):
    """The questions that fit, those changed last first."""

    questions: list[BankQuestion]
    matters: list[str]
    """Of the whole bank."""
    total: int


class BroughtIn(BaseModel):
    """What a file brought."""

    added: int
    known: int
    """Questions that stood in the bank already."""


class ExportReason(BaseModel):
    """Why it is taken away."""

    reason: str = Field(max_length=200)


class TopicOf(BaseModel):
    """The question of which a topic is made."""

    question: str = Field(max_length=20)


@router.get("/questions-bank", tags=[_TAG], summary="一个单位的题库")
def bank_of(
    unit: Unit,
    matter: Annotated[str, Query(max_length=20)] = "",
    words: Annotated[str, Query(max_length=60)] = "",
    difficulty: Annotated[int, Query(ge=0, le=3)] = 0,
) -> Bank:
    """The questions that fit, with the matters of all."""
    every = quizzes.bank.questions_for(unit, by=actor())
    found = quizzes.bank.questions_for(
        unit, by=actor(), matter=matter, words=words, difficulty=difficulty
    )
    matters = sorted({one.question.matter for one in every} - {""})
    return Bank(questions=found, matters=matters, total=len(every))


@router.post("/questions-bank", tags=[_TAG], summary="新建题目")
def add(body: NewQuestion) -> BankQuestion:
    """A new question of the bank."""
    return once(
        BankQuestion,
        lambda: quizzes.bank.add(body.unit, _written(body), by=actor(), now=utc_now()),
    )


@router.put("/questions-bank/<question_id>", tags=[_TAG], summary="修改题目")
def change(question_id: str, body: ChangedQuestion) -> BankQuestion:
    """Write a question anew; quizzes that carry it stay as they are."""
    return quizzes.bank.change(
        body.unit,
        question_id,
        _written(body),
        version=body.version,
        by=actor(),
        now=utc_now(),
    )


@router.delete("/questions-bank/<question_id>", tags=[_TAG], summary="删除题目")
def remove(question_id: str, unit: Unit, version: Annotated[int, Query(ge=1)]) -> None:
    """Take a question out of the bank; quizzes that carry it stay as they are."""
    quizzes.bank.remove(unit, question_id, version=version, by=actor(), now=utc_now())


@router.post("/questions-bank/import", tags=[_TAG], summary="导入题目")
def bring_in(body: QuestionFile) -> BroughtIn:
    """Every question of a workbook, or every fault of it at its place."""
    found = quizzes.bank_file.read(body.name, bytes_of(body.base64))
    added = quizzes.bank.bring_in(body.unit, found, by=actor(), now=utc_now())
    return BroughtIn(added=len(added), known=len(found) - len(added))


@router.get("/questions-bank/export", tags=[_TAG], summary="导出题库")
def take_away(unit: Unit) -> File:
    """The bank as a workbook that can be brought in again."""
    found = quizzes.bank.questions_for(unit, by=actor())
    made = quizzes.bank_file.written(one.question for one in found)
    return File(
        name=f"题库-{unit}{made.ending}",
        content_type=made.content_type,
        base64=base64.b64encode(made.body).decode(),
    )


@router.get("/products/<product_id>/quiz-numbers", tags=[_TAG], summary="答题的数字")
def numbers(product_id: str) -> QuizSums:
    """What came of a quiz."""
    return quiz_numbers.numbers_for(product_id, by=actor())


@router.post("/products/<product_id>/quiz-numbers/export", tags=[_TAG], summary="导出答题的数字")
def numbers_file(product_id: str, body: ExportReason) -> File:
    """The numbers as a workbook; the export stands in the log."""
    made = quiz_numbers.export(product_id, reason=body.reason, by=actor(), now=utc_now())
    return File(
        name=made.name,
        content_type=made.content_type,
        base64=base64.b64encode(made.body).decode(),
    )


@router.post("/products/<product_id>/quiz-topics", tags=[_TAG], summary="把答错最多的题做成选题")
def topic(product_id: str, body: TopicOf) -> QuizTopic:
    """A lead on the unit's board."""
    return once(
        QuizTopic,
        lambda: quiz_numbers.make_topic(product_id, body.question, by=actor(), now=utc_now()),
    )


def _written(body: QuestionText) -> dict[str, Any]:
    return body.model_dump(exclude={"unit", "version"}, mode="json")
