"""系统: units, accounts, people, workflows, log, health."""

from __future__ import annotations

from tests.cloud.accounts.made import OTHER_KEY
from tests.cloud.console.cases import ANYBODY, Case

UNIT = {"unit": "{unit}"}
STAGE = {"name": "终审", "roles": ["chief"]}
CASES = {
    ("GET", "/units"): Case(ANYBODY, query={"parent": "", "q": "甲市"}),
    ("GET", "/units/{unit}"): Case("units:unit:read"),
    ("POST", "/units"): Case(
        "units:unit:add",
        body={"id": "new", "name": "新局", "level": "county", "parent": "{unit}"},
    ),
    ("GET", "/accounts"): Case("accounts:account:read", query=UNIT),
    ("GET", "/accounts/{account}"): Case("accounts:account:read"),
    ("POST", "/accounts"): Case(
        "accounts:account:add",
        body={
            "id": "new",
            "name": "新号",
            "unit": "{unit}",
            "kind": "service",
            "appid": "wxnew123456",
            "secrets": {"app_secret": "s", "token": "token", "aes_key": OTHER_KEY},
        },
    ),
    ("PATCH", "/accounts/{account}"): Case(
        "accounts:account:set", body={"retention_days": 90}, version="0"
    ),
    ("POST", "/accounts/{account}/check"): Case("accounts:account:check"),
    ("POST", "/accounts/{account}/secrets"): Case(
        "accounts:secret:rotate", body={"aes_key": OTHER_KEY}
    ),
    ("GET", "/accounts/{account}/removal"): Case("accounts:account:remove"),
    ("POST", "/accounts/{account}/removal"): Case(
        "accounts:account:remove", body={"confirm": "{account}", "cancel_pushes": True}
    ),
    ("GET", "/people"): Case("people:staff:read", query=UNIT),
    ("GET", "/people-found"): Case(ANYBODY, query={"q": "甲市"}),
    ("POST", "/people"): Case(
        "people:identity:link",
        body={
            "person": "new",
            "unit": "{unit}",
            "roles": ["editor"],
            "name": "新人",
            "login": "new",
        },
    ),
    ("GET", "/people/{person}"): Case("people:staff:read"),
    ("GET", "/people/{person}/permissions"): Case("people:staff:read", query=UNIT),
    ("PUT", "/people/{person}/roles"): Case(
        "people:staff:add",
        body={"unit": "{unit}", "roles": ["editor", "reviewer1"], "instead_of": ["editor"]},
    ),
    ("POST", "/people/{person}/sign-out"): Case("people:identity:link"),
    ("PUT", "/people-separation"): Case(
        "people:separation:set", body={"on": True}, good=409, top=True
    ),
    ("GET", "/workflows"): Case("newsroom:workflow:read", query=UNIT),
    ("PUT", "/workflows/{unit}"): Case(
        "newsroom:workflow:set",
        body={"workflow": {"stages": [STAGE]}, "seen": "of another"},
        good=409,
    ),
    ("DELETE", "/workflows/{unit}"): Case("newsroom:workflow:set"),
    ("GET", "/audit"): Case("audit:log:read", query=UNIT),
    ("GET", "/audit-choices"): Case(ANYBODY),
    ("GET", "/audit-chain"): Case("audit:log:read", query=UNIT),
    ("POST", "/audit-chain/verify"): Case("audit:chain:verify", body={"unit": "{unit}"}, good=202),
    ("POST", "/audit/export"): Case(
        "audit:log:export", body={"unit": "{unit}", "reason": "年度检查"}, good=202
    ),
    ("GET", "/health"): Case("console:health:read", query=UNIT),
}
