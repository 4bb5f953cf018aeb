"""HTTP calls to services that are neither WeChat nor AWS, bounded in time and size. Nothing of them is logged."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

CONNECT_SECONDS: Final = 3.05
MOST_BYTES: Final = 64 * 1024


class NoResponse(Exception):
    """Nothing usable came back; whether the call took effect is not known."""


class Response(NamedTuple):
    """An answer, whatever its status."""

    status: int
    body: bytes


def call(
    method: str,
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    seconds: float,
    clock: Callable[[], float] = time.monotonic,
) -> Response:
    """Make one call that takes ``seconds`` at most, or a chunk longer; redirects are not followed.

    Raises ``NoResponse``. What requests raises carries URL, headers and body with it, so ours is raised after
    its ``except`` has ended.
    """
    import requests

    until, failure = clock() + seconds, ""
    try:
        with requests.request(
            method,
            url,
            data=body,
            headers=dict(headers),
            timeout=(CONNECT_SECONDS, seconds),
            allow_redirects=False,
            stream=True,
        ) as answer:
            said = b""
            # A read time-out alone would let a body drip for ever.
            for chunk in answer.iter_content(4096):
                said += chunk
                if len(said) > MOST_BYTES:
                    failure = "返回太长"
                    break
                if clock() > until:
                    failure = "没有在限时内答完"
                    break
            else:
                return Response(answer.status_code, said)
    except requests.RequestException as error:
        failure = f"没有应答（{type(error).__name__}）"
    raise NoResponse(failure)
