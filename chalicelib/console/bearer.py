"""Requests with ``Authorization: Bearer``: another system calls, with a service token and without a cookie.

A browser never sends this header by itself, so such a request needs no header against other sites.
"""

from __future__ import annotations

import time
from datetime import datetime
from typing import Final, NamedTuple

from chalicelib import service_tokens
from chalicelib.actor import Actor
from chalicelib.console.rates import Rates
from chalicelib.gateway import Event, header_of

GUESSES: Final = Rates(per_second=1.0, burst=20.0)
"""Wrong tokens by address, in this process. Nobody guesses 256 bits; trying shall cost no reads of the table either."""


class Service(NamedTuple):
    """A system that may call."""

    actor: Actor
    name: str


class Refused(NamedTuple):
    """A request that is turned away."""

    status: int
    title: str
    wait: int = 0
    """Seconds after which it may come again."""


def token_of(event: Event) -> str | None:
    """The token that a request carries; None where it carries none: then a cookie says who calls."""
    kind, _, token = header_of(event, "Authorization").strip().partition(" ")
    return token.strip() if kind.lower() == "bearer" else None


def service(sent: str, event: Event, request: str, now: datetime) -> Service | Refused:
    """Who calls with this token, or why not. The token itself stands in no answer and no log."""
    from chalicelib import telemetry
    from chalicelib.metrics import Metric

    identity = (event.get("requestContext") or {}).get("identity") or {}
    address = str(identity.get("sourceIp") or "")
    if GUESSES.empty(address, time.monotonic()):
        return Refused(429, "无效的令牌太多，请稍等片刻再试。", 5)
    token = service_tokens.take(sent, now)
    if token is None:
        GUESSES.wait(address, time.monotonic())
        telemetry.logger.warning("token refused", extra={"request": request})
        telemetry.count(Metric.TOKEN_REFUSED)
        return Refused(401, "接口令牌无效、已过期或已吊销。")
    seconds = service_tokens.wait(token, now)
    if seconds:
        return Refused(429, f"每分钟最多 {token.per_minute} 次请求，请稍等片刻再试。", seconds)
    return Service(service_tokens.actor_of(token, request), token.name)
