"""Whether the addresses that an article names answer. Looked at only when asked: it needs the network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from chalicelib.newsroom.models import Finding, Severity

if TYPE_CHECKING:
    from chalicelib.newsroom.models import Link

Ask = Callable[[str, str, float], int]
"""Method, address, seconds to wait → HTTP status. Raises ``OSError`` when nobody answers."""

SECONDS: Final = 10.0
_GONE: Final = frozenset({404, 410})
CHECK: Final = "links"


def unreachable(links: Sequence[Link], ask: Ask, seconds: float = SECONDS) -> list[Finding]:
    """A finding for each address that is gone (error) or does not answer just now (warning)."""
    return [finding for link in links if (finding := _finding(link, ask, seconds)) is not None]


def _finding(link: Link, ask: Ask, seconds: float) -> Finding | None:
    try:
        status = ask("HEAD", link.address, seconds)
        if status >= 400:
            # Some servers know no HEAD, or answer it differently.
            status = ask("GET", link.address, seconds)
    except OSError as error:
        what = f"链接 {link.address} 没有回应（{error}）"
        return Finding(where=link.where, what=what, severity=Severity.WARNING, check=CHECK)
    if status < 400:
        return None
    severity = Severity.ERROR if status in _GONE else Severity.WARNING
    what = f"链接 {link.address} 打不开（HTTP {status}）"
    return Finding(where=link.where, what=what, severity=severity, check=CHECK)
