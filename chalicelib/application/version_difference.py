"""How two versions of rules or of the knowledge differ, field by field as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from chalicelib import knowledge
from chalicelib.knowledge import FaqEntry, PolicyDocument
from chalicelib.values import Value


class FieldDifference(Value):
    """One field of an entry or document in both versions, as people read it."""

    label: str
    before: str
    after: str
    several: bool
    """Whether ``before`` is what was taken out of a list, and ``after`` what was put in."""


class Difference(Value):
    """One entry or document that is not the same in both."""

    kind: str
    """``new``, ``changed`` or ``removed``."""
    id: str
    name: str
    fields: tuple[FieldDifference, ...]


class Counts(NamedTuple):
    """How many are new, changed and gone."""

    new: int
    changed: int
    removed: int

    @classmethod
    def of(cls, found: Iterable[Difference]) -> Counts:
        """Of differences."""
        kinds = [one.kind for one in found]
        return cls(kinds.count("new"), kinds.count("changed"), kinds.count("removed"))


def differences(
    before: Sequence[FaqEntry] | Sequence[PolicyDocument],
    after: Sequence[FaqEntry] | Sequence[PolicyDocument],
    *,
    skip: int = 0,
    most: int | None = None,
) -> tuple[list[Difference], Counts]:
    """What is new, changed and gone among entries or documents, and how many in all.

    Of many the first ``most`` are told, after those that are skipped.
    """
    now, old = {one.id: one for one in after}, {one.id: one for one in before}
    new = [one.id for one in after if one.id not in old]
    # Versions that come from each other share what was not changed: most are the same object.
    changed = [
        one.id for one in after if one.id in old and old[one.id] is not one and old[one.id] != one
    ]
    removed = [one.id for one in before if one.id not in now]
    told = (
        *(("new", one) for one in new),
        *(("changed", one) for one in changed),
        *(("removed", one) for one in removed),
    )
    end = None if most is None else skip + most
    found = [
        _whole(kind, (now if kind == "new" else old)[one])
        if kind != "changed"
        else _changed(old[one], now[one])
        for kind, one in islice(told, skip, end)
    ]
    return found, Counts(len(new), len(changed), len(removed))


def _changed(before: FaqEntry | PolicyDocument, after: FaqEntry | PolicyDocument) -> Difference:
    [one] = knowledge.versions.compare([before], [after]).changed  # type: ignore[type-var]
    return Difference(
        kind="changed",
        id=one.id,
        name=one.name,
        fields=tuple(
            FieldDifference(
                label=field.field,
                before=field.before,
                after=field.after,
                several=field.field in one.lists,
            )
            for field in one.shown
        ),
    )


def _whole(kind: str, one: FaqEntry | PolicyDocument) -> Difference:
    """All that an entry or document says, on the side where it is."""
    fields = []
    for column in knowledge.columns.columns_of(type(one)):
        text = column.shown(getattr(one, column.field))
        if text and column.field != "id":
            sides = ("", text) if kind == "new" else (text, "")
            fields.append(
                FieldDifference(label=column.label, before=sides[0], after=sides[1], several=False)
            )
    name = one.question if isinstance(one, FaqEntry) else one.title
    return Difference(kind=kind, id=one.id, name=name, fields=tuple(fields))
