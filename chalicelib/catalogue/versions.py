"""Versions of a unit's catalogue: drafts that people make, and the release that two of them take.

An edit makes a new version and changes nothing that followers see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

from chalicelib import audit, people, units
from chalicelib.actor import Actor
from chalicelib.audit import Change, changes_between
from chalicelib.catalogue import store
from chalicelib.catalogue.errors import BadService, NoCatalogue, NoSuchService
from chalicelib.catalogue.models import Catalogue, CatalogueVersion, Service, VersionState
from chalicelib.catalogue.rules import check_whole, hands_of, not_now, refusal
from chalicelib.cloud import table
from chalicelib.errors import Field

READ: Final = "catalogue:service:read"
EDIT: Final = "catalogue:service:edit"
SUBMIT: Final = "catalogue:version:submit"
RELEASE: Final = "catalogue:version:release"
REJECT: Final = "catalogue:version:reject"
RESTORE: Final = "catalogue:version:restore"

ChangeCatalogue = Callable[[Catalogue], Catalogue]


class Edition(NamedTuple):
    """A version with its content; without a version it is the empty one of before the first."""

    version: CatalogueVersion | None
    catalogue: Catalogue

    @property
    def number(self) -> int:
        """0 for the empty one."""
        return self.version.version if self.version else 0


def owner_of(unit: str, *, released: bool = False) -> str:
    """The unit whose catalogue holds in ``unit``: its own, else that of the nearest one above that has one.

    ``released`` passes over those of which nothing was released yet. Raises ``NoCatalogue`` or ``UnknownUnit``.
    """
    have = {one.unit for one in store.heads() if (one.in_force if released else one.working)}
    found = next((one.id for one in units.lineage(unit) if one.id in have), None)
    if found is None:
        raise NoCatalogue(unit)
    return found


def regions_of(unit: str) -> list[str]:
    """Names and ids of the units that a service of this catalogue may be for: the unit and all below it."""
    within = {unit}
    found: list[str] = []
    for _, one in units.tree():
        if one.id == unit or one.parent in within:
            within.add(one.id)
            found += [one.name, one.id]
    return found


def working(unit: str) -> Edition:
    """The edition that edits go on from: the newest draft, or else the one in force."""
    return edition(unit, store.head(unit).working)


def in_force(unit: str) -> Edition:
    """The edition that followers get answers from."""
    return edition(unit, store.head(unit).in_force)


def edition(unit: str, number: int) -> Edition:
    """One version with its content. Raises ``NoSuchVersion``."""
    if number == 0:
        return Edition(None, Catalogue())
    version = store.version(unit, number)
    return Edition(version, store.read(version))


def service(unit: str, service_id: str) -> Service:
    """A service as it is being edited. Raises ``NoSuchService``."""
    found = working(unit).catalogue.find(service_id)
    if found is None:
        raise NoSuchService(unit, service_id)
    return found


def edit(
    unit: str,
    change: ChangeCatalogue,
    *,
    by: Actor,
    now: datetime,
    source: str,
    note: str = "",
) -> CatalogueVersion | None:
    """Make a draft version of what ``change`` makes of the working one; None where it changes nothing.

    Raises ``BadService``, ``VersionConflict`` if somebody else edited meanwhile, ``PermissionDenied``, ``UnknownUnit``
    and what ``change`` raises.
    """
    units.lineage(unit)
    people.require(by, EDIT, unit)
    return _draft(unit, change, EDIT, by=by, now=now, source=source, note=note)


def restore(unit: str, number: int, *, by: Actor, now: datetime) -> CatalogueVersion | None:
    """Make the content of an earlier version a draft, to be released by another person like every version.

    None where it is what is being edited already. Raises ``NoSuchVersion``, ``VersionConflict`` or
    ``PermissionDenied``.
    """
    people.require(by, RESTORE, unit)
    old = edition(unit, number).catalogue
    return _draft(unit, lambda _: old, RESTORE, by=by, now=now, source="", restored_from=number)


def submit(unit: str, number: int, *, by: Actor, now: datetime, note: str = "") -> CatalogueVersion:
    """Hand the newest draft to review. Raises ``NoSuchVersion``, ``NotReleasable``, ``VersionConflict``, ``PermissionDenied``."""
    people.require(by, SUBMIT, unit)
    version, head = store.version(unit, number), store.head(unit)
    if version.state is not VersionState.DRAFT or number != head.working:
        raise not_now(unit, version, "只有最新的草稿可以提交审核")
    handed = version.model_copy(
        update={
            "state": VersionState.IN_REVIEW,
            "submitted_by": by.person.strip(),
            "submitted_at": now.astimezone(UTC),
            "hands": hands_of((*version.hands, by.person)),
            "remark": "",
            **({"note": note} if note else {}),
        }
    )
    _move(unit, version, handed, SUBMIT, by, now, note)
    return handed


def send_back(unit: str, number: int, *, by: Actor, now: datetime, reason: str) -> CatalogueVersion:
    """Return a version in review to its makers, with a reason. Raises like ``submit``."""
    people.require(by, REJECT, unit)
    version = store.version(unit, number)
    if version.state is not VersionState.IN_REVIEW:
        raise not_now(unit, version, "只有待审的版本可以退回")
    if not reason.strip():
        raise BadService([Field("reason", "请写明退回的原因")])
    back = version.model_copy(
        update={
            "state": VersionState.DRAFT,
            "remark": f"{by.person}：{reason.strip()}",
            "submitted_by": "",
            "submitted_at": None,
        }
    )
    _move(unit, version, back, REJECT, by, now, reason)
    return back


def release(unit: str, number: int, *, by: Actor, now: datetime) -> CatalogueVersion:
    """Put a reviewed version in force; ``by`` must have had no hand in it.

    One transaction: run again it finds the version in force and changes nothing. Accounts hear of it from the use case
    ``application.service_spread``. Raises ``NoSuchVersion``, ``NotReleasable``, ``VersionConflict`` or
    ``PermissionDenied``.
    """
    people.require(by, RELEASE, unit)
    version, head = store.version(unit, number), store.head(unit)
    if number == head.in_force:
        return version
    if why := refusal(unit, version, head.in_force, head.working, by.person):
        raise why
    released = version.model_copy(
        update={
            "state": VersionState.RELEASED,
            "released_by": by.person.strip(),
            "released_at": now.astimezone(UTC),
        }
    )
    changed = store.changed_action(unit, now, in_force=number, seen=head)
    _move(unit, version, released, RELEASE, by, now, also=[changed])
    return released


def history(unit: str) -> list[CatalogueVersion]:
    """Every version, newest first."""
    return list(store.versions(unit))


def _draft(
    unit: str,
    change: ChangeCatalogue,
    permission: str,
    *,
    by: Actor,
    now: datetime,
    source: str,
    note: str = "",
    restored_from: int | None = None,
) -> CatalogueVersion | None:
    seen = store.head(unit)
    from_ = edition(unit, seen.working)
    after = change(from_.catalogue)
    if after == from_.catalogue:
        return None
    check_whole(after)
    # Drafts after the version in force add up; what was made from something older starts anew.
    drafts = from_.version is not None and seen.working != seen.in_force
    earlier = from_.version.hands if drafts and from_.version else ()
    made = CatalogueVersion(
        version=store.newest(unit) + 1,
        base=seen.in_force,
        at=now.astimezone(UTC),
        by=by.person.strip(),
        hands=hands_of((*earlier, by.person)),
        key=store.keep(unit, after),
        services=len(after.services),
        source=source,
        note=note,
        restored_from=restored_from,
    )
    changes = changes_between(
        {"services": len(from_.catalogue.services)}, {"services": len(after.services)}
    )
    entry = _entry(by, permission, unit, made.version, now, changes, note or source)
    store.add(unit, made, seen=seen, also=[entry])
    return made


def _entry(
    by: Actor,
    action: str,
    unit: str,
    number: int,
    now: datetime,
    changes: Iterable[Change],
    note: str,
) -> table.Action:
    return audit.write_action(
        audit.entry_of(
            by,
            action,
            unit=unit,
            at=now,
            object=f"catalogue:{unit}/{number}",
            changes=changes,
            note=note,
        )
    )


def _move(
    unit: str,
    before: CatalogueVersion,
    after: CatalogueVersion,
    action: str,
    by: Actor,
    now: datetime,
    note: str = "",
    also: Sequence[table.Action] = (),
) -> None:
    changes = [Change(field="state", before=before.state, after=after.state)]
    entry = _entry(by, action, unit, before.version, now, changes, note)
    store.move(unit, before, after, also=[*also, entry])


def head(unit: str) -> store.Head:
    """Where a catalogue stands."""
    return store.head(unit)


def waiting() -> dict[str, list[CatalogueVersion]]:
    """The versions that wait for a release, by unit."""
    return store.waiting()


def with_one(units: Sequence[str]) -> list[str]:
    """Those of up to a hundred units that have a catalogue, if only a draft of one."""
    return [one.unit for one in store.heads_of(units) if one.working]


def units_with_one() -> list[str]:
    """Units that have a catalogue, if only a draft of one."""
    return [one.unit for one in store.heads() if one.working]
