"""没答好的问题: what followers asked without a sure answer, whether it is answered by now, and answering it in one step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from typing import Final, NamedTuple

from chalicelib import accounts, conversation, insight, knowledge, people
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for
from chalicelib.application.deeds import deeds
from chalicelib.application.entry_text import EntryText
from chalicelib.application.knowledge_base import EntryExists, edited, require_same
from chalicelib.clock import SHANGHAI
from chalicelib.conversation import AccountContext, AskedMessage, Rung
from chalicelib.insight import Question
from chalicelib.knowledge import FaqEntry, Knowledge, KnowledgeVersion
from chalicelib.transitions import Deed

READ: Final = "insight:question:read"
MOST_MESSAGES: Final = 40_000
"""Messages that a page is counted from; a busier account looks at fewer days."""
MOST_LOOKED_AT: Final = 300
"""Questions, the most frequent first, of which it is found out whether they are answered by now."""
_SURE: Final = frozenset({Rung.EXACT, Rung.CONTAINS, Rung.SERVICE, Rung.FAQ})
_DEEDS: Final = {
    "answer": ("写答复", "knowledge:entry:edit"),
    "submit": ("提交审核", "knowledge:version:submit"),
}


class Handled(StrEnum):
    """How far a question is."""

    OPEN = "open"
    DRAFTED = "drafted"
    """An entry for it waits for its release."""
    ANSWERED = "answered"
    """Who asks now gets a sure answer."""


class Seen(NamedTuple):
    """One question as a page shows it."""

    question: Question
    handled: Handled
    entry: str
    """The entry that answers it, or will; empty where a rule does, or nothing."""
    rule: str
    may_copy: bool
    """Whether so many asked alike that their words may go into the knowledge as they are."""


class Questions(NamedTuple):
    """Some of the questions of a time."""

    questions: list[Seen]
    more: bool
    kinds: int
    """All different questions of the time."""
    messages: int
    cut: bool
    """Whether older messages of the time were left out."""
    deeds: tuple[Deed, ...]


class AnsweredQuestion(NamedTuple):
    """The entry that a question has become, and the version that it waits in."""

    entry: str
    version: KnowledgeVersion | None
    """None where the entry was there just so."""


def questions_for(
    account_id: str,
    *,
    by: Actor,
    now: datetime,
    days: int = 7,
    handled: Handled | None = None,
    words: str = "",
    after: str = "",
    limit: int = 20,
) -> Questions:
    """Questions of the last days without a sure answer, the most frequent first.

    ``after`` is the key of the last one of the page before. Raises ``UnknownAccount`` or ``PermissionDenied``.
    """
    account = account_for(by, READ, account_id)
    messages, cut = _messages(account_id, days, now)
    found = insight.unanswered(messages)
    wanted = [one for one in found if words.casefold() in "\n".join(one.examples).casefold()]
    keys = [one.key for one in wanted]
    start = keys.index(after) + 1 if after in keys else 0
    judge = _Judge(account_id, now)
    fitting = (
        seen
        for one in wanted[start:MOST_LOOKED_AT]
        if (seen := judge.seen(one)) and handled in (None, seen.handled)
    )
    shown = list(islice(fitting, limit + 1))
    return Questions(
        questions=shown[:limit],
        more=len(shown) > limit,
        kinds=len(found),
        messages=len(messages),
        cut=cut,
        deeds=deeds(people.permissions_of(by, account.unit), _DEEDS),
    )


def question_for(account_id: str, key: str, *, by: Actor, now: datetime, days: int = 30) -> Seen:
    """One question. Raises ``NoSuchQuestion``, ``UnknownAccount`` or ``PermissionDenied``."""
    account_for(by, READ, account_id)
    messages, _ = _messages(account_id, days, now)
    for one in insight.unanswered(messages):
        if one.key == key:
            return _Judge(account_id, now).seen(one)
    raise insight.NoSuchQuestion(account_id, key)


def answer_question(
    account_id: str,
    key: str,
    text: EntryText,
    *,
    entry_id: str = "",
    seen: int = 0,
    submit: bool = False,
    note: str = "",
    by: Actor,
    now: datetime,
) -> AnsweredQuestion:
    """Put the answer to a question into the knowledge, as a draft; with ``submit`` it is handed in at once.

    With ``entry_id`` an entry that is there is changed, if it still has the mark ``seen``. The words are the
    editor's own (docs/decisions/0138). Raises ``EntryExists``, ``Conflict``, ``NoSuchEntry``, ``BadEntry``,
    ``NotReleasable``, ``VersionConflict``, ``UnknownAccount`` or ``PermissionDenied``.
    """
    account = account_for(by, READ, account_id)
    if submit:
        people.require(by, "knowledge:version:submit", account.unit)
    made = "" if entry_id else knowledge.files.entry_of(text.cells()).id

    def change(known: Knowledge) -> Knowledge:
        if entry_id:
            before = knowledge.versions.entry(known, entry_id)
            require_same(before, seen)
            return knowledge.versions.with_entries(known, [edited(before, text)], replace=False)
        new = knowledge.files.entry_of(text.cells())
        after = knowledge.versions.with_entries(known, [new], replace=False)
        if len(after.entries) == len(known.entries):
            raise EntryExists(new.question)
        return after

    version = knowledge.versions.edit(
        account_id, change, by=by, source=f"question draft {key}", now=now
    )
    if version and submit:
        version = knowledge.versions.submit(account_id, version.version, by=by, now=now, note=note)
    return AnsweredQuestion(entry_id or made, version)


def _messages(account_id: str, days: int, now: datetime) -> tuple[list[AskedMessage], bool]:
    """The messages of the last days in order of time, and whether earlier days had to be left out."""
    found: list[AskedMessage] = []
    first, until = now - timedelta(days=days), now.astimezone(SHANGHAI)
    while until >= first:
        begun = until.replace(hour=0, minute=0, second=0, microsecond=0)
        of_day = insight.asked_messages(account_id, max(begun, first), until)
        one_day = list(islice(of_day, MOST_MESSAGES + 1))
        if len(found) + len(one_day) > MOST_MESSAGES:
            return found or one_day[:MOST_MESSAGES], True
        found = one_day + found
        until = begun - timedelta(seconds=1)
    return found, False


class _Judge:
    """Tells of questions whether they are answered by now, or will be."""

    def __init__(self, account_id: str, now: datetime) -> None:
        self.account_id, self.at = account_id, now.astimezone(SHANGHAI)
        state = accounts.state(account_id, consistent=True)
        self.book = conversation.book(account_id, state.book_version)
        source = conversation.stored_knowledge(self.book.knowledge, self.at, strict=True)
        self.account = AccountContext.of(state, source)
        self.drafts = dict(self._drafts())

    def seen(self, question: Question) -> Seen:
        said = conversation.explain(question.text, self.book, self.at, self.account).decision
        may_copy = question.askers >= insight.NOBODYS
        if said.rung in _SURE:
            return Seen(question, Handled.ANSWERED, said.entry or "", said.rule or "", may_copy)
        drafted = self.drafts.get(question.key, "")
        return Seen(question, Handled.DRAFTED if drafted else Handled.OPEN, drafted, "", may_copy)

    def _drafts(self) -> Iterator[tuple[str, str]]:
        """Keys of questions and the unreleased entries that are for them: by their words, or by where they come from."""
        versions = knowledge.versions
        since = versions.since_in_force(self.account_id, versions.history(self.account_id))
        if not since:
            return
        released = {one.id: one for one in versions.in_force(self.account_id).knowledge.entries}
        for entry in versions.working(self.account_id).knowledge.entries:
            if released.get(entry.id) != entry:
                yield from ((key, entry.id) for key in _keys(entry))
        for one in since:
            asked = one.source.removeprefix("question draft ")
            if asked != one.source:
                before = {
                    e.id: e for e in versions.edition(self.account_id, one.base).knowledge.entries
                }
                after = versions.edition(self.account_id, one.version).knowledge.entries
                yield from ((asked, e.id) for e in after if before.get(e.id) != e)


def _keys(entry: FaqEntry) -> Iterator[str]:
    return (insight.question_key(text) for text in (entry.question, *entry.variants))
