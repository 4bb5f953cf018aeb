"""试答 in the console: what an account would answer, with edits that are not in force yet, or not even saved."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Final, NamedTuple

from chalicelib import accounts, conversation, knowledge
from chalicelib.accounts import AccountState
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for
from chalicelib.application.entry_text import EntryText
from chalicelib.application.knowledge_base import READ, alike_to, edited
from chalicelib.application.reply_rules import with_typed
from chalicelib.clock import SHANGHAI
from chalicelib.conversation import (
    AccountContext,
    Explanation,
    KnowledgeSource,
    LinkKind,
    OpenKnowledge,
    ReplyBook,
    ReplyRules,
    RuleText,
)
from chalicelib.knowledge import CompiledKnowledge, FaqEntry, Knowledge

TRY: Final = "conversation:answer:try"
MANY: Final = 2000
"""Entries from which looking for those that ask alike takes longer than a page waits."""
_HELD: dict[str, CompiledKnowledge] = {}
"""The knowledge that was compiled last, by its content: people try one draft several times."""
_MOST_HELD: Final = 2


class Typed(NamedTuple):
    """An entry as it stands in a form."""

    entry_id: str
    """Empty for a new one."""
    text: EntryText


class Previewed(NamedTuple):
    """An entry that is not saved: as a follower reads it, and what asks alike."""

    entry_id: str
    said: Explanation
    alike: list[knowledge.quality.SimilarPair] | None
    """None where there are too many entries to look through."""


def try_in_console(
    account_id: str,
    text: str,
    *,
    by: Actor,
    now: datetime,
    draft: bool = False,
    typed: Typed | None = None,
    rule: tuple[RuleText, str | None] | None = None,
    tap: str = "",
) -> Explanation:
    """The answer to a new follower who writes ``text`` now, and why; nothing is sent or recorded.

    With ``draft`` the knowledge that is being edited answers, with ``typed`` an entry of a form among it; ``rule``
    is one of a form, and the name of that which it takes the place of. ``tap`` is the id of a link that is tapped. Raises ``UnknownAccount``,
    ``PermissionDenied``, ``BadEntry``, ``BadRule``.
    """
    account_for(by, TRY, account_id)
    state, at = accounts.state(account_id, consistent=True), now.astimezone(SHANGHAI)
    book = conversation.book(account_id, state.book_version)
    source: KnowledgeSource | None = conversation.stored_knowledge(book.knowledge, at, strict=True)
    if draft or typed:
        known = knowledge.versions.working(account_id).knowledge
        if typed:
            new = entry_typed(known, typed)
            known = knowledge.versions.with_entries(known, [new], replace=False)
        source = OpenKnowledge(_compiled(account_id, known), at)
    if rule is not None:
        edited_rules = with_typed(conversation.rules_in_force(account_id), *rule)
        book = ReplyBook(edited_rules, state.book_version, book.knowledge)
    return _explained(text, book, at, state, source, tap)


def preview_entry(account_id: str, typed: Typed, *, by: Actor, now: datetime) -> Previewed:
    """How a follower would read an entry that is not saved, and which others ask alike. Raises like ``try_in_console``."""
    account_for(by, READ, account_id)
    state, at = accounts.state(account_id, consistent=True), now.astimezone(SHANGHAI)
    known = knowledge.versions.working(account_id).knowledge
    entry = entry_typed(known, typed)
    # Its time does not matter here: it is looked at, not given.
    alone = entry.model_copy(update={"valid_from": None, "valid_until": None})
    source = OpenKnowledge(_compiled(account_id, Knowledge(entries=(alone,))), at)
    tap = f"{LinkKind.FAQ.value}:{entry.id}"
    said = _explained(entry.question, ReplyBook(ReplyRules(), 0), at, state, source, tap)
    few = len(known.entries) <= MANY
    return Previewed(entry.id, said, _pairs(known, entry) if few else None)


def entry_typed(known: Knowledge, typed: Typed) -> FaqEntry:
    """The entry that a form stands for, in use whether or not it is a draft. Raises ``BadEntry``, ``NoSuchEntry``."""
    text = typed.text.model_copy(update={"standing": "live"})
    if typed.entry_id:
        return edited(knowledge.versions.entry(known, typed.entry_id), text)
    return knowledge.files.entry_of(text.cells())


def _pairs(known: Knowledge, entry: FaqEntry) -> list[knowledge.quality.SimilarPair]:
    return [
        knowledge.quality.SimilarPair(one.similarity, entry.id, one.entry, one.asked, one.known)
        for one in alike_to(known, entry)
    ]


def _explained(
    text: str,
    book: ReplyBook,
    at: datetime,
    state: AccountState,
    source: KnowledgeSource | None,
    tap: str,
) -> Explanation:
    context = AccountContext.of(state, source)
    return conversation.explain(text, book, at, context, menu_id=tap or None)


def _compiled(account_id: str, known: Knowledge) -> CompiledKnowledge:
    """Compiled without vectors: those are made at a release."""
    key = hashlib.sha256(known.model_dump_json().encode()).hexdigest()
    if key not in _HELD:
        while len(_HELD) >= _MOST_HELD:
            del _HELD[next(iter(_HELD))]
        _HELD[key] = CompiledKnowledge(knowledge.versions.compiled(account_id, known, dense=False))
    return _HELD[key]
