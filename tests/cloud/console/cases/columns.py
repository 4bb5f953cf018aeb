"""栏目与系列: columns, series, collections."""

from __future__ import annotations

from tests.cloud.console.cases import Case

READ, EDIT = "columns:column:read", "columns:column:edit"
ARRANGE, WRITE = "columns:series:edit", "newsroom:article:write"
UNIT = {"unit": "{unit}"}
SERIES, COLUMN, COLLECTION = (
    "/series/{series_id}",
    "/columns/{column_id}",
    "/collections/{collection_id}",
)
OF_SERIES, OF_COLLECTION = "{series_version}", "{collection_version}"
TURNED = {"articles": ["{joined_article}", "{other_article}"], "renumber": True}
CASES = {
    ("GET", "/columns"): Case(READ, query=UNIT),
    ("GET", "/columns/choices"): Case(READ, query=UNIT),
    ("GET", "/columns/articles"): Case("newsroom:article:read", query=UNIT),
    ("POST", "/columns"): Case(EDIT, body={**UNIT, "name": "微课"}),
    ("GET", COLUMN): Case(READ),
    ("PUT", COLUMN): Case(EDIT, body={"name": "新名称"}, version="{column_version}"),
    ("POST", f"{COLUMN}/state"): Case(EDIT, body={"action": "retire"}),
    ("POST", f"{COLUMN}/issue"): Case(WRITE, body={}),
    ("POST", "/series"): Case(ARRANGE, body={**UNIT, "name": "新系列"}),
    ("GET", SERIES): Case(READ),
    ("PUT", SERIES): Case(
        ARRANGE, body={"name": "新名称", "account": "{account}"}, version=OF_SERIES
    ),
    ("GET", f"{SERIES}/page"): Case(READ),
    ("GET", f"{COLLECTION}/page"): Case(READ),
    ("POST", f"{SERIES}/state"): Case(ARRANGE, body={"action": "retire"}),
    ("POST", f"{SERIES}/issue"): Case(WRITE),
    ("POST", f"{SERIES}/articles"): Case(ARRANGE, body={"article": "{spare_article}"}),
    ("PUT", f"{SERIES}/articles"): Case(ARRANGE, body=TURNED, version=OF_SERIES),
    ("POST", f"{SERIES}/leave"): Case(
        ARRANGE, body={"article": "{joined_article}"}, version=OF_SERIES
    ),
    ("POST", "/collections"): Case(ARRANGE, body={**UNIT, "name": "新合集"}),
    ("GET", COLLECTION): Case(READ),
    ("PUT", COLLECTION): Case(ARRANGE, body={"name": "新名称"}, version=OF_COLLECTION),
    ("POST", f"{COLLECTION}/state"): Case(ARRANGE, body={"action": "retire"}),
    ("PUT", f"{COLLECTION}/articles"): Case(
        ARRANGE, body={"articles": ["{joined_article}"]}, version=OF_COLLECTION
    ),
    ("POST", f"{COLLECTION}/leave-out"): Case(ARRANGE, body={"article": "{joined_article}"}),
}
