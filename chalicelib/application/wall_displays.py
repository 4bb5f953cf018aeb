"""Screens (显示屏) that show a wall for weeks: a person lets one in, and it may read the wall of one unit and nothing else.

What lets it in is a service token of just ``wall:wall:read``: it stands on the page 接口令牌, ends by itself, loses what
its maker loses, and is revoked there (docs/decisions/0298).
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib import people, service_tokens, wall
from chalicelib.actor import Actor
from chalicelib.application.deeds import deed, denied
from chalicelib.application.wall import READ
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.service_tokens import ServiceToken
from chalicelib.transitions import Deed
from chalicelib.values import Value
from chalicelib.wall import Pairing, PairingOver

PER_MINUTE: Final = 240
"""A wall asks some twenty times a minute, and more often while things happen."""
DAYS: Final = 90


class Displays(Value):
    """The screens of a unit."""

    displays: tuple[ServiceToken, ...]
    """Those that still hold, newest first."""
    actions: tuple[Deed, ...]


def displays(unit: str, *, by: Actor, now: datetime) -> Displays:
    """The screens that were let in for just this unit. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    reads = people.may(by, "service_tokens:token:read", unit)
    found = service_tokens.tokens_of(unit, by=by) if reads else []
    return Displays(
        displays=tuple(one for one in found if one.permissions == (READ,) and one.valid(now)),
        actions=(deed("pair", "连接显示屏", denied(by, service_tokens.MAKE, unit)),),
    )


def waiting(code: str, unit: str, *, by: Actor, now: datetime) -> Pairing:
    """The screen that shows a code, for who may let it in. Raises ``PairingOver``, ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, service_tokens.MAKE, unit)
    return wall.waiting(code, now)


def let_in(
    code: str, unit: str, name: str, *, days: int = DAYS, by: Actor, now: datetime
) -> ServiceToken:
    """Let the screen that shows this code read the wall of a unit and below.

    One transaction: the token, its entry in the log, and the code, which works once. Raises ``PairingOver``,
    ``BadToken``, ``PermissionDenied`` or ``UnknownUnit``.
    """
    pairing = waiting(code, unit, by=by, now=now)
    try:
        made = service_tokens.make(
            name,
            unit,
            (READ,),
            days=days,
            by=by,
            now=now,
            per_minute=PER_MINUTE,
            digest=pairing.digest,
            also=lambda token: (wall.claim_action(pairing.code, token.id, now),),
        )
    except ConditionFailed as error:
        raise PairingOver from error
    return made.token
