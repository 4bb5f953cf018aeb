"""系统: what the routes of units, accounts, people, workflows, log and health do."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from chalicelib import accounts, audit, people, sign_in, units
from chalicelib.actor import SYSTEM, local
from chalicelib.application import job_kinds, operation_log
from chalicelib.application.health import mark_sweep
from chalicelib.cloud import objects
from chalicelib.console.rates import RATES
from chalicelib.people import Role
from chalicelib.sign_in import Claim
from chalicelib.units import UnitLevel
from tests.cloud.accounts.made import AES_KEY, OTHER_KEY, SECRETS, account
from tests.cloud.console.conftest import Ask

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
NEW = {
    "id": "hall",
    "name": "办税厅",
    "unit": "city",
    "kind": "service",
    "appid": "wxhall12345",
    "secrets": {"app_secret": "PLANTED-SECRET", "token": "PLANTEDTOKEN", "aes_key": AES_KEY},
}


@pytest.fixture(autouse=True)
def tree(cloud: None) -> None:
    RATES._left.clear()
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    units.add_unit("city", name="市局", level=UnitLevel.CITY, parent="province")
    units.add_unit("county", name="县局", level=UnitLevel.COUNTY, parent="city")
    by = local("ops")
    people.add_staff("yun", "province", [Role.OPERATOR], by=by, now=NOW, name="省运维")
    people.add_staff("shi", "city", [Role.OPERATOR], by=by, now=NOW, name="市运维")
    people.add_staff("zong", "city", [Role.CHIEF], by=by, now=NOW, name="市总编")
    people.add_staff("li", "city", [Role.EDITOR], by=by, now=NOW, name="李")


def test_the_tree_opens_level_by_level_from_the_highest_one_sees(ask: Ask) -> None:
    (top,) = ask("yun", "GET", "/units").json["units"]
    assert (top["id"], top["children"], top["levels"][0]["value"]) == ("province", 1, "city")
    (city,) = ask("yun", "GET", "/units", query={"parent": "province"}).json["units"]
    assert (city["people"], city["path"]) == (3, ["省局"])
    (mine,) = ask("li", "GET", "/units").json["units"]
    assert (mine["id"], mine["path"], mine["parent"]) == ("city", [], None)
    assert [(one["name"], one["allowed"], one["why"]) for one in mine["actions"]] == [
        ("add", False, "需要角色：运维")
    ]
    assert ask("li", "GET", "/units", query={"parent": "province"}).status == 404


def test_a_unit_is_found_by_its_name_and_a_long_list_says_what_it_left_out(ask: Ask) -> None:
    for number in range(205):
        units.add_unit(f"t{number}", name=f"乡{number}", level=UnitLevel.TOWNSHIP, parent="county")
    page = ask("yun", "GET", "/units", query={"parent": "county"}).json
    assert (len(page["units"]), page["left_out"]) == (200, 5)
    found = ask("yun", "GET", "/units", query={"q": "乡204"}).json["units"]
    assert [(one["id"], one["path"]) for one in found] == [("t204", ["省局", "市局", "县局"])]


def test_a_unit_that_is_sent_twice_is_made_once(ask: Ask) -> None:
    new = {"id": "town", "name": "乡", "level": "township", "parent": "county"}
    twice = [ask("shi", "POST", "/units", new, {"Idempotency-Key": "k"}) for _ in range(2)]
    assert [one.status for one in twice] == [200, 200]
    wrong = ask("shi", "POST", "/units", new | {"id": "Town"})
    assert (wrong.status, wrong.json["fields"][0]["name"]) == (422, "id")


def test_secrets_are_written_and_never_answered(ask: Ask) -> None:
    made = ask("shi", "POST", "/accounts", NEW)
    assert made.status == 200
    rotated = ask("shi", "POST", "/accounts/hall/secrets", {"aes_key": OTHER_KEY})
    assert rotated.json == {"names": ["aes_key"], "old_key_works": True}
    seen = ask("shi", "GET", "/accounts/hall")
    listed = ask("shi", "GET", "/accounts", query={"unit": "city"})
    log = ask("shi", "GET", "/audit", query={"unit": "city"})
    for said in (made, rotated, seen, listed, log):
        text = json.dumps(said.json)
        assert not any(one in text for one in (*SECRETS.values(), OTHER_KEY))
    assert [one["held"] for one in seen.json["secrets"]] == [True, True, True, True]
    kept = accounts.secrets("hall")
    assert kept.aes_key and kept.aes_key.get_secret_value() == OTHER_KEY
    assert kept.previous_aes_key and kept.previous_aes_key.get_secret_value() == AES_KEY


@pytest.mark.parametrize(
    ("secrets", "field"),
    [
        ({"aes_key": "short"}, "aes_key"),
        ({"token": "ab"}, "token"),
        ({"app_secret": ""}, "app_secret"),
    ],
)
def test_a_secret_that_cannot_be_names_its_field_and_not_its_value(
    ask: Ask, secrets: dict[str, str], field: str
) -> None:
    said = ask("shi", "POST", "/accounts", NEW | {"secrets": {**NEW["secrets"], **secrets}})
    assert said.status == 422
    assert [one["name"] for one in said.json["fields"]] == [field]
    assert "PLANTED" not in json.dumps(said.json)


def test_a_removal_says_what_stops_and_wants_the_id_once_more(ask: Ask) -> None:
    accounts.add_account(account(id="hall", unit="city"), SECRETS, by=SYSTEM, now=NOW)
    stops = ask("shi", "GET", "/accounts/hall/removal").json
    assert (stops["pushes"], stops["model"], stops["retention_days"]) == ([], False, 180)
    wrong = ask("shi", "POST", "/accounts/hall/removal", {"confirm": "hal"})
    assert (wrong.status, accounts.current("hall").account.id) == (422, "hall")
    assert ask("shi", "POST", "/accounts/hall/removal", {"confirm": "hall"}).status == 200
    assert ask("shi", "GET", "/accounts/hall").status == 404


def test_who_invites_must_hold_the_right_wherever_the_person_has_a_role(ask: Ask) -> None:
    above = {"person": "yun", "unit": "city", "roles": ["editor"], "name": "x", "login": "mine"}
    refused = ask("shi", "POST", "/people", above)
    assert (refused.status, refused.json["permission"]) == (403, "people:identity:link")
    assert people.person_of(sign_in.claim_identity(Claim.PREFERRED_USERNAME, "mine")) is None
    assert people.staff_member("yun", "city") is None
    new = above | {"person": "wang", "login": "Wang"}
    assert ask("shi", "POST", "/people", new).json["state"] == "invited"
    assert people.person_of(sign_in.claim_identity(Claim.PREFERRED_USERNAME, "wang")) == "wang"


def test_a_chief_gives_and_takes_the_newsroom_s_roles_alone(ask: Ask) -> None:
    def put(person: str, roles: list[str], instead_of: list[str], who: str = "zong") -> int:
        body = {"unit": "city", "roles": roles, "instead_of": instead_of}
        return ask(who, "PUT", f"/people/{person}/roles", body).status

    assert put("li", ["editor", "reviewer1"], ["editor"]) == 200
    assert put("li", ["editor"], ["editor"]) == 409  # it has another meanwhile
    assert put("li", ["editor", "reviewer1", "operator"], ["editor", "reviewer1"]) == 403
    assert put("shi", [], ["operator"]) == 403
    assert put("li", [], ["editor", "reviewer1"]) == 200
    assert people.staff_member("li", "city") is None
    assert put("shi", ["operator", "agent"], ["operator"], who="yun") == 200


def test_a_person_is_seen_as_far_as_one_looks_after_them(ask: Ask) -> None:
    people.add_staff("li", "province", [Role.EDITOR], by=local("ops"), now=NOW)
    assert [one["unit"] for one in ask("zong", "GET", "/people/li").json["held"]] == ["city"]
    assert {one["unit"] for one in ask("yun", "GET", "/people/li").json["held"]} == {
        "city",
        "province",
    }
    assert ask("zong", "GET", "/people/yun").status == 404


def test_what_a_person_may_do_is_told_with_the_role_that_grants_it(ask: Ask) -> None:
    told = ask("zong", "GET", "/people/shi/permissions", query={"unit": "county"}).json
    by_name = {one["permission"]: one for one in told["permissions"]}
    assert by_name["accounts:account:set"]["through"] == [
        {"role": "operator", "role_name": "运维", "unit": "city"}
    ]
    assert by_name["newsroom:article:emergency"] | {"label": ""} == {
        "permission": "newsroom:article:emergency",
        "label": "",
        "granted": False,
        "through": [],
        "roles": ["总编"],
    }


def test_a_workflow_is_set_seen_from_below_and_taken_back(ask: Ask) -> None:
    before = ask("zong", "GET", "/workflows", query={"unit": "city"}).json
    assert (before["own"], before["set_at"]) == (False, "")
    stages = [{"name": "终审", "roles": ["chief"], "people": []}]
    new = {"workflow": {"stages": stages}, "seen": before["seen"]}
    after = ask("zong", "PUT", "/workflows/city", new)
    assert (after.status, after.json["own"], after.json["able"]) == (200, True, [["zong"]])
    assert ask("zong", "PUT", "/workflows/city", new).status == 409
    below = ask("yun", "GET", "/workflows", query={"unit": "county"}).json
    assert (below["own"], below["set_at"], below["set_at_name"]) == (False, "city", "市局")
    entry = next(iter(ask("zong", "GET", "/audit", query={"unit": "city"}).json["entries"]))
    assert entry["changes"][0]["after"] == "终审（总编）"
    assert ask("zong", "DELETE", "/workflows/city").json["own"] is False


def test_a_workflow_that_cannot_be_names_its_field(ask: Ask) -> None:
    new = {"workflow": {"stages": []}, "seen": ""}
    said = ask("zong", "PUT", "/workflows/city", new)
    assert said.status == 422
    assert [one["name"] for one in said.json["fields"]] == ["workflow.stages"]


def logged(number: int, **more: str) -> None:
    for minute in range(number):
        at = datetime(2026, 11, 28, 10, minute % 60, minute // 60, tzinfo=UTC)
        audit.record(
            audit.entry_of(local("li"), "accounts:account:set", unit="city", at=at, **more)
        )  # type: ignore[arg-type]


def test_the_log_goes_on_where_it_stopped_newest_first(ask: Ask) -> None:
    logged(45)
    seen, cursor, pages = [], "", 0
    while True:
        page = ask("zong", "GET", "/audit", query={"unit": "city", "cursor": cursor, "limit": "20"})
        seen += [one["at"] for one in page.json["entries"]]
        cursor, pages = page.json["next"], pages + 1
        if not cursor:
            break
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == 45 + len([1 for one in audit.of_unit("city") if one.action == "staff_add"])
    assert pages == 3


def test_a_filter_that_hits_seldom_ends_early_and_goes_on(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operation_log, "LOOKED_AT", 10)
    logged(25)
    query = {"unit": "city", "person": "ops"}
    first = ask("zong", "GET", "/audit", query=query).json
    assert first["entries"] == [] and first["next"] and first["looked_back_to"]
    found, cursor = [], first["next"]
    while cursor:
        page = ask("zong", "GET", "/audit", query=query | {"cursor": cursor}).json
        found += page["entries"]
        cursor = page["next"]
    assert len(found) == 3


def test_the_log_is_filtered_by_time_kind_object_and_action(ask: Ask) -> None:
    logged(3, object="account:city")

    def number(**query: str) -> int:
        return len(ask("zong", "GET", "/audit", query={"unit": "city", **query}).json["entries"])

    assert number(kind="account") == 3
    assert number(kind="person", object="li") == 1
    assert number(action="staff_add") == 3
    assert number(kind="account", since="2026-11-28T10:01:00Z", until="2026-11-28T10:01:00Z") == 1
    assert (
        ask("zong", "GET", "/audit", query={"unit": "city", "since": "2026-11-28T10:01:00"}).status
        == 422
    )
    assert ask("zong", "GET", "/audit", query={"unit": "city", "cursor": "WzFd"}).status == 422


def test_a_cursor_of_another_unit_shows_nothing_of_it(ask: Ask) -> None:
    logged(30)
    cursor = ask("zong", "GET", "/audit", query={"unit": "city", "limit": "5"}).json["next"]
    people.add_staff("xian", "county", [Role.CHIEF], by=local("ops"), now=NOW)
    page = ask("xian", "GET", "/audit", query={"unit": "county", "cursor": cursor})
    assert all(one["object"] == "xian" for one in page.json["entries"])


def test_an_export_is_safe_for_spreadsheets_and_stands_in_the_log(ask: Ask) -> None:
    audit.record(
        audit.entry_of(
            local("li"), "accounts:account:set", unit="city", at=NOW, note="=HYPERLINK()"
        )
    )
    assert ask("zong", "POST", "/audit/export", {"unit": "city", "reason": " "}).status == 422
    wanted = {"unit": "city", "reason": "年度检查", "form": "csv"}
    begun = ask("zong", "POST", "/audit/export", wanted)
    assert (begun.status, begun.json["state"]) == (202, "queued")
    assert begun.headers["location"].endswith(f"/api/v1/jobs/{begun.json['id']}")
    job_kinds.run(f"{begun.json['id']} zong")
    done = ask("zong", "GET", f"/jobs/{begun.json['id']}").json
    assert (done["state"], done["message"]) == ("done", "共 4 条")
    assert done["file"]["name"].endswith(".csv")
    text = objects.read(f"jobs/zong/{done['id']}/{done['file']['name']}").decode("utf-8-sig")
    assert "'=HYPERLINK()" in text and ",=HYPERLINK" not in text
    assert "修改公众号" in text
    newest = ask("zong", "GET", "/audit", query={"unit": "city"}).json["entries"][0]
    assert (newest["action"], newest["note"]) == ("audit:log:export", "年度检查")


def test_health_tells_the_sweep_the_queues_and_what_is_in_force(ask: Ask) -> None:
    accounts.add_account(account(id="hall", unit="city"), SECRETS, by=SYSTEM, now=NOW)
    said = ask("shi", "GET", "/health", query={"unit": "city"}).json
    assert said["sweep"] == {"at": None, "state": "unknown"}
    assert [(one["name"], one["waiting"]) for one in said["queues"]][:3] == [
        ("deliveries", 0),
        ("outgoing", 0),
        ("distribution", 0),
    ]
    states = {one["name"]: one["state"] for one in said["queues"]}
    assert states["stream"] == "unknown"  # this stage has none
    assert (said["alarms_known"], said["alarms"]) == (True, [])
    assert [(one["account"], one["book"], one["checked"]) for one in said["accounts"]] == [
        ("hall", 0, "unknown")
    ]
    mark_sweep(datetime.now(UTC))
    assert ask("shi", "GET", "/health", query={"unit": "city"}).json["sweep"]["state"] == "good"
    mark_sweep(NOW.replace(year=2025))
    assert ask("shi", "GET", "/health", query={"unit": "city"}).json["sweep"]["state"] == "bad"
