"""Faults of an account's rules, measured against its recent messages."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from chalicelib import accounts, conversation, insight, link_check
from chalicelib.clock import SHANGHAI
from chalicelib.conversation import ReplyRules, RuleFinding
from chalicelib.link_check import Ask


class RuleCheck(NamedTuple):
    """The faults, and how many messages they were measured against."""

    findings: list[RuleFinding]
    messages: int


def check_rules(
    account_id: str,
    rules: ReplyRules | None = None,
    *,
    since: datetime,
    now: datetime,
    open_links: bool = False,
    ask: Ask = link_check.over_http,
) -> RuleCheck:
    """The faults of ``rules``, of those in force if None; ``since`` and ``now`` (aware) bound the messages.

    The knowledge in force tells which sure answers they hide. With ``open_links`` every address is opened through ``ask``. Raises ``UnknownAccount``.
    """
    checked = conversation.rules_in_force(account_id) if rules is None else rules
    messages = insight.asked_messages(account_id, since, now)
    typed = [message.text for message in messages if not message.tap]
    findings = conversation.lint(checked, now, typed)
    version = accounts.state(account_id, consistent=True).book_version
    knowledge = conversation.stored_knowledge(
        conversation.knowledge_of(account_id, version), now.astimezone(SHANGHAI), strict=True
    )
    if knowledge is not None:
        findings += conversation.hidden_answers(checked, typed, knowledge, knowledge.now)
    if open_links:
        answers = link_check.check(conversation.web_addresses(checked), ask)
        dead = {one.address for one in answers.values() if one.state in link_check.DEAD}
        findings += conversation.dead_links(checked, dead)
    return RuleCheck(findings, len(typed))
