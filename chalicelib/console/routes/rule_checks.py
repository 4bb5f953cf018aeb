"""规则的检查: faults of the rules, and what an edit would have changed."""

from __future__ import annotations

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from pydantic import BaseModel, Field

from chalicelib import conversation
from chalicelib.application import rule_trials
from chalicelib.application.dry_run import DryRunOutcome
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.accepted import JobSeen, begun_or_done, seen
from chalicelib.console.caller import actor
from chalicelib.console.routes.files import SentFile
from chalicelib.console.routes.jobs import JobId
from chalicelib.console.routes.rules import RuleTyped
from chalicelib.conversation import AnswerSummary
from chalicelib.jobs import Job

router = Router()


class Finding(BaseModel):
    """One fault of the rules."""

    kind: str
    kind_name: str
    rule: str
    keyword: str
    other: str
    sentence: str


class Findings(BaseModel):
    """The faults of the rules in force."""

    findings: list[Finding]
    messages: int
    """How many recent messages they were measured against."""


class Edit(BaseModel):
    """What is tried on real messages."""

    days: int = Field(default=7, ge=1, le=30)
    knowledge_draft: bool = False
    rule: RuleTyped | None = None
    file: SentFile | None = None


class SummarySeen(BaseModel):
    """An answer, short."""

    rung_name: str
    by: str
    text: str


class ChangedAnswer(BaseModel):
    """An answer that would be another one."""

    before: SummarySeen
    after: SummarySeen
    count: int
    examples: list[str]
    """What followers wrote: text, nothing else."""


class RungCount(BaseModel):
    """How many messages a rung answers."""

    name: str
    before: int
    after: int


class DryRunSeen(BaseModel):
    """What an edit would have changed."""

    messages: int
    changed: int
    rungs: list[RungCount]
    changes: list[ChangedAnswer]
    """The most frequent."""
    kinds: int
    """How many changes there are that differ."""
    words_only: bool
    """Whether the second stage of the search was left out."""


class DryRunAnswer(BaseModel):
    """What an edit would have changed, or the job that finds it out."""

    job: JobSeen | None
    outcome: DryRunSeen | None


@router.get("/rules/<account>/lint", tags=["rules"], summary="检查规则")
def lint(account: str) -> Findings:
    """Keywords that never get their turn, contradict each other, are too broad, or hide a sure answer."""
    found = rule_trials.lint_for(account, by=actor(), now=utc_now())
    return Findings(
        findings=[
            Finding(
                kind=one.kind,
                kind_name=conversation.labels.FINDINGS[one.kind],
                rule=one.rule,
                keyword=one.keyword,
                other=one.other,
                sentence=conversation.labels.finding_text(one),
            )
            for one in found.findings
        ],
        messages=found.messages,
    )


@router.post("/rules/<account>/dry-run", tags=["rules"], summary="用真实消息试一遍")
def dry_run(account: str, edit: Edit) -> Response[DryRunAnswer]:
    """The last messages, answered now and after an edit; of many by a job. Nothing is imported or sent."""
    done = rule_trials.dry_run_or_start(
        account,
        rule_trials.Edit(
            days=edit.days,
            knowledge_draft=edit.knowledge_draft,
            file=edit.file.file() if edit.file else None,
            typed=edit.rule.text if edit.rule else None,
            name=edit.rule.name if edit.rule else None,
        ),
        by=actor(),
        now=utc_now(),
    )
    if isinstance(done, Job):
        return begun_or_done(DryRunAnswer(job=seen(done), outcome=None))
    return begun_or_done(DryRunAnswer(job=None, outcome=_seen(done)))


@router.get("/dry-runs/<job_id>", tags=["jobs"], summary="试答任务的结果")
def outcome(job_id: JobId) -> DryRunSeen:
    """What came of a dry run that went on as a job of the caller."""
    return _seen(rule_trials.outcome_for(job_id, by=actor()))


def _seen(done: DryRunOutcome) -> DryRunSeen:
    found, names = done.found, conversation.labels.RUNGS
    return DryRunSeen(
        messages=found.messages,
        changed=found.changed,
        rungs=[
            RungCount(
                name=name,
                before=found.rungs_before.get(rung, 0),
                after=found.rungs_after.get(rung, 0),
            )
            for rung, name in names.items()
            if rung in found.rungs_before or rung in found.rungs_after
        ],
        changes=[
            ChangedAnswer(
                before=_summary(one.before),
                after=_summary(one.after),
                count=one.count,
                examples=list(one.examples),
            )
            for one in found.changes[: cursors.MOST]
        ],
        kinds=len(found.changes),
        words_only=done.words_only,
    )


def _summary(one: AnswerSummary) -> SummarySeen:
    return SummarySeen(rung_name=conversation.labels.RUNGS[one.rung], by=one.by, text=one.text)
