"""A screen without a keyboard as its browser sees it: it takes a code, waits, and is let in with a cookie of its own.

``POST /console/display`` gives a code and keeps the screen's secret in a cookie; ``GET /console/display`` asks whether a
person has let it in, and then turns that cookie into one that holds the service token. Scripts see neither.
"""

from __future__ import annotations

import re
import time
from datetime import datetime
from typing import Final

from chalicelib import service_tokens, wall
from chalicelib.clock import utc_now
from chalicelib.console.rates import Rates
from chalicelib.gateway import Answer, Cookie, Event, as_json, cookie_of, header_of

COOKIE: Final = "rongmei-wall"
"""The cookie of a screen that was let in: its service token."""
_WAITS: Final = "rongmei-wall-pairing"
"""The cookie of a screen that waits: its code and its secret."""
_FORM: Final = re.compile(r"([A-Z0-9]{8})\.([A-Za-z0-9_-]{43})", re.ASCII)
_BEGUN: Final = Rates(per_second=0.05, burst=10.0)
"""Codes by address, in this process: nobody fills the table with screens that never come."""
OPENS: Final = frozenset({("GET", "/wall"), ("GET", "/live/changes"), ("POST", "/live/ticket")})
"""All of the API that a screen's cookie opens; its token's scope would refuse the rest too."""


def respond(event: Event) -> Answer:
    """Begin to wait, or ask whether somebody has let the screen in. Asking twice is harmless."""
    # A form of another site cannot send this header, so nobody makes a visitor's browser into a screen.
    if not header_of(event, "X-Rongmei-Console"):
        return as_json(403, {"title": "这个请求不是从控制台发出的。"})
    if str(event.get("httpMethod") or "GET") == "POST":
        return _begin(event)
    return _ask(event)


def _begin(event: Event) -> Answer:
    identity = (event.get("requestContext") or {}).get("identity") or {}
    address = str(identity.get("sourceIp") or "")
    if _BEGUN.wait(address, time.monotonic()):
        return as_json(429, {"title": "取配对码太频繁，请一分钟后再试。"})
    begun = wall.begin(address=address, agent=header_of(event, "User-Agent"), now=utc_now())
    said = as_json(200, {"code": begun.pairing.code, "ends_at": _text(begun.pairing.ends_at)})
    kept = Cookie(_WAITS, f"{begun.pairing.code}.{begun.secret}", wall.PAIRING_MINUTES * 60)
    return _with(said, kept)


def _ask(event: Event) -> Answer:
    form = _FORM.fullmatch(cookie_of(event, _WAITS))
    try:
        token_id = wall.picked_up(form[1], form[2]) if form else None
    except wall.PairingOver:
        form = token_id = None
    if form is None:
        return _with(as_json(200, {"state": "none"}), Cookie(_WAITS, "", 0))
    if token_id is None:
        return as_json(200, {"state": "waiting"})
    sent, now = service_tokens.spelled(token_id, form[2]), utc_now()
    token = service_tokens.take(sent, now)
    if token is None:  # revoked before it came
        return _with(as_json(200, {"state": "none"}), Cookie(_WAITS, "", 0))
    kept = Cookie(COOKIE, sent, int((token.ends_at - now).total_seconds()))
    return _with(as_json(200, {"state": "in", "unit": token.unit}), kept, Cookie(_WAITS, "", 0))


def _with(said: Answer, *cookies: Cookie) -> Answer:
    said["multiValueHeaders"]["Set-Cookie"] = [str(one) for one in cookies]
    return said


def _text(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
