"""管控 · 巡检: findings and what is done with them, runs, how accounts stand, indicators."""

from __future__ import annotations

from tests.cloud.console.cases import Case

READ, START = "inspection:finding:read", "inspection:run:start"
SET = "inspection:indicator:set"
UNIT = {"unit": "{unit}"}
FINDING = {"finding_id": "finding"}
FOUND = {"account": "{account}", "indicator": "silent", "said": "两周没有更新"}
STRICTER = {
    "id": "silent",
    "group": "update",
    "name": "长期不更新",
    "severity": "veto",
    "check": "last-published",
    "params": {"days": 10},
    "days": 3,
}
CASES = {
    ("GET", "/inspection/findings"): Case(READ, query={**UNIT, "state": "open"}),
    ("POST", "/inspection/findings"): Case(
        "inspection:finding:add", body={**FOUND, "evidence": ["https://x.cn/b"]}
    ),
    ("GET", "/inspection/findings/{finding_id}"): Case(READ, ids=FINDING),
    ("POST", "/inspection/findings/{finding_id}/actions"): Case(
        "inspection:finding:rectify",
        body={"action": "rectify", "text": "已经更新", "proofs": ["https://x.cn/c"]},
        ids=FINDING,
    ),
    ("PUT", "/inspection/findings/{finding_id}/owner"): Case(
        "inspection:finding:assign", body={"person": "li", "note": "请今天处理"}, ids=FINDING
    ),
    ("POST", "/inspection/findings/{finding_id}/recheck"): Case(START, ids=FINDING),
    ("GET", "/inspection/accounts"): Case(READ, query=UNIT),
    ("GET", "/inspection/runs"): Case(READ, query=UNIT),
    ("POST", "/inspection/runs"): Case(START, body={**UNIT, "share": 50}),
    ("GET", "/inspection/runs/{run_id}"): Case(READ, query=UNIT, ids={"run_id": "inspection_run"}),
    ("GET", "/inspection/indicators/{unit}"): Case(READ),
    ("PUT", "/inspection/indicators/{unit}"): Case(
        SET, body={"indicators": [STRICTER], "reason": "省里要求"}, version="1"
    ),
    ("GET", "/inspection/indicators/{unit}/compare"): Case(
        READ, query={"older": "0", "newer": "1"}
    ),
    ("POST", "/inspection/indicators/{unit}/restore"): Case(
        SET, body={"version": 0, "reason": "改错了"}, version="1"
    ),
    ("POST", "/inspection/indicators/{unit}/permitted"): Case(
        SET, body={"kind": "number", "value": "0871-63600000", "reason": "公开的电话"}
    ),
}
