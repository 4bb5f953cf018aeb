"""The same deed by the page and by the command line leaves the same state and the same entry in the log."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from typer.testing import CliRunner

from chalicelib import accounts, knowledge
from chalicelib.actor import local
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.cloud import table
from chalicelib.console.rates import RATES
from chalicelib.people import Role
from cli.app import app
from tests.cloud import snapshot
from tests.cloud.application.whole_life import scanned
from tests.cloud.console import asked, asked_about, world
from tests.cloud.console.conftest import Ask
from tests.cloud.console.test_every_route import filled

CHIEF, EDITOR, OPERATOR, KNOWER = (
    world.person_of(one) for one in (Role.CHIEF, Role.EDITOR, Role.OPERATOR, Role.KNOWLEDGE_EDITOR)
)
NOT_STATE = ("SESSION#", "SESSIONS#", "ONCE#", "CHANGES#")
"""The console's own: who is signed in, what was answered, which pages to ring."""
HOW = {"known_by", "identity", "request", "on_behalf"}
"""What an entry says of the door that somebody came by."""


class Deed(NamedTuple):
    """One deed of a person by two doors; ids of the world stand in braces."""

    by: str
    command: list[str]
    method: str
    path: str
    body: Mapping[str, Any] = {}
    version: str = ""


DEEDS = {
    "an article is handed in": Deed(
        "li", ["article", "submit", "{article_id}"], "POST", "/articles/{article_id}/submit"
    ),
    "an article is approved": Deed(
        CHIEF,
        ["review", "approve", "{waiting}", "--revision", "1", "--note", "可以"],
        "POST",
        "/articles/{waiting}/approve",
        {"revision": 1, "note": "可以"},
    ),
    "an article is returned": Deed(
        CHIEF,
        ["review", "return", "{waiting}", "--reason", "日期写错", "--revision", "1"],
        "POST",
        "/articles/{waiting}/return",
        {"reasons": ["日期写错"], "revision": 1},
    ),
    "a comment is added": Deed(
        CHIEF,
        ["review", "comment", "{waiting}", "应为十点", "--quote", "九点开门"],
        "POST",
        "/articles/{waiting}/comments",
        {"text": "应为十点", "quote": "九点开门"},
    ),
    "an issue is planned": Deed(
        EDITOR,
        ["issue", "plan", "--account", "{account}", "--at", "{free_time}", "--title", "专题"],
        "POST",
        "/issues",
        {"account": "{account}", "at": "{free_slot}", "title": "专题"},
    ),
    "an issue is scheduled": Deed(
        EDITOR,
        ["issue", "schedule", "{issue_id}"],
        "POST",
        "/issues/{issue_id}/schedule",
        version="{issue_version}",
    ),
    "an issue is cancelled": Deed(
        EDITOR,
        ["issue", "cancel", "{issue_id}", "--note", "政策暂缓"],
        "POST",
        "/issues/{issue_id}/cancel",
        {"note": "政策暂缓"},
        "{issue_version}",
    ),
    "an account's settings": Deed(
        OPERATOR,
        ["account", "set", "{account}", "--retention-days", "90", "--limit", "mass=6/day"],
        "PATCH",
        "/accounts/{account}",
        {"retention_days": 90, "limits": {"mass": {"count": 6, "per": "day"}}},
        "0",
    ),
    "an allowance is corrected": Deed(
        OPERATOR,
        ["account", "allowance", "{account}", "--used", "mass=1"],
        "POST",
        "/allowances/{account}/used",
        {"quota": "mass", "used": 1},
    ),
    "a unit is added": Deed(
        OPERATOR,
        ["unit", "add", "zhen", "--name", "镇分局", "--level", "township", "--parent", "{unit}"],
        "POST",
        "/units",
        {"id": "zhen", "name": "镇分局", "level": "township", "parent": "{unit}"},
    ),
    "a person is invited": Deed(
        OPERATOR,
        [
            *("person", "invite", "wang", "--unit", "{unit}", "--role", "editor"),
            *("--name", "王采编", "--login", "wang"),
        ],
        "POST",
        "/people",
        {
            "person": "wang",
            "unit": "{unit}",
            "roles": ["editor"],
            "name": "王采编",
            "login": "wang",
        },
    ),
}
ACCOUNT = ["--account", "{account}"]
KNOWLEDGE = "/knowledge/{account}"
HOURS = "工作日九点开门。"
ANSWERS = {
    "rules are imported": Deed(
        CHIEF,
        ["rule", "import", "{rules_file}", *ACCOUNT, "--note", "节前"],
        "POST",
        "/rules/{account}/import",
        {"file": {"name": "规则.csv", "base64": "{rules}"}, "dry_run": False, "note": "节前"},
    ),
    "older rules are restored": Deed(
        CHIEF,
        ["rule", "restore", "0", *ACCOUNT],
        "POST",
        "/rules/{account}/versions/0/restore",
    ),
    "questions are imported": Deed(
        KNOWER,
        ["faq", "import", "{questions_file}", *ACCOUNT, "--note", "节前"],
        "POST",
        f"{KNOWLEDGE}/entries-import",
        {"file": {"name": "问答.csv", "base64": "{questions}"}, "dry_run": False, "note": "节前"},
    ),
    "policies are imported": Deed(
        KNOWER,
        ["policy", "import", "{policies_file}", *ACCOUNT, "--replace"],
        "POST",
        f"{KNOWLEDGE}/policies-import",
        {
            "file": {"name": "政策.csv", "base64": "{policies}"},
            "dry_run": False,
            "replace": True,
        },
    ),
    "an entry is added": Deed(
        KNOWER,
        ["faq", "add", *ACCOUNT, "--question", "周末开门吗", "--answer", HOURS],
        "POST",
        f"{KNOWLEDGE}/entries",
        {"text": {"question": "周末开门吗", "answer": HOURS}},
    ),
    "an entry is edited": Deed(
        KNOWER,
        ["faq", "edit", "{entry_id}", *ACCOUNT, "--question", "几点开门", "--answer", HOURS],
        "PUT",
        f"{KNOWLEDGE}/entries/{{entry_id}}",
        {"text": {"question": "几点开门", "answer": HOURS}},
        "{entry_mark}",
    ),
    "an entry is retired": Deed(
        KNOWER,
        ["faq", "retire", "{entry_id}", *ACCOUNT],
        "POST",
        f"{KNOWLEDGE}/entries/{{entry_id}}/retire",
    ),
    "a policy document is repealed": Deed(
        KNOWER,
        ["policy", "retire", "{document_id}", *ACCOUNT],
        "PUT",
        f"{KNOWLEDGE}/policies/{{document_id}}",
        {"text": {"number": "{document}", "title": "{title}", "status": "repealed"}},
        "{document_mark}",
    ),
    "a version is handed in": Deed(
        KNOWER,
        ["faq", "submit", "{draft}", *ACCOUNT, "--note", "请看第二条"],
        "POST",
        f"{KNOWLEDGE}/versions/{{draft}}/submit",
        {"note": "请看第二条"},
    ),
    "a version is released": Deed(
        CHIEF,
        ["faq", "release", "{in_review}", *ACCOUNT],
        "POST",
        f"{KNOWLEDGE}/versions/{{in_review}}/release",
    ),
    "a version is sent back": Deed(
        CHIEF,
        ["faq", "reject", "{in_review}", *ACCOUNT, "--reason", "数字有误"],
        "POST",
        f"{KNOWLEDGE}/versions/{{in_review}}/send-back",
        {"reason": "数字有误"},
    ),
    "an old version is restored": Deed(
        KNOWER,
        ["faq", "restore", "1", *ACCOUNT],
        "POST",
        f"{KNOWLEDGE}/versions/1/restore",
    ),
    "drafts are given up": Deed(KNOWER, ["faq", "drop", *ACCOUNT], "POST", f"{KNOWLEDGE}/drop"),
}
TOPIC = "/numbers/{account}/question-topics/{topic}"
TOPICS = {
    "a topic of questions gets a name": Deed(
        "li",
        ["topic", "rename", "{topic}", "育儿补贴", *ACCOUNT],
        "PUT",
        f"{TOPIC}/name",
        {"name": "育儿补贴"},
    ),
    "a topic of questions is merged": Deed(
        "li",
        ["topic", "merge", "{topic}", "--into", "{other_topic}", *ACCOUNT],
        "POST",
        f"{TOPIC}/merge",
        {"into": "{other_topic}"},
    ),
    "a topic of questions is parted": Deed(
        "li", ["topic", "part", "{topic}", *ACCOUNT], "POST", f"{TOPIC}/part"
    ),
    "questions are split off a topic": Deed(
        "li",
        ["topic", "split", "{topic}", "--question", "{topic_question}", "--name", "新", *ACCOUNT],
        "POST",
        f"{TOPIC}/split",
        {"questions": ["{topic_question}"], "day": "{topic_day}", "name": "新"},
    ),
    "a topic of questions is ignored": Deed(
        "li", ["topic", "ignore", "{topic}", *ACCOUNT], "POST", f"{TOPIC}/ignore"
    ),
    "a topic of questions is taken back": Deed(
        "li", ["topic", "unignore", "{topic}", *ACCOUNT], "POST", f"{TOPIC}/restore"
    ),
}
BY_TWO_DOORS = DEEDS | ANSWERS | TOPICS
FILES = {
    "rules": ("规则.csv", "规则名称,关键词,回复内容\n开门,开门,九点\n"),
    "questions": ("问答.csv", "问题,答案\n周末开门吗,不开门\n"),
    "policies": ("政策.csv", "标题,文号\n关于周末办税的通知,税发〔2026〕9号\n"),
}


