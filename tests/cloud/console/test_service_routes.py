"""The service catalogue through the API: from a sheet with faults to what followers read."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from chalicelib import accounts, conversation, people
from chalicelib.actor import local
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.people import Role
from tests.cloud import snapshot
from tests.cloud.console import world
from tests.cloud.console.conftest import Ask
from tests.cloud.wechat.stub import WeChat

ROWS = "编号,服务名称,分类,网页地址,咨询电话\ndeed,契税申报缴纳,我要报税,tax.gov.cn,\nhouse,二手房交易缴税,我要报税,,12366\n"


@pytest.fixture(autouse=True)
def city(wechat: WeChat) -> None:
    snapshot.world("newsroom", world.fill)
    conversation.forget_services()
    for person in ("ban", "zong"):
        people.add_staff(person, "jia", [Role.SERVICE_MANAGER], by=local("ops"), now=world.NOW)


def sheet(**more: Any) -> dict[str, Any]:
    body = base64.b64encode(ROWS.encode()).decode()
    return {"file": {"name": "服务.csv", "base64": body, **more}, "dry_run": False}


MENDED = [{"sheet": "", "row": 2, "column": 4, "value": "https://tax.gov.cn/deed"}]


def told(service: str) -> str:
    """What a follower of the city reads now."""
    book = conversation.stored_services(accounts.state("jia", consistent=True).services)
    found = book.find(service) if book else None
    return book.reply(found, utc_now().astimezone(SHANGHAI)).content if book and found else ""


def released(ask: Ask) -> None:
    ask("ban", "POST", "/catalogue/jia/import", sheet(mended=MENDED))
    ask("ban", "POST", "/catalogue/jia/versions/1/submit", {})
    assert ask("zong", "POST", "/catalogue/jia/versions/1/release").status == 200


def test_a_sheet_is_mended_in_the_page_and_released_by_another_person(ask: Ask) -> None:
    refused = ask("ban", "POST", "/catalogue/jia/import", sheet()).json
    assert (refused["fits"], refused["errors"], refused["version"]) == (False, 1, 0)
    assert (refused["problems"][0]["row"], refused["problems"][0]["column"]) == (2, 4)
    taken = ask("ban", "POST", "/catalogue/jia/import", sheet(mended=MENDED)).json
    assert (taken["fits"], taken["new"], taken["version"]) == (True, 2, 1)
    ask("ban", "POST", "/catalogue/jia/versions/1/submit", {"note": "第一批"})
    own = ask("ban", "POST", "/catalogue/jia/versions/1/release")
    assert own.status == 409
    assert "不能自己发布" in own.json["title"]
    assert ask("zong", "POST", "/catalogue/jia/versions/1/release").json["in_force"] == 1
    assert "契税申报缴纳" in told("deed")


def test_one_service_changed_once_says_so_everywhere(ask: Ask) -> None:
    released(ask)
    seen = ask("ban", "GET", "/catalogue/jia/services/deed")
    typed = {**seen.json["typed"], "name": "契税申报", "fees": "不收费"}
    mark = {"If-Match": seen.headers["etag"]}
    saved = ask("ban", "PUT", "/catalogue/jia/services/deed", {"typed": typed}, mark)
    assert saved.json["released"]["name"] == "契税申报缴纳"
    again = ask("zong", "PUT", "/catalogue/jia/services/deed", {"typed": typed}, mark)
    assert again.status == 409
    ask("ban", "POST", "/catalogue/jia/versions/2/submit", {})
    ask("zong", "POST", "/catalogue/jia/versions/2/release")
    assert "【契税申报】" in told("deed")
    assert "费用：不收费" in told("deed")
    [hit] = [
        one
        for one in ask("ban", "GET", "/search", query={"q": "契税申报", "unit": "jia"}).json["hits"]
        if one["kind"] == "service"
    ]
    assert (hit["title"], hit["path"]) == ("契税申报", "/services/deed?unit=jia")
    page = ask("ban", "GET", "/catalogue/jia/services", query={"q": "契税"}).json
    assert [one["name"] for one in page["services"]] == ["契税申报"]


def test_maintenance_takes_one_person_and_one_step(ask: Ask) -> None:
    released(ask)
    bad = ask(
        "ban", "POST", "/catalogue/jia/services/deed/maintain", {"notice": "", "instead": "no"}
    )
    assert bad.status == 422
    assert [one["name"] for one in bad.json["fields"]] == ["notice", "instead"]
    seen = ask(
        "ban",
        "POST",
        "/catalogue/jia/services/deed/maintain",
        {"notice": "升级", "instead": "house"},
    ).json
    assert (seen["operation"]["state_name"], seen["operation"]["by"]) == ("维护", "ban")
    assert "升级" in told("deed")
    assert "升级" in seen["preview"]
    page = ask("ban", "GET", "/catalogue/jia/services", query={"state": "maintenance"}).json
    assert [one["id"] for one in page["services"]] == ["deed"]
    back = ask("zong", "POST", "/catalogue/jia/services/deed/resume", {}).json
    assert back["operation"]["state"] == "running"
    assert "升级" not in told("deed")


def test_every_fault_of_a_form_is_told_at_its_field(ask: Ask) -> None:
    typed = {"typed": {"name": "", "web": "tax", "path": "pages/a", "review_on": "明年"}}
    refused = ask("ban", "POST", "/catalogue/jia/services", typed)
    assert refused.status == 422
    assert {one["name"] for one in refused.json["fields"]} == {
        "name",
        "category",
        "web",
        "appid",
        "review_on",
    }


def test_a_colleague_finds_the_release_among_their_tasks_and_the_maker_does_not(ask: Ask) -> None:
    ask("ban", "POST", "/catalogue/jia/import", sheet(mended=MENDED))
    ask("ban", "POST", "/catalogue/jia/versions/1/submit", {})

    def tasks(person: str) -> list[str]:
        found = ask(person, "GET", "/workbench", query={"unit": "jia"}).json["tasks"]
        return [one["what"] for one in found if one["kind"] == "service_release"]

    assert tasks("ban") == []
    assert len(tasks("zong")) == 1


def test_a_county_reads_the_catalogue_of_the_city_and_may_not_change_it(ask: Ask) -> None:
    released(ask)
    world.units.add_unit("xian", name="县局", level=world.UnitLevel.COUNTY, parent="jia")
    people.add_staff("wan", "xian", [Role.SERVICE_MANAGER], by=local("ops"), now=world.NOW)
    seen = ask("wan", "GET", "/catalogue/xian/services").json
    assert (seen["unit"], len(seen["services"])) == ("jia", 2)
    assert not any(one["allowed"] for one in seen["actions"])
    assert (
        ask("wan", "POST", "/catalogue/jia/services/deed/maintain", {"notice": "x"}).status == 403
    )


def test_the_sheet_that_is_exported_can_be_imported_again(ask: Ask) -> None:
    released(ask)
    file = ask("ban", "GET", "/catalogue/jia/file").json
    sent = {"file": {"name": file["name"], "base64": file["base64"]}, "dry_run": True}
    again = ask("ban", "POST", "/catalogue/jia/import", sent).json
    assert (again["fits"], again["changes"]) == (True, [])
