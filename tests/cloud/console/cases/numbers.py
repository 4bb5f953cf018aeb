"""数据: followers, marks and their effects, as WeChat counted them."""

from __future__ import annotations

from tests.cloud.console.cases import ANYBODY, Case

READ = "insight:numbers:read"
ADD, REMOVE = "insight:mark:add", "insight:mark:remove"
ASK = "insight:archive:ask"
NO_ARCHIVE = 503
"""The world has no archive to ask: whoever may is told so."""
UNIT = {"unit": "{unit}"}
CASES = {
    ("GET", "/numbers/{account}/followers"): Case(READ),
    ("POST", "/numbers/{account}/fetch"): Case("insight:numbers:fetch", good=202),
    ("POST", "/numbers/export"): Case(
        "insight:numbers:export",
        body={
            "table": "followers",
            "unit": "{unit}",
            "account": "{account}",
            "reason": "年度总结",
        },
        good=202,
    ),
    ("GET", "/numbers/articles"): Case(READ, query=UNIT),
    ("GET", "/numbers/articles/sums"): Case(READ, query={**UNIT, "by": "unit"}),
    ("GET", "/numbers/{account}/articles/{msgid}"): Case(READ),
    ("GET", "/numbers/index"): Case(READ, query=UNIT),
    ("GET", "/numbers/messages"): Case(READ, query=UNIT),
    ("GET", "/numbers/overview"): Case(READ, query=UNIT),
    ("GET", "/numbers/inquiries"): Case(ANYBODY),
    ("GET", "/numbers/inquiries/cost"): Case(
        ASK, query={"query": "menu_use", "accounts": "{account}"}
    ),
    ("POST", "/numbers/inquiries"): Case(
        ASK, body={"query": "menu_use", "accounts": ["{account}"]}, good=NO_ARCHIVE
    ),
    ("POST", "/numbers/inquiries/rows"): Case(
        ASK,
        body={"account": "{account}", "day": "2026-11-20", "kind": "message"},
        good=NO_ARCHIVE,
    ),
    ("GET", "/numbers/inquiries/{inquiry}"): Case(READ),
    ("POST", "/numbers/inquiries/{inquiry}/cancel"): Case(ASK, good=409),
    ("POST", "/numbers/inquiries/{inquiry}/export"): Case(
        "insight:numbers:export", body={"reason": "年度总结"}
    ),
    ("GET", "/growth/{account}"): Case(READ),
    ("POST", "/growth/{account}/marks"): Case(
        ADD, body={"day": "2026-11-02", "kind": "policy", "title": "个税新政"}
    ),
    ("DELETE", "/growth/{account}/marks"): Case(REMOVE, query={"mark": "{mark_id}"}),
}
