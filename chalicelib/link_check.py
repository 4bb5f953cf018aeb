"""Whether addresses answer. Pure: the caller gives the network, such as ``over_http``.

Articles and reply rules are checked by it, and only on request: it needs the network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from typing import Final, NamedTuple

from chalicelib import foreign_http
from chalicelib.web_address import InnerAddress

Ask = Callable[[str, str, float], int]
"""Method, address, seconds to wait → HTTP status after redirects. Raises ``OSError`` when nobody answers, and
``InnerAddress`` when it leads into an inner network."""

SECONDS: Final = 10.0
_AT_ONCE: Final = 8
_GONE: Final = frozenset({404, 410})
_REFUSED: Final = frozenset({401, 403, 405, 429})


class LinkState(StrEnum):
    """The state of an address."""

    OPENS = "opens"
    REFUSED = "refused"
    """There is a page, and it wants a sign-in, another method, or less haste."""
    GONE = "gone"
    """There is no page."""
    FAILS = "fails"
    """The server answers with another error, which may pass."""
    SILENT = "silent"
    """Nobody answers."""
    INNER = "inner"
    """It leads into an inner network, where nobody was asked."""


DEAD: Final = frozenset({LinkState.GONE, LinkState.FAILS, LinkState.SILENT, LinkState.INNER})
"""States in which a reader sees no page just now."""


class Checked(NamedTuple):
    """An address, and how it answered."""

    address: str
    state: LinkState
    detail: str = ""
    """``HTTP 404``, or the reason why nobody answered."""


def check(addresses: Iterable[str], ask: Ask, seconds: float = SECONDS) -> dict[str, Checked]:
    """Each address, asked once, several at a time; each may take twice ``seconds``."""
    asked = list(dict.fromkeys(addresses))
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        found = threads.map(lambda address: _checked(address, ask, seconds), asked)
        return {one.address: one for one in found}


def over_http(method: str, address: str, seconds: float) -> int:
    """The status of an http or https address, after redirects. Raises ``OSError`` or ``InnerAddress``."""
    return foreign_http.status(method, address, seconds=seconds)


def _checked(address: str, ask: Ask, seconds: float) -> Checked:
    try:
        status = ask("HEAD", address, seconds)
        if status >= 400:
            # Some servers know no HEAD, or answer it differently.
            status = ask("GET", address, seconds)
    except InnerAddress as inner:
        return Checked(address, LinkState.INNER, str(inner))
    except OSError as error:
        return Checked(address, LinkState.SILENT, str(error))
    return Checked(address, _state(status), f"HTTP {status}")


def _state(status: int) -> LinkState:
    if status < 400:
        return LinkState.OPENS
    if status in _GONE:
        return LinkState.GONE
    return LinkState.REFUSED if status in _REFUSED else LinkState.FAILS
