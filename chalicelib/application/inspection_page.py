"""Findings, runs and accounts under inspection as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Final

from pydantic import AwareDatetime

from chalicelib import accounts, inspection, people, units
from chalicelib.actor import Actor
from chalicelib.application.account_reach import accounts_under
from chalicelib.application.deeds import deed, denied
from chalicelib.inspection import (
    Finding,
    FindingAction,
    FindingSeverity,
    FindingState,
    IndicatorGroup,
    Inspected,
    OpenFindings,
    Run,
    RunKind,
)
from chalicelib.transitions import Deed
from chalicelib.values import Value

LOOKED_AT: Final = 2000
"""Rows that one answer looks through for those that a filter wants."""
FOUND: Final = "found"


class Wanted(Value):
    """Which findings are wanted; an empty part wants all."""

    states: tuple[FindingState, ...] = ()
    severity: FindingSeverity | None = None
    group: IndicatorGroup | None = None
    indicator: str = ""
    account: str = ""
    overdue: bool = False
    text: str = ""
    """Stands in what is said, in the place, or in what is around it."""


class FindingStepSeen(Value):
    """One step of a finding."""

    at: AwareDatetime
    by: str
    what: str
    what_name: str
    note: str


class FindingSeen(Value):
    """One finding."""

    id: str
    account: str
    account_name: str
    unit: str
    unit_name: str
    indicator: str
    indicator_name: str
    group: IndicatorGroup
    group_name: str
    severity: FindingSeverity
    severity_name: str
    points: int
    place_kind: str
    place_kind_name: str
    place: str
    url: str
    what: str
    """The passage itself, as it stands in ``around``."""
    said: str
    around: str
    state: FindingState
    state_name: str
    found_at: AwareDatetime
    found_by: str
    method_name: str
    owner: str
    deadline: AwareDatetime
    overdue: bool
    repeat: int
    version: int


class AssigneeSeen(Value):
    """A person, to be chosen."""

    id: str
    name: str
    unit_name: str


class FindingDetail(Value):
    """A finding with its evidence, its way and what this person can do with it."""

    finding: FindingSeen
    owner_name: str
    assignees: tuple[AssigneeSeen, ...]
    """Who may put it right; empty for whoever may not assign it."""
    rules: str
    basis: str
    run: str
    evidence: tuple[str, ...]
    proof: str
    proofs: tuple[str, ...]
    appeal: str
    seen_at: AwareDatetime
    gone_at: AwareDatetime | None
    steps: tuple[FindingStepSeen, ...]
    deeds: tuple[Deed, ...]


class FindingPage(Value):
    """Some of a unit's findings."""

    findings: tuple[FindingSeen, ...]
    place: str
    """From which the next page goes on; empty at the end."""
    add: Deed
    run: Deed


class RunSeen(Value):
    """One run."""

    id: str
    kind: RunKind
    kind_name: str
    unit: str
    by: str
    begun_at: AwareDatetime
    accounts: int
    existing: int


class RunPage(Value):
    """Some runs."""

    runs: tuple[RunSeen, ...]
    place: str
    start: Deed


class InspectedSeen(Value):
    """How an account stands: its last inspection, and what is open now."""

    account: str
    account_name: str
    unit: str
    unit_name: str
    at: AwareDatetime | None
    """None: it was not inspected yet."""
    ended_name: str
    points: int
    passed: bool | None
    veto: int
    deduction: int
    overdue: int
    places: int
    links: int
    calls: int
    unread: tuple[str, ...]
    last_published: AwareDatetime | None


class RunDetail(Value):
    """A run with what it found at the accounts that this person may see, the worst first."""

    run: RunSeen
    done: int
    passed: int
    accounts: tuple[InspectedSeen, ...]


