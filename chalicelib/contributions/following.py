"""What follows a decision by itself: a copy, a report to an order, publications. Each is a conditional write; twice is once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from chalicelib.contributions import rules, store
from chalicelib.contributions.models import (
    Contribution,
    ContributionState,
    Publication,
    Step,
)

RETRY: Final = timedelta(minutes=10)


def copied(contribution: str, article: str, now: datetime) -> Contribution:
    """The copy is made; nothing where the decision was taken back meanwhile."""

    def decide(one: Contribution) -> Any:
        if one.answer is None or one.answer.article == article:
            return None
        if one.state is not ContributionState.ADOPTED:
            return None
        answer = one.answer.model_copy(update={"article": article})
        step = Step(action="copied", by="system", at=now, note=article)
        after = one.stepped(step, answer=answer, pending=_left(one, copied=True), problem="")
        return after, None, [store.article_action(article, one.id)]

    return store.change(contribution, decide)


def reported(contribution: str, now: datetime) -> Contribution:
    """The order that it answers was reported to."""

    def decide(one: Contribution) -> Any:
        if one.reported:
            return None
        step = Step(action="reported", by="system", at=now, note=one.written.order)
        after = one.stepped(step, reported=True, pending=_left(one, reported=True), problem="")
        return after, None, ()

    return store.change(contribution, decide)


def put_off(contribution: str, problem: str, now: datetime) -> Contribution:
    """What could not be carried out is tried again later; it says why."""

    def decide(one: Contribution) -> Any:
        if not one.pending:
            return None
        return one.model_copy(update={"problem": problem}), None, ()

    return store.change(contribution, decide, due=now + RETRY)


def given_up(contribution: str, problem: str) -> Contribution:
    """Nothing further is tried by itself; it says what is left to persons."""

    def decide(one: Contribution) -> Any:
        if not one.pending:
            return None
        return one.model_copy(update={"problem": problem, "pending": False}), None, ()

    return store.change(contribution, decide)


def published(contribution: str, seen: Publication) -> Contribution:
    """Something that was made of it is out, or was taken down; points follow in the same transaction."""

    def decide(one: Contribution) -> Any:
        if one.state is not ContributionState.ADOPTED:
            return None
        after = rules.with_publication(one, seen)
        return None if after == one else (after, None, ())

    return store.change(contribution, decide)


def _left(one: Contribution, *, copied: bool = False, reported: bool = False) -> bool:
    """Whether something is left to be carried out afterwards."""
    needs_copy = (
        one.state is ContributionState.ADOPTED
        and one.written.article != ""
        and not (copied or (one.answer and one.answer.article))
    )
    needs_report = one.written.order != "" and not (reported or one.reported)
    return needs_copy or needs_report
