"""选题: the board, its topics, a department's answers, the responsibility table, effect."""

from __future__ import annotations

from tests.cloud.console.cases import Case

READ, EDIT = "topics:topic:read", "topics:topic:edit"
ANSWER, SET = "topics:inquiry:answer", "topics:duty:set"
UNIT = {"unit": "{unit}"}
ASKED = {"topic_id": "asked"}
CASES = {
    ("GET", "/board"): Case(READ, query=UNIT),
    ("POST", "/board/topics"): Case(EDIT, body={"unit": "{unit}", "title": "新线索"}),
    ("GET", "/board/topics/{topic_id}"): Case(READ),
    ("PUT", "/board/topics/{topic_id}"): Case(
        EDIT, body={"title": "改了标题"}, version="{topic_version}"
    ),
    ("POST", "/board/topics/{topic_id}/move"): Case(EDIT, body={"action": "adopt"}),
    ("POST", "/board/topics/{topic_id}/assignments"): Case(
        EDIT, body={"person": "li", "form": "picture", "due_at": "2099-01-04T02:00:00Z"}
    ),
    ("POST", "/board/topics/{topic_id}/assignments/{assignment}"): Case(
        EDIT, body={"done": True}, ids={"topic_id": "assigned"}
    ),
    ("POST", "/board/topics/{topic_id}/inquiry"): Case(
        EDIT, body={"action": "send_back", "reason": "请举例"}, ids={"topic_id": "answered"}
    ),
    ("GET", "/board/topics/{topic_id}/effect"): Case(READ),
    ("GET", "/board/asked"): Case(ANSWER, query=UNIT),
    ("GET", "/board/asked/{topic_id}"): Case(ANSWER, ids=ASKED),
    ("POST", "/board/asked/{topic_id}"): Case(ANSWER, body={"action": "accept"}, ids=ASKED),
    ("GET", "/board/asked/{topic_id}/policies"): Case(ANSWER, ids=ASKED),
    ("GET", "/board/duties"): Case(READ, query=UNIT),
    ("PUT", "/board/duties"): Case(
        SET, query=UNIT, body={"departments": [], "duties": []}, version="{duties_version}"
    ),
    ("GET", "/board/effects"): Case(READ, query=UNIT),
    ("POST", "/board/effects/export"): Case(
        "topics:effect:export", body={"unit": "{unit}", "reason": "年度总结"}, good=202
    ),
}
