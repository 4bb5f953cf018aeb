"""The knowledge that a decision may consult, and how it is read: when a message first asks for it, for numpy and an
index come with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from chalicelib.cloud import deadline
from chalicelib.cloud.errors import OutOfTime

if TYPE_CHECKING:
    from chalicelib.knowledge import (
        CompiledEntry,
        CompiledKnowledge,
        Consultation,
        PolicyDocument,
    )

Found = TypeVar("Found")

_LET_ALONE: Final = 10
"""Seconds in which knowledge that could not be read is not asked for again: a store that hangs must not cost every
follower's answer its five seconds."""
FOR_THE_RECORD: Final = 1.5
"""Seconds before the deadline by which knowledge is there or done without: the rest of the ladder answers, and the
write that puts the answer on record may have to be tried twice."""
_unread: dict[str, float] = {}
"""Key → when reading it failed; Unix seconds."""


class KnowledgeSource(Protocol):
    """The account's knowledge. Its first use costs the load of an index, so rungs consult it last."""

    def consult(self, text: str) -> Consultation:
        """The entries and documents near a text."""

    def entry(self, entry_id: str) -> CompiledEntry | None:
        """One entry, while it holds."""

    def policy(self, document_id: str) -> PolicyDocument | None:
        """One policy document."""


@dataclass(frozen=True, slots=True)
class StoredKnowledge:
    """The compiled knowledge of one reply book at one time, not loaded before it is asked."""

    key: str
    """Where it lies in the bucket."""
    now: datetime
    strict: bool = False
    """Whether unreadable knowledge is an error, as for an operator, rather than no knowledge."""

    def consult(self, text: str) -> Consultation:
        """The entries and documents near a text; none if it can't be read: the rest of the ladder answers."""
        from chalicelib import knowledge

        found = self._read(lambda: knowledge.consult(self.key, text, self.now))
        return knowledge.Consultation() if found is None else found

    def entry(self, entry_id: str) -> CompiledEntry | None:
        """One entry, while it holds."""
        from chalicelib import knowledge

        return self._read(lambda: knowledge.entry(self.key, entry_id, self.now))

    def policy(self, document_id: str) -> PolicyDocument | None:
        """One policy document."""
        from chalicelib import knowledge

        return self._read(lambda: knowledge.policy(self.key, document_id))

    def _read(self, read: Callable[[], Found]) -> Found | None:
        now = self.now.timestamp()
        if not self.strict and 0 <= now - _unread.get(self.key, -_LET_ALONE) < _LET_ALONE:
            return None
        try:
            with deadline.sparing(FOR_THE_RECORD):
                return read()
        except Exception as error:
            if self.strict:
                raise
            # Whatever is wrong with it, a follower is better served by rules, people and the default reply than by
            # WeChat's "out of service"; the alarm stands on the metric.
            from chalicelib import telemetry
            from chalicelib.metrics import Metric

            if isinstance(error, OutOfTime):
                # Other calls took the time: the next message may well read it.
                telemetry.logger.warning("no time for knowledge")
            else:
                _unread[self.key] = now
                telemetry.logger.exception("knowledge could not be read")
            telemetry.count(Metric.KNOWLEDGE_UNREAD)
            return None


@dataclass(frozen=True, slots=True)
class OpenKnowledge:
    """Compiled knowledge that is in memory already, such as a draft's, at one time."""

    compiled: CompiledKnowledge
    now: datetime

    def consult(self, text: str) -> Consultation:
        """The entries and documents near a text."""
        return self.compiled.consult(text, self.now)

    def entry(self, entry_id: str) -> CompiledEntry | None:
        """One entry, while it holds."""
        return self.compiled.entry(entry_id, self.now)

    def policy(self, document_id: str) -> PolicyDocument | None:
        """One policy document."""
        return self.compiled.policy(document_id)


def stored_knowledge(
    key: str | None, now: datetime, *, strict: bool = False
) -> StoredKnowledge | None:
    """The knowledge under ``key``, not loaded yet; None for an account without."""
    return StoredKnowledge(key, now, strict) if key else None


def forget_unread() -> None:
    """Try again at once to read what could not be read (tests)."""
    _unread.clear()
