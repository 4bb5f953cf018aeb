"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``REGISTRATIONS`` | account id | ``doc`` (Registration), ``version``: what is on file of an account |
| ``MATRIXRULES`` | unit | ``doc`` (SignalThresholds), ``version``: what a unit says otherwise than those above it |
| ``MATRIX`` | ``GROUP#{nn}`` | ``packed`` (Rows of a thirty-second part of the accounts), ``version``, ``looked_at`` (epoch s) of the last round, ``read_at`` (epoch s) of the last that read everything |
| ``MATRIX`` | ``LATE`` | ``doc`` (unit → overdue orders), ``at`` (epoch s): counted once for all steps of a round |
| ``MATRIXHEALTH#{account}`` | time | ``doc`` (a turn of its health), ``health`` afterwards; ``expires_at`` 400 days later |

``packed`` is JSON, gzip, base64. A round writes a group over the version that it read, with the turns in the same
transaction, so that a turn is told once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from chalicelib import audit
from chalicelib.audit import AuditEntry
from chalicelib.cloud import batches, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.matrix.errors import RegistrationChanged
from chalicelib.matrix.models import AccountHealth, Registration, SignalThresholds
from chalicelib.matrix.rows import Row, Turn, packed, unpacked

_REGISTRATIONS: Final = "REGISTRATIONS"
_RULES: Final = "MATRIXRULES"
_MATRIX: Final = "MATRIX"
_LATE: Final = "LATE"
_KEPT: Final = timedelta(days=400)
MOST_TURNS: Final = 90
"""Turns of one write; a transaction takes a hundred items."""
_TOLD: Final = ("account", "unit", "name", "before", "after", "at", "signs")


class Group(NamedTuple):
    """A pack of lines as it was read."""

    number: int
    rows: dict[str, Row]
    version: int = 0
    looked_at: int = 0
    read_at: int = 0


def registration(account: str) -> Registration | None:
    """What is on file of an account; None: nothing."""
    item = table.get(_REGISTRATIONS, account, consistent=True)
    return None if item is None else _registration(item)


def registrations(accounts: Sequence[str]) -> dict[str, Registration]:
    """What is on file of these accounts, a call for each hundred."""
    found = {}
    for start in range(0, len(accounts), batches.MOST):
        for account, item in batches.get_each(
            _REGISTRATIONS, accounts[start : start + batches.MOST]
        ).items():
            found[account] = _registration(item)
    return found


def all_registrations() -> Iterator[Registration]:
    """What is on file of every account."""
    return map(_registration, table.query(_REGISTRATIONS, consistent=True))


def registration_action(before: Registration, after: Registration) -> table.Action:
    """The write of a registration, over the version that was read."""
    item: table.Item = {
        "pk": _REGISTRATIONS,
        "sk": after.account,
        "doc": after.model_dump_json(),
        "version": after.version,
    }
    if not before.version:
        return table.put_action(item, only_new=True)
    return table.put_if_action(item, "version = :before", {":before": before.version})


def save_registration(before: Registration, after: Registration, entry: AuditEntry) -> Registration:
    """Write a registration with its entry of the log. Raises ``RegistrationChanged``."""
    after = after.model_copy(update={"version": before.version + 1})
    try:
        table.transact([registration_action(before, after), audit.write_action(entry)])
    except ConditionFailed as error:
        raise RegistrationChanged(
            "有人刚刚改过这个账号的登记，您的修改没有保存。请刷新后再改。"
        ) from error
    return after


def forget(account: str) -> None:
    """Forget what is on file of an account that is removed."""
    table.delete(_REGISTRATIONS, account)


def thresholds() -> dict[str, SignalThresholds]:
    """What units say otherwise, by unit."""
    found = table.query(_RULES, consistent=True)
    return {
        str(item["sk"]): SignalThresholds.model_validate_json(str(item["doc"])) for item in found
    }


