"""试答 in the console: what an account would answer, with edits that are not in force yet, or not even saved."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from chalicelib import accounts, conversation, knowledge
from chalicelib.accounts import AccountState
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for
from chalicelib.application.duplicates import alike_to
from chalicelib.application.entry_text import EntryText
from chalicelib.application.knowledge_base import READ, edited
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
_HELD: dict[str, CompiledKnowledge] = {}
"""The knowledge that was compiled last, by its version and what was typed: people try one draft several times."""
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
        source = OpenKnowledge(_compiled(account_id, typed), at)
    if rule is not None:
        edited_rules = with_typed(conversation.rules_in_force(account_id), *rule)
        book = ReplyBook(edited_rules, state.book_version, book.knowledge)
    return _explained(text, book, at, state, source, tap)


def preview_entry(account_id: str, typed: Typed, *, by: Actor, now: datetime) -> Previewed:
    """How a follower would read an entry that is not saved, and which others ask alike. Raises like ``try_in_console``."""
    account_for(by, READ, account_id)
    state, at = accounts.state(account_id, consistent=True), now.astimezone(SHANGHAI)
    shown = knowledge.versions.working(account_id)
    entry = entry_typed(shown.knowledge, typed)
    # Its time does not matter here: it is looked at, not given.
    alone = entry.model_copy(update={"valid_from": None, "valid_until": None})
    compiled = knowledge.versions.compiled(account_id, Knowledge(entries=(alone,)), dense=False)
    source = OpenKnowledge(CompiledKnowledge(compiled), at)
    tap = f"{LinkKind.FAQ.value}:{entry.id}"
    said = _explained(entry.question, ReplyBook(ReplyRules(), 0), at, state, source, tap)
    return Previewed(entry.id, said, alike_to(account_id, shown, entry))


def entry_typed(known: Knowledge, typed: Typed) -> FaqEntry:
    """The entry that a form stands for, in use whether or not it is a draft. Raises ``BadEntry``, ``NoSuchEntry``."""
    text = typed.text.model_copy(update={"standing": "live"})
    if typed.entry_id:
        return edited(knowledge.versions.entry(known, typed.entry_id), text)
    return knowledge.files.entry_of(text.cells())


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


def _compiled(account_id: str, typed: Typed | None) -> CompiledKnowledge:
    """What is being edited, without vectors: those are made at a release."""
    shown = knowledge.versions.working(account_id)
    known = shown.knowledge
    new = entry_typed(known, typed) if typed else None
    made = shown.version.at.isoformat() if shown.version else ""
    key = f"{account_id}#{shown.number}#{made}#{new.model_dump_json() if new else ''}"
    if key not in _HELD:
        if new:
            known = knowledge.versions.with_entries(known, [new], replace=False)
        body = knowledge.versions.compiled(account_id, known, dense=False)
        while len(_HELD) >= _MOST_HELD:
            del _HELD[next(iter(_HELD))]
        _HELD[key] = CompiledKnowledge(body)
    return _HELD[key]
