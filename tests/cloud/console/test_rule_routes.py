"""自动回复: rules in a form, by a file, compared and restored."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from chalicelib import accounts, audit, conversation, people
from chalicelib.actor import SYSTEM, local
from chalicelib.people import Role
from tests.cloud.accounts.made import SECRETS, account
from tests.cloud.console.asked import ask_robot
from tests.cloud.console.conftest import Ask, Said
from tests.cloud.newsroom.people import NOW, add_unit

RULE: dict[str, Any] = {
    "kind": "keyword",
    "name": "发票",
    "exact": ["发票"],
    "contains": ["开票"],
    "replies": [{"type": "text", "reply": "到大厅办理。"}],
}


@pytest.fixture(autouse=True)
def city(cloud: None) -> None:
    add_unit("city")
    one = account(id="city", name="市局", unit="city", appid="wxcity1234")
    accounts.add_account(one, SECRETS, by=SYSTEM, now=NOW)
    people.add_staff("ban", "city", [Role.SERVICE_MANAGER], by=local("ops"), now=NOW)
    people.add_staff("zhi", "city", [Role.KNOWLEDGE_EDITOR], by=local("ops"), now=NOW)


def add(ask: Ask, **changed: Any) -> Said:
    return ask("ban", "POST", "/rules/city", {"text": RULE | changed})


def sent(text: str, name: str = "规则.csv", **more: Any) -> dict[str, Any]:
    body = base64.b64encode(text.encode()).decode()
    return {"file": {"name": name, "base64": body, **more}}


def one(ask: Ask, kind: str = "keyword", name: str = "发票") -> Said:
    return ask("ban", "GET", "/rules/city/one", query={"kind": kind, "name": name})


def test_a_rule_is_in_force_at_once_and_a_restore_undoes_it(ask: Ask) -> None:
    made = add(ask).json
    assert made == {"before": 0, "version": 1}
    assert ask("ban", "POST", "/tryouts/city", {"text": "发票"}).json["rung"] == "exact"
    undone = ask("ban", "POST", f"/rules/city/versions/{made['before']}/restore")
    assert undone.json == {"before": 1, "version": 2}
    assert conversation.rules_in_force("city").rules == ()


@pytest.mark.parametrize(
    ("kind", "name"),
    [("follow", ""), ("default", ""), ("menu", "HALL"), ("scan", "12"), ("type", "image")],
)
def test_every_kind_of_reply_is_written_read_changed_and_removed(
    ask: Ask, kind: str, name: str
) -> None:
    text = {"kind": kind, "name": name, "replies": [{"reply": "您好。"}]}
    assert ask("ban", "POST", "/rules/city", {"text": text}).status == 200
    seen = one(ask, kind, name)
    assert seen.json["replies"][0]["content"] == "您好。"
    changed = {"name": name, "text": {**text, "replies": [{"reply": "欢迎。"}]}}
    mark = {"If-Match": seen.headers["etag"]}
    assert ask("ban", "PUT", "/rules/city", changed, mark).status == 200
    now = one(ask, kind, name)
    assert now.json["text"]["replies"][0]["reply"] == "欢迎。"
    gone = ask(
        "ban",
        "DELETE",
        "/rules/city",
        None,
        {"If-Match": now.headers["etag"]},
        query={"kind": kind, "name": name},
    )
    assert (gone.status, one(ask, kind, name).status) == (200, 404)


def test_a_rule_keeps_its_place_when_it_is_renamed(ask: Ask) -> None:
    for name in ("甲", "乙", "丙"):
        add(ask, name=name, exact=[name], contains=[])
    mark = one(ask, name="乙").headers["etag"]
    body = {"name": "乙", "text": {**RULE, "name": "新名", "exact": ["乙"], "contains": []}}
    assert ask("ban", "PUT", "/rules/city", body, {"If-Match": mark}).status == 200
    assert [r.name for r in conversation.rules_in_force("city").rules] == ["甲", "新名", "丙"]


def test_a_name_that_another_rule_has_is_refused(ask: Ask) -> None:
    add(ask)
    add(ask, name="地址", exact=["地址"], contains=[])
    assert (add(ask).status, add(ask).json["type"]) == (409, "conflict")
    mark = one(ask, name="地址").headers["etag"]
    body = {"name": "地址", "text": RULE}
    assert ask("ban", "PUT", "/rules/city", body, {"If-Match": mark}).status == 409


def test_a_rule_that_somebody_else_changed_is_not_written_over(ask: Ask) -> None:
    add(ask)
    old = one(ask).headers["etag"]
    body = {"name": "发票", "text": {**RULE, "priority": 5}}
    assert ask("ban", "PUT", "/rules/city", body, {"If-Match": old}).status == 200
    assert ask("ban", "PUT", "/rules/city", body, {"If-Match": old}).status == 409


def test_faults_of_a_form_stand_at_their_fields(ask: Ask) -> None:
    replies = [{"reply": "好"}, {"type": "news", "title": "标题"}]
    said = add(ask, contains=["长" * 61], hours="早上", replies=replies)
    assert said.status == 422
    assert {f["name"] for f in said.json["fields"]} == {"keywords", "hours", "replies.1.url"}


def test_several_replies_of_several_kinds_come_back_as_they_were_typed(ask: Ask) -> None:
    replies = [
        {"type": "text", "reply": "见图"},
        {"type": "image", "reply": "media_1"},
        {"type": "news", "title": "指南", "url": "https://a.example/x"},
    ]
    assert add(ask, replies=replies, pick="all", priority=7, must_answer=True).status == 200
    seen = one(ask).json
    assert [r["type"] for r in seen["replies"]] == ["text", "image", "news"]
    assert (seen["text"]["pick"], seen["text"]["priority"], seen["text"]["must_answer"]) == (
        "all",
        7,
        True,
    )


def test_a_file_tells_all_its_faults_with_row_and_column_and_changes_nothing(ask: Ask) -> None:
    file = sent("规则名称,关键词,优先级,回复内容\n发票,发票,高,好\n,,,没有关键词\n地址,地址,1,\n")
    done = ask("ban", "POST", "/rules/city/import", {**file, "dry_run": False}).json["outcome"]
    errors = {(p["row"], p["column"]) for p in done["problems"] if p["error"]}
    assert (done["fits"], errors) == (False, {(2, 3), (3, 2), (4, 4)})
    assert [row["number"] for row in done["grids"][0]["rows"]] == [1, 2, 3, 4]
    assert accounts.state("city", consistent=True).book_version == 0


def test_cells_that_were_mended_count_as_the_file_s_own(ask: Ask) -> None:
    text = "规则名称,关键词,优先级,回复内容\n发票,发票,高,好\n"
    mended = [{"row": 2, "column": 3, "value": "9"}]
    done = ask("ban", "POST", "/rules/city/import", sent(text, mended=mended)).json["outcome"]
    assert (done["fits"], done["new"], done["version"]) == (True, 1, 0)
    body = {**sent(text, mended=mended), "dry_run": False}
    assert ask("ban", "POST", "/rules/city/import", body).json["outcome"]["version"] == 1
    assert conversation.rules_in_force("city").rules[0].priority == 9


def test_a_workbook_that_was_exported_is_imported_again_without_a_change(ask: Ask) -> None:
    add(ask)
    file = ask("ban", "GET", "/rules/city/file").json
    body = {"file": {"name": file["name"], "base64": file["base64"]}}
    done = ask("ban", "POST", "/rules/city/import", body).json["outcome"]
    assert (done["fits"], done["changes"], done["errors"]) == (True, [], 0)


def test_a_file_that_is_no_file_is_refused(ask: Ask) -> None:
    for name, text in (("规则.exe", "x"), ("规则.xlsx", "no workbook"), ("规则.csv", "")):
        done = ask("ban", "POST", "/rules/city/import", sent(text, name)).json["outcome"]
        assert (done["fits"], done["errors"]) == (False, 1), name
    broken = {"file": {"name": "规则.csv", "base64": "%%%"}}
    assert ask("ban", "POST", "/rules/city/import", broken).status == 422


def test_versions_are_compared_rule_by_rule(ask: Ask) -> None:
    add(ask)
    mark = one(ask).headers["etag"]
    changed = {"name": "发票", "text": {**RULE, "replies": [{"reply": "网上办理。"}]}}
    ask("ban", "PUT", "/rules/city", changed, {"If-Match": mark})
    said = ask("zhi", "GET", "/rules/city/difference", query={"older": "1", "newer": "2"}).json
    [change] = said["changes"]
    assert (change["kind"], change["name"]) == ("changed", "发票")
    [field] = change["fields"]
    assert (field["before"], field["after"]) == ("到大厅办理。", "网上办理。")
    listed = ask("zhi", "GET", "/rules/city/versions").json
    assert [v["version"] for v in listed["versions"]] == [2, 1]
    assert {a["name"]: a["allowed"] for a in listed["actions"]}["restore"] is False


def test_an_edit_is_laid_over_real_messages_before_it_is_saved(ask: Ask) -> None:
    ask_robot("city", "怎么开票", "你们几点开门")
    found = ask("ban", "POST", "/rules/city/dry-run", {"rule": {"text": RULE}}).json["outcome"]
    assert (found["messages"], found["changed"]) == (2, 1)
    [change] = found["changes"]
    assert (change["examples"], change["after"]["by"]) == (["怎么开票"], "发票")
    assert accounts.state("city", consistent=True).book_version == 0


def test_faults_of_the_rules_in_force_are_told_as_sentences(ask: Ask) -> None:
    add(ask)
    add(ask, name="开票", exact=[], contains=["开票"], replies=[{"reply": "别的。"}])
    found = ask("zhi", "GET", "/rules/city/lint").json["findings"]
    assert ("冲突", "开票") in [(f["kind_name"], f["rule"]) for f in found]


def test_a_form_s_rule_is_tried_before_it_is_saved(ask: Ask) -> None:
    body = {"text": "我要开票", "rule": {"text": RULE}}
    said = ask("zhi", "POST", "/tryouts/city", body).json
    assert (said["rung"], said["rule"]) == ("contains", "发票")


def test_changes_stand_in_the_log(ask: Ask) -> None:
    add(ask)
    ask("ban", "POST", "/rules/city/versions/0/restore")
    deeds = [e.action for e in audit.of_unit("city") if e.by == "ban"]
    assert set(deeds) >= {"conversation:rules:import", "conversation:rules:restore"}
