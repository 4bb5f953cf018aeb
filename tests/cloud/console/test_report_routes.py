"""报告 of the page: made by a job, shown with what is missing, taken as Word, drafted once, made by itself."""

from __future__ import annotations

import io

import pytest
from docx import Document

from chalicelib.application import job_kinds
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.cloud import objects
from chalicelib.console.rates import RATES
from chalicelib.people import Role
from tests.cloud import snapshot
from tests.cloud.console import world
from tests.cloud.console.conftest import Ask
from tests.cloud.insight import counted
from tests.cloud.wechat.stub import WeChat

CHIEF, EDITOR = world.person_of(Role.CHIEF), world.person_of(Role.EDITOR)
UNIT = {"unit": "jia"}


@pytest.fixture
def ids(cloud: None) -> dict[str, str]:
    """The city with its numbers, a report of the week that ended last, and a weekly schedule."""
    RATES._left.clear()
    return snapshot.world("numbers", lambda: world.fill() | counted.fill("jia", world.MARK))


def test_a_report_is_made_by_a_job_and_its_page_shows_it(
    ids: dict[str, str], ask: Ask, wechat: WeChat
) -> None:
    wanted = {**UNIT, "kind": "month", "period": ""}
    begun = ask(EDITOR, "POST", "/reports", wanted)
    assert begun.status == 202
    done = job_kinds.run(f"{begun.json['id']} {EDITOR}")
    assert done is not None and done.state == "done", done
    listed = ask(EDITOR, "GET", "/reports", query=UNIT).json
    assert {one["kind_name"] for one in listed["reports"]} == {"运营周报", "运营月报"}
    months = ask(EDITOR, "GET", "/reports", query={**UNIT, "kind": "month"}).json["reports"]
    assert [done.page] == [f"/numbers/reports?unit=jia&report={one['id']}" for one in months]
    assert {one["name"]: one["allowed"] for one in listed["actions"]} == {
        "make": True,
        "schedule": False,
    }
    first = ask(EDITOR, "GET", "/reports", query={**UNIT, "limit": "1"}).json
    second = ask(EDITOR, "GET", "/reports", query={**UNIT, "cursor": first["next"]}).json
    told = [one["id"] for page in (first, second) for one in page["reports"]]
    assert told == [one["id"] for one in listed["reports"]]


def test_a_report_is_shown_with_sources_and_times(
    ids: dict[str, str], ask: Ask, wechat: WeChat
) -> None:
    seen = ask(EDITOR, "GET", f"/reports/{ids['report']}", query=UNIT).json
    sections = seen["report"]["sections"]
    assert sections[0]["heading"] == "一、总体情况"
    figures = {one["name"]: one for one in sections[0]["blocks"][1]["figures"]}
    assert figures["came"]["now"] > 7 * 300
    assert figures["came"]["now_text"] == f"{figures['came']['now']:,.0f}"
    assert figures["came"]["change_text"].endswith("%")
    assert figures["came"]["year_change_text"] == "—"
    assert all(one["source"] and one["as_of"] for one in figures.values() if one["now"])
    assert {one["source"] for one in figures.values()} <= {
        one["source"] for one in seen["report"]["origins"]
    }


def test_it_is_taken_as_word_and_drafted_once(
    ids: dict[str, str], ask: Ask, wechat: WeChat
) -> None:
    taken = ask(EDITOR, "POST", f"/reports/{ids['report']}/document", query=UNIT).json
    assert taken["name"].startswith("甲市局运营周报（")
    body = objects.read(f"reports/unit:jia/{ids['report']}.docx")
    assert Document(io.BytesIO(body)).paragraphs[0].text == "甲市局运营周报"
    drafts = [
        ask(person, "POST", f"/reports/{ids['report']}/article", query=UNIT)
        for person in (EDITOR, CHIEF)
    ]
    assert [one.status for one in drafts] == [200, 200], drafts[0].json
    assert drafts[0].json == drafts[1].json
    shown = ask(EDITOR, "GET", f"/articles/{drafts[0].json['id']}")
    assert shown.json["state"] == "draft"


def test_a_schedule_is_set_and_stopped(ids: dict[str, str], ask: Ask, wechat: WeChat) -> None:
    wanted = {**UNIT, "kind": "month", "day": 3, "at": "9:05", "article": True}
    made = ask(CHIEF, "PUT", "/report-schedules", wanted).json
    assert (made["when"], made["owner"]) == ("每月 3 日 09:05", f"甲市{Role.CHIEF.value}")
    listed = ask(CHIEF, "GET", "/reports", query=UNIT).json["schedules"]
    assert [one["kind"] for one in listed] == ["week", "month"]
    gone = {**UNIT, "kind": "month"}
    assert ask(CHIEF, "DELETE", "/report-schedules", query=gone).status == 200
    assert ask(CHIEF, "DELETE", "/report-schedules", query=gone).status == 404
    assert ask(EDITOR, "PUT", "/report-schedules", wanted).status == 403


@pytest.mark.parametrize(
    ("change", "status"),
    [({"period": "2199-W01"}, 422), ({"period": "第一周"}, 422), ({"kind": "year"}, 422)],
)
def test_what_cannot_be_reported_is_refused_at_once(
    ids: dict[str, str], ask: Ask, wechat: WeChat, change: dict[str, str], status: int
) -> None:
    wanted = {**UNIT, "kind": "week", "period": "", **change}
    assert ask(CHIEF, "POST", "/reports", wanted).status == status
    this_week = {
        **UNIT,
        "kind": "week",
        "period": utc_now().astimezone(SHANGHAI).date().isoformat(),
    }
    assert ask(CHIEF, "POST", "/reports", this_week).status == 422


def test_another_account_s_report_is_not_found_at_this_one(
    ids: dict[str, str], ask: Ask, wechat: WeChat
) -> None:
    elsewhere = {"account": "jia"}
    assert ask(CHIEF, "GET", f"/reports/{ids['report']}", query=elsewhere).status == 404
    assert ask(world.NEIGHBOUR, "GET", f"/reports/{ids['report']}", query=UNIT).status == 403
    assert ask(world.NEIGHBOUR, "GET", f"/reports/{ids['report']}", query={"unit": "yi"}).status == 404  # fmt: skip