def _made() -> dict[str, str]:
    made = world.publish(world.fill())
    made |= asked.fill(made["account"], world.MARK)
    return made | asked_about.fill(made["account"], world.MARK)


@pytest.fixture
def ids(cloud: None, tmp_path: Path) -> dict[str, str]:
    """The world of the routes' tests, with times and files as the command line takes them."""
    RATES.forget()
    made = snapshot.world("deeds", _made)
    at = datetime.fromisoformat(made["free_slot"]).astimezone(SHANGHAI)
    known = knowledge.versions.working(made["account"]).knowledge
    [paper] = known.policies
    draft = knowledge.versions.edit(
        made["account"],
        lambda known: known.model_copy(update={"entries": known.entries[:1]}),
        by=local("bian"),
        source="faq edit",
        now=utc_now(),
    )
    assert draft is not None
    for what, (name, text) in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
        made[f"{what}_file"] = str(tmp_path / name)
        made[what] = base64.b64encode(text.encode()).decode()
    return {
        **made,
        "free_time": f"{at:%Y-%m-%d %H:%M}",
        "draft": str(draft.version),
        "document": paper.number,
        "title": paper.title,
    }


@pytest.mark.parametrize("deed", BY_TWO_DOORS.values(), ids=BY_TWO_DOORS)
def test_both_doors_leave_the_same(deed: Deed, ask: Ask, ids: dict[str, str]) -> None:
    before = scanned()
    ran = CliRunner().invoke(app, [*filled(deed.command, ids), "--by", deed.by])
    assert ran.exit_code == 0, ran.output
    by_command = changed(before)
    put_back(before)
    sent = {"If-Match": f'"{filled(deed.version, ids)}"'} if deed.version else {}
    said = ask(deed.by, deed.method, filled(deed.path, ids), filled(deed.body, ids) or {}, sent)
    assert said.status < 300, said
    assert by_command
    assert any("AUDIT#" in one or '"L#' in one for one in by_command), "nothing was logged"
    assert changed(before) == by_command


