"""Who may call the API at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib import people, sign_in, units
from chalicelib.actor import local
from chalicelib.people import Role
from chalicelib.sign_in import store
from chalicelib.units import UnitLevel
from tests.cloud.console.conftest import Ask, session_for

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def tree(cloud: None) -> None:
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    units.add_unit("city", name="市局", level=UnitLevel.CITY, parent="province")
    people.add_staff("li", "city", [Role.EDITOR], by=local("ops"), now=NOW, name="李")


def test_without_a_session_nothing_is_said(ask: Ask) -> None:
    said = ask("", "GET", "/me")
    assert (said.status, said.json["type"]) == (401, "signed_out")
    assert said.headers["content-type"] == "application/problem+json"


def test_a_session_that_was_idle_or_lasted_too_long_has_ended(ask: Ask) -> None:
    session_id = session_for("li")
    session = store.get_session(session_id)
    assert session is not None
    idle = session.seen_at + timedelta(minutes=29)
    assert sign_in.session_of(session_id, idle) is not None
    assert sign_in.session_of(session_id, idle + timedelta(minutes=31)) is None
    busy = session.began_at
    while sign_in.session_of(session_id, busy):
        busy += timedelta(minutes=20)
    assert busy - session.began_at == timedelta(hours=12)


def test_an_ended_session_opens_nothing_again(ask: Ask) -> None:
    session_id = session_for("li")
    sign_in.end(session_id)
    assert sign_in.session_of(session_id, NOW) is None


def test_a_write_without_the_console_s_header_is_refused(ask: Ask) -> None:
    said = ask("li", "POST", "/sign-out", headers={"X-Rongmei-Console": ""})
    assert (said.status, said.json["type"]) == (403, "not_permitted")
    assert ask("li", "GET", "/me").status == 200


def test_a_person_sees_the_units_of_their_roles_and_below(ask: Ask) -> None:
    me = ask("li", "GET", "/me").json
    assert [one["id"] for one in me["units"]] == ["city"]
    assert "newsroom:article:write" in me["units"][0]["permissions"]
    assert "publishing:push:plan" not in me["units"][0]["permissions"]
    assert ask("stranger", "GET", "/me").json["units"] == []


def test_a_unit_of_somebody_else_is_refused(ask: Ask) -> None:
    assert ask("li", "GET", "/workbench", query={"unit": "city"}).status == 200
    refused = ask("li", "GET", "/workbench", query={"unit": "province"})
    assert (refused.status, refused.json["permission"]) == (403, "units:unit:read")


def test_what_a_model_refuses_names_its_fields_in_chinese(ask: Ask) -> None:
    said = ask("li", "GET", "/workbench")
    assert said.status == 422
    assert said.json["fields"] == [{"name": "unit", "problem": "没有填写"}]


def test_an_unknown_route_is_a_problem_too(ask: Ask) -> None:
    said = ask("li", "GET", "/nowhere")
    assert (said.status, said.json["type"]) == (404, "not_found")


def test_every_answer_says_how_browsers_shall_treat_it(ask: Ask) -> None:
    headers = ask("li", "GET", "/me").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["x-frame-options"] == "DENY"
