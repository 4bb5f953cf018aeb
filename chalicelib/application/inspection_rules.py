"""The indicators of a unit as a page shows them, and their versions."""

from __future__ import annotations

from pydantic import AwareDatetime

from chalicelib import inspection, people, units
from chalicelib.actor import Actor
from chalicelib.application.deeds import deed, denied
from chalicelib.inspection import Indicator, ListedWord, Permitted, UnitIndicators
from chalicelib.transitions import Deed
from chalicelib.values import Value


class IndicatorSeen(Value):
    """One indicator that counts in a unit."""

    indicator: Indicator
    group_name: str
    severity_name: str
    method_name: str
    how: str
    """How the check is made; empty where a person looks."""
    told: str
    source: str
    """Name of the unit whose list it is from; empty: the product's own."""
    own: bool
    """Set by this unit itself; False: as the units above have it."""


class IndicatorVersionSeen(Value):
    """One version of a unit's own list."""

    version: int
    by: str
    at: AwareDatetime | None
    reason: str
    indicators: int


class IndicatorChangeSeen(Value):
    """What differs in one indicator."""

    field: str
    before: str
    after: str


class PermittedSeen(Value):
    """Something that may be published although a check finds it."""

    unit: str
    kind: str
    kind_name: str
    value: str
    reason: str
    by: str
    at: AwareDatetime | None


class RulesSeen(Value):
    """What counts in a unit, and what of it is its own."""

    unit: str
    version: str
    """Of all lists that count; findings and runs name it."""
    indicators: tuple[IndicatorSeen, ...]
    pass_line: int
    words: tuple[ListedWord, ...]
    own: UnitIndicators
    versions: tuple[IndicatorVersionSeen, ...]
    permitted: tuple[PermittedSeen, ...]
    checks: dict[str, str]
    """The automatic checks that there are, and how each is made."""
    deeds: tuple[Deed, ...]


def rules(by: Actor, unit: str) -> RulesSeen:
    """The indicators that count in a unit. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, inspection.READ, unit)
    counts, own = inspection.rules_of(unit), inspection.current(unit)
    mine = {one.id for one in own.indicators}
    sources = _sources(unit)
    refused = denied(by, inspection.SET, unit)
    return RulesSeen(
        unit=unit,
        version=counts.version,
        indicators=tuple(
            _seen(one, one.id in mine, sources.get(one.id, "")) for one in counts.indicators
        ),
        pass_line=counts.pass_line,
        words=counts.words,
        own=own,
        versions=tuple(_version(one) for one in inspection.versions(unit)),
        permitted=tuple(_permitted(one) for one in inspection.permitted_for(unit, by=by)),
        checks=inspection.CHECK_NAMES,
        deeds=(deed("set", "修改指标", refused), deed("permit", "允许公开", refused)),
    )


def compared(by: Actor, unit: str, older: int, newer: int) -> list[IndicatorChangeSeen]:
    """What differs between two versions. Raises ``UnknownIndicator`` or ``PermissionDenied``."""
    return [
        IndicatorChangeSeen(field=one.field, before=one.before, after=one.after)
        for one in inspection.compare(unit, older, newer, by=by)
    ]


def _sources(unit: str) -> dict[str, str]:
    """Indicator → the name of the nearest unit that has it in its list."""
    found: dict[str, str] = {}
    lists = inspection.known().lists
    for one in units.lineage(unit):
        for each in lists[one.id].indicators if one.id in lists else ():
            found.setdefault(each.id, one.name)
    return found


def _seen(one: Indicator, own: bool, source: str) -> IndicatorSeen:
    return IndicatorSeen(
        indicator=one,
        group_name=inspection.labels.GROUPS[one.group],
        severity_name=inspection.labels.SEVERITIES[one.severity],
        method_name=inspection.labels.METHODS[one.method],
        how=inspection.CHECK_NAMES.get(one.check, ""),
        told=inspection.told(one),
        source=source,
        own=own,
    )


def _version(one: UnitIndicators) -> IndicatorVersionSeen:
    return IndicatorVersionSeen(
        version=one.version,
        by=one.by,
        at=one.at,
        reason=one.reason,
        indicators=len(one.indicators),
    )


def _permitted(one: Permitted) -> PermittedSeen:
    return PermittedSeen(**one.model_dump(), kind_name=inspection.labels.PERMITTED[one.kind])
