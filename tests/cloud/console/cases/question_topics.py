"""大家在问: topics of questions, and putting them in order."""

from __future__ import annotations

from tests.cloud.console.cases import Case

READ, DECIDE = "insight:topic:read", "insight:topic:decide"
AT = "/numbers/{account}/question-topics"
CASES = {
    ("GET", AT): Case(READ, query={"sort": "growth_7", "q": "补贴"}),
    ("POST", f"{AT}/run"): Case(DECIDE, good=202),
    ("GET", f"{AT}/{{topic}}"): Case(READ),
    ("GET", f"{AT}/{{topic}}/questions"): Case(READ, query={"day": "{topic_day}"}),
    ("PUT", f"{AT}/{{topic}}/name"): Case(DECIDE, body={"name": "育儿补贴"}),
    ("POST", f"{AT}/{{topic}}/merge"): Case(DECIDE, body={"into": "{other_topic}"}),
    ("POST", f"{AT}/{{topic}}/part"): Case(DECIDE),
    ("POST", f"{AT}/{{topic}}/split"): Case(
        DECIDE, body={"questions": ["{topic_question}"], "day": "{topic_day}"}
    ),
    ("POST", f"{AT}/{{topic}}/ignore"): Case(DECIDE),
    ("POST", f"{AT}/{{topic}}/restore"): Case(DECIDE),
}
