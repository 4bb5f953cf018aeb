"""Findings about the addresses of an article that do not open. The check needs the network, so it runs on request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from chalicelib import link_check
from chalicelib.link_check import Ask, LinkState
from chalicelib.newsroom.models import Finding, Severity

if TYPE_CHECKING:
    from chalicelib.newsroom.models import Link

CHECK: Final = "links"
_FAULTS: Final = {LinkState.SILENT: "没有回应", LinkState.INNER: "公众可能打不开"}


def unreachable(
    links: Sequence[Link],
    ask: Ask = link_check.over_http,
    seconds: float = link_check.SECONDS,
) -> list[Finding]:
    """A finding for each address that is gone (error) or does not open just now (warning)."""
    checked = link_check.check((link.address for link in links), ask, seconds)
    return [
        _finding(link.where, found)
        for link in links
        if (found := checked[link.address]).state is not LinkState.OPENS
    ]


def _finding(where: str, found: link_check.Checked) -> Finding:
    severity = Severity.ERROR if found.state is LinkState.GONE else Severity.WARNING
    fault = _FAULTS.get(found.state, "打不开")
    problem = f"链接 {found.address} {fault}（{found.detail}）"
    return Finding(where=where, what=problem, severity=severity, check=CHECK)