def changed(before: list[table.Item]) -> list[str]:
    """What is otherwise than before, as texts without times, random ids and the door somebody came by."""
    after = [one for one in scanned() if not str(one["pk"]).startswith(NOT_STATE)]
    found = [("gone", one) for one in before if one not in after]
    found += [("new", one) for one in after if one not in before]
    return sorted(f"{how} {plain(one)}" for how, one in found)


def plain(item: Mapping[str, Any]) -> str:
    """An item as text."""
    shown = dict(item)
    if isinstance(shown.get("doc"), str):
        doc = json.loads(shown["doc"])
        shown["doc"] = {name: value for name, value in doc.items() if name not in HOW}
    text = json.dumps(shown, ensure_ascii=False, sort_keys=True, default=str)
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.]*(Z|[+]\d\d:\d\d)", "TIME", text)
    text = re.sub(r"\b1[789]\d{8}(\d{3}|\d{6})?\b", "EPOCH", text)
    # The log's chain hashes times and doors.
    text = re.sub(r"\b[0-9a-f]{64}\b", "HASH", text)
    text = re.sub(r"L#(TIME|EPOCH)?#?[0-9A-Za-z_-]{6,}", "L#ENTRY", text)
    return re.sub(r"\bi-[0-9a-z]{5}-", "i-NEW-", text)


def put_back(before: list[table.Item]) -> None:
    """Make the table what it was."""
    kept = {(one["pk"], one["sk"]): one for one in before}
    for one in scanned():
        if (one["pk"], one["sk"]) not in kept:
            table.delete(str(one["pk"]), str(one["sk"]))
    for one in before:
        table.put(one)
    accounts.forget()
    knowledge.versions.forget()
    assert [one for one in scanned() if one not in before] == []
