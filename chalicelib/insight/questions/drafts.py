"""A question without an answer becomes a draft in the knowledge base."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from chalicelib.actor import Actor
from chalicelib.insight.errors import NoSuchQuestion
from chalicelib.insight.questions import archive
from chalicelib.insight.questions.open_questions import Question, unanswered


class Draft(NamedTuple):
    """A draft without an answer, and the question that it is for."""

    entry: str
    """Id of the entry."""
    question: Question


def draft_question(
    account_id: str, key: str, since: datetime, *, by: Actor, now: datetime
) -> Draft:
    """Put an open question of the time from ``since`` to ``now`` into the knowledge base, as a draft.

    Its other spellings become the entry's variants. A draft answers nobody until it has an answer and two people
    have released it. Drafted again it stays the same entry. Raises ``UnknownAccount``, ``PermissionDenied`` or
    ``NoSuchQuestion``.
    """
    from chalicelib import knowledge
    from chalicelib.knowledge import FaqEntry, Standing

    question = _named(account_id, key, since, now)
    entry = FaqEntry(
        id=knowledge.files.entry_id(question.text),
        question=question.text[:200],
        variants=tuple(text for text in question.examples if text != question.text),
        standing=Standing.DRAFT,
    )
    before = {one.id for one in knowledge.versions.working(account_id).knowledge.entries}
    if entry.id not in before:
        knowledge.versions.edit(
            account_id,
            lambda known: knowledge.versions.with_entries(known, [entry], replace=False),
            by=by,
            source=f"question draft {question.key}",
            now=now,
        )
    return Draft(entry.id, question)


def _named(account_id: str, key: str, since: datetime, until: datetime) -> Question:
    for question in unanswered(archive.asked_messages(account_id, since, until)):
        if question.key == key:
            return question
    raise NoSuchQuestion(account_id, key)
