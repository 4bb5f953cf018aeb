"""自定义菜单 in the page: drafted, checked, released by a second person, compared."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib import accounts, menus, people
from chalicelib.actor import SYSTEM, local
from chalicelib.people import Role
from tests.cloud.accounts.made import SECRETS, account
from tests.cloud.conftest import forget
from tests.cloud.console import catalogued
from tests.cloud.console.conftest import Ask, Said
from tests.cloud.newsroom.people import NOW, add_unit

LATER = "2099-01-01T09:00:00+08:00"
SITE: dict[str, Any] = {"name": "官网", "type": "view", "url": "https://tax.example/"}


@pytest.fixture(autouse=True)
def city(cloud: None) -> None:
    add_unit("city")
    one = account(id="city", name="市局", unit="city", appid="wxcity1234")
    accounts.add_account(one, SECRETS, by=SYSTEM, now=NOW)
    for person, role in (
        ("ban", Role.SERVICE_MANAGER),
        ("zong", Role.CHIEF),
        ("zhi", Role.KNOWLEDGE_EDITOR),
    ):
        people.add_staff(person, "city", [role], by=local("ops"), now=NOW)


def saved(ask: Ask, *buttons: dict[str, Any], edition: int = 0, by: str = "ban") -> Said:
    body = {"document": {"buttons": list(buttons)}}
    return ask(by, "PUT", "/menus/city/draft", body, {"If-Match": f'"{edition}"'})


def planned(ask: Ask, edition: int, by: str = "ban", **plan: Any) -> Said:
    body = {"at": LATER, **plan}
    return ask(by, "POST", "/menus/city/publications", body, {"If-Match": f'"{edition}"'})


def seen(ask: Ask, by: str = "ban") -> dict[str, Any]:
    found: dict[str, Any] = ask(by, "GET", "/menus/city").json
    return found


def allowed(actions: list[dict[str, Any]]) -> dict[str, bool]:
    return {one["name"]: one["allowed"] for one in actions}


def test_a_draft_is_kept_with_its_faults_at_their_places(ask: Ask) -> None:
    made = saved(ask, SITE | {"url": ""}, SITE | {"name": "首页"}).json
    assert made["edition"] == 1
    assert [(one["place"], one["field"], one["code"]) for one in made["faults"]] == [
        ("buttons.0", "url", 40020)
    ]
    assert [one["words"] for one in made["changes"]][1].startswith("新增 默认菜单：首页")
    refused = planned(ask, 1)
    assert (refused.status, refused.json["fields"][0]["name"]) == (422, "buttons.0.url")


def test_who_is_slower_hears_who_was_faster(ask: Ask) -> None:
    saved(ask, SITE)
    slower = saved(ask, SITE | {"name": "别的"}, by="zong")
    assert (slower.status, slower.json["type"], slower.json["by"]) == (409, "conflict", "ban")
    assert planned(ask, 1).status == 200
    again = planned(ask, 1, by="zong")
    assert (again.status, again.json["by"]) == (409, "ban")


def test_a_second_person_releases_and_buttons_say_who_may(ask: Ask) -> None:
    assert ask("zong", "PUT", "/menus/city/two-people", {"two_people": True}).status == 200
    saved(ask, SITE)
    made = planned(ask, 1).json
    assert made["state"] == "waiting"
    [mine], [theirs] = (seen(ask, by)["publications"] for by in ("ban", "zong"))
    assert allowed(mine["actions"]) == {"approve": False, "reject": True, "cancel": True}
    assert allowed(theirs["actions"])["approve"]
    assert ask("ban", "POST", "/menus/city/publications/1/approve", {}).status == 409
    done = ask("zong", "POST", "/menus/city/publications/1/approve", {}).json
    assert (done["state"], done["approved_by"]) == ("planned", "zong")
    over = ask("ban", "POST", "/menus/city/publications/1/cancel", {"reason": "改期"}).json
    assert over["state"] == "cancelled"
    assert seen(ask)["publications"][0]["actions"] == []


def test_who_reads_alone_sees_every_button_greyed(ask: Ask) -> None:
    saved(ask, SITE)
    assert not any(allowed(seen(ask, "zhi")["actions"]).values())
    assert saved(ask, by="zhi").status == 403


def test_versions_are_listed_read_and_compared(ask: Ask) -> None:
    saved(ask, SITE)
    planned(ask, 1, note="第一版")
    edition = seen(ask)["edition"]
    saved(ask, SITE | {"name": "首页"}, edition=edition)
    planned(ask, edition + 1)
    first = ask("zhi", "GET", "/menus/city/versions", query={"limit": "1"}).json
    second = ask("zhi", "GET", "/menus/city/versions", query={"cursor": first["next"]}).json
    assert [one["version"] for one in (*first["versions"], *second["versions"])] == [2, 1]
    assert second["versions"][0]["note"] == "第一版"
    content = ask("zhi", "GET", "/menus/city/versions/1").json["document"]
    assert content["buttons"][0]["name"] == "官网"
    told = ask("zhi", "GET", "/menus/city/difference", query={"older": "1", "newer": "2"}).json
    assert [one["kind"] for one in told["differences"]] == ["moved"]
    assert ask("zhi", "GET", "/menus/city/versions/9").status == 404


def test_a_key_presses_once_however_often_it_is_sent(ask: Ask) -> None:
    saved(ask, SITE)
    key = {"Idempotency-Key": "k1", "If-Match": '"1"'}
    made = [ask("ban", "POST", "/menus/city/publications", {"at": LATER}, key) for _ in range(2)]
    assert made[0].json == made[1].json
    assert len(menus.publications_of("city")) == 1


def test_an_entry_may_open_a_page_of_the_account_s_services(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask("ban", "GET", "/menus/city/pages").json == {"pages": []}
    catalogued.fill("city", "")
    assert ask("ban", "GET", "/menus/city/pages").json == {"pages": []}  # no address
    monkeypatch.setenv("RONGMEI_H5_URL", "https://h5.gov.cn/h5/")
    forget()
    assert ask("ban", "GET", "/menus/city/pages").json["pages"] == [
        {"value": "https://h5.gov.cn/h5/city/", "label": "全部办税服务"},
        {"value": "https://h5.gov.cn/h5/city/deed-tax", "label": "契税申报缴纳"},
    ]
