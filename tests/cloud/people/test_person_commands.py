"""``./rongmei person``: who signs in, as whom, and what they may do."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import click
import pytest
from typer.testing import CliRunner, Result

from chalicelib import audit, newsroom, people, sign_in, units
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.application import invite_person
from chalicelib.clock import utc_now
from chalicelib.people import Role
from chalicelib.settings import settings
from chalicelib.sign_in import Claim
from chalicelib.units import UnitLevel
from cli.app import app
from tests.cloud.console.conftest import session_for

INVITE = "person invite yun --unit province --role operator --name 运维 --login YunWei"


@pytest.fixture(autouse=True)
def tree(cloud: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGMEI_STAGE", "local")
    monkeypatch.setenv("RONGMEI_CONSOLE_URL", "https://console.example/")
    settings.cache_clear()
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    units.add_unit("city", name="市局", level=UnitLevel.CITY, parent="province")


def run(command: str) -> Result:
    return CliRunner().invoke(app, command.split(), env={"COLUMNS": "200", "TERM": "dumb"})


def test_the_first_operator_of_a_stage_is_invited_at_a_shell() -> None:
    done = run(INVITE)
    assert done.exit_code == 0
    assert people.person_for("yun", "city").roles == {Role.OPERATOR}
    assert people.person_of(sign_in.claim_identity(Claim.PREFERRED_USERNAME, "yunwei")) == "yun"
    assert done.stdout.strip() == "https://console.example/"
    assert "登录名 YunWei" in click.unstyle(done.stderr)


def test_an_invitation_that_is_run_twice_is_one() -> None:
    first, second = run(INVITE), run(INVITE)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert len(list(audit.of_unit("province"))) == 2  # the role, the link
    assert len(list(people.identities())) == 1


def test_an_accepted_invitation_stays_used_up_until_it_is_wanted_again() -> None:
    run(INVITE)
    invited = sign_in.claim_identity(Claim.PREFERRED_USERNAME, "yunwei")
    by = Actor(person="yun", known_by=KnownBy.SIGN_IN, identity="iss#1")
    people.accept_invitation("yun", invited, "iss#1", by=by, now=utc_now())
    assert "不用再邀请" in click.unstyle(run(INVITE).stderr)
    assert people.person_of(invited) is None
    assert json.loads(run(f"{INVITE} --json").stdout)["sign_in"] == "linked"
    run(f"{INVITE} --again")
    assert people.person_of(invited) == "yun"


def test_a_login_name_invites_one_person_alone() -> None:
    run(INVITE)
    taken = run("person invite other --unit city --role editor --name 某 --login yunwei")
    assert taken.exit_code == 1
    assert "已属于人员“yun”" in taken.stderr
    assert people.person_for("other", "city").roles == frozenset()


@pytest.mark.parametrize(
    ("claim", "login"),
    [("email", "no-address"), ("phone_number", "abc"), ("preferred_username", "")],
)
def test_a_login_that_cannot_be_is_refused_before_a_role_is_given(claim: str, login: str) -> None:
    command = ["person", "invite", "a", "--unit", "city", "--role", "editor", "--name", "某"]
    done = CliRunner().invoke(app, [*command, "--claim", claim, "--login", login])
    assert done.exit_code == 1
    assert list(people.list_staff()) == []


def test_a_telephone_number_is_the_same_however_it_is_written() -> None:
    same = {
        sign_in.claim_identity(Claim.PHONE_NUMBER, text)
        for text in ("13800000000", "+86 138-0000-0000", "008613800000000", "＋8613800000000")
    }
    assert len(same) == 1
    assert sign_in.claim_identity(Claim.PHONE_NUMBER, "8613800000000") not in same


def test_the_list_says_who_was_invited_and_who_signed_in() -> None:
    run(INVITE)
    people.add_staff("li", "city", [Role.EDITOR], by=local("x"), now=utc_now(), name="李")
    listed = {one["id"]: one["sign_in"] for one in json.loads(run("person list --json").stdout)}
    assert listed == {"li": "none", "yun": "invited"}
    assert [one["id"] for one in json.loads(run("person list --unit city --json").stdout)] == ["li"]


def test_passwords_of_the_demo_are_listed_on_this_machine_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(INVITE)
    file = tmp_path / "people.json"
    file.write_text(json.dumps({"yun": "drawn-once"}))
    monkeypatch.setenv("RONGMEI_DEMO_PEOPLE", str(file))
    (listed,) = json.loads(run("person list --demo --json").stdout)
    assert (listed["id"], listed["unit"], listed["roles"], listed["password"]) == (
        "yun",
        "province",
        ["operator"],
        "drawn-once",
    )
    monkeypatch.setenv("RONGMEI_STAGE", "test")
    settings.cache_clear()
    refused = run("person list --demo --json")
    assert refused.exit_code == 1
    assert "drawn-once" not in refused.output


def test_a_person_is_signed_out_of_every_browser() -> None:
    run(INVITE)
    sessions = [session_for("yun"), session_for("yun")]
    assert run("person sign-out yun").exit_code == 0
    assert all(sign_in.session_of(one, utc_now()) is None for one in sessions)
    assert run("person sign-out nobody").exit_code == 1


def test_what_a_person_may_do_says_through_which_role_of_which_unit() -> None:
    run(INVITE)
    told = {
        one["permission"]: one
        for one in json.loads(run("person may yun --unit city --json").stdout)
    }
    assert set(told) == set(people.PERMISSIONS)
    assert told["accounts:secret:rotate"]["through"] == [{"role": "operator", "unit": "province"}]
    assert told["publishing:push:plan"]["granted"] is False
    assert told["publishing:push:plan"]["roles"] == ["chief"]
    assert "accounts:secret:rotate" in run("person may yun --unit city").stdout


def test_an_operator_of_a_page_signs_out_the_people_of_their_own_units_alone() -> None:
    run(INVITE)
    people.add_staff("xian", "city", [Role.OPERATOR], by=local("x"), now=utc_now())
    below = Actor(person="xian", known_by=KnownBy.SIGN_IN)
    with pytest.raises(people.PermissionDenied):
        sign_in.end_all("yun", by=below, now=utc_now())
    above = Actor(person="yun", known_by=KnownBy.SIGN_IN)
    session = session_for("xian")
    assert sign_in.end_all("xian", by=above, now=utc_now()) == 1
    assert sign_in.session_of(session, utc_now() + timedelta(seconds=1)) is None
    assert [one.action for one in audit.of_unit("city")][-1] == "sign_out"


def test_who_invites_takes_no_one_s_place_in_a_workflow_above() -> None:
    stage = newsroom.Workflow.model_validate({"stages": [{"name": "法规", "people": ["fagui"]}]})
    newsroom.set_workflow("province", stage, by=local("ops"), now=utc_now())
    people.add_staff("xian", "city", [Role.OPERATOR], by=local("x"), now=utc_now())
    below = Actor(person="xian", known_by=KnownBy.SIGN_IN)

    def invited(person: str) -> None:
        invite_person.invite(
            person, "city", [Role.EDITOR], name="", claim=Claim.PREFERRED_USERNAME, login="me",
            by=below, now=utc_now(),
        )  # fmt: skip

    # Named there, a person decides on the province's articles without any role.
    with pytest.raises(people.PermissionDenied):
        invited("fagui")
    assert people.staff_member("fagui", "city") is None
    invited("somebody")


def test_the_former_name_leads_to_the_same_commands() -> None:
    assert "staff" not in run("--help").stdout
    assert "请改用 person" in run("staff --help").stdout
    run("staff add wang --unit province --role editor")
    assert "wang" in [one["id"] for one in json.loads(run("person list --json").stdout)]