def save_thresholds(before: SignalThresholds, after: SignalThresholds, entry: AuditEntry) -> None:
    """Write a unit's thresholds with the entry of the log. Raises ``RegistrationChanged``."""
    item: table.Item = {
        "pk": _RULES,
        "sk": after.unit,
        "doc": after.model_dump_json(),
        "version": after.version,
    }
    put = (
        table.put_if_action(item, "version = :before", {":before": before.version})
        if before.version
        else table.put_action(item, only_new=True)
    )
    try:
        table.transact([put, audit.write_action(entry)])
    except ConditionFailed as error:
        raise RegistrationChanged(
            "有人刚刚改过这些标准，您的修改没有保存。请刷新后再改。"
        ) from error


def groups() -> list[Group]:
    """All packs that were ever written: one query, of a page for some thousand accounts."""
    return [_group(item) for item in table.query(_MATRIX, "GROUP#", consistent=True)]


def group(number: int) -> Group:
    """One pack, as it is now."""
    item = table.get(_MATRIX, _name(number), consistent=True)
    return Group(number, {}) if item is None else _group(item)


def save_group(
    before: Group, rows: Mapping[str, Row], turns: Iterable[Turn], now: datetime, *, whole: bool
) -> bool:
    """Write a pack over the version that was read, and the turns with it; False where another one was faster."""
    item: table.Item = {
        "pk": _MATRIX,
        "sk": _name(before.number),
        "packed": packed(rows),
        "version": before.version + 1,
        "looked_at": int(now.timestamp()),
        "read_at": int(now.timestamp()) if whole else before.read_at,
    }
    put = (
        table.put_if_action(item, "version = :before", {":before": before.version})
        if before.version
        else table.put_action(item, only_new=True)
    )
    try:
        table.transact([put, *(_turn_action(one, now) for one in turns)])
    except ConditionFailed:
        return False
    return True


def keep_late_orders(counted: Mapping[str, int], now: datetime) -> None:
    """Keep how many orders each unit is behind with, for the steps of this round. Twice is once."""
    doc = json.dumps({unit: number for unit, number in counted.items() if number})
    table.put({"pk": _MATRIX, "sk": _LATE, "doc": doc, "at": int(now.timestamp())})


def late_orders(since: datetime) -> dict[str, int] | None:
    """What was kept since then; None: nothing."""
    item = table.get(_MATRIX, _LATE, consistent=True)
    if item is None or int(item["at"]) < since.timestamp():
        return None
    return {str(unit): int(number) for unit, number in json.loads(str(item["doc"])).items()}


def turns(account: str, most: int) -> list[Turn]:
    """The last turns of an account's health, the newest first."""
    found = table.query(f"MATRIXHEALTH#{account}", newest_first=True, limit=most)
    return [_turn(json.loads(str(item["doc"]))) for item in found]


def _turn_action(one: Turn, now: datetime) -> table.Action:
    return table.put_action(
        {
            "pk": f"MATRIXHEALTH#{one.account}",
            "sk": one.at,
            "doc": json.dumps(one._asdict(), ensure_ascii=False),
            "health": one.after.value,
            "expires_at": int((now + _KEPT).timestamp()),
        }
    )


def _turn(doc: dict[str, object]) -> Turn:
    told = {name: doc[name] for name in _TOLD}
    signs = tuple(str(one) for one in list(told.pop("signs")))  # type: ignore[call-overload]
    before, after = AccountHealth(str(told.pop("before"))), AccountHealth(str(told.pop("after")))
    return Turn(
        **{name: str(value) for name, value in told.items()},
        before=before,
        after=after,
        signs=signs,
    )


def _group(item: table.Item) -> Group:
    return Group(
        number=int(str(item["sk"]).partition("#")[2]),
        rows=unpacked(str(item["packed"])),
        version=int(item["version"]),
        looked_at=int(item["looked_at"]),
        read_at=int(item["read_at"]),
    )


def _registration(item: table.Item) -> Registration:
    return Registration.model_validate_json(str(item["doc"]))


def _name(number: int) -> str:
    return f"GROUP#{number:02d}"
