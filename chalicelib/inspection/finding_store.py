"""Items of findings.

| pk | sk | attributes |
|---|---|---|
| ``FINDINGS#{account}`` | finding id | ``doc`` (Finding), ``version`` |
| ``FINDINGOF#{finding}`` | ``ACCOUNT`` | ``account`` at which it is |
| ``FINDINGSOF#{unit}`` | ``{found_at}#{finding}`` | ``account``, ``state``, ``severity``, ``indicator``, ``deadline``: for the unit of the account and each above it |
| ``OPENFINDINGS`` | account | ``f#{finding}`` (severity and deadline of each that counts) |

A finding is known by account, indicator, place and what it is: its id is made of these, so who finds it twice adds
nothing. Each change is one transaction over the finding, its rows in the lists of units, what counts against the
account, and the log. What counts against 1,750 accounts is read with one query.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Final

from chalicelib.clock import stamp
from chalicelib.cloud import batches, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.inspection.errors import FindingChanged, UnknownFinding
from chalicelib.inspection.models import (
    ACTIVE,
    TO_DO,
    Finding,
    FindingSeverity,
    FindingState,
    Listed,
    OpenFindings,
    Place,
)

_OPEN: Final = "OPENFINDINGS"
_ACCOUNT: Final = "ACCOUNT"
_LAST: Final = "9"
_NEVER: Final = "-"


def id_of(account: str, indicator: str, place: Place, what: str) -> str:
    """The id of a finding: the same fault at the same place has the same one."""
    told = "\x1f".join((account, indicator, place.key, what))
    return f"f-{hashlib.sha256(told.encode()).hexdigest()[:20]}"


def add(finding: Finding, also: Sequence[table.Action]) -> bool:
    """Store a new finding together with other writes; False if it is there already."""
    item: table.Item = {**_key(finding), "doc": finding.model_dump_json(), "version": 1}
    place: table.Item = {
        "pk": f"FINDINGOF#{finding.id}",
        "sk": _ACCOUNT,
        "account": finding.account,
    }
    try:
        table.transact(
            [
                table.put_action(item, only_new=True),
                table.put_action(place),
                *_listed(finding),
                _counted(finding),
                *also,
            ]
        )
    except ConditionFailed as error:
        if error.index:
            raise
        return False
    return True


def save(before: Finding, after: Finding, also: Sequence[table.Action] = ()) -> Finding:
    """Write a changed finding together with other writes. Raises ``FindingChanged``."""
    after = after.model_copy(update={"version": before.version + 1})
    key = _key(after)
    write = table.update_action(
        key["pk"],
        key["sk"],
        "SET doc = :doc, version = :version",
        {":doc": after.model_dump_json(), ":version": after.version, ":before": before.version},
        condition="version = :before",
    )
    try:
        table.transact([write, *_listed(after), _counted(after), *also])
    except ConditionFailed as error:
        raise FindingChanged("刚刚有人改过这个问题，请刷新后再试。") from error
    return after


def touch(finding: Finding, seen_at: datetime) -> None:
    """Note that a check has seen it again; whoever changes it meanwhile wins."""
    after = finding.model_copy(update={"seen_at": seen_at})
    key = _key(finding)
    try:
        table.update(
            key["pk"],
            key["sk"],
            "SET doc = :doc",
            {":doc": after.model_dump_json(), ":version": finding.version},
            condition="version = :version",
        )
    except ConditionFailed:
        return


def get(finding_id: str) -> Finding:
    """One finding as it is now. Raises ``UnknownFinding``."""
    place = table.get(f"FINDINGOF#{finding_id}", _ACCOUNT)
    item = place and table.get(f"FINDINGS#{place['account']}", finding_id, consistent=True)
    if not item:
        raise UnknownFinding(finding_id)
    return _read(item)


def of_account(account: str) -> dict[str, Finding]:
    """All findings of an account, by id."""
    found = table.query(f"FINDINGS#{account}", consistent=True)
    return {str(item["sk"]): _read(item) for item in found}


def of_unit(
    unit: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    after: str = "",
    where: Mapping[str, Iterable[str]] | None = None,
) -> Iterator[tuple[str, Finding]]:
    """The findings of a unit and all below, the newest first, each with its place in the list.

    ``after`` is the place that the first one follows; ``where`` names attributes of the list's rows and the values
    that are wanted.
    """
    wanted = {name: frozenset(values) for name, values in (where or {}).items()}
    rows = (
        item
        for item in _rows(unit, after, None if since is None else stamp(since))
        if (until is None or str(item["sk"])[:25] <= stamp(until))
        and all(str(item.get(name, "")) in values for name, values in wanted.items())
    )
    while some := list(islice(rows, batches.MOST // 4)):
        keys = [(f"FINDINGS#{one['account']}", str(one["sk"]).rpartition("#")[2]) for one in some]
        known = batches.get_all(keys)
        for row, key in zip(some, keys, strict=True):
            if key in known:
                yield str(row["sk"]), _read(known[key])


def listed(unit: str, since: datetime) -> Iterator[Listed]:
    """The rows of a unit's list since a time, the newest first, with one query: for counting."""
    for item in _rows(unit, "", stamp(since)):
        yield Listed(
            datetime.fromisoformat(str(item["sk"])[:25]),
            FindingSeverity(str(item["severity"])),
            str(item["indicator"]),
            FindingState(str(item["state"])),
        )


