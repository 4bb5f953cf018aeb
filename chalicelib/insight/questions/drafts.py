"""From a question that nobody could answer to an entry that somebody will."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from chalicelib.actor import Actor
from chalicelib.insight.errors import NoSuchQuestion
from chalicelib.insight.questions.open_questions import Question


def named(account_id: str, key: str, questions: Iterable[Question]) -> Question:
    """The question with this key. Raises ``NoSuchQuestion``."""
    for question in questions:
        if question.key == key:
            return question
    raise NoSuchQuestion(account_id, key)


def draft(account_id: str, question: Question, *, by: Actor, now: datetime) -> str:
    """Put a question into the knowledge base as a draft without an answer; returns the entry's id.

    Ways it was written otherwise become its variants. A draft answers nobody until it has an answer and two people
    have released it. Drafted again it stays the same entry.
    """
    from chalicelib.knowledge import FaqEntry, Standing, files, versions

    entry = FaqEntry(
        id=files.entry_id(question.text),
        question=question.text[:200],
        variants=tuple(text for text in question.examples if text != question.text),
        standing=Standing.DRAFT,
    )
    before = {one.id for one in versions.working(account_id).knowledge.entries}
    if entry.id not in before:
        versions.edit(
            account_id,
            lambda known: versions.with_entries(known, [entry], replace=False),
            by=by,
            source=f"question draft {question.key}",
            now=now,
        )
    return entry.id
