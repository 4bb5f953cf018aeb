"""生产进度: what a city has in the making, on its board."""

from __future__ import annotations

from tests.cloud.console.cases import Case

READ = "topics:topic:read"
EDIT = "topics:topic:edit"
UNIT = {"unit": "{unit}"}
ONE = "/production/{topic_id}/{assignment}"
ASSIGNED = {"topic_id": "assigned"}
WANTED = {"person": "li", "form": "article", "due_at": "2099-12-01T10:00:00Z"}

CASES = {
    ("GET", "/production"): Case(READ, query=UNIT),
    ("GET", "/production-sets"): Case(READ, query=UNIT),
    ("PUT", "/production-sets"): Case(
        "topics:set:edit",
        query=UNIT,
        body={"sets": [{"name": "小套", "parts": [{"form": "poster", "days": 1}]}]},
        version="0",
    ),
    ("GET", "/production-plan"): Case(READ, query=UNIT),
    ("POST", "/production-plan/export"): Case(
        "topics:plan:export", body={**UNIT, "reason": "周例会"}, good=202
    ),
    ("POST", "/production/{topic_id}/order"): Case(EDIT, body={"wanted": [WANTED]}),
    ("POST", f"{ONE}/start"): Case(EDIT, body={}, ids=ASSIGNED),
    ("POST", f"{ONE}/remind"): Case(EDIT, ids=ASSIGNED),
}
