"""一键撤稿: one that waits for its approval."""

from __future__ import annotations

from tests.cloud.console.cases import Case

READ, BEGIN, APPROVE = "takedown:case:read", "takedown:case:begin", "takedown:case:approve"
CLUES = [{"kind": "text", "value": "减按百分之一征收率征收增值税"}]
CASES = {
    ("GET", "/takedowns"): Case(READ, query={"unit": "{unit}"}),
    ("POST", "/takedowns"): Case(
        BEGIN, body={"unit": "{unit}", "clues": CLUES, "reason": "税率写错"}
    ),
    ("GET", "/takedowns/{takedown_id}"): Case(READ),
    ("GET", "/takedowns/{takedown_id}/places"): Case(READ),
    ("POST", "/takedowns/{takedown_id}/ticks"): Case(
        BEGIN,
        body={"places": ["{takedown_place}"], "ticked": True},
        version="{takedown_version}",
    ),
    ("PUT", "/takedowns/{takedown_id}/threshold"): Case(
        BEGIN, body={"threshold": 80}, version="{takedown_version}"
    ),
    ("POST", "/takedowns/{takedown_id}/approval"): Case(
        APPROVE, body={"note": ""}, version="{takedown_version}"
    ),
    ("POST", "/takedowns/{takedown_id}/rejection"): Case(
        BEGIN, body={"reason": "内容无误"}, version="{takedown_version}"
    ),
    ("POST", "/takedowns/{takedown_id}/retries"): Case(BEGIN, body={}, good=409),
    ("POST", "/takedowns/{takedown_id}/restores"): Case(
        APPROVE, body={"reason": "核实无误"}, good=409
    ),
    ("GET", "/takedowns/{takedown_id}/proof"): Case(READ),
}
