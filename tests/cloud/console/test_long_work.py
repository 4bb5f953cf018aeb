"""What takes long goes on as a job: the same is done, told and logged as when the request does it itself."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from chalicelib import audit, conversation, jobs, knowledge, people
from chalicelib.actor import local
from chalicelib.application import job_kinds, list_import
from chalicelib.console.rates import RATES
from chalicelib.jobs import Job
from chalicelib.people import Role
from tests.cloud import snapshot
from tests.cloud.console import asked, world
from tests.cloud.console.conftest import Ask, Said

EDITOR = world.person_of(Role.KNOWLEDGE_EDITOR)
CHIEF = world.person_of(Role.CHIEF)
FAQ = "问题,答案\n周末开门吗,不开门\n节假日开门吗,不开门\n"


@pytest.fixture
def ids(cloud: None) -> dict[str, str]:
    RATES.forget()
    return snapshot.world("replies", lambda: world.fill() | asked.fill("jia", world.MARK))


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """No work is short."""
    monkeypatch.setattr("chalicelib.jobs.short.SHORT", -1.0)


def file(name: str, text: str, **more: Any) -> dict[str, Any]:
    body = base64.b64encode(text.encode()).decode()
    return {"file": {"name": name, "base64": body}, "dry_run": False, **more}


def carried_out(said: Said, by: str) -> Job:
    """The job that an answer names, done."""
    assert said.status == 202, said
    assert said.json.get("outcome") is None
    done = job_kinds.run(f"{said.json['job']['id']} {by}")
    assert done is not None
    return done


def logged(action: str) -> int:
    return sum(one.action == action for one in audit.of_unit("jia"))


def test_a_long_list_becomes_the_draft_that_a_short_one_does(
    ask: Ask, ids: dict[str, str], long: None
) -> None:
    path = f"/knowledge/{ids['account']}/entries-import"
    before, entries = knowledge.versions.working(ids["account"]), logged("knowledge:entry:edit")
    begun = ask(EDITOR, "POST", path, file("问答.csv", FAQ, note="节前"))
    assert begun.headers["location"].endswith(f"/jobs/{begun.json['job']['id']}")
    assert knowledge.versions.working(ids["account"]) == before
    done = carried_out(begun, EDITOR)
    assert (done.state, done.percent) == ("done", 100)
    made = knowledge.versions.working(ids["account"]).version
    assert made is not None
    assert (made.by, made.source, made.note) == (EDITOR, "问答.csv", "节前")
    assert done.message == f"新增 2，修改 0，移除 0，成为版本 {made.version}"
    assert done.page == f"/import/entries?account={ids['account']}&job={done.id}"
    seen = ask(EDITOR, "GET", f"/imports/{done.id}").json
    assert (seen["fits"], seen["new"], seen["version"]) == (True, 2, made.version)
    assert logged("knowledge:entry:edit") == entries + 1


def test_a_job_that_broke_off_after_its_draft_makes_no_second_one(
    ask: Ask, ids: dict[str, str], long: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/knowledge/{ids['account']}/entries-import"
    begun = ask(EDITOR, "POST", path, file("问答.csv", FAQ))
    real = list_import.import_job

    def broken(job: Job, progress: jobs.Progress) -> jobs.Result:
        real(job, progress)
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(list_import, "import_job", broken)
        job_kinds.run(f"{begun.json['job']['id']} {EDITOR}")
    made = knowledge.versions.working(ids["account"]).number
    done = carried_out(begun, EDITOR)
    assert knowledge.versions.working(ids["account"]).number == made
    assert done.message.endswith(f"成为版本 {made}")


def test_faults_of_a_long_list_stand_in_its_grid(ask: Ask, ids: dict[str, str], long: None) -> None:
    text = "规则名称,关键词,优先级,回复内容\n发票,发票,高,好\n,,,没有关键词\n"
    path = f"/rules/{ids['account']}/import"
    before = conversation.rules_in_force(ids["account"])
    done = carried_out(ask(CHIEF, "POST", path, file("规则.csv", text)), CHIEF)
    seen = ask(CHIEF, "GET", f"/imports/{done.id}").json
    assert not seen["fits"]
    assert {(one["row"], one["column"]) for one in seen["problems"] if one["error"]} == {
        (2, 3),
        (3, 2),
    }
    assert [row["number"] for row in seen["grids"][0]["rows"]] == [1, 2, 3]
    assert conversation.rules_in_force(ids["account"]) == before


def test_a_file_is_checked_by_a_job_and_then_taken_with_its_mended_cells(
    ask: Ask, ids: dict[str, str], long: None
) -> None:
    text = "规则名称,关键词,优先级,回复内容\n发票,发票,高,好\n"
    body = file("规则.csv", text)
    body["file"]["mended"] = [{"sheet": "", "row": 2, "column": 3, "value": "5"}]
    path = f"/rules/{ids['account']}/import"
    tried = carried_out(ask(CHIEF, "POST", path, {**body, "dry_run": True}), CHIEF)
    assert tried.message.startswith("可以导入：新增 1")
    carried_out(ask(CHIEF, "POST", path, body), CHIEF)
    [rule] = conversation.rules_in_force(ids["account"]).rules
    assert (rule.name, rule.priority) == ("发票", 5)


def test_a_long_release_is_refused_at_once_or_done_by_a_job(
    ask: Ask, ids: dict[str, str], long: None
) -> None:
    account, number = ids["account"], ids["in_review"]
    path = f"/knowledge/{account}/versions/{number}/release"
    begun = ask(CHIEF, "POST", path)
    assert begun.json["standing"]["in_force"] != int(number)
    done = job_kinds.run(f"{begun.json['job']['id']} {CHIEF}")
    assert done is not None
    assert done.state == "done", done
    assert knowledge.versions.number_in_force(account) == int(number)
    draft = ask(EDITOR, "POST", f"/knowledge/{account}/entries", {"text": TEXT}).json["version"]
    ask(EDITOR, "POST", f"/knowledge/{account}/versions/{draft}/submit", {})
    own = ask(EDITOR, "POST", f"/knowledge/{account}/versions/{draft}/release")
    assert own.status == 409
    assert ask(EDITOR, "GET", "/jobs").json["jobs"] == []


TEXT = {"question": "周末开门吗", "answer": "工作日九点开门。"}


def test_a_dry_run_of_many_messages_is_read_where_the_bell_leads(
    ask: Ask, ids: dict[str, str], long: None
) -> None:
    path = f"/rules/{ids['account']}/dry-run"
    rule = {"name": "月亮", "contains": ["月亮"], "replies": [{"reply": "不能"}]}
    done = carried_out(ask(CHIEF, "POST", path, {"rule": {"text": rule}}), CHIEF)
    seen = ask(CHIEF, "GET", f"/dry-runs/{done.id}").json
    assert seen["changed"] == 1
    assert seen["changes"][0]["after"]["text"] == "不能"


@pytest.mark.parametrize(
    ("path", "at"),
    [
        ("/knowledge/{account}/duplicates", "/duplicates"),
        ("/knowledge/{account}/threshold-trial", "/threshold-trials"),
    ],
)
def test_what_only_looks_is_the_same_either_way(
    path: str, at: str, ask: Ask, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = path.format(account=ids["account"])
    here = ask(CHIEF, "POST", whole, {})
    assert here.json["job"] is None
    monkeypatch.setattr("chalicelib.jobs.short.SHORT", -1.0)
    done = carried_out(ask(CHIEF, "POST", whole, {}), CHIEF)
    assert ask(CHIEF, "GET", f"{at}/{done.id}").json == here.json["outcome"]


def test_what_a_job_shows_is_its_person_s_and_only_while_they_may(
    ask: Ask, ids: dict[str, str], long: None
) -> None:
    path = f"/rules/{ids['account']}/dry-run"
    done = carried_out(ask(CHIEF, "POST", path, {"days": 7}), CHIEF)
    assert ask(EDITOR, "GET", f"/dry-runs/{done.id}").status == 404
    assert ask(CHIEF, "GET", f"/imports/{done.id}").status == 404
    people.remove_staff(CHIEF, "jia", by=local("ops"), now=world.NOW)
    assert ask(CHIEF, "GET", f"/dry-runs/{done.id}").status == 403


def test_before_it_is_done_there_is_nothing_to_see(
    ask: Ask, ids: dict[str, str], long: None
) -> None:
    path = f"/rules/{ids['account']}/dry-run"
    begun = ask(CHIEF, "POST", path, {"days": 7}).json["job"]["id"]
    assert ask(CHIEF, "GET", f"/dry-runs/{begun}").status == 409


def test_an_import_that_is_cancelled_in_time_changes_nothing(
    ask: Ask, ids: dict[str, str], long: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/knowledge/{ids['account']}/entries-import"
    before = knowledge.versions.working(ids["account"]).number
    begun = ask(EDITOR, "POST", path, file("问答.csv", FAQ)).json["job"]["id"]
    real = knowledge.files.read_faq

    def read(*args: Any, **more: Any) -> Any:
        ask(EDITOR, "POST", f"/jobs/{begun}/cancel")
        return real(*args, **more)

    monkeypatch.setattr(knowledge.files, "read_faq", read)
    done = job_kinds.run(f"{begun} {EDITOR}")
    assert done is not None
    assert done.state == "cancelled"
    assert knowledge.versions.working(ids["account"]).number == before


def test_what_is_at_its_last_step_is_cancelled_no_more(
    ask: Ask, ids: dict[str, str], long: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/knowledge/{ids['account']}/entries-import"
    begun = ask(EDITOR, "POST", path, file("问答.csv", FAQ)).json["job"]["id"]
    said: list[Said] = []
    real = knowledge.versions.store.keep  # type: ignore[attr-defined]

    def keep(*args: Any, **more: Any) -> Any:
        said.append(ask(EDITOR, "POST", f"/jobs/{begun}/cancel"))
        said.append(ask(EDITOR, "GET", f"/jobs/{begun}"))
        return real(*args, **more)

    monkeypatch.setattr("chalicelib.knowledge.versions.store.keep", keep)
    done = job_kinds.run(f"{begun} {EDITOR}")
    assert done is not None
    assert done.state == "done"
    refused, seen = said
    assert refused.status == 409
    assert [one["allowed"] for one in seen.json["actions"]] == [False, False]


def test_a_large_file_is_not_even_begun_within_the_request(
    ask: Ask, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_import, "LARGE", 10)
    monkeypatch.setattr(list_import, "take", None)
    path = f"/knowledge/{ids['account']}/entries-import"
    assert ask(EDITOR, "POST", path, file("问答.csv", FAQ)).status == 202
