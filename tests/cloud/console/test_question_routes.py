"""没答好的问题 and 知识库: what the pages are told, what they may do, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib import accounts, audit, knowledge, people
from chalicelib.actor import SYSTEM, local
from chalicelib.insight import question_key
from chalicelib.people import Role
from tests.cloud.accounts.made import SECRETS, account
from tests.cloud.console.asked import ask_robot
from tests.cloud.console.conftest import Ask, Said
from tests.cloud.newsroom.people import NOW, add_unit

ASKED = "驾照到期换证"
KEY = question_key(ASKED)
TEXT = {"question": ASKED, "answer": "由公安交管部门办理。"}
MADE = "/knowledge/city/entries"


@pytest.fixture(autouse=True)
def city(cloud: None) -> None:
    add_unit("city")
    one = account(id="city", name="市局", unit="city", appid="wxcity1234")
    accounts.add_account(one, SECRETS, by=SYSTEM, now=NOW)
    for person, role in (
        ("zhi", Role.KNOWLEDGE_EDITOR),
        ("wen", Role.KNOWLEDGE_EDITOR),
        ("zuo", Role.AGENT),
    ):
        people.add_staff(person, "city", [role], by=local("ops"), now=NOW, name=f"姓{person}")


def answer(ask: Ask, key: str = KEY, **more: Any) -> Said:
    return ask("zhi", "POST", f"/questions/city/{key}/answer", {"text": TEXT, **more})


def actions(said: Said) -> dict[str, bool]:
    return {one["name"]: one["allowed"] for one in said.json["working"]["actions"]}


def handled(ask: Ask) -> str:
    [one] = ask("zhi", "GET", "/questions/city").json["questions"]
    return str(one["handled"])


def test_a_question_is_open_then_drafted_then_answered(ask: Ask) -> None:
    ask_robot("city", ASKED)
    assert handled(ask) == "open"
    done = answer(ask, submit=True).json
    assert (done["version"], done["state"], handled(ask)) == (1, "in_review", "drafted")
    assert ask("wen", "POST", "/knowledge/city/versions/1/release").status == 200
    assert handled(ask) == "answered"
    assert ask("zhi", "GET", "/questions/city", query={"handled": "open"}).json["questions"] == []
    assert ask("zhi", "GET", f"/questions/city/{KEY}").json["entry"] == done["entry"]


def test_a_question_worded_otherwise_is_known_to_be_drafted(ask: Ask) -> None:
    ask_robot("city", ASKED)
    worded = {"question": "税务局能换驾驶证吗", "answer": "不能。"}
    assert answer(ask, text=worded).json["version"] == 1
    assert handled(ask) == "drafted"


def test_words_are_copied_only_where_three_people_used_them(ask: Ask) -> None:
    for who in ("a", "b"):
        ask_robot("city", ASKED, who=who)
    assert ask("zhi", "GET", f"/questions/city/{KEY}").json["may_copy"] is False
    ask_robot("city", ASKED, who="c")
    assert ask("zhi", "GET", f"/questions/city/{KEY}").json["may_copy"] is True


def test_questions_come_in_pages_the_most_frequent_first(ask: Ask) -> None:
    for n in range(5):
        for who in range(n + 1):
            ask_robot("city", f"第{n}个问题怎么办", who=f"o{n}-{who}")
    first = ask("zhi", "GET", "/questions/city", query={"limit": "3"}).json
    rest = ask("zhi", "GET", "/questions/city", query={"limit": "3", "cursor": first["next"]}).json
    counts = [one["count"] for one in (*first["questions"], *rest["questions"])]
    assert (counts, rest["next"], first["kinds"]) == ([5, 4, 3, 2, 1], "", 5)


def test_the_maker_of_a_version_may_not_release_it_and_is_told_why(ask: Ask) -> None:
    answer(ask, submit=True)
    mine = ask("zhi", "GET", "/knowledge/city/standing")
    assert (actions(mine)["release"], actions(mine)["send_back"]) == (False, True)
    [why] = [o["why"] for o in mine.json["working"]["actions"] if o["name"] == "release"]
    assert "不能自己发布" in why
    refused = ask("zhi", "POST", "/knowledge/city/versions/1/release")
    assert (refused.status, refused.json["type"]) == (409, "illegal_now")
    assert knowledge.versions.number_in_force("city") == 0
    assert actions(ask("wen", "GET", "/knowledge/city/standing"))["release"] is True


def test_an_answer_sent_twice_under_one_key_is_one_version(ask: Ask) -> None:
    sent = [
        ask(
            "zhi",
            "POST",
            f"/questions/city/{KEY}/answer",
            {"text": TEXT, "submit": True},
            {"Idempotency-Key": "once"},
        )
        for _ in range(2)
    ]
    assert sent[0].json == sent[1].json
    assert len(knowledge.versions.history("city")) == 1


def test_an_entry_that_asks_just_this_is_not_replaced_unawares(ask: Ask) -> None:
    answer(ask)
    again = answer(ask, text={**TEXT, "answer": "另一个答复。"})
    assert (again.status, again.json["type"]) == (409, "conflict")
    [entry] = knowledge.versions.working("city").knowledge.entries
    assert entry.answer == TEXT["answer"]


def test_an_edit_starts_from_what_its_editor_saw(ask: Ask) -> None:
    made = ask("zhi", "POST", MADE, {"text": TEXT}).json["id"]
    seen = ask("zhi", "GET", f"{MADE}/{made}").headers["etag"]
    first = {"text": {**TEXT, "answer": "甲改的。"}}
    assert ask("wen", "PUT", f"{MADE}/{made}", first, {"If-Match": seen}).status == 200
    late = ask("zhi", "PUT", f"{MADE}/{made}", {"text": TEXT}, {"If-Match": seen})
    assert (late.status, late.json["type"]) == (409, "conflict")
    assert ask("zhi", "PUT", f"{MADE}/{made}", {"text": TEXT}).status == 422
    assert ask("zhi", "GET", f"{MADE}/{made}").json["text"]["answer"] == "甲改的。"


def test_another_entry_s_edit_does_not_stand_in_the_way(ask: Ask) -> None:
    made = ask("zhi", "POST", MADE, {"text": TEXT}).json["id"]
    seen = ask("zhi", "GET", f"{MADE}/{made}").headers["etag"]
    ask("wen", "POST", MADE, {"text": {"question": "几点开门", "answer": "九点。"}})
    changed = {"text": {**TEXT, "variants": ["换驾照"]}}
    assert ask("zhi", "PUT", f"{MADE}/{made}", changed, {"If-Match": seen}).status == 200


def test_variants_that_are_taken_out_are_gone(ask: Ask) -> None:
    several = {**TEXT, "variants": ["换驾照", "驾照|过期"]}
    made = ask("zhi", "POST", MADE, {"text": several}).json
    assert made["text"]["variants"] == several["variants"]
    seen = ask("zhi", "GET", f"{MADE}/{made['id']}").headers["etag"]
    fewer = {"text": {**TEXT, "variants": ["驾照|过期"]}}
    said = ask("zhi", "PUT", f"{MADE}/{made['id']}", fewer, {"If-Match": seen})
    assert said.json["text"]["variants"] == ["驾照|过期"]


def test_what_cannot_be_so_is_told_at_its_field(ask: Ask) -> None:
    bad = {**TEXT, "valid_until": "明年", "basis": [{"title": "", "url": "https://"}]}
    said = ask("zhi", "POST", MADE, {"text": bad})
    assert said.status == 422
    assert {one["name"] for one in said.json["fields"]} >= {"valid_until"}


def test_a_last_day_that_counts_is_shown_as_it_was_written(ask: Ask) -> None:
    made = ask("zhi", "POST", MADE, {"text": {**TEXT, "valid_until": "2030-12-31"}}).json
    assert made["text"]["valid_until"] == "2030-12-31"
    seen = ask("zhi", "GET", f"{MADE}/{made['id']}").headers["etag"]
    same = ask("zhi", "PUT", f"{MADE}/{made['id']}", {"text": made["text"]}, {"If-Match": seen})
    assert (same.status, len(knowledge.versions.history("city"))) == (200, 1)


def test_entries_are_found_by_words_state_owner_and_validity(ask: Ask) -> None:
    ask("zhi", "POST", MADE, {"text": {**TEXT, "owner": "征管处", "valid_until": "2020-01-01"}})
    ask("zhi", "POST", MADE, {"text": {"question": "几点开门", "answer": "九点。"}})

    def found(**query: str) -> list[str]:
        rows = ask("zuo", "GET", MADE, query=query).json["entries"]
        return [one["question"] for one in rows]

    assert found(q="公安") == found(owner="征管处") == found(validity="expired") == [ASKED]
    assert found(validity="holds") == ["几点开门"]
    assert found(state="released") == []
    assert len(found(state="draft")) == 2


def test_an_agent_reads_and_tries_and_changes_nothing(ask: Ask) -> None:
    made = ask("zhi", "POST", MADE, {"text": TEXT}).json["id"]
    seen = ask("zuo", "GET", f"{MADE}/{made}").json
    assert {one["name"]: one["allowed"] for one in seen["actions"]}["edit"] is False
    assert ask("zuo", "POST", MADE, {"text": TEXT}).status == 403
    assert ask("zuo", "GET", "/questions/city").status == 403
    assert ask("zuo", "POST", "/tryouts/city", {"text": ASKED, "draft": True}).status == 200


def test_a_try_answers_from_the_form_before_it_is_saved(ask: Ask) -> None:
    entry = {"id": "", "text": TEXT}
    said = ask("zhi", "POST", "/tryouts/city", {"text": ASKED, "entry": entry}).json
    assert said["rung"] == "faq"
    assert said["replies"][0]["content"].startswith(TEXT["answer"])
    assert [one["came"] for one in said["steps"] if one["spoke"]] == ["由它回答"]
    assert ask("zhi", "POST", "/tryouts/city", {"text": ASKED}).json["rung"] == "silent"
    assert knowledge.versions.history("city") == []


def test_a_long_answer_is_turned_page_by_page_in_the_preview(ask: Ask) -> None:
    entry = {"id": "", "text": {**TEXT, "answer": "很长的一句话。" * 300}}
    shown = ask("zhi", "POST", "/knowledge/city/preview", entry).json
    assert f"page:{shown['id']}:2" in shown["said"]["replies"][0]["content"]
    turn = {"text": "下一页", "tap": f"page:{shown['id']}:2", "entry": entry}
    assert "（3/" in ask("zhi", "POST", "/tryouts/city", turn).json["replies"][0]["content"]


def test_entries_that_ask_alike_are_named_before_they_are_saved(ask: Ask) -> None:
    made = ask("zhi", "POST", MADE, {"text": TEXT}).json["id"]
    typed = {"id": "", "text": {**TEXT, "question": "怎么换驾驶证", "variants": [ASKED]}}
    alike = ask("zhi", "POST", "/knowledge/city/preview", typed).json["alike"]
    assert [one["second"] for one in alike] == [made]


def test_a_version_goes_back_with_a_reason_and_comes_again(ask: Ask) -> None:
    answer(ask, submit=True)
    back = "/knowledge/city/versions/1/send-back"
    assert ask("wen", "POST", back, {"reason": " "}).status == 422
    said = ask("wen", "POST", back, {"reason": "没写电话"}).json["working"]
    assert (said["state"], "没写电话" in said["remark"]) == ("draft", True)
    assert ask("zhi", "POST", "/knowledge/city/versions/1/submit", {}).status == 200


def test_an_old_version_comes_back_as_a_draft(ask: Ask) -> None:
    answer(ask, submit=True)
    ask("wen", "POST", "/knowledge/city/versions/1/release")
    ask("zhi", "POST", MADE, {"text": {"question": "几点开门", "answer": "九点。"}})
    assert ask("zhi", "POST", "/knowledge/city/versions/1/restore").json["working"]["version"] == 3
    changes = ask("zhi", "GET", "/knowledge/city/difference", query={"older": "2", "newer": "3"})
    assert [one["kind"] for one in changes.json["entries"]] == ["removed"]


def test_every_write_stands_in_the_log_with_its_person(ask: Ask) -> None:
    answer(ask, submit=True)
    ask("wen", "POST", "/knowledge/city/versions/1/release")
    deeds = [(one.action, one.by) for one in audit.of_unit("city")]
    for deed in (
        ("knowledge:entry:edit", "zhi"),
        ("knowledge:version:submit", "zhi"),
        ("knowledge:version:release", "wen"),
    ):
        assert deed in deeds


def test_policies_are_found_by_number_in_any_spelling_and_say_first_that_they_are_gone(
    ask: Ask,
) -> None:
    paper = {"title": "关于换证的通知", "number": "云税发〔2026〕3号", "status": "repealed"}
    made = ask("zhi", "POST", "/knowledge/city/policies", {"text": paper}).json
    assert made["said"].startswith("【注意】这份文件已废止")
    for spelling in ("云税发[2026]3号", "2026", "换证"):
        found = ask("zuo", "GET", "/knowledge/city/policies", query={"q": spelling}).json
        assert [one["id"] for one in found["policies"]] == [made["id"]], spelling
    assert ask("zhi", "POST", "/knowledge/city/policies", {"text": paper}).status == 409


def test_thresholds_are_a_draft_that_two_people_release(ask: Ask) -> None:
    answer(ask, submit=True)
    ask("wen", "POST", "/knowledge/city/versions/1/release")
    before = ask("zhi", "GET", "/knowledge/city/thresholds").json
    wrong = {"sure": 0.2, "unsure": 0.5}
    assert ask("zhi", "POST", "/knowledge/city/thresholds", wrong).status == 422
    made = ask("zhi", "POST", "/knowledge/city/thresholds", {"sure": 0.97, "unsure": 0.4}).json
    after = ask("zhi", "GET", "/knowledge/city/thresholds").json
    assert (made["version"], after["sure"], after["own"], before["own"]) == (2, 0.97, True, False)
    assert knowledge.versions.number_in_force("city") == 1
