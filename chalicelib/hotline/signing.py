"""How both sides prove who they are: HMAC-SHA256 over time, method, path and body. Pure.

The path is the contract's, without what stands before it, so that a gateway in between does no harm. A call that
is repeated within the five minutes changes nothing, because every call names what it is about.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Final

from chalicelib.hotline.errors import ForgedCall

TIMESTAMP: Final = "x-rongmei-timestamp"
SIGNATURE: Final = "x-rongmei-signature"
FRESH_SECONDS: Final = 300


def signed(secret: str, method: str, path: str, body: bytes, now: float) -> dict[str, str]:
    """The two headers of a call made at ``now`` (Unix seconds)."""
    stamp = str(int(now))
    return {TIMESTAMP: stamp, SIGNATURE: _signature(secret, stamp, method, path, body)}


def check(
    secret: str, method: str, path: str, body: bytes, headers: Mapping[str, str], now: float
) -> None:
    """Raise ``ForgedCall`` unless the headers (names in lower case) are right, and of the last five minutes."""
    stamp, given = headers.get(TIMESTAMP, ""), headers.get(SIGNATURE, "")
    right = _signature(secret, stamp, method, path, body)
    if not hmac.compare_digest(right.encode(), given.encode()):
        raise ForgedCall("签名不正确")
    if not stamp.isdecimal() or len(stamp) > 11 or abs(now - int(stamp)) > FRESH_SECONDS:
        raise ForgedCall("时间戳与现在相差超过五分钟")


def mark(secret: str, openid: str) -> str:
    """A follower's mark at the hotline: the same for the same person, and no way back to the openid."""
    return hmac.new(secret.encode(), b"follower\n" + openid.encode(), hashlib.sha256).hexdigest()[
        :24
    ]


def _signature(secret: str, stamp: str, method: str, path: str, body: bytes) -> str:
    what = "\n".join((stamp, method.upper(), path, hashlib.sha256(body).hexdigest()))
    return "v1=" + hmac.new(secret.encode(), what.encode(), hashlib.sha256).hexdigest()
