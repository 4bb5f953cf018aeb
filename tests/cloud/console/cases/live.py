"""Live changes: a ticket, and the counts of topics."""

from __future__ import annotations

from tests.cloud.console.cases import ANYBODY, Case

CASES = {
    ("POST", "/live/ticket"): Case(ANYBODY),
    ("GET", "/live/changes"): Case(
        ANYBODY, query={"topics": "articles:{unit},calendar:{account},offers:{account}"}
    ),
}
