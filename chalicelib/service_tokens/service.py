"""Make, list, revoke and recognise service tokens."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from pydantic import ValidationError

from chalicelib import audit, people
from chalicelib.actor import Actor, KnownBy, Scope
from chalicelib.audit import Change
from chalicelib.clock import shown
from chalicelib.cloud import table
from chalicelib.errors import Field
from chalicelib.people import PERMISSIONS, PERSONS_ONLY
from chalicelib.service_tokens import store
from chalicelib.service_tokens.errors import BadToken, UnknownToken
from chalicelib.service_tokens.models import LONGEST, PER_MINUTE, MadeToken, ServiceToken
from chalicelib.values import reason_of

READ: Final = "service_tokens:token:read"
MAKE: Final = "service_tokens:token:make"
REVOKE: Final = "service_tokens:token:revoke"
_PREFIX: Final = "rmt"
_FORM: Final = re.compile(r"rmt_([0-9a-f]{12})_([A-Za-z0-9_-]{43})", re.ASCII)
_NOBODY: Final = "0" * 64
"""Compared where there is no such token, so that both take as long."""


def grantable(unit: str, *, by: Actor) -> list[str]:
    """The permissions that the actor could put into a token of this unit, in the order of the table.

    They are those of the person's own roles: a shell's cloud credentials add nothing that would outlive it. Raises
    ``UnknownUnit``.
    """
    roles = people.person_for(by.person, unit).roles
    return [
        name for name in PERMISSIONS if name not in PERSONS_ONLY and people.holders(name) & roles
    ]


def make(
    name: str,
    unit: str,
    permissions: Iterable[str],
    *,
    days: int,
    by: Actor,
    now: datetime,
    per_minute: int = PER_MINUTE,
    digest: str = "",
    also: Callable[[ServiceToken], Sequence[table.Action]] = lambda _: (),
) -> MadeToken:
    """Make a token with these permissions in a unit and below, for so many days; its secret is shown this once.

    ``digest`` is the SHA-256 of a secret that the other side made for itself: then there is none to show. ``also`` names
    writes that belong to it: all or none, and ``ConditionFailed`` where one of their conditions does not hold. Raises ``BadToken`` where a permission is not the maker's own, ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, MAKE, unit)
    wanted = tuple(dict.fromkeys(permissions))
    own = set(grantable(unit, by=by))
    foreign = [one for one in wanted if one not in own]
    if foreign:
        names = "、".join(PERMISSIONS[one].label if one in PERMISSIONS else one for one in foreign)
        raise BadToken(
            f"不能把这些权限给令牌：{names}。令牌的权限不能超过建立人 {by.person} 在单位“{unit}”的角色，也不包括要由人负责的事。",
            fields=[Field("permissions", f"不能包括：{names}")],
        )
    if not 1 <= days <= LONGEST.days:
        problem = f"1 到 {LONGEST.days} 天"
        raise BadToken(f"有效期要在 {problem} 之间。", fields=[Field("days", problem)])
    token_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    try:
        token = ServiceToken(
            id=token_id,
            name=name,
            unit=unit,
            permissions=wanted,
            maker=by.person,
            made_at=now,
            ends_at=now + timedelta(days=days),
            per_minute=per_minute,
        )
    except ValidationError as error:
        fields = [Field(str(one["loc"][0]), reason_of(one)) for one in error.errors()]
        problems = "；".join(f"{one.name} {one.problem}" for one in fields)
        raise BadToken(f"令牌的设置不对：{problems}。", fields=fields) from error
    store.add(token, digest or _digest(secret), _entry(token, MAKE, by, now), also(token))
    return MadeToken(token, "" if digest else spelled(token_id, secret))


def spelled(token_id: str, secret: str) -> str:
    """A token as the other system sends it."""
    return f"{_PREFIX}_{token_id}_{secret}"


def tokens_of(unit: str, *, by: Actor) -> list[ServiceToken]:
    """The tokens of just this unit, newest first, those that ended lately among them.

    Raises ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, READ, unit)
    return list(store.of_unit(unit))


def revoke(token_id: str, *, by: Actor, now: datetime) -> ServiceToken:
    """End a token: its next request is refused. Twice is once. Raises ``UnknownToken`` or ``PermissionDenied``."""
    kept = store.get(token_id)
    if kept is None:
        raise UnknownToken(token_id)
    people.require(by, REVOKE, kept.token.unit)
    if kept.token.revoked_at is None:
        store.revoke(kept.token, by.person, now, _entry(kept.token, REVOKE, by, now))
    after = store.get(token_id)
    if after is None:
        raise UnknownToken(token_id)
    return after.token


def take(sent: str, now: datetime) -> ServiceToken | None:
    """The token that a request carries; None where it is unknown, has ended or was revoked: nothing says which."""
    form = _FORM.fullmatch(sent)
    kept = store.get(form[1]) if form else None
    digest = _digest(form[2]) if form else _NOBODY
    if not hmac.compare_digest(kept.digest if kept else _NOBODY, digest) or kept is None:
        return None
    return kept.token if kept.token.valid(now) else None


def wait(token: ServiceToken, now: datetime) -> int:
    """Count a request of a token; returns 0, or the seconds after which it may ask again.

    The count is that of all functions together; with the first request of a minute its last use is noted.
    """
    number = store.count(token.id, now)
    if number == 1:
        store.touch(token.id, now)
    return 0 if number <= token.per_minute else 60 - int(now.timestamp()) % 60


def actor_of(token: ServiceToken, request: str) -> Actor:
    """Who acts where a token is used. The log says its name and who made it."""
    return Actor(
        person=f"token:{token.id}",
        known_by=KnownBy.TOKEN,
        identity=f"接口令牌“{token.name}”（{token.maker} 建立）",
        request=request,
        scope=Scope(unit=token.unit, permissions=frozenset(token.permissions), maker=token.maker),
    )


def _entry(token: ServiceToken, action: str, by: Actor, now: datetime) -> audit.AuditEntry:
    """The entry in the log: what the token may do, and nothing of its secret."""
    changes = (
        [
            Change(field="permissions", after="、".join(token.permissions)),
            Change(field="ends_at", after=shown(token.ends_at)),
        ]
        if action == MAKE
        else []
    )
    return audit.entry_of(
        by,
        action,
        unit=token.unit,
        at=now,
        object=f"token:{token.id}",
        changes=changes,
        note=token.name,
    )


def _digest(secret: str) -> str:
    # Of 256 random bits nothing can be guessed: a slow hash would only slow every request down.
    return hashlib.sha256(secret.encode()).hexdigest()
