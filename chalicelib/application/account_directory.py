"""Official accounts as somebody sees them who looks after them: settings, secrets by name, state."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from pydantic import AwareDatetime

from chalicelib import accounts, people, units
from chalicelib.accounts import (
    QUOTAS,
    AccountKind,
    AccountState,
    Agents,
    CallbackMode,
    Checked,
    Found,
    Limit,
    OfficialAccount,
    Scarce,
)
from chalicelib.actor import Actor
from chalicelib.application.deeds import deeds
from chalicelib.transitions import Deed
from chalicelib.units import OrgUnit
from chalicelib.values import Value

READ: Final = "accounts:account:read"
_ACTIONS: Final = {
    "set": ("修改设置", "accounts:account:set"),
    "check": ("检查", "accounts:account:check"),
    "rotate": ("更换密钥", "accounts:secret:rotate"),
    "remove": ("移除", "accounts:account:remove"),
}
_ADD: Final = {"add": ("登记公众号", "accounts:account:add")}


class CheckState(Value):
    """The last check-up in numbers."""

    at: AwareDatetime
    by: str
    ok: int
    warn: int
    fail: int


class AccountRow(Value):
    """One account in a list."""

    id: str
    name: str
    unit: str
    unit_name: str
    kind: AccountKind
    kind_name: str
    appid: str
    mode: CallbackMode
    mode_name: str
    agents: Agents
    agents_name: str
    slots: tuple[str, ...]
    mass: str
    """How often it may push: ``每天 1 次``."""
    book_version: int
    checked: CheckState | None


class AccountPage(Value):
    """Accounts of a unit and below."""

    accounts: tuple[AccountRow, ...]
    actions: tuple[Deed, ...]


class SecretHeld(Value):
    """A secret by name; nobody sees its value."""

    name: str
    label: str
    held: bool


class QuotaSeen(Value):
    """A scarce quota of WeChat, with what is left of it now."""

    scarce: Scarce
    name: str
    given: Limit | None
    """The limit that was set for this account; None: the usual one, or WeChat's word."""
    limit: int
    left: int
    period: str
    source: str


class AccountDetail(AccountRow):
    """One account with all that can be set."""

    version: int
    """Of the settings: an edit names the one that it starts from."""
    original_id: str | None
    retention_days: int
    erase_after_days: int
    mass_protection: bool
    second_look: bool
    tell_answers: bool
    oauth: bool
    secrets: tuple[SecretHeld, ...]
    callback_url: str
    """To be entered in WeChat's platform; empty where it is not known."""
    quotas: tuple[QuotaSeen, ...]
    findings: tuple[Found, ...]
    actions: tuple[Deed, ...]


def accounts_seen(unit: str, by: Actor) -> AccountPage:
    """The accounts of a unit and all units below. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    within: dict[str, OrgUnit] = {}
    for one in people.units_where(by, READ):
        if one.id == unit or one.parent in within:
            within[one.id] = one
    checked = {one.account: one for one in accounts.last_checkups()}
    return AccountPage(
        accounts=tuple(
            AccountRow.model_validate(_row(state, within[state.account.unit], checked))
            for state in accounts.states()
            if state.account.unit in within
        ),
        actions=deeds(people.permissions_of(by, unit), _ADD),
    )


def account_seen(account_id: str, by: Actor, now: datetime) -> AccountDetail:
    """One account. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    state = accounts.current(account_id)
    account = state.account
    people.require(by, READ, account.unit)
    unit = units.lineage(account.unit)[0]
    last = accounts.last_checkup(account_id)
    held = accounts.held_secrets(account_id)
    return AccountDetail.model_validate(
        _row(state, unit, {account_id: last} if last else {})
        | {
            "version": state.settings_version,
            "original_id": account.original_id,
            "retention_days": account.retention_days,
            "erase_after_days": account.erase_after_days,
            "mass_protection": account.mass_protection,
            "second_look": account.second_look,
            "tell_answers": account.tell_answers,
            "oauth": account.oauth,
            "secrets": [
                SecretHeld(name=name, label=label, held=name in held)
                for name, label in accounts.labels.SECRETS.items()
            ],
            "callback_url": accounts.callback_url(account_id) or "",
            "quotas": _quotas(account, now),
            "findings": last.findings if last else (),
            "actions": deeds(people.permissions_of(by, account.unit), _ACTIONS),
        }
    )


def _quotas(account: OfficialAccount, now: datetime) -> list[QuotaSeen]:
    return [
        QuotaSeen(
            scarce=line.claim.scarce,
            name=QUOTAS[line.claim.scarce].name,
            given=account.limits.get(line.claim.scarce),
            limit=line.claim.limit,
            left=line.left,
            period=line.claim.period,
            source=line.source,
        )
        for line in accounts.ledger.lines(account.id, now)
    ]


def _row(state: AccountState, unit: OrgUnit, checked: dict[str, Checked]) -> dict[str, object]:
    account, last = state.account, checked.get(state.account.id)
    mass = accounts.limit_of(account, Scarce.MASS)
    return {
        "id": account.id,
        "name": account.name,
        "unit": account.unit,
        "unit_name": unit.name,
        "kind": account.kind,
        "kind_name": accounts.labels.KINDS[account.kind],
        "appid": account.appid,
        "mode": account.mode,
        "mode_name": accounts.labels.MODES[account.mode],
        "agents": account.agents,
        "agents_name": accounts.labels.AGENTS[account.agents],
        "slots": account.slots,
        "mass": f"每{accounts.labels.PERIODS[mass[0].per]} {mass[0].count} 次" if mass else "",
        "book_version": state.book_version,
        "checked": None
        if last is None
        else CheckState(
            at=last.at,
            by=last.by,
            **{
                name: sum(one.state.value == name for one in last.findings)
                for name in ("ok", "warn", "fail")
            },
        ),
    }
