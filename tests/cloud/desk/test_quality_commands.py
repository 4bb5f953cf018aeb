"""``./rongmei desk quality``, as a supervisor types it."""

from __future__ import annotations

import json
from typing import Any

import pytest
import time_machine
from click.testing import Result
from typer.testing import CliRunner

from chalicelib import desk
from chalicelib.actor import local
from cli.app import app
from tests.cloud.desk.conftest import ACCOUNT, NOW, Desk

UNIT = ("--unit", ACCOUNT)
ALL = (
    "--points", "答复正确=40", "--points", "complete=20", "--points", "及时=15",
    "--points", "用语规范=10", "--points", "保护隐私=5",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _at_the_desks_time() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def run(*args: str) -> Result:
    return CliRunner().invoke(app, ["desk", "quality", *args])


def read(*args: str) -> Any:
    result = run(*args, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refused(*args: str) -> str:
    result = run(*args)
    assert result.exit_code != 0, result.output
    return result.output


@pytest.fixture
def ended(office: Desk) -> desk.ServiceSession:
    """A session that agent wang has had."""
    session = office.ask()
    assert session.owner == "wang"
    return desk.resolve(ACCOUNT, session.id, by=local("wang"), now=NOW, survey=False)


def test_a_session_is_drawn_scored_and_listed(ended: desk.ServiceSession) -> None:
    drawn = read("sample", "--account", ACCOUNT, "--seed", "a", "--by", "zhang")
    assert [one["id"] for one in drawn["sessions"]] == [ended.id]
    ref = ended.ticket.split("-")[-1]
    given = ("score", ended.ticket, "--account", ACCOUNT, *ALL, "--by", "zhang")
    made = read(*given, "--comment", "说得很清楚")
    assert (made["total"], made["agent"], made["comment"]) == (90, "wang", "说得很清楚")
    assert ref in run(*given).output, "scored again: the last one counts"
    [listed] = read("list", "--account", ACCOUNT)
    assert (listed["total"], listed["version"]) == (90, 2)
    assert "答复正确 40/40" in run("list", "--account", ACCOUNT).output
    again = read("sample", "--account", ACCOUNT, "--by", "zhang")
    assert again["sessions"] == [], "what was judged is not drawn again"


def test_a_score_names_every_criterion_within_its_points(ended: desk.ServiceSession) -> None:
    begin = ("score", ended.ticket, "--account", ACCOUNT, "--by", "zhang")
    assert "没有给分" in refused(*begin, *ALL[:4])
    assert "超过满分" in refused(*begin, *ALL, "--points", "及时=16")
    assert "答复正确（40）" in refused(*begin, "--points", "态度=5").replace("\n", "")
    assert "自己接待" in refused(*begin[:-1], "wang", *ALL)
    assert read("list", "--account", ACCOUNT) == []


def test_a_unit_gets_a_sheet_of_its_own_and_keeps_the_ids_of_what_stays(office: Desk) -> None:
    first = read("sheet", "show", *UNIT)
    assert (first["version"], len(first["criteria"])) == (0, 5)
    items = ("--item", "答复正确=60：依据准确", "--item", "一次说清=40", "--by", "zhang")
    made = read("sheet", "set", *UNIT, *items)
    assert made["criteria"] == [
        {"id": "correct", "name": "答复正确", "points": 60, "hint": "依据准确"},
        {"id": "c1", "name": "一次说清", "points": 40, "hint": ""},
    ]
    assert "一次说清" in run("sheet", "show", *UNIT).output
    assert "等于 100" in refused("sheet", "set", *UNIT, "--item", "答复正确=60", "--by", "zhang")
    assert "名称=满分" in refused("sheet", "set", *UNIT, "--item", "答复正确", "--by", "zhang")
    assert read("sheet", "show", *UNIT)["version"] == 1
