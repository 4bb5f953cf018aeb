"""A question without an answer becomes a draft in the knowledge base.

Versions of the knowledge are kept for good, and an erasure does not reach them. So nobody's words get there but an
editor's, and those that several people have used alike (docs/decisions/0138).
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from chalicelib.actor import Actor
from chalicelib.insight.errors import NoSuchQuestion, OwnWordsNeeded
from chalicelib.insight.questions import archive
from chalicelib.insight.questions.open_questions import Question, unanswered

NOBODYS: Final = 3
"""Words that so many people have asked in tell nothing of any of them."""


class Draft(NamedTuple):
    """A draft without an answer, and the question that it is for."""

    entry: str
    """Id of the entry."""
    text: str
    """The entry's question."""
    question: Question


def draft_question(
    account_id: str, key: str, since: datetime, *, wording: str = "", by: Actor, now: datetime
) -> Draft:
    """Put an open question of the time from ``since`` to ``now`` into the knowledge base, as a draft.

    ``wording`` is the question in the editor's own words. Without it the words of those who asked are taken, where
    they are ``NOBODYS``; they are the entry's variants, too. A draft answers nobody until it has an answer and two
    people have released it. Drafted again in the same words it stays the same entry. Raises ``UnknownAccount``,
    ``PermissionDenied``, ``NoSuchQuestion`` or ``OwnWordsNeeded``.
    """
    from chalicelib import knowledge
    from chalicelib.knowledge import FaqEntry, Standing

    question = _named(account_id, key, since, now)
    spellings = question.examples if question.askers >= NOBODYS else ()
    text = wording.strip() or (question.text if spellings else "")
    if not text:
        raise OwnWordsNeeded(account_id, key, question.askers)
    entry = FaqEntry(
        id=knowledge.files.entry_id(text),
        question=text[:200],
        variants=tuple(spelling for spelling in spellings if spelling != text),
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
    return Draft(entry.id, entry.question, question)


def _named(account_id: str, key: str, since: datetime, until: datetime) -> Question:
    for question in unanswered(archive.asked_messages(account_id, since, until)):
        if question.key == key:
            return question
    raise NoSuchQuestion(account_id, key)
