"""Halls and the window's day at a shell, with permissions and the log."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import click
import pytest
from typer.testing import CliRunner, Result

from chalicelib import appointments, audit, people, units
from chalicelib.actor import SYSTEM, Actor, KnownBy
from chalicelib.application import appointment_window, hall_setup
from chalicelib.appointments import Asked, BookingState, SlotKey, errors
from chalicelib.clock import SHANGHAI
from chalicelib.roles import Role
from chalicelib.units import UnitLevel
from cli.app import app
from tests.cloud.appointments.world import DAY, HALL, NOW, SERVICE, SLOT, at, book, hall, person

pytestmark = pytest.mark.usefixtures("cloud")


@pytest.fixture(autouse=True)
def unit(cloud: None) -> None:
    units.add_unit("city", name="青溪市局", level=UnitLevel.CITY, parent=None)
    units.add_unit("qingxi", name="清溪县局", level=UnitLevel.COUNTY, parent="city")


def staff(name: str, *roles: Role) -> Actor:
    """Somebody who signed in at the console."""
    people.add_staff(name, "qingxi", roles, by=SYSTEM, now=NOW)
    return Actor(person=name, known_by=KnownBy.SIGN_IN)


def typed(**fields: Any) -> dict[str, Any]:
    return appointments.hall_file.typed_of(hall(**fields))


def run(command: list[str]) -> Result:
    return CliRunner().invoke(app, command, env={"COLUMNS": "300", "TERM": "dumb"})


def test_a_hall_is_saved_with_its_holidays_and_the_log_says_what_changed() -> None:
    by = staff("manager", Role.SERVICE_MANAGER)
    made = hall_setup.save_hall(typed(), seen=0, by=by, now=NOW)
    assert (made.version, date(2026, 10, 1) in made.days_off) == (1, True)
    assert date(2026, 10, 10) in made.make_up_days
    changed = hall_setup.save_hall(
        typed(per_person=2), seen=1, by=by, now=NOW + timedelta(minutes=1)
    )
    assert hall_setup.save_hall(typed(per_person=2), seen=2, by=by, now=NOW) == changed
    entries = [one for one in audit.of_unit("qingxi") if one.object == f"hall:{HALL}"]
    assert [(one.field, one.before, one.after) for one in entries[1].changes] == [
        ("per_person", "3", "2")
    ]
    assert [one.hall.version for one in hall_setup.versions_of(HALL, by=by)] == [2, 1]


def test_who_saves_what_somebody_else_changed_is_told() -> None:
    by = staff("manager", Role.SERVICE_MANAGER)
    hall_setup.save_hall(typed(), seen=0, by=by, now=NOW)
    hall_setup.save_hall(typed(per_person=2), seen=1, by=by, now=NOW)
    with pytest.raises(errors.HallChanged):
        hall_setup.save_hall(typed(per_person=1), seen=1, by=by, now=NOW)


def test_a_service_that_is_left_out_is_offered_no_longer_and_keeps_its_bookings() -> None:
    by = staff("manager", Role.SERVICE_MANAGER)
    hall_setup.save_hall(typed(), seen=0, by=by, now=NOW)
    made = book(1)
    saved = hall_setup.save_hall(typed(services=()), seen=1, by=by, now=NOW)
    assert [(one.id, one.offered) for one in saved.services] == [(SERVICE, False)]
    assert appointments.of_day(HALL, DAY) == [made]
    with pytest.raises(errors.UnknownService):
        book(2)


def test_more_places_let_people_move_up_when_the_hall_is_saved() -> None:
    by = staff("manager", Role.SERVICE_MANAGER)
    hall_setup.save_hall(typed(), seen=0, by=by, now=NOW)
    book(1)
    book(2)
    third = appointments.wait(SLOT, person(3), key="k", origin=appointments.Origin.CHAT, now=NOW)
    more = typed()
    more["services"][0]["capacity"] = 3
    hall_setup.save_hall(more, seen=1, by=by, now=NOW)
    assert appointments.get(third.id).state is BookingState.BOOKED


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AGENT, Role.KNOWLEDGE_EDITOR])
def test_who_may_not_set_up_a_hall_is_refused(role: Role) -> None:
    with pytest.raises(people.PermissionDenied):
        hall_setup.save_hall(typed(), seen=0, by=staff("other", role), now=NOW)


def test_the_window_works_for_agents_and_not_for_readers() -> None:
    hall_setup.save_hall(typed(), seen=0, by=SYSTEM, now=NOW)
    made = book(1)
    agent, editor = staff("agent", Role.AGENT), staff("editor", Role.EDITOR)
    assert len(appointment_window.day_for(HALL, DAY, by=editor).rows) == 1
    with pytest.raises(people.PermissionDenied):
        appointment_window.check_in_code(HALL, made.code, by=editor, now=at(9))
    here = appointment_window.check_in_code(HALL, made.code, by=agent, now=at(9))
    assert (here.state, here.by) == (BookingState.CHECKED_IN, "agent")
    assert appointment_window.serve(made.id, by=agent, now=at(9, 20)).by == "agent"


def test_a_look_at_an_identity_is_logged() -> None:
    hall_setup.save_hall(typed(asks=["name"]), seen=0, by=SYSTEM, now=NOW)
    made = book(1, identity={Asked.NAME: "张示例"})
    agent = staff("agent", Role.AGENT)
    assert appointment_window.identity_of(made.id, by=agent, now=NOW) == {Asked.NAME: "张示例"}
    [entry] = [one for one in audit.of_unit("qingxi") if one.action == appointment_window.IDENTITY]
    assert (entry.by, entry.note) == ("agent", f"预约 {made.id}")
    assert "张示例" not in entry.model_dump_json()


def test_a_closed_day_stands_in_the_log_once() -> None:
    hall_setup.save_hall(typed(), seen=0, by=SYSTEM, now=NOW)
    book(1)
    by = staff("manager", Role.SERVICE_MANAGER)
    assert len(hall_setup.close_day(HALL, DAY, "停电", by=by, now=NOW).told) == 1
    assert hall_setup.close_day(HALL, DAY, "停电", by=by, now=NOW).told == []
    entries = [one for one in audit.of_unit("qingxi") if one.action == hall_setup.CLOSE]
    assert [one.note for one in entries] == [f"{DAY} 停电"]
    with pytest.raises(errors.BadHall):
        hall_setup.close_day(HALL, date(2026, 11, 1), "停电", by=by, now=NOW)


def test_a_day_that_a_file_closes_is_told_and_one_that_it_leaves_out_stays_closed() -> None:
    by = staff("manager", Role.SERVICE_MANAGER)
    hall_setup.save_hall(typed(), seen=0, by=by, now=NOW)
    made = book(1)
    closed = hall_setup.save_hall(typed(closed={DAY: "停电"}), seen=1, by=by, now=NOW)
    assert closed.closed == {DAY: "停电"}
    assert appointments.get(made.id).state is BookingState.HALL_CLOSED
    assert len(appointments.tellings.of_booking(made.id)) == 2  # the reminder will be dropped
    again = hall_setup.save_hall(typed(per_person=1), seen=None, by=by, now=NOW)
    assert again.closed == {DAY: "停电"}
    assert hall_setup.reopen_day(HALL, DAY, by=by, now=NOW).closed == {}


def test_a_hall_knows_that_a_year_is_not_announced() -> None:
    made = hall_setup.save_hall(typed(), seen=0, by=SYSTEM, now=NOW)
    assert hall_setup.unknown_year(made.model_copy(update={"days_off": ()}), NOW) == 2027


def _file(path: Path) -> Path:
    whole = typed()
    whole["week"] = {name: ["00:00-23:30"] for name in whole["week"]}
    whole["holidays"] = False
    path.write_text(json.dumps({"halls": [whole]}))
    return path


def _soon() -> SlotKey:
    day = (datetime.now(SHANGHAI) + timedelta(days=2)).date()
    return SlotKey(HALL, SERVICE, day, time(9, 0))


def test_every_command_shows_what_it_did(tmp_path: Path) -> None:
    file = _file(tmp_path / "halls.json")
    now = datetime.now(SHANGHAI)
    slot = _soon()
    for command, wanted in [
        (f"hall import {file} --dry-run", "没有保存"),
        (f"hall import {file}", "新建 1"),
        ("hall list --unit city", HALL),
        (f"hall show {HALL}", "发票领用"),
        (f"hall times {HALL} {SERVICE}", str(slot.day)),
        (f"hall times {HALL} {SERVICE} --day {slot.day}", "09:00"),
        (f"hall history {HALL}", "1"),
        (f"hall export {HALL} {tmp_path / 'again.yaml'}", "again.yaml"),
        (f"hall import {tmp_path / 'again.yaml'}", "修改 0"),
    ]:
        result = run(command.split())
        assert (result.exit_code, wanted in click.unstyle(result.output)) == (0, True), (
            result.output
        )
    made = appointments.book(slot, person(1), key="k", origin=appointments.Origin.CHAT, now=now)
    listed = json.loads(run(f"appointment list {HALL} --day {slot.day} --json".split()).stdout)
    assert [row["id"] for row in listed["rows"]] == [made.id]
    assert made.code in run(f"appointment list {HALL} --day {slot.day}".split()).stdout
    assert made.code in run(["appointment", "show", made.id]).stdout
    wrong = run(["appointment", "serve", made.id])
    assert (wrong.exit_code, "不在今天" in wrong.stderr) == (1, True)
    counted = run(f"appointment count {HALL} --since {slot.day} --json".split())
    assert json.loads(counted.stdout)[0]["states"] == {"booked": 1}
    closed = run(f"hall close {HALL} --day {slot.day} --reason 停电 --yes --json".split())
    assert json.loads(closed.stdout)["told"] == 1
    assert "停办" in run(f"appointment list {HALL} --day {slot.day}".split()).output
    assert run(f"hall reopen {HALL} --day {slot.day}".split()).exit_code == 0


def test_an_error_names_the_command_that_helps() -> None:
    result = run(["hall", "show", "nowhere"])
    assert result.exit_code == 1
    assert "hall list" in result.stderr
