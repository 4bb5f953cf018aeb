"""管控 · 巡检: notices and self-checks, the overview, files of findings."""

from __future__ import annotations

from tests.cloud.console.cases import Case

READ, MAKE = "inspection:finding:read", "inspection:notice:make"
UNIT = {"unit": "{unit}"}
NOTICE = {**UNIT, "kind": "notice"}
WANTED = {**NOTICE, "period": "2026-Q3"}
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="  # fmt: skip
CASES = {
    ("GET", "/inspection/overview"): Case(READ, query=UNIT),
    ("GET", "/inspection/notices"): Case(READ, query=UNIT),
    ("POST", "/inspection/notices/preview"): Case(MAKE, body=WANTED),
    ("POST", "/inspection/notices"): Case(MAKE, body=WANTED, good=202),
    ("GET", "/inspection/notices/{notice}"): Case(
        READ, query=UNIT, ids={"notice": "inspection_notice"}
    ),
    ("POST", "/inspection/notices/{notice}/files"): Case(
        READ, query=UNIT, body={"form": "xlsx"}, ids={"notice": "inspection_notice"}
    ),
    ("POST", "/inspection/notices/{notice}/order"): Case(
        "orders:order:draft", query=UNIT, good=422, ids={"notice": "inspection_notice"}
    ),
    ("DELETE", "/inspection/notices/{notice}"): Case(
        MAKE, query={**UNIT, "reason": "重做"}, ids={"notice": "inspection_notice"}
    ),
    ("GET", "/inspection/notice-texts"): Case(READ, query=NOTICE),
    ("PUT", "/inspection/notice-texts"): Case(
        MAKE, body={**NOTICE, "version": 0, "texts": {"report_to": "办公室"}}
    ),
    ("POST", "/inspection/proofs"): Case(READ, body={**UNIT, "name": "截图.png", "base64": PIXEL}),
    ("GET", "/inspection/findings/{finding_id}/file"): Case(
        READ, query={"ref": "{finding_file}"}, ids={"finding_id": "finding"}
    ),
}
