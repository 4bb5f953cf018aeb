"""Edited rules or a knowledge draft over the messages of the last days: which answers would change."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from chalicelib import accounts, conversation, insight, jobs
from chalicelib.conversation import (
    AccountContext,
    AskedMessage,
    DryRun,
    KnowledgeSource,
    OpenKnowledge,
    ReplyBook,
    ReplyRules,
)

if TYPE_CHECKING:
    from chalicelib.knowledge import CompiledKnowledge


class DryRunOutcome(NamedTuple):
    """The changes, and how the draft was searched."""

    found: DryRun
    words_only: bool = False
    """The draft was searched by words alone: vectors need a package that is not here. A release may answer otherwise."""


def dry_run(
    account_id: str,
    edited: ReplyRules | None = None,
    *,
    knowledge_draft: bool = False,
    days: int,
    now: datetime,
    most: int | None = None,
    progress: jobs.Tells | None = None,
) -> DryRunOutcome:
    """The answers of the last ``days`` that would change; ``now`` is aware.

    ``edited`` are the rules after the edit, those in force if None; with ``knowledge_draft`` they answer from the
    knowledge that is being edited, else from the knowledge in force. Of many messages the last ``most`` are taken.
    ``progress`` is told how many are tried. Nothing is imported or sent. Raises ``UnknownAccount``.
    """
    tell = progress or jobs.Silent()
    state = accounts.state(account_id, consistent=True)
    before = conversation.book(account_id, state.book_version)
    rules = conversation.rules_in_force(account_id) if edited is None else edited
    after = ReplyBook(rules, state.book_version, before.knowledge)
    draft, words_only = _draft(account_id) if knowledge_draft else (None, False)

    def knowledge_at(book: ReplyBook, at: datetime) -> KnowledgeSource | None:
        if book is after and draft is not None:
            return OpenKnowledge(draft, at)
        return conversation.stored_knowledge(book.knowledge, at, strict=True)

    asked = insight.asked_messages(account_id, now - timedelta(days=days), now)
    tried = asked if most is None else _tried(deque(_read(asked, tell), maxlen=most), tell)
    context = AccountContext.of(state, None)
    found = conversation.dry_run(tried, before, after, context, knowledge_at)
    return DryRunOutcome(found, words_only)


def _read(messages: Iterable[AskedMessage], tell: jobs.Tells) -> Iterator[AskedMessage]:
    for number, one in enumerate(messages):
        tell(0, 1, f"已读 {number:,} 条消息")
        yield one


def _tried(messages: Collection[AskedMessage], tell: jobs.Tells) -> Iterator[AskedMessage]:
    for number, one in enumerate(messages):
        tell(number, len(messages), f"已试 {number:,}/{len(messages):,} 条消息")
        yield one


def _draft(account_id: str) -> tuple[CompiledKnowledge, bool]:
    """The knowledge that is being edited, compiled as a release would compile it; in force nowhere."""
    from chalicelib import knowledge
    from chalicelib.knowledge import CompiledKnowledge

    draft = knowledge.versions.working(account_id).knowledge
    try:
        return CompiledKnowledge(knowledge.versions.compiled(account_id, draft)), False
    except knowledge.retrieval.DenseIsAbsent:
        body = knowledge.versions.compiled(account_id, draft, dense=False)
        return CompiledKnowledge(body), True
