"""订阅通知."""

from __future__ import annotations

from tests.cloud.console.cases import Case

READ = "notices:notice:read"
SEND = "notices:notice:send"
SET_UP = "notices:template:set_up"
LINES = {"thing1": "新政策", "time2": "2026年12月1日"}
DRAFT = {"template": "{notice_template}", "data": {"thing1": "新政策", "time2": "2026年12月1日"}}
CASES = {
    ("GET", "/notices/{account}"): Case(READ),
    ("GET", "/notices/{account}/lists"): Case(READ),
    ("GET", "/notices/{account}/lists/{list}"): Case(READ, ids={"list": "prepared_notice"}),
    ("POST", "/notices/{account}/estimate"): Case(SEND, body=DRAFT),
    ("POST", "/notices/{account}/lists"): Case(SEND, body=DRAFT),
    # No template serves alerts in this world.
    ("POST", "/notices/{account}/alerts/{policy}"): Case(
        SEND, ids={"policy": "notice_template"}, good=409
    ),
    ("POST", "/notices/{account}/lists/{list}/confirm"): Case(
        SEND, body={"receivers": 2}, ids={"list": "prepared_notice"}
    ),
    ("POST", "/notices/{account}/lists/{list}/drop"): Case(SEND, ids={"list": "other_notice"}),
    ("POST", "/notices/{account}/lists/{list}/stop"): Case(SEND, ids={"list": "going_notice"}),
    ("POST", "/notices/{account}/lists/{list}/resume"): Case(SEND, ids={"list": "stopped_notice"}),
    ("PUT", "/notices/{account}/purposes/{purpose}"): Case(
        SET_UP,
        body={"template": "{notice_template}", "lines": LINES},
        ids={"purpose": "notice_purpose"},
    ),
    ("DELETE", "/notices/{account}/purposes/{purpose}"): Case(
        SET_UP, ids={"purpose": "notice_purpose"}
    ),
    # WeChat is down in this world.
    ("POST", "/notices/{account}/templates/fetch"): Case(SET_UP, good=503),
    ("GET", "/notices/{account}/titles"): Case(SET_UP, good=503),
    ("GET", "/notices/{account}/titles/{tid}"): Case(SET_UP, ids={"tid": "notice_title"}, good=503),
    ("POST", "/notices/{account}/templates"): Case(
        SET_UP, body={"tid": "1001", "keywords": [1, 2]}, good=503
    ),
    ("DELETE", "/notices/{account}/templates/{template}"): Case(
        SET_UP, ids={"template": "notice_template"}, good=503
    ),
}