def _rows(unit: str, after: str, since: str | None) -> Iterator[table.Item]:
    for item in table.query(f"FINDINGSOF#{unit}", newest_first=True, after=after):
        if since is not None and str(item["sk"]) < since:
            return
        yield item


def open_by_account(now: datetime) -> dict[str, OpenFindings]:
    """What counts against each account that has anything open, with one query."""
    return {str(item["sk"]): _counts(item, stamp(now)) for item in table.query(_OPEN)}


def open_of(account: str, now: datetime) -> OpenFindings:
    """What counts against one account."""
    item = table.get(_OPEN, account, consistent=True)
    return OpenFindings() if item is None else _counts(item, stamp(now))


def _counts(item: table.Item, now: str) -> OpenFindings:
    told = [str(value).split("|") for name, value in item.items() if name.startswith("f#")]
    return OpenFindings(
        veto=sum(severity == FindingSeverity.VETO for severity, _ in told),
        deduction=sum(severity == FindingSeverity.DEDUCTION for severity, _ in told),
        overdue=sum(deadline != _NEVER and deadline < now for _, deadline in told),
    )


def _counted(finding: Finding) -> table.Action:
    """What counts against the account, in a write that no other finding of it can hinder."""
    names = {"#f": f"f#{finding.id}"}
    if finding.state not in ACTIVE:
        return table.update_action(_OPEN, finding.account, "REMOVE #f", {}, names=names)
    due = stamp(finding.deadline) if finding.state in TO_DO else _NEVER
    values: dict[str, table.Value] = {":told": f"{finding.severity}|{due}"}
    return table.update_action(_OPEN, finding.account, "SET #f = :told", values, names=names)


def _listed(finding: Finding) -> list[table.Action]:
    return [
        table.put_action(
            {
                "pk": f"FINDINGSOF#{unit}",
                "sk": f"{stamp(finding.found_at)}#{finding.id}",
                "account": finding.account,
                "state": finding.state.value,
                "severity": finding.severity.value,
                "indicator": finding.indicator,
                "group": finding.group.value,
                "deadline": stamp(finding.deadline),
            }
        )
        for unit in finding.lineage
    ]


def _key(finding: Finding) -> dict[str, str]:
    return {"pk": f"FINDINGS#{finding.account}", "sk": finding.id}


def _read(item: table.Item) -> Finding:
    return Finding.model_validate_json(str(item["doc"]))
