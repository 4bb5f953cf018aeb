"""互动: the desk, records and quality, hotline and language model."""

from __future__ import annotations

from tests.cloud.console.cases import Case

READ = "desk:session:read"
SETUP = "desk:setup:edit"
HOTLINE = "hotline:settings:set"
ASSISTANT = "assistant:settings:set"
DAYS = {"since": "{today}", "until": "{today}"}
ONE = "/desk/{account}/sessions/{session}"
WAITS = {"session": "waiting_session"}
OVER = {"session": "resolved_session"}
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
CASES = {
    ("GET", "/desk/{account}"): Case(READ),
    ("POST", "/desk/{account}/presence"): Case("desk:presence:set", body={"presence": "online"}),
    ("POST", "/desk/{account}/heartbeat"): Case("desk:presence:set"),
    ("POST", "/desk/{account}/next"): Case("desk:session:take"),
    ("PUT", "/desk/{account}/canned"): Case(
        "desk:canned:edit", body={"name": "再见", "text": "您好"}
    ),
    ("DELETE", "/desk/{account}/canned"): Case("desk:canned:edit", query={"name": "问候"}),
    ("GET", ONE): Case(READ),
    ("GET", f"{ONE}/suggestions"): Case(READ, query={"words": "退税"}),
    ("GET", f"{ONE}/media"): Case(READ, query={"key": "{key}"}, good=404),
    ("POST", f"{ONE}/take"): Case("desk:session:take", ids=WAITS),
    ("POST", f"{ONE}/reply"): Case("desk:session:reply", body={"text": "您好"}),
    # Permitted, it is handed to WeChat, which is not reached here.
    ("POST", f"{ONE}/picture"): Case("desk:session:reply", body={"base64": PIXEL}, good=503),
    ("POST", f"{ONE}/note"): Case("desk:session:note", body={"text": "老问题"}),
    ("POST", f"{ONE}/transfer"): Case("desk:session:transfer", body={"team": "desk"}),
    ("POST", f"{ONE}/resolve"): Case("desk:session:resolve", body={}),
    ("GET", "/desk/{account}/setup"): Case(READ),
    ("PUT", "/desk/{account}/agents/{agent}"): Case(
        SETUP, body={"name": "小王", "team": "desk", "skills": [], "capacity": 3}
    ),
    ("DELETE", "/desk/{account}/agents/{agent}"): Case(SETUP),
    ("PUT", "/desk/{account}/teams/{team}"): Case(
        SETUP,
        body={"name": "组", "skills": [], "lead": "", "escalate_after": 5, "idle_after": 30},
    ),
    ("DELETE", "/desk/{account}/teams/{team}"): Case(SETUP),
    ("PUT", "/desk/{account}/teams/{team}/hours"): Case(
        SETUP,
        body={
            "weekdays": [1, 2],
            "spans": [{"since": "09:00", "until": "12:00"}],
            "holidays": [],
            "workdays": [],
        },
    ),
    ("GET", "/desk/{account}/records"): Case(READ, query=DAYS),
    ("GET", "/desk/{account}/figures"): Case(READ, query=DAYS),
    ("GET", "/desk/{account}/sample"): Case("desk:quality:score", query=DAYS),
    ("PUT", f"{ONE}/score"): Case(
        "desk:quality:score",
        body={
            "points": {"correct": 40, "complete": 25, "timely": 15, "manner": 15, "privacy": 5},
            "comment": "很好",
        },
        version="0",
        ids=OVER,
    ),
    ("GET", "/scoring-sheets/{unit}"): Case(READ),
    ("PUT", "/scoring-sheets/{unit}"): Case(
        "desk:quality:set",
        body={"criteria": [{"id": "all", "name": "总评", "points": 100}], "version": 0},
    ),
    ("POST", "/desk/{account}/transcripts"): Case(
        "desk:transcripts:fetch", body={"day": "{today}"}, good=503
    ),
    ("GET", "/hotline/{account}"): Case("hotline:case:read"),
    ("PUT", "/hotline/{account}"): Case(
        HOTLINE,
        body={"base_url": "https://hotline.example/x", "timeout_seconds": 5, "when": "manual"},
    ),
    ("DELETE", "/hotline/{account}"): Case(HOTLINE),
    ("GET", "/assistant/{account}"): Case("assistant:settings:read"),
    ("PUT", "/assistant/{account}"): Case(
        ASSISTANT,
        body={
            "base_url": "https://llm.example/v1",
            "model": "m",
            "rephrase": False,
            "timeout_seconds": 5,
            "tokens_per_day": 1000,
            "yuan_per_million": 2,
        },
    ),
    ("DELETE", "/assistant/{account}"): Case(ASSISTANT),
    ("POST", "/assistant/{account}/try"): Case("assistant:model:try", body={"question": "退税"}),
}
