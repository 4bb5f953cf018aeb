"""数据 · 报告."""

from __future__ import annotations

from tests.cloud.console.cases import Case

READ, MAKE = "insight:report:read", "insight:report:make"
SCHEDULE = "insight:report:schedule"
UNIT = {"unit": "{unit}"}
CASES = {
    ("GET", "/reports"): Case(READ, query=UNIT),
    ("POST", "/reports"): Case(MAKE, body={**UNIT, "kind": "week"}, good=202),
    ("GET", "/reports/{report}"): Case(READ, query=UNIT),
    ("POST", "/reports/{report}/document"): Case("insight:report:take", query=UNIT),
    ("POST", "/reports/{report}/article"): Case("newsroom:article:write", query=UNIT),
    ("PUT", "/report-schedules"): Case(
        SCHEDULE, body={**UNIT, "kind": "month", "day": 1, "at": "08:00"}
    ),
    ("DELETE", "/report-schedules"): Case(SCHEDULE, query={**UNIT, "kind": "week"}),
}