def findings(
    by: Actor, unit: str, wanted: Wanted, *, after: str, limit: int, now: datetime
) -> FindingPage:
    """The findings of a unit and below, the newest first. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, inspection.READ, unit)
    rows = islice(inspection.of_unit(unit, after=after, where=_where(wanted)), LOOKED_AT)
    met = ((place, one) for place, one in rows if _meets(one, wanted, now))
    found = list(islice(met, limit + 1))
    names = _Names()
    return FindingPage(
        findings=tuple(names.seen(one, now) for _, one in found[:limit]),
        place=found[limit - 1][0] if len(found) > limit else "",
        add=deed("add", "登记问题", denied(by, inspection.ADD, unit)),
        run=deed("run", "开始巡检", denied(by, inspection.START, unit)),
    )


def _meets(one: Finding, wanted: Wanted, now: datetime) -> bool:
    if wanted.overdue and not one.overdue(now):
        return False
    return wanted.text in "\n".join((one.said, one.place.label, one.around, one.indicator_name))


def _where(wanted: Wanted) -> dict[str, list[str]]:
    states = list(wanted.states)
    if wanted.overdue and not states:
        states = list(inspection.TO_DO)
    told = {
        "state": [one.value for one in states],
        "severity": [wanted.severity.value] if wanted.severity else [],
        "group": [wanted.group.value] if wanted.group else [],
        "indicator": [wanted.indicator] if wanted.indicator else [],
        "account": [wanted.account] if wanted.account else [],
    }
    return {name: values for name, values in told.items() if values}


def finding_detail(by: Actor, finding_id: str, now: datetime) -> FindingDetail:
    """One finding for a person who may see it. Raises ``UnknownFinding`` or ``PermissionDenied``."""
    finding = inspection.get(finding_id)
    people.require(by, inspection.READ, finding.unit)
    names, staff = _Names(), inspection.assignees(finding)
    chosen = () if denied(by, inspection.ASSIGN, finding.unit) else staff
    return FindingDetail(
        finding=names.seen(finding, now),
        owner_name=next((one.name for one in staff if one.id == finding.owner), finding.owner),
        assignees=tuple(
            AssigneeSeen(id=one.id, name=one.name, unit_name=names.unit(one.unit)) for one in chosen
        ),
        rules=finding.rules,
        basis=finding.basis,
        run=finding.run,
        evidence=finding.evidence,
        proof=finding.proof,
        proofs=finding.proofs,
        appeal=finding.appeal,
        seen_at=finding.seen_at,
        gone_at=finding.gone_at,
        steps=tuple(
            FindingStepSeen(
                at=one.at, by=one.by, what=one.what, what_name=_step(one.what), note=one.note
            )
            for one in finding.steps
        ),
        deeds=tuple(_deeds(by, finding)),
    )


def _step(what: str) -> str:
    if what == inspection.ASSIGNED:
        return "分派"
    return "发现" if what == FOUND else inspection.labels.ACTIONS.get(FindingAction(what), what)


def _deeds(by: Actor, finding: Finding) -> Iterator[Deed]:
    for action, permission in inspection.PERMISSION.items():
        yield deed(
            action.value,
            inspection.labels.ACTIONS[action],
            denied(by, permission, finding.unit),
            inspection.refusal(finding, action, by.person),
        )
    yield deed(
        "assign",
        "分派",
        denied(by, inspection.ASSIGN, finding.unit),
        inspection.not_now(finding),
    )
    yield deed(
        "recheck",
        "马上复查",
        denied(by, inspection.START, finding.unit),
        "" if finding.method is inspection.Method.AUTOMATIC else "由人登记的问题要由人复查",
    )


def runs(by: Actor, unit: str, *, after: str, limit: int) -> RunPage:
    """The runs over a unit's accounts, the newest first: those of nights, and those by hand in it, above it and below.

    Raises ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, inspection.READ, unit)
    near = {one.id for one in units.lineage(unit)} | set(_below(unit)) | {""}
    found = [
        (place, one)
        for place, one in islice(inspection.run_list(after), LOOKED_AT)
        if one.unit in near
    ][: limit + 1]
    return RunPage(
        runs=tuple(_run(one) for _, one in found[:limit]),
        place=found[limit - 1][0] if len(found) > limit else "",
        start=deed("run", "开始巡检", denied(by, inspection.START, unit)),
    )


