"""An account's line in the matrix: what it is, how it is and since when. Pure, and small: a page reads thousands."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from chalicelib.clock import stamp
from chalicelib.matrix.models import AccountHealth, LifeState, SignalName
from chalicelib.matrix.signals import Facts, Shown

GROUPS: Final = 32
"""Packs that the accounts are spread over, whatever their number: at 7,000 accounts some 220 lie in each."""


class Sign(NamedTuple):
    """A signal that counts, and since when."""

    name: SignalName
    health: AccountHealth
    figure: int
    said: str
    since: str
    """``clock.stamp``"""


class Row(NamedTuple):
    """One line."""

    account: str
    name: str
    unit: str
    kind: str
    """An ``AccountKind``."""
    facts: Facts
    health: AccountHealth
    since: str
    """When it became so, ``clock.stamp``."""
    signs: tuple[Sign, ...]
    idle: bool
    """Whether it is a 僵尸号."""
    days: tuple[tuple[str, int, int, int], ...] = ()
    """Of the last days: day, messages, answered, unanswered."""

    @property
    def closed(self) -> bool:
        """Whether the account is gone: it is listed, and counts no more."""
        return self.facts.life == LifeState.CLOSED


class Turn(NamedTuple):
    """An account's health became another."""

    account: str
    unit: str
    name: str
    before: AccountHealth
    after: AccountHealth
    at: str
    signs: tuple[str, ...]
    """What it is told from, as sentences."""


def group_of(account: str) -> int:
    """The pack that an account's line lies in, for good."""
    return int(hashlib.sha256(account.encode()).hexdigest()[:8], 16) % GROUPS


def renewed(
    before: Row | None, now: datetime, health: AccountHealth, shown: Iterable[Shown], **rest: Any
) -> tuple[Row, Turn | None]:
    """A line as it is now, with what has not changed since then keeping its time; and the turn of its health."""
    at = stamp(now)
    known = {(one.name, one.health): one.since for one in before.signs} if before else {}
    signs = tuple(Sign(*one, known.get((one.name, one.health), at)) for one in shown)
    same = before is not None and before.health is health
    row = Row(health=health, signs=signs, since=before.since if before and same else at, **rest)
    if before is None or same:
        return row, None
    said = tuple(one.said for one in signs)
    return row, Turn(row.account, row.unit, row.name, before.health, health, at, said)


def packed(rows: Mapping[str, Row]) -> str:
    """Lines as one text: JSON, gzip, base64."""
    body = json.dumps([list(rows[one]) for one in sorted(rows)], ensure_ascii=False)
    return base64.b64encode(gzip.compress(body.encode(), 5, mtime=0)).decode()


def unpacked(text: str) -> dict[str, Row]:
    """The lines by account."""
    found = json.loads(gzip.decompress(base64.b64decode(text)))
    return {one[0]: _row(one) for one in found}


def _row(told: list[Any]) -> Row:
    account, name, unit, kind, facts, health, since, signs, idle, days, *_ = told
    return Row(
        account,
        name,
        unit,
        kind,
        # A field that a later version adds is missing in what an older one wrote.
        Facts._make(_facts(facts)),
        AccountHealth(health),
        since,
        tuple(_sign(one) for one in signs),
        idle,
        tuple(tuple(one) for one in days),
    )


def _facts(told: list[Any]) -> list[Any]:
    found = [tuple(one) if isinstance(one, list) else one for one in told]
    return found + list(Facts())[len(found) :]


def _sign(told: list[Any]) -> Sign:
    name, health, figure, said, since = told
    return Sign(SignalName(name), AccountHealth(health), figure, said, since)
