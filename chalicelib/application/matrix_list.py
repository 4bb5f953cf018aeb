"""The matrix's accounts as a list with filters, and one account with all that is known of it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from pydantic import AwareDatetime

from chalicelib import accounts, matrix, people, units
from chalicelib.accounts import AccountKind
from chalicelib.actor import Actor
from chalicelib.application.deeds import deed, denied
from chalicelib.application.matrix_facts import shown_name
from chalicelib.application.matrix_page import READ, MatrixLine, line, world, worst_first
from chalicelib.matrix import (
    AccountHealth,
    LifeAction,
    LifeState,
    Registration,
    Responsible,
    Row,
    SignalName,
)
from chalicelib.transitions import Deed
from chalicelib.units import UnitLevel
from chalicelib.values import Value

SET: Final = "matrix:account:set"
_TURNS: Final = 30


class Wanted(Value):
    """A filter; what is empty or None filters nothing."""

    level: UnitLevel | None = None
    health: AccountHealth | None = None
    signal: SignalName | None = None
    kind: AccountKind | None = None
    life: LifeState | None = None
    idle: bool = False
    words: str = ""
    """Part of a name, of the account, its unit or a person in charge."""


class AccountsFound(Value):
    """A page of the list."""

    accounts: tuple[MatrixLine, ...]
    total: int
    place: str
    """Where the next page begins; empty at the end."""


class LifeStepSeen(Value):
    """One step of an account's life."""

    name: str
    state_name: str
    on: str
    filing_number: str
    reason: str
    evidence: str
    by: str
    at: AwareDatetime


class HealthTurn(Value):
    """When the account's health became another."""

    at: AwareDatetime
    before: AccountHealth
    before_name: str
    after: AccountHealth
    after_name: str
    signs: tuple[str, ...]


class MatrixAccount(Value):
    """One account."""

    line: MatrixLine | None
    """None: it is new, and no round has looked at it yet."""
    account: str
    name: str
    unit: str
    unit_name: str
    registered: bool
    version: int
    state: str
    state_name: str
    purpose: str
    in_charge: Responsible
    in_charge_name: str
    stand_in: Responsible
    stand_in_name: str
    verified_until: str
    name_remark: str
    avatar_remark: str
    filing_number: str
    announcement: str
    steps: tuple[LifeStepSeen, ...]
    turns: tuple[HealthTurn, ...]
    actions: tuple[Deed, ...]
    """``edit`` and ``refresh``, and the steps of its life."""


def rows_of(unit: str, wanted: Wanted, *, by: Actor) -> tuple[list[Row], dict[str, units.OrgUnit]]:
    """The lines that a filter lets through, the worst first. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    seen = world(unit, by)
    words = wanted.words.strip().casefold()

    def fits(row: Row) -> bool:
        facts, of = row.facts, seen.units[row.unit]
        said = (row.account, row.name, of.name, facts.in_charge, facts.stand_in)
        return (
            (wanted.level is None or of.level is wanted.level)
            and (wanted.health is None or (row.health is wanted.health and not row.closed))
            and (wanted.signal is None or any(one.name is wanted.signal for one in row.signs))
            and (wanted.kind is None or row.kind == wanted.kind)
            and (wanted.life is None or facts.life == wanted.life)
            and (row.idle or not wanted.idle)
            and (not words or any(words in one.casefold() for one in said))
        )

    return sorted(filter(fits, seen.rows), key=worst_first), dict(seen.units)


def listed(
    unit: str, wanted: Wanted, *, after: str = "", limit: int = 50, by: Actor
) -> AccountsFound:
    """A page of the accounts of a unit and below. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    found, within = rows_of(unit, wanted, by=by)
    begin = int(after) if after.isdecimal() else 0
    return AccountsFound(
        accounts=tuple(line(row, within) for row in found[begin : begin + limit]),
        total=len(found),
        place=str(begin + limit) if begin + limit < len(found) else "",
    )


def seen(account_id: str, *, by: Actor) -> MatrixAccount:
    """One account. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    account = accounts.current(account_id).account
    people.require(by, READ, account.unit)
    unit = units.lineage(account.unit)[0]
    row = matrix.store.group(matrix.group_of(account_id)).rows.get(account_id)
    filed = matrix.store.registration(account_id)
    one = filed or Registration(account=account_id, state=LifeState.RUNNING)
    names = {staff.id: staff.name for staff in people.list_staff() if staff.name}
    return MatrixAccount(
        line=line(row._replace(unit=unit.id), {unit.id: unit}) if row else None,
        account=account_id,
        name=account.name,
        unit=unit.id,
        unit_name=unit.name,
        registered=filed is not None,
        state=one.state if filed else "",
        state_name=matrix.labels.STATES[one.state] if filed else matrix.labels.NOT_REGISTERED,
        in_charge_name=shown_name(one.in_charge, names),
        stand_in_name=shown_name(one.stand_in, names),
        verified_until=one.verified_until.isoformat() if one.verified_until else "",
        steps=tuple(_step(step) for step in reversed(one.steps)),
        turns=tuple(_turn(turn) for turn in matrix.store.turns(account_id, _TURNS)),
        actions=_actions(filed, denied(by, SET, unit.id)),
        **{name: getattr(one, name) for name in _PLAIN},
    )


_PLAIN: Final = (
    "version",
    "purpose",
    "in_charge",
    "stand_in",
    "name_remark",
    "avatar_remark",
    "filing_number",
    "announcement",
)


def _actions(filed: Registration | None, refused: str) -> tuple[Deed, ...]:
    first = deed("edit", "修改登记" if filed else "登记备案", refused)
    look = deed("refresh", "立即检查", refused)
    if filed is None:
        return first, look
    steps = (
        deed(action.value, matrix.labels.ACTIONS[action], refused, matrix.refusal(filed, action))
        for action in LifeAction
    )
    return first, look, *steps


def _step(one: matrix.LifeStep) -> LifeStepSeen:
    return LifeStepSeen(
        name=matrix.labels.step_name(one.action),
        state_name=matrix.labels.STATES[one.after],
        on=one.on.isoformat(),
        filing_number=one.filing_number,
        reason=one.reason,
        evidence=one.evidence,
        by=one.by,
        at=one.at,
    )


def _turn(one: matrix.Turn) -> HealthTurn:
    return HealthTurn(
        at=datetime.fromisoformat(one.at),
        before=one.before,
        before_name=matrix.labels.HEALTH[one.before],
        after=one.after,
        after_name=matrix.labels.HEALTH[one.after],
        signs=one.signs,
    )
