"""数据: followers, marks and their effects, as WeChat counted them."""

from __future__ import annotations

from tests.cloud.console.cases import Case

READ = "insight:numbers:read"
ADD, REMOVE = "insight:mark:add", "insight:mark:remove"
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
    ("GET", "/growth/{account}"): Case(READ),
    ("POST", "/growth/{account}/marks"): Case(
        ADD, body={"day": "2026-11-02", "kind": "policy", "title": "个税新政"}
    ),
    ("DELETE", "/growth/{account}/marks"): Case(REMOVE, query={"mark": "{mark_id}"}),
}
