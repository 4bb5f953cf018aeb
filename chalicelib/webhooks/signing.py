"""How another system knows that an event is ours: Standard Webhooks, HMAC-SHA256 over id, time and body. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from pydantic import AwareDatetime

from chalicelib.values import Value

_PREFIX: Final = "whsec_"


class Secrets(Value):
    """The secret of a webhook, and the one before it as long as both hold."""

    current: str
    previous: str = ""
    previous_until: AwareDatetime | None = None

    def valid(self, now: datetime) -> list[str]:
        """The secrets that sign at ``now``, the newest first."""
        both = self.previous_until is not None and now < self.previous_until
        return [self.current, self.previous] if both else [self.current]


def new_secret() -> str:
    """A secret as Standard Webhooks writes it: 256 random bits."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def headers(event_id: str, body: bytes, signing: Iterable[str], now: datetime) -> dict[str, str]:
    """The three headers of a try at ``now``; one signature for each secret that holds."""
    stamp = str(int(now.timestamp()))
    what = f"{event_id}.{stamp}.".encode() + body
    return {
        "webhook-id": event_id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(f"v1,{_signature(one, what)}" for one in signing),
    }


def _signature(secret: str, what: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    return base64.b64encode(hmac.new(key, what, hashlib.sha256).digest()).decode()
