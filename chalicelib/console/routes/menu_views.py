"""Menus as the page gets them."""

from __future__ import annotations

from pydantic import AwareDatetime, BaseModel

from chalicelib import menus
from chalicelib.console.choice import Choice
from chalicelib.console.routes.staff_names import StaffNames
from chalicelib.menus import Fault, MenuDifference, MenuDocument, MenuVersion, Publication
from chalicelib.transitions import Deed


class KindSeen(BaseModel):
    """A type of entry."""

    value: str
    label: str
    hint: str
    fields: list[Choice]
    needs: list[str]


class PublicationSeen(BaseModel):
    """A publication."""

    id: str
    version: int
    state: str
    state_name: str
    by: str
    approved_by: str
    at: AwareDatetime | None
    until: AwareDatetime | None
    since: AwareDatetime | None
    """When it was first in force."""
    note: str
    problem: str
    actions: list[Deed]


class MenuVersionSeen(BaseModel):
    """One version."""

    version: int
    at: AwareDatetime
    by: str
    source: str
    restored_from: int | None
    note: str
    in_force: bool


class DifferenceSeen(BaseModel):
    """One difference."""

    kind: str
    where: str
    before: str
    after: str
    words: str


class DriftSeen(BaseModel):
    """What somebody changed elsewhere."""

    seen_at: AwareDatetime
    on_page: bool
    differences: list[DifferenceSeen]
    document: MenuDocument


class FaultSeen(BaseModel):
    """One thing that is wrong."""

    place: str
    field: str
    where: str
    problem: str
    code: int
    warning: bool


def publication_seen(
    one: Publication, names: StaffNames, deeds: tuple[Deed, ...] = ()
) -> PublicationSeen:
    """A publication with the names of its people."""
    return PublicationSeen(
        id=one.id,
        version=one.version,
        state=one.state.value,
        state_name=menus.labels.STATES[one.state],
        by=names[one.by],
        approved_by=names[one.approved_by],
        at=one.at,
        until=one.until,
        since=one.periods[0].since if one.periods else None,
        note=one.note,
        problem=one.problem,
        actions=list(deeds),
    )


def version_seen(one: MenuVersion, in_force: int, names: StaffNames) -> MenuVersionSeen:
    """A version without its content."""
    return MenuVersionSeen(
        version=one.number,
        at=one.at,
        by="系统" if one.by == "system" else names[one.by],
        source=menus.labels.SOURCES[one.source],
        restored_from=one.restored_from,
        note=one.note,
        in_force=one.number == in_force,
    )


def difference_seen(one: MenuDifference) -> DifferenceSeen:
    """A difference, in words too."""
    return DifferenceSeen(
        kind=one.kind, where=one.where, before=one.before, after=one.after, words=str(one)
    )


def fault_seen(one: Fault) -> FaultSeen:
    """A fault."""
    return FaultSeen(**one.model_dump())


def kinds() -> list[KindSeen]:
    """All types of entries."""
    names = menus.kinds.FIELDS
    return [
        KindSeen(
            value=value,
            label=kind.label,
            hint=kind.hint,
            fields=[Choice(value=one, label=names[one]) for one in kind.fields],
            needs=list(kind.needs),
        )
        for value, kind in menus.kinds.KINDS.items()
    ]
