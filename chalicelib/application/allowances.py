"""Allowances of accounts as gauges: what is used, set aside and left of each scarce thing."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib import accounts
from chalicelib.accounts import QUOTAS, Scarce
from chalicelib.actor import Actor
from chalicelib.application.account_reach import readable
from chalicelib.application.deeds import deed, denied
from chalicelib.cloud.at_once import side_by_side
from chalicelib.transitions import Deed
from chalicelib.values import Value

READ: Final = "accounts:allowance:read"
MOST_ACCOUNTS: Final = 20


class Gauge(Value):
    """One quota in one period."""

    quota: Scarce
    name: str
    period: str
    """``2026-12-01``, or ``2026-12`` for what is counted by the month."""
    limit: int
    source: str
    """Where the limit comes from: 默认, 本号设置 or 微信."""
    reserved: int
    committed: int
    elsewhere: int
    left: int
    holders: tuple[str, ...]
    """Deliveries that hold some of it."""


class AccountGauges(Value):
    """One account's gauges."""

    account: str
    name: str
    unit: str
    gauges: tuple[Gauge, ...]
    deeds: tuple[Deed, ...]


class GaugesPage(Value):
    """The accounts that were asked for."""

    accounts: tuple[AccountGauges, ...]
    left_out: int


def gauges(by: Actor, unit: str, account: str, at: datetime) -> GaugesPage:
    """The allowances of an account, or of a unit and below, in the periods of ``at``.

    Raises ``PermissionDenied`` or an unknown's error.
    """
    found = readable(by, READ, unit, account)
    return GaugesPage(
        accounts=tuple(side_by_side(lambda one: _gauges(by, one, at), found[:MOST_ACCOUNTS])),
        left_out=max(0, len(found) - MOST_ACCOUNTS),
    )


def _gauges(by: Actor, one: accounts.OfficialAccount, at: datetime) -> AccountGauges:
    correct = denied(by, "accounts:allowance:correct", one.unit)
    return AccountGauges(
        account=one.id,
        name=one.name,
        unit=one.unit,
        gauges=tuple(
            Gauge(
                quota=line.claim.scarce,
                name=QUOTAS[line.claim.scarce].name,
                period=line.claim.period,
                limit=line.claim.limit,
                source=line.source,
                reserved=line.reserved,
                committed=line.committed,
                elsewhere=line.elsewhere,
                left=line.left,
                holders=tuple(sorted(line.holders)),
            )
            for line in accounts.ledger.lines(one.id, at)
        ),
        deeds=(
            deed("correct", "登记用量", correct),
            deed("sync", "向微信查询", correct),
            deed("clear", "请微信清零", denied(by, "accounts:allowance:clear", one.unit)),
        ),
    )