def run_detail(by: Actor, unit: str, run_id: str, now: datetime) -> RunDetail:
    """A run, and what it did at the accounts of a unit and below. Raises ``UnknownRun``, ``PermissionDenied``."""
    people.require(by, inspection.READ, unit)
    run = inspection.run(run_id)
    within = {one.id for one in accounts_under(unit)}
    done = [one for one in inspection.of_run(run_id) if one.account in within]
    names, count = _Names(), inspection.open_by_account(now)
    seen = [names.inspected(one.account, one.unit, one, count) for one in done]
    return RunDetail(
        run=_run(run),
        done=len(done),
        passed=sum(one.passed for one in done),
        accounts=tuple(sorted(seen, key=_worst)),
    )


def inspected(by: Actor, unit: str, now: datetime) -> list[InspectedSeen]:
    """How the accounts of a unit and below stand, the worst first: three queries, however many there are.

    Raises ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, inspection.READ, unit)
    last, count, names = inspection.last_of_each(), inspection.open_by_account(now), _Names()
    seen = [
        names.inspected(one.id, one.unit, last.get(one.id), count) for one in accounts_under(unit)
    ]
    return sorted(seen, key=_worst)


def _worst(one: InspectedSeen) -> tuple[object, ...]:
    return (one.passed is not False, -one.veto, one.points, -one.overdue, one.account)


def _below(unit: str) -> Iterable[str]:
    within = {unit}
    for _, one in units.tree():
        if one.parent in within:
            within.add(one.id)
    return within


def _run(one: Run) -> RunSeen:
    return RunSeen(**one.model_dump(), kind_name=inspection.labels.RUNS[one.kind])


class _Names:
    """Names of accounts and units, read once for an answer."""

    def __init__(self) -> None:
        self._accounts = {one.account.id: one.account.name for one in accounts.states()}
        self._units = {one.id: one.name for _, one in units.tree()}

    def seen(self, one: Finding, now: datetime) -> FindingSeen:
        """A finding with the names of all that it speaks of."""
        kept = one.model_dump(include=set(FindingSeen.model_fields) - {"place"})
        return FindingSeen(
            **kept,
            account_name=self._accounts.get(one.account, one.account),
            unit_name=self._units.get(one.unit, one.unit),
            group_name=inspection.labels.GROUPS[one.group],
            severity_name=inspection.labels.SEVERITIES[one.severity],
            place_kind=one.place.kind.value,
            place_kind_name=inspection.labels.PLACES[one.place.kind],
            place=one.place.label,
            url=one.place.url,
            state_name=inspection.labels.STATES[one.state],
            method_name=inspection.labels.METHODS[one.method],
            overdue=one.overdue(now),
        )

    def unit(self, unit: str) -> str:
        """The name of a unit."""
        return self._units.get(unit, unit)

    def inspected(
        self, account: str, unit: str, last: Inspected | None, count: Mapping[str, OpenFindings]
    ) -> InspectedSeen:
        """How an account stands."""
        now = count.get(account, OpenFindings())
        return InspectedSeen(
            account=account,
            account_name=self._accounts.get(account, account),
            unit=unit,
            unit_name=self._units.get(unit, unit),
            at=last.at if last else None,
            ended_name=inspection.labels.ENDINGS[last.ended] if last else "还没有检查",
            points=last.points if last else 100,
            passed=last.passed and not now.veto if last else None,
            veto=now.veto,
            deduction=now.deduction,
            overdue=now.overdue,
            places=last.places if last else 0,
            links=last.links if last else 0,
            calls=last.calls if last else 0,
            unread=last.unread if last else (),
            last_published=last.last_published if last else None,
        )
