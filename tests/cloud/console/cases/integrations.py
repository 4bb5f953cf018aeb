"""对外接口: service tokens and webhooks."""

from __future__ import annotations

from tests.cloud.console.cases import Case

UNIT = {"unit": "{unit}"}
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
}
