"""Compiled knowledge as functions read it: one immutable object, named by its content, opened without parsing.

``RMKN1\\n``, the length of a JSON header (4 bytes, big-endian), the header (section → offset and length), then the
sections: entry ids, validity as seconds, one JSON record an entry with a table of offsets, the retrieval index of
the questions, the same for policy documents, the key of the ``vectors`` and the fitted confidence. Opening reads the
header and the ids; a record is parsed when it is wanted, the index (and numpy) when the first message asks for it. Of
10,000 entries with 30,000 texts that is 0.3 ms, and 42 ms for the index (docs/decisions/0087).
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final

from chalicelib.characters import comparable
from chalicelib.cloud import objects
from chalicelib.cloud.errors import CloudNotFound
from chalicelib.knowledge.compiled import vectors
from chalicelib.knowledge.errors import NothingCompiled
from chalicelib.knowledge.models import (
    MOST_CANDIDATES,
    WORTH_OFFERING,
    Candidate,
    CompiledEntry,
    Consultation,
    PolicyDocument,
)
from chalicelib.knowledge.policies.numbers import Names, wanted
from chalicelib.knowledge.policies.search import alike

if TYPE_CHECKING:
    from chalicelib.knowledge.retrieval import Confidence, Index, Meanings
    from chalicelib.knowledge.retrieval.dense import Nearness

MAGIC: Final = b"RMKN1\n"
LENGTH_BYTES: Final = 4


class CompiledKnowledge:
    """An opened object; warm functions hold one an account."""

    def __init__(self, body: bytes) -> None:
        if not body.startswith(MAGIC):
            raise NothingCompiled("编译后的知识库已损坏，请重新发布一次。")
        at = len(MAGIC) + LENGTH_BYTES
        size = int.from_bytes(body[len(MAGIC) : at], "big")
        try:
            self._sections: dict[str, tuple[int, int]] = json.loads(body[at : at + size])
            self._start = at + size
            self._body = body
            self.ids: list[str] = json.loads(self._section("ids"))
        except (ValueError, KeyError) as error:
            raise NothingCompiled("编译后的知识库已损坏，请重新发布一次。") from error
        self._times = _numbers("q", self._section("times"))

    def consult(self, text: str, now: datetime) -> Consultation:
        """The entries and documents that a message may mean; ``now`` decides which entries hold."""
        documents = self._documents(text)
        if not self.ids or not text.strip():
            return Consultation(documents=documents)
        from chalicelib.knowledge import retrieval

        judged = retrieval.judge(
            self.index,
            text,
            self.confidence,
            k=MOST_CANDIDATES,
            holds=lambda at: self._holds(at, now),
            meaning=self._near,
        )
        least = max((one.confidence for one in judged.found), default=0.0) * WORTH_OFFERING
        return Consultation(
            zone=judged.zone,
            candidates=tuple(
                Candidate(
                    id=self.ids[one.entry],
                    question=self._entry(one.entry).question,
                    confidence=one.confidence,
                )
                for one in judged.found
                if one.confidence >= least
            ),
            documents=documents,
        )

    def entry(self, entry_id: str, now: datetime) -> CompiledEntry | None:
        """One entry, or None where it is unknown or doesn't hold now."""
        at = self._places.get(entry_id)
        return self._entry(at) if at is not None and self._holds(at, now) else None

    def policy(self, document_id: str) -> PolicyDocument | None:
        """One policy document by its id, or None."""
        for at in range(len(self._names)):
            document = self._policy(at)
            if document.id == document_id:
                return document
        return None

    def _documents(self, text: str) -> tuple[PolicyDocument, ...]:
        found = wanted(text, self._names, lambda said, most: alike(self.titles, said, most))
        return tuple(self._policy(at) for at in found)

    def _near(self, text: str) -> Nearness | None:
        """How near every question is in meaning; None without vectors, or where the layer isn't attached."""
        from chalicelib.knowledge.retrieval import dense

        return self.meanings.near(text) if self.meanings_key and dense.is_here() else None

    @property
    def meanings_key(self) -> str:
        """Where the vectors lie; empty without a second stage."""
        return self._section("meanings").decode() if "meanings" in self._sections else ""

    @cached_property
    def meanings(self) -> Meanings:
        """The vectors of the index's questions: read by the first message that the first stage isn't sure of."""
        return vectors.load(self.meanings_key)

    @cached_property
    def index(self) -> Index:
        """Of the questions; its numbers are positions in ``ids``."""
        return _index(self._section("index"))

    @cached_property
    def titles(self) -> Index:
        """Of the policy documents."""
        return _index(self._section("titles"))

    @cached_property
    def confidence(self) -> Confidence:
        """The account's own, or the starting point until one is fitted to what this program sees."""
        from chalicelib.knowledge import retrieval

        return retrieval.confidence_of(self._section("confidence"))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {one: at for at, one in enumerate(self.ids)}

    @cached_property
    def _names(self) -> list[Names]:
        # Objects of before keep traditional characters in them; folding those of now changes nothing.
        return [
            Names(comparable(number), comparable(title), effective)
            for number, title, effective in json.loads(self._section("names"))
        ]

    @cached_property
    def _entry_offsets(self) -> Sequence[int]:
        return _numbers("Q", self._section("entries.offsets"))

    @cached_property
    def _policy_offsets(self) -> Sequence[int]:
        return _numbers("Q", self._section("policies.offsets"))

    def _entry(self, at: int) -> CompiledEntry:
        return CompiledEntry.model_validate_json(self._slice("entries", self._entry_offsets, at))

    def _policy(self, at: int) -> PolicyDocument:
        return PolicyDocument.model_validate_json(self._slice("policies", self._policy_offsets, at))

    def _slice(self, section: str, offsets: Sequence[int], at: int) -> bytes:
        start = self._start + self._sections[section][0]
        return self._body[start + offsets[at] : start + offsets[at + 1]]

    def _holds(self, at: int, now: datetime) -> bool:
        return self._times[2 * at] <= now.timestamp() < self._times[2 * at + 1]

    def _section(self, name: str) -> bytes:
        offset, length = self._sections[name]
        return self._body[self._start + offset : self._start + offset + length]


