"""How a screen without a keyboard gets in: it shows a code, a person types it in the console.

The screen makes a secret of 256 bits and keeps it; the table has its SHA-256. Who lets it in makes a service token of
just this digest: the secret is never known to anybody else, and never lies anywhere (docs/decisions/0298).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from chalicelib.cloud import table
from chalicelib.wall.errors import PairingOver
from chalicelib.wall.models import Pairing

PAIRING_MINUTES: Final = 10
"""A code that nobody has typed by then is forgotten."""
CODE_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""None that looks like another one from five metres."""
_CODE_LENGTH: Final = 8
_KEPT: Final = timedelta(hours=1)


class Begun(NamedTuple):
    """A screen that waits from now on."""

    pairing: Pairing
    secret: str
    """For the screen alone."""


def begin(*, address: str, agent: str, now: datetime) -> Begun:
    """Let a screen wait under a new code."""
    secret = secrets.token_urlsafe(32)
    pairing = Pairing(
        code="".join(secrets.choice(CODE_LETTERS) for _ in range(_CODE_LENGTH)),
        digest=_digest(secret),
        began_at=now,
        ends_at=now + timedelta(minutes=PAIRING_MINUTES),
        address=address[:60],
        agent=agent[:200],
    )
    table.put(
        {
            **_key(pairing.code),
            "doc": pairing.model_dump_json(),
            "ends": int(pairing.ends_at.timestamp()),
            "expires_at": int((now + _KEPT).timestamp()),
        },
        only_new=True,
    )
    return Begun(pairing, secret)


def waiting(code: str, now: datetime) -> Pairing:
    """The screen that waits under a code, as a person types it. Raises ``PairingOver``."""
    item = table.get(**_key(_typed(code)), consistent=True)
    if item is None or "token" in item:
        raise PairingOver
    pairing = Pairing.model_validate_json(str(item["doc"]))
    if now >= pairing.ends_at:
        raise PairingOver
    return pairing


def claim_action(code: str, token_id: str, now: datetime) -> table.Action:
    """The write that lets a screen in with this token, for a transaction: once, and while it waits."""
    key = _key(code)
    return table.update_action(
        key["pk"],
        key["sk"],
        "SET #token = :token",
        {":token": token_id, ":now": int(now.timestamp())},
        condition="attribute_exists(pk) AND attribute_not_exists(#token) AND ends > :now",
        names={"#token": "token"},
    )


def picked_up(code: str, secret: str) -> str | None:
    """The id of the token that a screen was let in with; None while it waits. Raises ``PairingOver``.

    Only who holds the secret is told anything.
    """
    item = table.get(**_key(code), consistent=True)
    if item is None:
        raise PairingOver
    pairing = Pairing.model_validate_json(str(item["doc"]))
    if not hmac.compare_digest(pairing.digest, _digest(secret)):
        raise PairingOver
    return str(item["token"]) if "token" in item else None


def _typed(code: str) -> str:
    """A code however it is typed: small letters, with a gap or a dash."""
    return "".join(code.upper().replace("-", "").split())[:20]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _key(code: str) -> dict[str, str]:
    return {"pk": f"WALLPAIRING#{code}", "sk": "PAIRING"}
