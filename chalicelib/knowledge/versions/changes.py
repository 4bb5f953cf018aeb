"""The difference of two versions of the knowledge, and how a file's rows join those that are there. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from pydantic import Field

from chalicelib.knowledge.columns import columns_of
from chalicelib.knowledge.files.rows import entry_id
from chalicelib.knowledge.models import FaqEntry, Knowledge, PolicyDocument
from chalicelib.knowledge.policies.numbers import folded_title
from chalicelib.values import LateValue

Item = TypeVar("Item", FaqEntry, PolicyDocument)


class FieldChange(NamedTuple):
    """One field that changed, as text; of a list the parts that were taken out and put in."""

    field: str
    """As the model spells it, or as people call it."""
    before: str
    after: str


class Change(LateValue):
    """One entry or document that changed."""

    id: str
    name: str
    """Its question or title."""
    fields: tuple[FieldChange, ...] = ()
    """For programs: names and values as in JSON."""
    shown: tuple[FieldChange, ...] = Field(default=(), exclude=True)
    """For people: the same fields in the same order, as the columns call and show them."""
    lists: frozenset[str] = Field(default=frozenset(), exclude=True)
    """Names in ``shown`` of which ``before`` was taken out and ``after`` put in."""


class Changes(LateValue):
    """The difference of two lists."""

    new: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    removed: tuple[Change, ...] = ()
    unchanged: int = 0

    @property
    def any(self) -> bool:
        """Whether anything differs."""
        return bool(self.new or self.changed or self.removed)


def compare(before: Sequence[Item], after: Sequence[Item]) -> Changes:
    """The fate of each entry or document, known by its id."""
    old = {one.id: one for one in before}
    now = {one.id: one for one in after}
    changed = [one for one in after if one.id in old and old[one.id] != one]
    new = [one for one in after if one.id not in old]
    return Changes(
        new=tuple(Change(id=one.id, name=_name(one)) for one in new),
        changed=tuple(_change(old[one.id], one) for one in changed),
        removed=tuple(Change(id=one.id, name=_name(one)) for one in before if one.id not in now),
        unchanged=len(after) - len(changed) - len(new),
    )


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


def _joined(kept: Sequence[Item], new: Sequence[Item], replace: bool) -> tuple[Item, ...]:
    joined = {} if replace else {one.id: one for one in kept}
    joined.update({one.id: one for one in new})
    return tuple(joined.values())


def _name(one: FaqEntry | PolicyDocument) -> str:
    return one.question if isinstance(one, FaqEntry) else one.title


def _change(before: Item, after: Item) -> Change:
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    differing = [
        column for column in columns_of(type(after)) if old[column.field] != new[column.field]
    ]
    return Change(
        id=after.id,
        name=_name(after),
        fields=tuple(
            FieldChange(one.field, *_differing(old[one.field], new[one.field])) for one in differing
        ),
        shown=tuple(
            FieldChange(
                one.label,
                *map(one.shown, _parts(getattr(before, one.field), getattr(after, one.field))),
            )
            for one in differing
        ),
        lists=frozenset(one.label for one in differing if one.several),
    )


def _parts(old: object, new: object) -> tuple[object, object]:
    """Of two lists the parts that only one of them has; other values as they are."""
    if isinstance(old, (list, tuple)) and isinstance(new, (list, tuple)):
        return [one for one in old if one not in new], [one for one in new if one not in old]
    return old, new


def _differing(old: object, new: object) -> tuple[str, str]:
    before, after = _parts(old, new)
    return _plain(before), _plain(after)


def _plain(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "、".join(_plain(one) for one in value)
    if isinstance(value, dict):
        return " ".join(str(one) for one in value.values() if one)
    return "" if value is None else str(value)