_MOST_HELD: Final = 16
_held: dict[str, tuple[str, CompiledKnowledge]] = {}


def consult(key: str, text: str, now: datetime) -> Consultation:
    """The answers of the compiled knowledge under ``key`` to a message. Raises ``NothingCompiled``."""
    return opened(key).consult(text, now)


def entry(key: str, entry_id: str, now: datetime) -> CompiledEntry | None:
    """One entry of the compiled knowledge; None if unknown, or not in force at ``now``. Raises ``NothingCompiled``."""
    return opened(key).entry(entry_id, now)


def policy(key: str, document_id: str) -> PolicyDocument | None:
    """One policy document of the compiled knowledge, or None. Raises ``NothingCompiled``."""
    return opened(key).policy(document_id)


def opened(key: str) -> CompiledKnowledge:
    """The compiled object under a key. Of each account one is held, the last one asked for; objects never change."""
    account = key.split("/")[1] if key.count("/") else key
    held = _held.get(account)
    if held is not None and held[0] == key:
        return held[1]
    _held.pop(account, None)
    if len(_held) >= _MOST_HELD:
        del _held[next(iter(_held))]
    try:
        made = CompiledKnowledge(objects.read(key))
    except CloudNotFound as error:
        raise NothingCompiled(f"没有编译后的知识库 {key}，请重新发布一次。") from error
    _held[account] = key, made
    return made


def forget() -> None:
    """Drop what is held (tests)."""
    _held.clear()


def _index(body: bytes) -> Index:
    from chalicelib.knowledge import retrieval

    try:
        return retrieval.Index.load(body)
    except retrieval.UnreadableIndex as error:
        raise NothingCompiled(str(error)) from error


def _numbers(kind: str, body: bytes) -> Sequence[int]:
    # Little-endian on every machine that builds or runs this (x86-64, arm64).
    found = array(kind)
    found.frombytes(body)
    return found
