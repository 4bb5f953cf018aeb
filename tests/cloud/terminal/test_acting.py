"""Whose name a command works in, and how an identity becomes a person."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from chalicelib import people, units
from chalicelib.actor import KnownBy
from chalicelib.cloud import identity
from chalicelib.settings import settings
from chalicelib.units import UnitLevel
from cli.app import app
from cli.terminal.acting import acting

pytestmark = pytest.mark.usefixtures("cloud")


def run(*words: str) -> str:
    done = CliRunner().invoke(app, list(words), env={"COLUMNS": "200", "TERM": "dumb"})
    assert done.exit_code == 0, done.output
    return done.output


def test_on_the_local_stage_a_name_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGMEI_STAGE", "local")
    settings.cache_clear()
    actor = acting(" li ")
    assert (actor.person, actor.known_by, actor.on_behalf) == ("li", KnownBy.LOCAL, False)


def test_elsewhere_the_aws_identity_says_who_it_is() -> None:
    actor = acting()
    assert actor.known_by is KnownBy.AWS
    assert actor.identity == identity.arn()
    assert actor.person == identity.arn().rsplit("/", 1)[-1]


def test_a_linked_identity_is_that_person() -> None:
    run("person", "link", "li.ming", "--identity", identity.arn())
    assert acting().person == "li.ming"


def test_acting_for_somebody_else_is_marked() -> None:
    run("person", "link", "li.ming", "--identity", identity.arn())
    actor = acting("wang")
    assert (actor.person, actor.identity, actor.on_behalf) == ("wang", identity.arn(), True)
    assert not acting("li.ming").on_behalf


def test_the_list_of_staff_shows_roles() -> None:
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    run("person", "add", "li.ming", "--unit", "province", "--role", "editor", "--role", "agent")
    assert "采编、坐席" in run("person", "list")
    [member] = people.list_staff("province")
    assert member.roles == (people.Role.EDITOR, people.Role.AGENT)
