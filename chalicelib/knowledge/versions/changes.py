"""What differs between two states of the knowledge, and how a file's rows join what is there. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from chalicelib.knowledge.models import FaqEntry, Knowledge, PolicyDocument
from chalicelib.knowledge.policies.numbers import canonical, folded_title

AskedMessage = TypeVar("AskedMessage", FaqEntry, PolicyDocument)


class Change(BaseModel):
    """One entry or document that changed: which fields, before and after."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    """Its question or title."""
    fields: tuple[tuple[str, str, str], ...] = ()
    """Field, before, after; of lists only what was taken out and put in."""


class Changes(BaseModel):
    """The difference of two lists."""

    model_config = ConfigDict(frozen=True)

    new: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    removed: tuple[Change, ...] = ()
    unchanged: int = 0

    @property
    def any(self) -> bool:
        """Whether anything differs."""
        return bool(self.new or self.changed or self.removed)


def compare(before: Sequence[AskedMessage], after: Sequence[AskedMessage]) -> Changes:
    """What became of each entry or document, known by its id."""
    old = {one.id: one for one in before}
    now = {one.id: one for one in after}
    changed = [one for one in after if one.id in old and old[one.id] != one]
    new = [one for one in after if one.id not in old]
    return Changes(
        new=tuple(Change(id=one.id, name=_name(one)) for one in new),
        changed=tuple(
            Change(id=one.id, name=_name(one), fields=_fields(old[one.id], one)) for one in changed
        ),
        removed=tuple(Change(id=one.id, name=_name(one)) for one in before if one.id not in now),
        unchanged=len(after) - len(changed) - len(new),
    )


def entry_id(question: str) -> str:
    """The id of an entry whose file gave it none: the same question has the same."""
    return f"q-{hashlib.sha256(folded_title(question).encode()).hexdigest()[:8]}"


def document_id(number: str, title: str) -> str:
    """The id of a document whose file gave it none: the same number (or else title) has the same."""
    named = canonical(number) if number else folded_title(title)
    return f"p-{hashlib.sha256(named.encode()).hexdigest()[:8]}"


def with_entries(knowledge: Knowledge, entries: Sequence[FaqEntry], *, replace: bool) -> Knowledge:
    """The knowledge with a file's entries: those of its ids replaced, others added.

    With ``replace`` the file is all there is. An entry without an id in the file (its id is then derived) that asks
    just what a kept one does is that one.
    """
    asked = {folded_title(one.question): one.id for one in knowledge.entries}
    known = {one.id for one in knowledge.entries}
    named = [
        one.model_copy(update={"id": asked[folded_title(one.question)]})
        if one.id not in known
        and one.id == entry_id(one.question)
        and folded_title(one.question) in asked
        else one
        for one in entries
    ]
    return knowledge.model_copy(update={"entries": _joined(knowledge.entries, named, replace)})


def with_policies(
    knowledge: Knowledge, policies: Sequence[PolicyDocument], *, replace: bool
) -> Knowledge:
    """The knowledge with a file's documents, as ``with_entries``."""
    return knowledge.model_copy(update={"policies": _joined(knowledge.policies, policies, replace)})


def _joined(
    kept: Sequence[AskedMessage], new: Sequence[AskedMessage], replace: bool
) -> tuple[AskedMessage, ...]:
    joined = {} if replace else {one.id: one for one in kept}
    joined.update({one.id: one for one in new})
    return tuple(joined.values())


def _name(one: FaqEntry | PolicyDocument) -> str:
    return one.question if isinstance(one, FaqEntry) else one.title


def _fields(before: AskedMessage, after: AskedMessage) -> tuple[tuple[str, str, str], ...]:
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    found: list[tuple[str, str, str]] = []
    for name, value in new.items():
        if old[name] != value:
            was, now = _differing(old[name], value)
            found.append((name, was, now))
    return tuple(found)


def _differing(old: object, new: object) -> tuple[str, str]:
    if isinstance(old, list) and isinstance(new, list):
        return _shown([one for one in old if one not in new]), _shown(
            [one for one in new if one not in old]
        )
    return _shown(old), _shown(new)


def _shown(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "、".join(_shown(one) for one in value)
    if isinstance(value, dict):
        return " ".join(str(one) for one in value.values() if one)
    return "" if value is None else str(value)
