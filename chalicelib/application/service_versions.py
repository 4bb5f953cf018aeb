"""Versions of a service catalogue as people look at them, hand them in and release them: two persons, always."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

from chalicelib import catalogue, people
from chalicelib.actor import Actor
from chalicelib.application.deeds import deeds
from chalicelib.application.service_catalogue import READ, place_of
from chalicelib.application.version_difference import Counts, Difference, differences
from chalicelib.catalogue import CatalogueVersion, VersionState
from chalicelib.transitions import Deed

_DEEDS: Final = {
    "submit": ("提交审核", catalogue.versions.SUBMIT),
    "release": ("发布", catalogue.versions.RELEASE),
    "reject": ("退回", catalogue.versions.REJECT),
    "restore": ("恢复这一版", catalogue.versions.RESTORE),
}


class VersionView(NamedTuple):
    """One version, its state as people call it, and what this person may do with it."""

    version: CatalogueVersion
    state_name: str
    in_force: bool
    deeds: tuple[Deed, ...]


class Standing(NamedTuple):
    """Whose catalogue it is, what followers get, and every version, the newest first."""

    unit: str
    in_force: int
    working: VersionView | None
    """The newest version with unreleased changes; None where there are none."""
    versions: list[VersionView]


class Comparison(NamedTuple):
    """How two versions differ."""

    older: int
    newer: int
    services: list[Difference]
    in_all: Counts


class Waiting(NamedTuple):
    """A version that waits for its release by this person."""

    unit: str
    version: CatalogueVersion


def standing_for(unit: str, *, by: Actor) -> Standing:
    """Where the catalogue that holds in ``unit`` stands. Raises ``UnknownUnit`` or ``PermissionDenied``."""
    people.require(by, READ, unit)
    owner = place_of(unit)
    head = catalogue.versions.head(owner)
    held = people.permissions_of(by, owner)
    views = [
        _view(owner, one, head.in_force, head.working, held, by.person)
        for one in catalogue.versions.history(owner)
    ]
    working = next((one for one in views if one.version.version == head.working), None)
    return Standing(
        unit=owner,
        in_force=head.in_force,
        working=working if head.working != head.in_force else None,
        versions=views,
    )


def compare_for(unit: str, older: int | None, newer: int | None, *, by: Actor) -> Comparison:
    """From ``older`` (None: the one in force) to ``newer`` (None: the working one).

    Raises ``NoSuchVersion``, ``UnknownUnit`` or ``PermissionDenied``.
    """
    people.require(by, READ, unit)
    owner, versions = place_of(unit), catalogue.versions
    old = versions.in_force(owner) if older is None else versions.edition(owner, older)
    new = versions.working(owner) if newer is None else versions.edition(owner, newer)
    found, in_all = differences(old.catalogue.services, new.catalogue.services)
    return Comparison(old.number, new.number, found, in_all)


def waiting_for(by: Actor, within: set[str]) -> Iterator[Waiting]:
    """The versions of these units' catalogues that this person may release now."""
    for unit, versions in catalogue.versions.waiting().items():
        if unit not in within or not people.may(by, catalogue.versions.RELEASE, unit):
            continue
        head = catalogue.versions.head(unit)
        for one in versions:
            if catalogue.rules.refusal(unit, one, head.in_force, head.working, by.person) is None:
                yield Waiting(unit, one)


def _view(
    owner: str,
    one: CatalogueVersion,
    in_force: int,
    working: int,
    held: frozenset[str],
    person: str,
) -> VersionView:
    number, blocked = one.version, {}
    if one.state is not VersionState.DRAFT or number != working:
        blocked["submit"] = "只有最新的草稿可以提交审核"
    if one.state is not VersionState.IN_REVIEW:
        blocked["reject"] = "只有待审的版本可以退回"
    refusal = catalogue.rules.refusal(owner, one, in_force, working, person)
    if refusal is not None or number == in_force:
        blocked["release"] = str(refusal) if refusal is not None else "已经是现行版本"
    if number == working:
        blocked["restore"] = "就是正在修改的这一版"
    name = "现行" if number == in_force else catalogue.labels.VERSION_STATES[one.state]
    return VersionView(one, name, number == in_force, deeds(held, _DEEDS, blocked))


def since_of(one: CatalogueVersion) -> datetime:
    """Since when a version waits."""
    return one.submitted_at or one.at
