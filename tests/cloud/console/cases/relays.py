"""接龙: relays of a city over itself and a county below it."""

from __future__ import annotations

import base64

from tests.cloud.console.cases import Case

READ = "relays:relay:read"
EDIT = "relays:relay:edit"
RUN = "relays:relay:run"
MAKE = "relays:step:make"
UNIT = {"unit": "{unit}"}
DRAFTED = {"relay_id": "draft_relay"}
STEP = "/relays/{relay_id}/steps/{step_id}"
PLAN = {
    "title": "接龙",
    "account": "{account}",
    "steps": [{"title": "第一计", "account": "{account}"}],
}
REASON = {"reason": "人手不够"}
TABLE = base64.b64encode("标题,公众号\n第一计,没有的号\n".encode()).decode()

CASES = {
    ("GET", "/relays"): Case(READ, query=UNIT),
    ("POST", "/relays"): Case(EDIT, body={**UNIT, **PLAN}),
    ("GET", "/relay-steps"): Case(READ, query=UNIT),
    ("GET", "/relay-choices"): Case(READ, query=UNIT),
    ("POST", "/relay-spread"): Case(EDIT, body={**UNIT, "level": "city"}),
    ("POST", "/relay-table"): Case(EDIT, body={**UNIT, "name": "编排.csv", "base64": TABLE}),
    ("GET", "/relays/{relay_id}"): Case(READ),
    ("PUT", "/relays/{relay_id}"): Case(
        EDIT, body=PLAN, ids=DRAFTED, version="{draft_relay_version}"
    ),
    ("POST", "/relays/{relay_id}/start"): Case(RUN, ids=DRAFTED),
    ("POST", "/relays/{relay_id}/drop"): Case(EDIT, ids=DRAFTED),
    ("POST", "/relays/{relay_id}/pause"): Case(RUN, body=REASON),
    ("POST", "/relays/{relay_id}/resume"): Case(
        RUN, body={"shift": True}, ids={"relay_id": "paused_relay"}
    ),
    ("POST", "/relays/{relay_id}/end"): Case(RUN, body=REASON),
    ("POST", "/relays/{relay_id}/reopen"): Case(RUN, ids={"relay_id": "ended_relay"}),
    ("POST", f"{STEP}/begin"): Case(MAKE),
    ("POST", f"{STEP}/attach"): Case(MAKE, body={"article": "{released}"}),
    ("POST", f"{STEP}/detach"): Case(MAKE, ids={"step_id": "made_step"}),
    ("POST", f"{STEP}/hand-on"): Case(MAKE, ids={"step_id": "made_step"}),
    ("POST", f"{STEP}/remind"): Case(RUN),
    ("POST", f"{STEP}/skip"): Case(RUN, body=REASON),
    ("POST", f"{STEP}/hand-over"): Case(RUN, body={**REASON, "account": "{relay_account}"}),
    ("POST", f"{STEP}/restore"): Case(RUN, ids={"step_id": "skipped_step"}),
    ("PUT", STEP): Case(RUN, body={"title": "第一计 新题"}),
}
