"""How two versions of rules, of the knowledge or of the service catalogue differ, field by field as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from chalicelib import catalogue, knowledge
from chalicelib.catalogue import Service
from chalicelib.knowledge import FaqEntry, PolicyDocument
from chalicelib.sheets.columns import Column
from chalicelib.values import Value

Listed = FaqEntry | PolicyDocument | Service


class FieldDifference(Value):
    """One field of an entry, document or service in both versions, as people read it."""

    label: str
    before: str
    after: str
    several: bool
    """Whether ``before`` is what was taken out of a list, and ``after`` what was put in."""


class Difference(Value):
    """One entry, document or service that is not the same in both."""

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
    before: Sequence[FaqEntry] | Sequence[PolicyDocument] | Sequence[Service],
    after: Sequence[FaqEntry] | Sequence[PolicyDocument] | Sequence[Service],
    *,
    skip: int = 0,
    most: int | None = None,
) -> tuple[list[Difference], Counts]:
    """What is new, changed and gone among entries, documents or services, and how many in all.

    Of many the first ``most`` are told, after those that are skipped.
    """
    now: dict[str, Listed] = {one.id: one for one in after}
    old: dict[str, Listed] = {one.id: one for one in before}
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


def _columns(one: Listed) -> Sequence[Column]:
    if isinstance(one, Service):
        return catalogue.columns.COLUMNS
    return knowledge.columns.columns_of(type(one))


def _name(one: Listed) -> str:
    if isinstance(one, Service):
        return one.name
    return one.question if isinstance(one, FaqEntry) else one.title


def _changed(before: Listed, after: Listed) -> Difference:
    """The fields that are not the same; of a list what was taken out and what was put in."""
    fields = []
    for column in _columns(after):
        old, new = getattr(before, column.field), getattr(after, column.field)
        if old == new:
            continue
        if isinstance(old, tuple) and isinstance(new, tuple):
            old, new = (
                tuple(one for one in old if one not in new),
                tuple(one for one in new if one not in old),
            )
        fields.append(
            FieldDifference(
                label=column.label,
                before=column.shown(old),
                after=column.shown(new),
                several=column.several,
            )
        )
    return Difference(kind="changed", id=after.id, name=_name(after), fields=tuple(fields))


def _whole(kind: str, one: Listed) -> Difference:
    """All that an entry, a document or a service says, on the side where it is."""
    fields = []
    for column in _columns(one):
        text = column.shown(getattr(one, column.field))
        if text and column.field != "id":
            sides = ("", text) if kind == "new" else (text, "")
            fields.append(
                FieldDifference(label=column.label, before=sides[0], after=sides[1], several=False)
            )
    return Difference(kind=kind, id=one.id, name=_name(one), fields=tuple(fields))
