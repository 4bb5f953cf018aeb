"""把握与门槛: how an account's knowledge would do at each threshold, on questions whose answer followers confirmed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from chalicelib import knowledge, people
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for
from chalicelib.application.deeds import deeds
from chalicelib.application.evaluation_export import evaluation_sets
from chalicelib.application.knowledge_base import EDIT, READ
from chalicelib.application.open_questions import READ as QUESTIONS
from chalicelib.errors import Field, Invalid
from chalicelib.knowledge import CompiledKnowledge, KnowledgeVersion
from chalicelib.transitions import Deed

MOST: Final = 1500
"""Questions of each kind that a page tries."""
FEWEST: Final = 50
"""Confirmed questions below which figures say little."""


class Point(NamedTuple):
    """One question, as the knowledge judged it."""

    confidence: float
    """Of the best entry; 0 where nothing is near."""
    known: bool
    """Whether an entry answers it."""
    right: bool
    """Whether the best entry is the one that answers it."""
    among: bool
    """Whether one of those that would be offered is."""


class Trial(NamedTuple):
    """All questions, and the thresholds that decide now."""

    points: list[Point]
    sure: float
    unsure: float
    own: bool
    """Whether the thresholds are the account's own."""
    version: int
    enough: bool
    deeds: tuple[Deed, ...]


def trial_for(account_id: str, *, by: Actor, now: datetime, days: int) -> Trial:
    """Judge the questions of the last days by the working version. Raises ``UnknownAccount`` or ``PermissionDenied``.

    Negatives are questions that nobody was answered: one that an entry does answer counts against it wrongly, which
    is why the page says so.
    """
    account = account_for(by, READ, account_id)
    account_for(by, QUESTIONS, account_id)
    sets = evaluation_sets(account_id, now - timedelta(days=days), now)
    shown = knowledge.versions.working(account_id)
    compiled = CompiledKnowledge(
        knowledge.versions.compiled(account_id, shown.knowledge, dense=False)
    )
    confirmed = [*sets.dev, *sets.test]
    points = [_point(compiled, row["query"], row["faq_id"], now) for row in confirmed[:MOST]]
    points += [_point(compiled, row["query"], None, now) for row in sets.none[:MOST]]
    stage = compiled.confidence.lexical
    return Trial(
        points,
        min(stage.sure, 1.0),
        stage.unsure,
        bool(shown.knowledge.confidence),
        shown.number,
        len(confirmed) >= FEWEST,
        deeds(people.permissions_of(by, account.unit), {"adopt": ("采用这两个门槛", EDIT)}),
    )


def adopt_thresholds(
    account_id: str, sure: float, unsure: float, *, by: Actor, now: datetime
) -> KnowledgeVersion | None:
    """Make a draft version with other thresholds; the weights stay as they are fitted.

    Raises ``Invalid`` where asking back would begin above answering, and like ``versions.edit``.
    """
    account_for(by, EDIT, account_id)
    if unsure > sure:
        raise Invalid(
            "列出猜你想问的门槛不能高于直接回答的门槛。", fields=[Field("unsure", "太高")]
        )
    kept = knowledge.versions.working(account_id).knowledge.confidence
    fitted = (
        knowledge.retrieval.Confidence.model_validate_json(kept)
        if kept
        else knowledge.retrieval.DEFAULT_CONFIDENCE
    )
    lexical = fitted.lexical.model_copy(update={"sure": sure, "unsure": unsure})
    body = fitted.model_copy(update={"lexical": lexical}).model_dump_json().encode()
    return knowledge.versions.adopt_confidence(
        account_id, body, by=by, now=now, source=f"{sure:.0%} / {unsure:.0%}"
    )


def _point(compiled: CompiledKnowledge, text: str, entry: str | None, now: datetime) -> Point:
    found = compiled.consult(text, now).candidates
    ids = [one.id for one in found]
    return Point(
        found[0].confidence if found else 0.0,
        entry is not None,
        bool(ids) and ids[0] == entry,
        entry in ids,
    )
