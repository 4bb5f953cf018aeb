"""Edited rules and knowledge before followers meet them: faults, and what would have been answered otherwise."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from chalicelib import conversation
from chalicelib.actor import Actor
from chalicelib.application import list_import
from chalicelib.application.account_reach import account_for
from chalicelib.application.check_rules import check_rules
from chalicelib.application.dry_run import DryRunOutcome, dry_run
from chalicelib.application.list_import import File
from chalicelib.application.open_questions import READ as QUESTIONS
from chalicelib.application.reply_rules import READ, with_typed
from chalicelib.conversation import ReplyRules, RuleFinding, RuleText
from chalicelib.errors import Field, Invalid

MOST_MESSAGES: Final = 2000
"""Messages that a page tries; the command line tries all."""
_MEASURED: Final = timedelta(days=7)


class Lint(NamedTuple):
    """Faults, and how many messages the rules were measured against."""

    findings: list[RuleFinding]
    messages: int


def lint_for(account_id: str, *, by: Actor, now: datetime) -> Lint:
    """The faults of the rules in force. Addresses are not opened. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    account_for(by, READ, account_id)
    found, messages = check_rules(account_id, since=now - _MEASURED, now=now)
    return Lint(found, messages)


def dry_run_for(
    account_id: str,
    *,
    by: Actor,
    now: datetime,
    days: int,
    knowledge_draft: bool,
    file: File | None = None,
    typed: RuleText | None = None,
    name: str | None = None,
) -> DryRunOutcome:
    """The last messages, answered now and after an edit: a file, one rule of a form, or the knowledge draft.

    Raises ``Invalid`` for a file with errors, ``BadRule``, ``UnknownAccount`` or ``PermissionDenied``: the answer
    shows what followers wrote.
    """
    account_for(by, READ, account_id)
    account_for(by, QUESTIONS, account_id)
    return dry_run(
        account_id,
        _edited(account_id, file, typed, name),
        knowledge_draft=knowledge_draft,
        days=days,
        now=now,
        most=MOST_MESSAGES,
    )


def _edited(
    account_id: str, file: File | None, typed: RuleText | None, name: str | None
) -> ReplyRules | None:
    if file:
        rules, _ = list_import.rules_in(file)
        if rules is None:
            raise Invalid("文件有错误，请先改好再试。", fields=[Field("file", "有错误")])
        return rules
    return with_typed(conversation.rules_in_force(account_id), typed, name) if typed else None
