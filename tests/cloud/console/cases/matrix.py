"""矩阵: accounts and how they are, registrations, thresholds, handing over."""

from __future__ import annotations

from tests.cloud.console.cases import Case

READ, SET = "matrix:account:read", "matrix:account:set"
HAND_OVER = "matrix:person:hand_over"
UNIT = {"unit": "{unit}"}
STEP = {"action": "change", "on": "2026-11-28", "reason": "机构更名"}
CASES = {
    ("GET", "/matrix"): Case(READ, query=UNIT),
    ("GET", "/matrix/accounts"): Case(READ, query=UNIT),
    ("GET", "/matrix/accounts/{account}"): Case(READ),
    ("POST", "/matrix/accounts/{account}/registration"): Case(
        SET,
        body={"on": "2026-11-28", "purpose": "办税服务", "in_charge": {"name": "李"}},
        ids={"account": "unfiled"},
    ),
    ("PUT", "/matrix/accounts/{account}/registration"): Case(
        SET, body={"purpose": "办税服务"}, version="1"
    ),
    ("POST", "/matrix/accounts/{account}/steps"): Case(SET, body=STEP, version="1"),
    ("POST", "/matrix/accounts/{account}/look"): Case(SET),
    ("GET", "/matrix/thresholds"): Case(READ, query=UNIT),
    ("PUT", "/matrix/thresholds"): Case(
        SET,
        body={
            "unit": "{unit}",
            "signal": "not_published",
            "threshold": {"remind": 5, "bad": 10},
        },
        version="0",
    ),
    ("POST", "/matrix/export"): Case(
        "matrix:account:export", body={"unit": "{unit}", "reason": "季度检查"}, good=202
    ),
    ("GET", "/matrix/people/{person}"): Case(HAND_OVER),
    ("POST", "/matrix/people/{person}/hand-over"): Case(
        HAND_OVER, body={"to": "r.chief", "reason": "调离"}
    ),
}
