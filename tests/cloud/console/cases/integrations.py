"""对外接口: service tokens and webhooks."""

from __future__ import annotations

from tests.cloud.console.cases import Case

UNIT = {"unit": "{unit}"}
SET = "webhooks:subscription:set"
CASES = {
    ("GET", "/service-tokens"): Case("service_tokens:token:read", query=UNIT),
    ("POST", "/service-tokens"): Case(
        "service_tokens:token:make",
        body={
            "unit": "{unit}",
            "name": "政务平台",
            "permissions": ["newsroom:article:read"],
            "days": 30,
        },
    ),
    ("POST", "/service-tokens/{token_id}/revoke"): Case("service_tokens:token:revoke"),
    ("GET", "/webhooks"): Case("webhooks:subscription:read", query=UNIT),
    ("POST", "/webhooks"): Case(
        SET,
        body={
            "unit": "{unit}",
            "name": "门户",
            "url": "https://portal.example/events",
            "kinds": ["article.approved"],
        },
    ),
    ("PATCH", "/webhooks/{hook_id}"): Case(SET, body={"name": "新门户"}),
    ("DELETE", "/webhooks/{hook_id}"): Case(SET),
    ("POST", "/webhooks/{hook_id}/rotate"): Case(SET),
    ("POST", "/webhooks/{hook_id}/test"): Case(SET),
    ("GET", "/webhooks/{hook_id}/sendings"): Case("webhooks:subscription:read"),
    ("POST", "/webhooks/{hook_id}/sendings/{sending_id}/again"): Case(SET, good=409),
}
