"""采编: articles, their text, drafts, reviews."""

from __future__ import annotations

from tests.cloud.console.cases import ANYBODY, Case

READ = "newsroom:article:read"
WRITE = "newsroom:article:write"
COMMENT = "newsroom:article:comment"
DECIDE = "newsroom:article:decide"
TEXT = {"fields": {"title": "新稿", "cover": "{cover}"}, "body": "工作日九点开门。"}
UPLOADED = {"unit": "{unit}", "upload": "a" * 24, "name": "a.md"}
NOT_SENT = 422
"""No file was sent under that name."""
CASES = {
    ("GET", "/articles"): Case(READ, query={"unit": "{unit}"}),
    ("GET", "/articles/{article_id}"): Case(READ),
    ("GET", "/articles/{article_id}/revisions"): Case(READ),
    ("GET", "/articles/{article_id}/difference"): Case(READ, query={"older": "1", "newer": "1"}),
    ("GET", "/articles/{article_id}/page"): Case(READ),
    ("GET", "/articles/{article_id}/log"): Case(READ),
    ("GET", "/articles/{article_id}/text"): Case(READ),
    ("GET", "/articles/{article_id}/comments"): Case(READ),
    ("POST", "/articles"): Case(WRITE, body={"unit": "{unit}", "text": TEXT}),
    ("POST", "/articles/{article_id}/revisions"): Case(WRITE, body={"base": 1, "text": TEXT}),
    ("POST", "/articles/{article_id}/restore"): Case(WRITE, body={"number": 1}),
    ("POST", "/articles/{article_id}/lock"): Case(WRITE, body={}),
    ("POST", "/articles/{article_id}/unlock"): Case(WRITE, body={}),
    ("GET", "/editor"): Case(ANYBODY),
    ("POST", "/editor/examine"): Case(WRITE, body={"unit": "{unit}", "text": TEXT}),
    ("POST", "/editor/pasted"): Case(WRITE, body={"unit": "{unit}", "html": "<p>开门</p>"}),
    ("POST", "/editor/uploads"): Case(WRITE, body={"unit": "{unit}"}),
    ("POST", "/editor/file"): Case(WRITE, body=UPLOADED, good=NOT_SENT),
    ("POST", "/editor/pictures"): Case(WRITE, body=UPLOADED, good=NOT_SENT),
    ("POST", "/editor/styles"): Case(WRITE, body={"unit": "{unit}"}),
    ("GET", "/editor/pictures"): Case(WRITE, query={"unit": "{unit}"}),
    ("GET", "/editor/published"): Case("publishing:calendar:read", query={"unit": "{unit}"}),
    ("POST", "/editor/media"): Case(
        WRITE, body={"unit": "{unit}", "upload": "a" * 24, "kind": "video"}, good=NOT_SENT
    ),
    ("GET", "/drafts"): Case(ANYBODY),
    ("GET", "/drafts/{draft_id}"): Case(ANYBODY, good=404),
    ("PUT", "/drafts/{draft_id}"): Case(WRITE, body={"unit": "{unit}", "base": 0, "text": TEXT}),
    ("DELETE", "/drafts/{draft_id}"): Case(ANYBODY),
    ("GET", "/reviews"): Case(ANYBODY, query={"everything": "true"}),
    ("GET", "/reviews/{article_id}"): Case(READ),
    ("PUT", "/reviews/{article_id}/seen"): Case(READ, body={"revision": 1}),
    ("POST", "/articles/{article_id}/submit"): Case("newsroom:article:submit", body={}),
    ("POST", "/articles/{article_id}/withdraw"): Case(
        "newsroom:article:submit", body={}, ids={"article_id": "waiting"}
    ),
    # Of a draft: the stages of the workflow decide besides who approves what waits.
    ("POST", "/articles/{article_id}/approve"): Case(DECIDE, body={"revision": 1}, good=409),
    ("POST", "/articles/{article_id}/return"): Case(
        DECIDE, body={"revision": 1, "reasons": ["数字有误"]}, good=409
    ),
    ("POST", "/articles/{article_id}/emergency"): Case(
        "newsroom:article:emergency", body={"revision": 1, "reason": "停电"}
    ),
    ("POST", "/articles/{article_id}/comments"): Case(COMMENT, body={"text": "请核对"}),
    ("POST", "/articles/{article_id}/comments/{number}/resolve"): Case(COMMENT),
    ("POST", "/articles/{article_id}/preview"): Case(
        "newsroom:article:preview",
        body={"account": "{account}", "to": "zhangsan", "revision": 1},
        good=503,
    ),
}
