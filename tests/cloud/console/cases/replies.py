"""互动: questions without an answer, knowledge, policies, rules, try-outs."""

from __future__ import annotations

import base64
from typing import Any

from tests.cloud.console.cases import ANYBODY, Case

READ = "knowledge:entry:read"
EDIT = "knowledge:entry:edit"
RULES = "conversation:rules:read"
CHANGE = "conversation:rules:import"
TEXT = {"question": "周末开门吗", "answer": "工作日九点开门。"}
VERSION = {"number": "in_review"}
PAPER = {"title": "关于周末办税的通知", "number": "税发〔2026〕9号"}
RULE = {"kind": "keyword", "name": "{rule_name}"}
NEW_RULE = {"name": "开门", "exact": ["开门"], "replies": [{"reply": "九点"}]}


def _file(name: str, text: str) -> dict[str, Any]:
    body = base64.b64encode(text.encode()).decode()
    return {"file": {"name": name, "base64": body}, "dry_run": False}


FAQ_FILE = _file("问答.csv", "问题,答案\n周末开门吗,不开门\n")
POLICY_FILE = _file("政策.csv", "标题,文号\n关于周末办税的通知,税发〔2026〕9号\n")
RULES_FILE = _file("规则.csv", "关键词,回复内容\n开门,九点\n")
CASES = {
    ("GET", "/questions/{account}"): Case("insight:question:read"),
    ("GET", "/questions/{account}/{key}"): Case("insight:question:read"),
    ("POST", "/questions/{account}/{key}/answer"): Case(EDIT, body={"text": TEXT}),
    ("POST", "/tryouts/{account}"): Case("conversation:answer:try", body={"text": "几点开门"}),
    ("GET", "/knowledge/{account}/entries"): Case(READ),
    ("GET", "/knowledge/{account}/entries/{entry_id}"): Case(READ),
    ("POST", "/knowledge/{account}/duplicates"): Case(READ),
    ("GET", "/duplicates/{job_id}"): Case(ANYBODY, good=404),
    ("POST", "/knowledge/{account}/preview"): Case(READ, body={"text": TEXT}),
    ("POST", "/knowledge/{account}/entries"): Case(EDIT, body={"text": TEXT}),
    ("PUT", "/knowledge/{account}/entries/{entry_id}"): Case(
        EDIT, body={"text": TEXT}, version="{entry_mark}"
    ),
    ("POST", "/knowledge/{account}/entries/{entry_id}/retire"): Case(EDIT),
    ("POST", "/knowledge/{account}/entries/{entry_id}/revive"): Case(EDIT),
    ("GET", "/knowledge/{account}/standing"): Case(READ),
    ("GET", "/knowledge/{account}/versions"): Case(READ),
    ("GET", "/knowledge/{account}/difference"): Case(READ),
    # The version in review is a draft no more.
    ("POST", "/knowledge/{account}/versions/{number}/submit"): Case(
        "knowledge:version:submit", body={}, ids=VERSION, good=409
    ),
    ("POST", "/knowledge/{account}/versions/{number}/release"): Case(
        "knowledge:version:release", ids=VERSION
    ),
    ("POST", "/knowledge/{account}/versions/{number}/send-back"): Case(
        "knowledge:version:reject", body={"reason": "数字有误"}, ids=VERSION
    ),
    ("POST", "/knowledge/{account}/versions/{number}/restore"): Case("knowledge:version:restore"),
    ("POST", "/knowledge/{account}/drop"): Case("knowledge:version:drop"),
    ("POST", "/knowledge/{account}/entries-import"): Case(EDIT, body=FAQ_FILE),
    ("GET", "/knowledge/{account}/file"): Case(READ),
    ("GET", "/knowledge/{account}/policies"): Case(READ),
    ("GET", "/knowledge/{account}/policies/{document_id}"): Case(READ),
    ("POST", "/knowledge/{account}/policies"): Case(EDIT, body={"text": PAPER}),
    ("PUT", "/knowledge/{account}/policies/{document_id}"): Case(
        EDIT, body={"text": PAPER}, version="{document_mark}"
    ),
    ("POST", "/knowledge/{account}/policy-preview"): Case(READ, body={"text": PAPER}),
    ("POST", "/knowledge/{account}/policies-import"): Case(EDIT, body=POLICY_FILE),
    ("GET", "/knowledge/{account}/thresholds"): Case("insight:question:read"),
    ("POST", "/knowledge/{account}/threshold-trial"): Case("insight:question:read", body={}),
    ("GET", "/threshold-trials/{job_id}"): Case(ANYBODY, good=404),
    ("POST", "/knowledge/{account}/thresholds"): Case(EDIT, body={"sure": 0.9, "unsure": 0.3}),
    ("GET", "/rules/{account}"): Case(RULES),
    ("GET", "/rules/{account}/one"): Case(RULES, query=RULE),
    ("POST", "/rules/{account}"): Case(CHANGE, body={"text": NEW_RULE}),
    ("PUT", "/rules/{account}"): Case(
        CHANGE, body={"name": "{rule_name}", "text": NEW_RULE}, version="{rule_mark}"
    ),
    ("DELETE", "/rules/{account}"): Case(CHANGE, query=RULE, version="{rule_mark}"),
    ("POST", "/rules/{account}/import"): Case(CHANGE, body=RULES_FILE),
    ("GET", "/imports/{job_id}"): Case(ANYBODY, good=404),
    ("GET", "/dry-runs/{job_id}"): Case(ANYBODY, good=404),
    ("GET", "/rules/{account}/file"): Case(RULES),
    ("GET", "/rules/{account}/lint"): Case(RULES),
    ("POST", "/rules/{account}/dry-run"): Case(
        "insight:question:read", body={"rule": {"text": NEW_RULE}}
    ),
    ("GET", "/rules/{account}/versions"): Case(RULES),
    ("GET", "/rules/{account}/difference"): Case(RULES, query={"older": "0", "newer": "1"}),
    ("POST", "/rules/{account}/versions/{number}/restore"): Case("conversation:rules:restore"),
}
