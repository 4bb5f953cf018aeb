"""指令: orders of a city to a county below it."""

from __future__ import annotations

from tests.cloud.console.cases import ANYBODY, Case

READ = "orders:order:read"
DRAFT = "orders:order:draft"
ISSUE = "orders:order:issue"
ANSWER = "orders:order:answer"
CLOSE = "orders:order:close"
UNIT = {"unit": "{unit}"}
DRAFTED = {"order_id": "draft_order"}
WAITING = {"order_id": "waiting_order"}
PROPOSED = {"order_id": "proposed_order"}
"""With a supplement that waits for a second person."""
BELOW = {"unit": "below_unit"}
"""Who answers for the county: the people above it may, too."""
ADDRESS = {"way": "list", "units": ["{below_unit}"]}
WRITTEN = {"kind": "submission", "title": "报送", "text": "请报送。", "address": ADDRESS}
AT = "/orders/{order_id}/receipts/{unit}"


def _at(name: str) -> dict[str, str]:
    return {**BELOW, "order_id": name}


CASES = {
    ("GET", "/order-choices"): Case(ANYBODY),
    ("GET", "/orders"): Case(READ, query=UNIT),
    ("GET", "/order-approvers"): Case(DRAFT, query=UNIT),
    ("POST", "/orders"): Case(DRAFT, body={**UNIT, **WRITTEN}),
    ("GET", "/orders/{order_id}"): Case(READ),
    ("PUT", "/orders/{order_id}"): Case(
        DRAFT, body=WRITTEN, ids=DRAFTED, version="{draft_version}"
    ),
    ("POST", "/orders/{order_id}/drop"): Case(DRAFT, ids=DRAFTED),
    ("POST", "/orders/{order_id}/issue"): Case(ISSUE, ids=DRAFTED),
    ("POST", "/orders/{order_id}/approve"): Case(ISSUE, ids=WAITING),
    ("POST", "/orders/{order_id}/refuse"): Case(DRAFT, body={"reason": "措辞"}, ids=WAITING),
    ("POST", "/orders/{order_id}/amend"): Case(ISSUE, body={"text": "另附表格"}),
    ("POST", "/orders/{order_id}/amendment/approve"): Case(ISSUE, ids=PROPOSED),
    ("POST", "/orders/{order_id}/amendment/refuse"): Case(
        ISSUE, body={"reason": "措辞"}, ids=PROPOSED
    ),
    ("POST", "/orders/{order_id}/remind"): Case(ISSUE, body={"which": "open"}),
    ("POST", "/orders/{order_id}/withdraw"): Case(ISSUE, body={"reason": "已不需要"}),
    ("GET", "/orders/{order_id}/receipts"): Case(READ),
    ("GET", "/order-inbox"): Case(READ, query={"unit": "{below_unit}"}),
    ("GET", AT): Case(READ, ids=BELOW),
    ("POST", f"{AT}/sign"): Case(ANSWER, ids=BELOW),
    ("POST", f"{AT}/start"): Case(ANSWER, ids=_at("signed_order")),
    ("POST", f"{AT}/acknowledge"): Case(ANSWER, ids=_at("amended_order")),
    ("POST", f"{AT}/forward"): Case(ANSWER, body={"units": ["xiangsuo"]}, ids=_at("signed_order")),
    ("POST", f"{AT}/report"): Case(ANSWER, body={"text": "已办"}, ids=_at("signed_order")),
    ("POST", f"{AT}/close"): Case(CLOSE, ids=_at("reported_order")),
    ("POST", f"{AT}/return"): Case(CLOSE, body={"reason": "不全"}, ids=_at("reported_order")),
    ("POST", f"{AT}/remind"): Case(CLOSE, body={}, ids=BELOW),
    ("POST", "/order-receivers"): Case(DRAFT, body={**UNIT, "address": {"way": "tree"}}),
    ("GET", "/order-tags"): Case(READ, query=UNIT),
    ("PUT", "/order-tags/{name}"): Case(
        DRAFT, body={**UNIT, "units": ["{below_unit}"]}, ids={"name": "tag"}
    ),
    ("POST", "/order-uploads"): Case(ANSWER, body=UNIT),
    ("POST", "/order-files"): Case(ANSWER, body={**UNIT, "upload": "{upload}", "name": "材料.pdf"}),
    ("GET", "/order-summary"): Case(READ, query=UNIT),
    ("GET", "/order-statistics"): Case(READ, query=UNIT),
    ("POST", "/order-statistics/export"): Case(READ, body={**UNIT, "reason": "月报"}, good=202),
}
