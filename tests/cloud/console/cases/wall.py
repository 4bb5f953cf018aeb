"""大屏: what it shows, and the screens that are let in."""

from __future__ import annotations

from tests.cloud.console.cases import Case

READ = "wall:wall:read"
MAKE = "service_tokens:token:make"
UNIT = {"unit": "{unit}"}
NOBODY_WAITS = 422
"""No screen shows this code: who may let one in is told so."""
CASES = {
    ("GET", "/wall"): Case(READ, query={**UNIT, "parts": "followers,pushes,questions,alarms"}),
    ("GET", "/wall/displays"): Case(READ, query=UNIT),
    ("GET", "/wall/displays/{code}"): Case(
        MAKE, query=UNIT, good=NOBODY_WAITS, ids={"code": "person"}
    ),
    ("POST", "/wall/displays"): Case(
        MAKE,
        body={"code": "ABCD2345", "unit": "{unit}", "name": "大厅", "days": 30},
        good=NOBODY_WAITS,
    ),
}
