"""报送: a county's to the city above it."""

from __future__ import annotations

from tests.cloud.console.cases import Case

READ = "contributions:contribution:read"
SEND = "contributions:contribution:send"
DECIDE = "contributions:contribution:decide"
CALL = "contributions:call:make"
SET = "contributions:settings:set"
EXPORT = "contributions:ranking:export"
UNIT = {"unit": "{unit}"}
BELOW = {"unit": "{below_unit}"}
"""Who sends for the county: the people above it may, too."""
TEXT = {"to": "{unit}", "kind": "lead", "title": "线索", "text": "内容"}
DRAFT = {"contribution_id": "draft_contribution"}
DECLINED = {"contribution_id": "declined_contribution"}
AT = "/contributions/{contribution_id}"
ASKED = {"title": "约稿", "until": "2036-12-01T10:00:00+08:00"}

CASES = {
    ("GET", "/contributions"): Case(READ, query=UNIT),
    ("GET", "/contribution-inbox"): Case(READ, query=UNIT),
    ("POST", "/contributions"): Case(SEND, body={**BELOW, **TEXT}),
    ("GET", AT): Case(READ),
    ("PUT", AT): Case(SEND, body=TEXT, ids=DRAFT, version="{contribution_version}"),
    ("POST", f"{AT}/send"): Case(SEND, ids=DRAFT),
    ("POST", f"{AT}/withdraw"): Case(SEND, body={"words": "有误"}),
    ("POST", f"{AT}/acknowledge"): Case(SEND, ids=DECLINED),
    ("POST", f"{AT}/receive"): Case(DECIDE),
    ("POST", f"{AT}/adopt"): Case(DECIDE, body={}),
    ("GET", f"{AT}/merge-choices"): Case(READ),
    ("POST", f"{AT}/merge"): Case(DECIDE, body={"into": "{other_contribution}"}),
    ("POST", f"{AT}/decline"): Case(DECIDE, body={"reason": "选题重复", "words": "已有"}),
    ("POST", "/contribution-declines"): Case(
        DECIDE,
        body={"contributions": ["{contribution_id}"], "reason": "选题重复", "words": "已有"},
    ),
    ("POST", f"{AT}/return"): Case(DECIDE, body={"words": "请补充"}),
    ("POST", f"{AT}/undo"): Case(DECIDE, body={"words": "点错"}, ids=DECLINED),
    ("GET", "/contribution-choices"): Case(READ, query=UNIT),
    ("GET", "/contribution-calls"): Case(READ, query=UNIT),
    ("POST", "/contribution-calls"): Case(CALL, body={**UNIT, **ASKED}),
    ("PUT", "/contribution-calls/{call_id}"): Case(CALL, body=ASKED, version="{call_version}"),
    ("POST", "/contribution-calls/{call_id}/close"): Case(CALL),
    ("GET", "/contribution-settings"): Case(READ, query=UNIT),
    ("PUT", "/contribution-settings"): Case(
        SET,
        body={
            **UNIT,
            "days": 2,
            "undo_hours": 12,
            "reasons": [{"name": "其他"}],
            "points": [{"since": "2000-01"}],
        },
        version="0",
    ),
    ("GET", "/contribution-ranking"): Case(READ, query=UNIT),
    ("POST", "/contribution-ranking/export"): Case(
        EXPORT, body={**UNIT, "reason": "通报"}, good=202
    ),
}
