"""Edited rules and knowledge before followers meet them: faults, and what would have been answered otherwise."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from pydantic import TypeAdapter

from chalicelib import conversation, jobs, knowledge
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.application import list_import
from chalicelib.application.account_reach import account_for
from chalicelib.application.check_rules import check_rules
from chalicelib.application.dry_run import DryRunOutcome, dry_run
from chalicelib.application.knowledge_base import MANY
from chalicelib.application.list_import import File
from chalicelib.application.open_questions import READ as QUESTIONS
from chalicelib.application.reply_rules import READ, with_typed
from chalicelib.conversation import ReplyRules, RuleFinding, RuleText
from chalicelib.errors import Field, Invalid

KIND: Final = "rules.dry-run"
MOST_MESSAGES: Final = 20_000
"""The newest, which a job tries within its fifteen minutes; the command line tries all."""
_MEASURED: Final = timedelta(days=7)
_KEPT: Final = TypeAdapter(DryRunOutcome)


class Lint(NamedTuple):
    """Faults, and how many messages the rules were measured against."""

    findings: list[RuleFinding]
    messages: int


def lint_for(account_id: str, *, by: Actor, now: datetime) -> Lint:
    """The faults of the rules in force. Addresses are not opened. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    account_for(by, READ, account_id)
    found, messages = check_rules(account_id, since=now - _MEASURED, now=now)
    return Lint(found, messages)


class Edit(NamedTuple):
    """What is tried on real messages: a file, one rule of a form, the knowledge draft, or some of them."""

    days: int
    knowledge_draft: bool = False
    file: File | None = None
    typed: RuleText | None = None
    name: str | None = None
    """The rule that ``typed`` takes the place of."""


def dry_run_or_start(
    account_id: str, edit: Edit, *, by: Actor, now: datetime
) -> DryRunOutcome | jobs.Job:
    """The last messages, answered now and after an edit; the job that goes on with it where there are many.

    Raises ``Invalid`` for a file with errors, ``BadRule``, ``TooManyJobs``, ``UnknownAccount`` or
    ``PermissionDenied``: the answer shows what followers wrote.
    """
    account = _may(account_id, by)
    edited = _edited(account_id, edit)

    def start() -> jobs.Job:
        arguments = {
            "account": account_id,
            "days": edit.days,
            "knowledge_draft": edit.knowledge_draft,
            "file": edit.file.given(by) if edit.file else None,
            "typed": edit.typed.model_dump(mode="json") if edit.typed else None,
            "name": edit.name,
        }
        title = f"用最近 {edit.days} 天的消息试{account.name}的修改"
        return jobs.start(KIND, title, by=by, unit=account.unit, arguments=arguments, now=now)

    large = edit.knowledge_draft and _entries(account_id) > MANY
    return jobs.here_or_later(
        lambda progress: _tried(account_id, edit, edited, now, progress), start, large=large
    )


def dry_run_job(job: jobs.Job, progress: jobs.Progress) -> jobs.Result:
    """The function of ``rules.dry-run``. It changes nothing; the same messages give the same."""
    given = job.arguments
    account_id = given["account"]
    _may(account_id, job.by)
    edit = Edit(
        given["days"],
        given["knowledge_draft"],
        File.taken(given["file"]) if given["file"] else None,
        RuleText.model_validate(given["typed"]) if given["typed"] else None,
        given["name"],
    )
    done = _tried(account_id, edit, _edited(account_id, edit), job.made_at, progress)
    return jobs.Result(
        f"{done.found.messages:,} 条消息，答复会变的有 {done.found.changed:,} 条",
        page=f"/rules/dry-run?account={account_id}&job={job.id}",
        outcome=_KEPT.dump_json(done).decode(),
    )


def outcome_for(job_id: str, *, by: Actor) -> DryRunOutcome:
    """What came of a dry run that went on as a job. Raises ``UnknownJob``, ``JobNotDone`` or ``PermissionDenied``."""
    job, kept = jobs.outcome(job_id, KIND, by=by)
    _may(job.arguments["account"], by)
    return _KEPT.validate_json(kept)


def _may(account_id: str, by: Actor) -> OfficialAccount:
    account_for(by, READ, account_id)
    return account_for(by, QUESTIONS, account_id)


def _entries(account_id: str) -> int:
    version = knowledge.versions.working(account_id).version
    return version.entries if version else 0


def _tried(
    account_id: str,
    edit: Edit,
    edited: ReplyRules | None,
    now: datetime,
    progress: jobs.Tells,
) -> DryRunOutcome:
    return dry_run(
        account_id,
        edited,
        knowledge_draft=edit.knowledge_draft,
        days=edit.days,
        now=now,
        most=MOST_MESSAGES,
        progress=progress,
    )


def _edited(account_id: str, edit: Edit) -> ReplyRules | None:
    if edit.file:
        rules, _ = list_import.rules_in(edit.file)
        if rules is None:
            raise Invalid("文件有错误，请先改好再试。", fields=[Field("file", "有错误")])
        return rules
    if edit.typed is None:
        return None
    return with_typed(conversation.rules_in_force(account_id), edit.typed, edit.name)
