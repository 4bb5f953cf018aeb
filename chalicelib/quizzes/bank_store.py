"""Items of the bank of questions.

| pk | sk | attributes |
|---|---|---|
| ``QUESTIONS#{unit}`` | question id | ``doc`` (BankQuestion), ``version`` |
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from typing import Final

from chalicelib import audit
from chalicelib.audit import AuditEntry
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.quizzes.errors import QuestionChanged, UnknownQuestion
from chalicelib.quizzes.models import BankQuestion

_LETTERS: Final = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id() -> str:
    """The id of a new question."""
    return "q-" + "".join(secrets.choice(_LETTERS) for _ in range(8))


def get(unit: str, question_id: str) -> BankQuestion:
    """One question. Raises ``UnknownQuestion``."""
    item = table.get(_pk(unit), question_id, consistent=True)
    if item is None:
        raise UnknownQuestion(question_id)
    return BankQuestion.model_validate_json(str(item["doc"]))


def of_unit(unit: str) -> Iterator[BankQuestion]:
    """Every question of a unit's bank, by id."""
    for item in table.query(_pk(unit), "q-", consistent=True):
        yield BankQuestion.model_validate_json(str(item["doc"]))


def put(questions: Sequence[BankQuestion], entry: AuditEntry) -> None:
    """Store questions, new ones and those whose version before is the one below, with one entry of the log.

    At most 90 at a time. Raises ``QuestionChanged``.
    """
    actions = [_put(one) for one in questions]
    try:
        table.transact([*actions, audit.write_action(entry)])
    except ConditionFailed as error:
        raise _changed() from error


def remove(question: BankQuestion, entry: AuditEntry) -> None:
    """Take a question out of the bank, as it was seen. Raises ``QuestionChanged``."""
    gone = table.delete_action(
        _pk(question.unit),
        question.question.id,
        {":before": question.version},
        condition="version = :before",
    )
    try:
        table.transact([gone, audit.write_action(entry)])
    except ConditionFailed as error:
        raise _changed() from error


def _put(one: BankQuestion) -> table.Action:
    item: table.Item = {
        "pk": _pk(one.unit),
        "sk": one.question.id,
        "doc": one.model_dump_json(),
        "version": one.version,
    }
    if one.version == 1:
        return table.put_action(item, only_new=True)
    return table.put_if_action(item, "version = :before", {":before": one.version - 1})


def _changed() -> QuestionChanged:
    return QuestionChanged("有人刚刚改过或删除了这道题，您的修改没有保存。请刷新后再试。")


def _pk(unit: str) -> str:
    return f"QUESTIONS#{unit}"
