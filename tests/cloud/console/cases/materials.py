"""素材: a city's library."""

from __future__ import annotations

from tests.cloud.console.cases import ANYBODY, Case

READ = "materials:material:read"
EDIT = "materials:material:edit"
RETIRE = "materials:material:retire"
UNIT = {"unit": "{unit}"}
TEXT = {"title": "提示语"}
ONE = "/materials/{material_id}"

CASES = {
    ("GET", "/materials"): Case(READ, query=UNIT),
    ("GET", "/material-choices"): Case(ANYBODY),
    ("GET", "/materials-out"): Case(READ, query=UNIT),
    ("POST", "/material-uploads"): Case(EDIT, body=UNIT),
    ("POST", "/material-files"): Case(
        EDIT, body={**UNIT, "upload": "{upload}", "name": "大厅.png"}
    ),
    ("POST", "/materials"): Case(
        EDIT, body={**UNIT, "kind": "text", "text": TEXT, "passage": "请预约。"}
    ),
    ("GET", ONE): Case(READ),
    ("PUT", ONE): Case(EDIT, body={"text": TEXT}, version="{material_version}"),
    ("POST", f"{ONE}/versions"): Case(EDIT, body={"passage": "请先预约。"}),
    ("POST", f"{ONE}/retire"): Case(RETIRE, body={"reason": "合同终止"}),
    ("POST", f"{ONE}/restore"): Case(RETIRE, ids={"material_id": "retired_material"}),
    ("POST", f"{ONE}/article"): Case("newsroom:article:write", body=UNIT),
}
