"""产品: drafts of a city, one that is approved, one that is published."""

from __future__ import annotations

from tests.cloud.console.cases import ANYBODY, Case

READ = "products:product:read"
EDIT = "products:product:edit"
PUBLISH = "products:product:publish"
UNIT = {"unit": "{unit}"}
OUTLINE = {"root": "减税", "branches": [{"text": "一"}, {"text": "二"}]}
CHOSEN = {"kind": "article", "id": "{released}", "revision": 1}
CASES = {
    ("GET", "/product-material"): Case(EDIT, query={**UNIT, "kind": "article"}),
    ("POST", "/product-material/outline"): Case(EDIT, body={**UNIT, "chosen": CHOSEN}),
    ("GET", "/products"): Case(READ, query=UNIT),
    ("GET", "/product-accounts"): Case(EDIT, query=UNIT),
    ("GET", "/product-reviews"): Case(ANYBODY, query={"everything": "true"}),
    ("POST", "/products"): Case(
        EDIT, body={**UNIT, "form": "mindmap", "title": "导图", "account": "{account}"}
    ),
    ("GET", "/products/{product_id}"): Case(READ),
    ("PUT", "/products/{product_id}"): Case(
        EDIT, body={"title": "导图", "content": OUTLINE}, version="{number}"
    ),
    ("GET", "/products/{product_id}/difference"): Case(READ, query={"older": "1", "newer": "1"}),
    ("PUT", "/products/{product_id}/seen"): Case(READ, body={"revision": 1}),
    ("POST", "/products/{product_id}/decide"): Case(
        "newsroom:article:submit", body={"action": "submit", "revision": 1}
    ),
    ("POST", "/products/{product_id}/publish"): Case(
        PUBLISH, ids={"product_id": "approved_product"}
    ),
    ("POST", "/products/{product_id}/take-down"): Case(
        PUBLISH, body={"reason": "数字有误"}, ids={"product_id": "published_product"}
    ),
    ("POST", "/products/{product_id}/files"): Case(EDIT),
    ("GET", "/products/{product_id}/preview"): Case(READ),
    ("POST", "/products/{product_id}/preview"): Case(EDIT, body={"content": OUTLINE}),
}
