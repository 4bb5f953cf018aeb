"""题库、答题的数字、海报的预览."""

from __future__ import annotations

import base64

from tests.cloud.console.cases import Case

READ = "products:product:read"
EDIT = "products:product:edit"
NUMBERS = "insight:numbers:read"
UNIT = {"unit": "{unit}"}
QUESTION = {
    **UNIT,
    "kind": "single",
    "text": "税率是几？",
    "options": ["1%", "3%"],
    "right": [1],
}
FILE = base64.b64encode("题型,题目,答案\n判断,要申报。,对\n".encode()).decode()
QUIZ = {"product_id": "quiz"}
CASES = {
    ("GET", "/questions-bank"): Case(READ, query=UNIT),
    ("POST", "/questions-bank"): Case(EDIT, body=QUESTION),
    ("PUT", "/questions-bank/{question_id}"): Case(
        EDIT, body={**QUESTION, "version": 1}, ids={"question_id": "bank_question"}
    ),
    ("DELETE", "/questions-bank/{question_id}"): Case(
        EDIT, query={**UNIT, "version": "1"}, ids={"question_id": "bank_question"}
    ),
    ("POST", "/questions-bank/import"): Case(
        EDIT, body={**UNIT, "name": "题库.csv", "base64": FILE}
    ),
    ("GET", "/questions-bank/export"): Case(READ, query=UNIT),
    ("GET", "/products/{product_id}/quiz-numbers"): Case(NUMBERS, ids=QUIZ),
    ("POST", "/products/{product_id}/quiz-numbers/export"): Case(
        NUMBERS, body={"reason": "月度总结"}, ids=QUIZ
    ),
    ("POST", "/products/{product_id}/quiz-topics"): Case(
        "topics:topic:edit", body={"question": "{quiz_question}"}, ids=QUIZ
    ),
    ("POST", "/poster-pictures"): Case(
        EDIT, body={**UNIT, "account": "{account}", "content": {"headline": "减税"}}
    ),
    ("GET", "/products/{product_id}/live-reminders"): Case(
        READ, ids={"product_id": "live_product"}
    ),
    ("GET", "/poster-targets"): Case(EDIT, query={"account": "{account}"}),
}
