"""互动: questions without an answer, knowledge, policies, rules, try-outs."""

from __future__ import annotations

from tests.cloud.console.cases import Case

READ = "knowledge:entry:read"
EDIT = "knowledge:entry:edit"
TEXT = {"question": "周末开门吗", "answer": "工作日九点开门。"}
VERSION = {"number": "in_review"}
CASES = {
    ("GET", "/questions/{account}"): Case("insight:question:read"),
    ("GET", "/questions/{account}/{key}"): Case("insight:question:read"),
    ("POST", "/questions/{account}/{key}/answer"): Case(EDIT, body={"text": TEXT}),
    ("POST", "/tryouts/{account}"): Case("conversation:answer:try", body={"text": "几点开门"}),
    ("GET", "/knowledge/{account}/entries"): Case(READ),
    ("GET", "/knowledge/{account}/entries/{entry_id}"): Case(READ),
    ("GET", "/knowledge/{account}/duplicates"): Case(READ),
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
}
