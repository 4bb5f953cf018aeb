"""The frame: oneself, the workbench, the search."""

from __future__ import annotations

from tests.cloud.console.cases import ANYBODY, Case

CASES = {
    ("GET", "/me"): Case(ANYBODY),
    ("POST", "/sign-out"): Case(ANYBODY),
    ("GET", "/workbench"): Case("units:unit:read", query={"unit": "{unit}"}),
    ("GET", "/workbench/numbers"): Case("units:unit:read", query={"unit": "{unit}"}),
    ("GET", "/search"): Case(ANYBODY, query={"q": "甲市"}),
}
