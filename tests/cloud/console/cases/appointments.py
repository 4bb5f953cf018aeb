"""预约: halls, their days, and the window."""

from __future__ import annotations

from tests.cloud.console.cases import Case

READ = "appointments:hall:read"
EDIT = "appointments:hall:edit"
CLOSE = "appointments:day:close"
WORK = "appointments:window:work"
VERSION = "{hall_version}"
HALL = {"id": "jia-hall", "unit": "{unit}", "name": "办税厅", "place": "示范路 2 号"}

CASES = {
    ("GET", "/appointments/{unit}/halls"): Case(READ),
    ("GET", "/halls/{hall}"): Case(READ),
    ("PUT", "/halls/{hall}"): Case(EDIT, body=HALL, version=VERSION),
    ("GET", "/halls/{hall}/versions"): Case(READ),
    ("GET", "/halls/{hall}/days"): Case(READ, query={"first": "{day}", "last": "{closed_day}"}),
    ("PUT", "/halls/{hall}/hours"): Case(
        EDIT, body={"day": "{open_day}", "hours": ["09:00-11:00"]}, version=VERSION
    ),
    ("GET", "/halls/{hall}/closing"): Case(READ, query={"day": "{open_day}"}),
    ("POST", "/halls/{hall}/close"): Case(CLOSE, body={"day": "{open_day}", "reason": "停电"}),
    ("POST", "/halls/{hall}/reopen"): Case(CLOSE, body={"day": "{closed_day}"}),
    ("GET", "/halls/{hall}/days/{day}"): Case(READ),
    ("POST", "/halls/{hall}/check-in"): Case(WORK, body={"code": "{hall_code}"}),
    ("POST", "/halls/{hall}/walk-in"): Case(WORK, body={"service": "fapiao", "key": "a-try-of-it"}),
    ("POST", "/bookings/{booking}/check-in"): Case(WORK),
    ("POST", "/bookings/{booking}/serve"): Case(WORK, ids={"booking": "here"}),
    ("POST", "/bookings/{booking}/no-show"): Case(WORK),
    ("POST", "/bookings/{booking}/cancel"): Case(WORK),
    ("POST", "/bookings/{booking}/identity"): Case("appointments:identity:read"),
}
