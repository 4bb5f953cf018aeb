"""Who acts at the desk: permissions, the audit log, and signs of life."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib import audit, desk, hotline, people
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.application.hand_over import Target, hand_over
from chalicelib.desk import setup
from chalicelib.desk.agents import store as agent_store
from chalicelib.people import Role
from tests.cloud.desk.conftest import ACCOUNT, NOW, Desk


def signed_in(person: str) -> Actor:
    return Actor(person=person, known_by=KnownBy.SIGN_IN, request="r-1")


def given_role(person: str, role: Role) -> Actor:
    people.add_staff(person, ACCOUNT, [role], by=local("ops"), now=NOW)
    return signed_in(person)


DEEDS: dict[str, Callable[[str, Actor], object]] = {
    "on": lambda _ref, by: desk.go_on_duty(ACCOUNT, by=by, now=NOW),
    "off": lambda _ref, by: desk.go_off_duty(ACCOUNT, by=by, now=NOW, hand_back=False),
    "watch": lambda _ref, by: desk.heartbeat(ACCOUNT, by=by, now=NOW),
    "take": lambda ref, by: desk.take(ACCOUNT, ref, by=by, now=NOW),
    "reply": lambda ref, by: desk.reply(ACCOUNT, ref, "您好", by=by, now=NOW),
    "note": lambda ref, by: desk.note(ACCOUNT, ref, "备注", by=by, now=NOW),
    "resolve": lambda ref, by: desk.resolve(ACCOUNT, ref, by=by, now=NOW),
    "transfer": lambda ref, by: hand_over(ACCOUNT, ref, Target(agent="li"), by=by, now=NOW),
    "agent": lambda _ref, by: setup.add_agent(ACCOUNT, {"id": "zhao"}, by=by, now=NOW),
    "dismiss": lambda _ref, by: setup.remove_agent(ACCOUNT, "li", by=by, now=NOW),
    "team": lambda _ref, by: setup.set_team(ACCOUNT, "tax", {}, by=by, now=NOW),
    "hours": lambda _ref, by: setup.set_hours(ACCOUNT, None, by=by, now=NOW, weekdays="1-6"),
    "canned": lambda _ref, by: setup.import_canned(ACCOUNT, {"问候": "您好"}, by=by, now=NOW),
    "uncanned": lambda _ref, by: desk.drop_canned(ACCOUNT, "问候", by=by, now=NOW),
    "connect": lambda _ref, by: hotline.connect(
        ACCOUNT, base_url="http://127.0.0.1/", timeout_seconds=5, secret=None, by=by, now=NOW
    ),
    "disconnect": lambda _ref, by: hotline.disconnect(ACCOUNT, by=by, now=NOW),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_person_without_the_role_is_refused(office: Desk, deed: str) -> None:
    session = office.ask()
    before = desk.find(ACCOUNT, session.id, NOW)
    with pytest.raises(people.PermissionDenied):
        DEEDS[deed](session.id, given_role("wang", Role.EDITOR))
    assert desk.find(ACCOUNT, session.id, NOW) == before


@pytest.mark.parametrize("deed", ["on", "reply", "note", "resolve", "transfer", "watch"])
def test_acting_through_a_use_case_is_a_heartbeat(office: Desk, deed: str) -> None:
    session = office.ask()
    by = given_role("wang", Role.AGENT)
    agent_store.heartbeat(ACCOUNT, "wang", NOW - timedelta(minutes=9))
    DEEDS[deed](session.id, by)
    assert agent_store.presence(ACCOUNT, "wang").seen_at == int(NOW.timestamp())


def test_an_action_that_fails_is_a_heartbeat_too(office: Desk) -> None:
    by = given_role("wang", Role.AGENT)
    agent_store.heartbeat(ACCOUNT, "wang", NOW - timedelta(minutes=9))
    with pytest.raises(desk.UnknownSession):
        desk.reply(ACCOUNT, "T1201-99999", "您好", by=by, now=NOW)
    assert agent_store.presence(ACCOUNT, "wang").seen_at == int(NOW.timestamp())


def test_a_person_with_the_role_who_is_no_agent_takes_no_session(empty: Desk) -> None:
    session = empty.ask()
    with pytest.raises(desk.UnknownAgent):
        desk.take(ACCOUNT, session.id, by=given_role("zhao", Role.AGENT), now=NOW)


def test_a_changed_session_stands_in_the_audit_log_with_its_change(office: Desk) -> None:
    session = office.ask()
    hand_over(ACCOUNT, session.id, Target(agent="li"), by=given_role("wang", Role.AGENT), now=NOW)
    [entry] = [one for one in audit.of_unit(ACCOUNT) if one.object == f"session:{session.id}"]
    assert (entry.action, entry.by, entry.request) == ("desk:session:transfer", "wang", "r-1")
    assert [(one.field, one.before, one.after) for one in entry.changes] == [
        ("owner", "wang", "li")
    ]


def test_a_refused_reply_leaves_no_entry_and_a_sent_one_has_no_text_in_it(office: Desk) -> None:
    session = office.ask(spent=4)
    by = given_role("wang", Role.AGENT)
    desk.reply(ACCOUNT, session.id, "到账了", by=by, now=office.now)
    with pytest.raises(desk.CannotSend):
        desk.reply(ACCOUNT, session.id, "再说一句", by=by, now=office.now)
    [entry] = [one for one in audit.of_unit(ACCOUNT) if one.action == "desk:session:reply"]
    assert "到账" not in entry.model_dump_json()


def test_setting_a_desk_up_stands_in_the_audit_log(empty: Desk) -> None:
    setup.add_agent(ACCOUNT, {"id": "zhao", "capacity": 2}, by=local("ops"), now=NOW)
    later = NOW + timedelta(seconds=1)
    setup.add_agent(ACCOUNT, {"id": "zhao", "capacity": 3}, by=local("ops"), now=later)
    last = [one for one in audit.of_unit(ACCOUNT) if one.object == "agent:zhao"][-1]
    assert (last.action, last.by, last.unit) == ("desk:setup:edit", "ops", ACCOUNT)
    assert [(one.field, one.before, one.after) for one in last.changes] == [("capacity", "2", "3")]


def test_a_hotline_s_secret_is_named_in_the_audit_log_and_not_shown(empty: Desk) -> None:
    secret = "0123456789abcdef"
    hotline.connect(
        ACCOUNT,
        base_url="http://127.0.0.1/",
        timeout_seconds=5,
        secret=secret,
        by=local("ops"),
        now=NOW,
    )
    [entry] = [one for one in audit.of_unit(ACCOUNT) if one.action == "hotline:settings:set"]
    assert {"base_url", "secret"} <= {one.field for one in entry.changes}
    assert secret not in entry.model_dump_json()
