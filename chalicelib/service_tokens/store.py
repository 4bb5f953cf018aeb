"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``BEARER#{id}`` | ``BEARER`` | ``doc`` (ServiceToken), ``digest`` (SHA-256 of the secret), ``used_at``, ``revoked_at``, ``revoked_by``, ``expires_at``; in ``GSI1`` by ``BEARERS#{unit}`` and time |
| ``BEARER#{id}`` | ``MINUTE#{minute}`` | ``n``: requests of one minute; ``expires_at`` |
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

from chalicelib import audit
from chalicelib.audit import AuditEntry
from chalicelib.clock import stamp
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.service_tokens.models import REMEMBERED, ServiceToken

_LAST: Final = "9"
"""Later than every time."""
_COUNTED: Final = 600
"""Seconds for which the count of a minute is kept."""


class Kept(NamedTuple):
    """A token with the digest of its secret."""

    token: ServiceToken
    digest: str


def add(
    token: ServiceToken, digest: str, entry: AuditEntry, also: Sequence[table.Action] = ()
) -> None:
    """Write a new token, with its entry in the log and what belongs to it."""
    item: table.Item = {
        **_key(token.id),
        "doc": token.model_dump_json(),
        "digest": digest,
        "gsi1pk": f"BEARERS#{token.unit}",
        "gsi1sk": stamp(token.made_at),
        "expires_at": int((token.ends_at + REMEMBERED).timestamp()),
    }
    table.transact([table.put_action(item, only_new=True), audit.write_action(entry), *also])


def get(token_id: str) -> Kept | None:
    """A token; None where there is none. Consistent: one that was revoked a moment ago is seen so."""
    item = table.get(**_key(token_id), consistent=True)
    return Kept(_token(item), str(item["digest"])) if item else None


def of_unit(unit: str) -> Iterator[ServiceToken]:
    """The tokens of just this unit, newest first."""
    return (_token(item) for item in table.due(f"BEARERS#{unit}", _LAST, newest_first=True))


def revoke(token: ServiceToken, by: str, now: datetime, entry: AuditEntry) -> bool:
    """End a token from this moment on, with its entry in the log; False where it was revoked before."""
    key = _key(token.id)
    last = table.update_action(
        key["pk"],
        key["sk"],
        "SET revoked_at = :at, revoked_by = :by, expires_at = :expires",
        {":at": stamp(now), ":by": by, ":expires": int((now + REMEMBERED).timestamp())},
        condition="attribute_exists(pk) AND attribute_not_exists(revoked_at)",
    )
    try:
        table.transact([last, audit.write_action(entry)])
    except ConditionFailed:
        return False
    return True


def count(token_id: str, now: datetime) -> int:
    """Count a request; returns how many there were in this minute."""
    minute = int(now.timestamp()) // 60
    item = table.update(
        _key(token_id)["pk"],
        f"MINUTE#{minute}",
        "SET expires_at = :expires ADD n :one",
        {":one": 1, ":expires": int(now.timestamp()) + _COUNTED},
    )
    return int(item["n"])


def touch(token_id: str, now: datetime) -> None:
    """Note that a token was used."""
    key = _key(token_id)
    table.update(
        key["pk"],
        key["sk"],
        "SET used_at = :at",
        {":at": stamp(now)},
        condition="attribute_exists(pk)",
    )


def _token(item: table.Item) -> ServiceToken:
    return ServiceToken.model_validate_json(str(item["doc"])).model_copy(
        update={
            "used_at": _time(item.get("used_at")),
            "revoked_at": _time(item.get("revoked_at")),
            "revoked_by": str(item.get("revoked_by") or ""),
        }
    )


def _time(written: object) -> datetime | None:
    return datetime.fromisoformat(str(written)).astimezone(UTC) if written else None


def _key(token_id: str) -> dict[str, str]:
    return {"pk": f"BEARER#{token_id}", "sk": "BEARER"}
