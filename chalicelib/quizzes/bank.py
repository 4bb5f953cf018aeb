"""The bank of questions (题库) of a unit: written, corrected, taken out, brought in from a file.

A quiz carries copies of the questions that were reviewed with it: what is changed here reaches no quiz that is published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError

from chalicelib import audit, people
from chalicelib.actor import Actor
from chalicelib.audit import AuditEntry
from chalicelib.errors import Field
from chalicelib.quizzes import bank_store
from chalicelib.quizzes.errors import BadQuestion
from chalicelib.quizzes.models import JUDGED, BankQuestion, Question, QuestionKind
from chalicelib.values import reason_of

READ: Final = "products:product:read"
EDIT: Final = "products:product:edit"
MOST: Final = 2000
"""Questions of a bank."""
_PORTION: Final = 90


def questions_for(
    unit: str, *, by: Actor, matter: str = "", words: str = "", difficulty: int = 0
) -> list[BankQuestion]:
    """The questions of a unit's bank that fit, those changed last first. Raises ``PermissionDenied``."""
    people.require(by, READ, unit)
    found = [
        one
        for one in bank_store.of_unit(unit)
        if matter in ("", one.question.matter)
        and difficulty in (0, one.question.difficulty)
        and words in one.question.text + one.question.explanation
    ]
    return sorted(found, key=lambda one: (one.updated_at, one.question.id), reverse=True)


def add(unit: str, written: Mapping[str, Any], *, by: Actor, now: datetime) -> BankQuestion:
    """A new question. Raises ``BadQuestion`` or ``PermissionDenied``."""
    people.require(by, EDIT, unit)
    _check_room(unit, 1)
    made = _made(unit, question_of({**written, "id": bank_store.new_id()}), by, now)
    bank_store.put([made], _entry(unit, made.question.id, by, now, f"新题：{made.question.text}"))
    return made


def change(
    unit: str,
    question_id: str,
    written: Mapping[str, Any],
    *,
    version: int,
    by: Actor,
    now: datetime,
) -> BankQuestion:
    """Write a question anew that was seen in ``version``.

    Raises ``BadQuestion``, ``UnknownQuestion``, ``QuestionChanged`` or ``PermissionDenied``.
    """
    people.require(by, EDIT, unit)
    before = bank_store.get(unit, question_id)
    question = question_of({**written, "id": question_id})
    if question == before.question:
        return before
    made = _made(unit, question, by, now).model_copy(update={"version": version + 1})
    bank_store.put([made], _entry(unit, question_id, by, now, f"改题：{question.text}"))
    return made


def remove(unit: str, question_id: str, *, version: int, by: Actor, now: datetime) -> None:
    """Take a question out. Raises ``UnknownQuestion``, ``QuestionChanged`` or ``PermissionDenied``."""
    people.require(by, EDIT, unit)
    found = bank_store.get(unit, question_id)
    seen = found.model_copy(update={"version": version})
    entry = _entry(unit, question_id, by, now, f"删题：{found.question.text}")
    bank_store.remove(seen, entry)


def bring_in(
    unit: str, questions: Sequence[Mapping[str, Any]], *, by: Actor, now: datetime
) -> list[BankQuestion]:
    """Add questions that were read from a file; one whose words stand in the bank already is left out.

    Killed half-way it is brought in again: what came the first time is then left out. Raises ``BadQuestion`` or
    ``PermissionDenied``.
    """
    people.require(by, EDIT, unit)
    known = {_same(one.question) for one in bank_store.of_unit(unit)}
    fresh: list[BankQuestion] = []
    for written in questions:
        question = question_of({**written, "id": bank_store.new_id()})
        if _same(question) not in known:
            known.add(_same(question))
            fresh.append(_made(unit, question, by, now))
    _check_room(unit, len(fresh))
    for start in range(0, len(fresh), _PORTION):
        some = fresh[start : start + _PORTION]
        bank_store.put(some, _entry(unit, "bank", by, now, f"导入 {len(some)} 道题"))
    return fresh


def question_of(written: Mapping[str, Any]) -> Question:
    """A question as somebody wrote it. Raises ``BadQuestion``."""
    plain = dict(written)
    if plain.get("kind") == QuestionKind.JUDGE:
        plain["options"] = JUDGED
    try:
        return Question.model_validate(plain)
    except ValidationError as error:
        fields = [
            Field(".".join(map(str, one["loc"])) or "right", reason_of(one))
            for one in error.errors(include_input=False)
        ]
        said = "；".join(dict.fromkeys(one.problem for one in fields))
        raise BadQuestion(f"题目填写有误：{said}。", fields=fields) from None


def _same(question: Question) -> tuple[str, tuple[str, ...]]:
    return question.text, tuple(sorted(question.options))


def _check_room(unit: str, more: int) -> None:
    if sum(1 for _ in bank_store.of_unit(unit)) + more > MOST:
        raise BadQuestion(f"一个单位的题库最多 {MOST} 道题。")


def _made(unit: str, question: Question, by: Actor, now: datetime) -> BankQuestion:
    return BankQuestion(unit=unit, question=question, updated_at=now, updated_by=by.person)


def _entry(unit: str, object_: str, by: Actor, now: datetime, note: str) -> AuditEntry:
    return audit.entry_of(
        by, EDIT, unit=unit, object=f"question:{object_}", at=now, note=note[:200]
    )
