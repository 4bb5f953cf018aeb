"""One signed call of a hotline."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any, Final

from chalicelib import foreign_http
from chalicelib.hotline.errors import CallRejected, HotlineUnavailable
from chalicelib.hotline.models import Call, HotlineSettings
from chalicelib.hotline.signing import signed

_LATER: Final = frozenset({401, 403, 404, 408, 425, 429})
"""Refusals that the other side will mend (a secret being changed, a route being deployed): nothing is given up."""


def put(
    settings: HotlineSettings, secret: str, call: Call, *, clock: Callable[[], float] = time.time
) -> dict[str, Any]:
    """Make one call; returns the JSON object that came back (an empty one for none).

    Raises ``HotlineUnavailable`` where another try may help, ``CallRejected`` where it can't.
    """
    body = call.body.encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    headers |= signed(secret, call.method, call.path, body, clock())
    try:
        answer = foreign_http.call(
            call.method,
            settings.base_url + call.path,
            body,
            headers,
            seconds=settings.timeout_seconds,
        )
    except foreign_http.NoResponse as failure:
        raise HotlineUnavailable(f"热线{failure}") from failure
    if 200 <= answer.status < 300:
        return _object(answer.body)
    if 400 <= answer.status < 500 and answer.status not in _LATER:
        reason = str(_object(answer.body).get("error", ""))[:200] or "没有说明原因"
        raise CallRejected(f"热线拒绝（{answer.status}）：{reason}")
    raise HotlineUnavailable(f"热线返回 {answer.status}")


def _object(said: bytes) -> dict[str, Any]:
    try:
        found = json.loads(said) if said.strip() else {}
    except (ValueError, RecursionError):
        found = {}
    return found if isinstance(found, dict) else {}
