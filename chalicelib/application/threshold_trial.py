"""把握与门槛: how an account's knowledge would do at each threshold, on questions whose answer followers confirmed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from pydantic import TypeAdapter

from chalicelib import jobs, knowledge, people
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for
from chalicelib.application.deeds import deeds
from chalicelib.application.evaluation_export import evaluation_sets
from chalicelib.application.knowledge_base import EDIT, MANY, READ
from chalicelib.application.open_questions import READ as QUESTIONS
from chalicelib.errors import Field, Invalid
from chalicelib.knowledge import CompiledKnowledge, KnowledgeVersion
from chalicelib.transitions import Deed

KIND: Final = "knowledge.trial"
MOST: Final = 1500
"""Questions of each kind that are tried."""
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


class Thresholds(NamedTuple):
    """The thresholds that decide by the working version."""

    sure: float
    unsure: float
    own: bool
    """Whether they are the account's own."""
    version: int
    deeds: tuple[Deed, ...]


class Trial(NamedTuple):
    """All questions, as the working version judges them."""

    points: list[Point]
    version: int
    enough: bool
    """Whether so many are confirmed that the figures say something."""
    days: int


_KEPT: Final = TypeAdapter(Trial)


def thresholds_for(account_id: str, *, by: Actor) -> Thresholds:
    """When it answers and when it asks back. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    account = account_for(by, READ, account_id)
    account_for(by, QUESTIONS, account_id)
    shown = knowledge.versions.working(account_id)
    stage = knowledge.retrieval.confidence_of(shown.knowledge.confidence).lexical
    return Thresholds(
        min(stage.sure, 1.0),
        stage.unsure,
        bool(shown.knowledge.confidence),
        shown.number,
        deeds(people.permissions_of(by, account.unit), {"adopt": ("采用这两个门槛", EDIT)}),
    )


def trial_or_start(account_id: str, *, by: Actor, now: datetime, days: int) -> Trial | jobs.Job:
    """Judge the questions of the last days by the working version; the job that does where there are many.

    Negatives are questions that nobody was answered: one that an entry does answer counts against it wrongly, which
    is why the page says so. Raises ``UnknownAccount``, ``PermissionDenied`` or ``TooManyJobs``.
    """
    account = account_for(by, READ, account_id)
    account_for(by, QUESTIONS, account_id)

    def start() -> jobs.Job:
        title = f"用最近 {days} 天的提问检验{account.name}的知识库"
        arguments = {"account": account_id, "days": days}
        return jobs.start(KIND, title, by=by, unit=account.unit, arguments=arguments, now=now)

    return jobs.here_or_later(
        lambda progress: _judged(account_id, now, days, progress),
        start,
        large=len(knowledge.versions.working(account_id).knowledge.entries) > MANY,
    )


def trial_job(job: jobs.Job, progress: jobs.Progress) -> jobs.Result:
    """The function of ``knowledge.trial``. It changes nothing."""
    account_id, days = job.arguments["account"], job.arguments["days"]
    account_for(job.by, READ, account_id)
    account_for(job.by, QUESTIONS, account_id)
    done = _judged(account_id, job.made_at, days, progress)
    return jobs.Result(
        f"检验了 {len(done.points):,} 个提问",
        page=f"/knowledge/thresholds?account={account_id}&job={job.id}",
        outcome=_KEPT.dump_json(done).decode(),
    )


def outcome_for(job_id: str, *, by: Actor) -> Trial:
    """What came of the job. Raises ``UnknownJob``, ``JobNotDone`` or ``PermissionDenied``."""
    job, kept = jobs.outcome(job_id, KIND, by=by)
    account_for(by, READ, job.arguments["account"])
    account_for(by, QUESTIONS, job.arguments["account"])
    return _KEPT.validate_json(kept)


def _judged(account_id: str, now: datetime, days: int, progress: jobs.Tells) -> Trial:
    sets = evaluation_sets(account_id, now - timedelta(days=days), now, progress)
    shown = knowledge.versions.working(account_id)
    progress(0, 1, "正在编译")
    compiled = CompiledKnowledge(
        knowledge.versions.compiled(account_id, shown.knowledge, dense=False)
    )
    confirmed = [*sets.dev, *sets.test]
    asked = [(row["query"], row["faq_id"]) for row in confirmed[:MOST]]
    asked += [(row["query"], "") for row in sets.none[:MOST]]
    points = []
    for number, (text, entry) in enumerate(asked):
        progress(number, len(asked), f"已检验 {number:,}/{len(asked):,} 个提问")
        points.append(_point(compiled, text, entry or None, now))
    return Trial(points, shown.number, len(confirmed) >= FEWEST, days)


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
