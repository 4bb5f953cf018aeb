"""``./rongmei token`` makes, lists and revokes service tokens."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from chalicelib import people, service_tokens, units
from chalicelib.actor import local
from chalicelib.clock import utc_now
from chalicelib.people import Role
from chalicelib.units import UnitLevel
from cli.app import app


@pytest.fixture(autouse=True)
def tree(cloud: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGMEI_STAGE", "local")
    units.add_unit("city", name="市局", level=UnitLevel.CITY, parent=None)
    people.add_staff("zong", "city", [Role.CHIEF], by=local("ops"), now=utc_now())


def told(*words: str) -> str:
    done = CliRunner().invoke(app, ["token", *words])
    assert done.exit_code == 0, done.output
    return done.output


def test_a_token_made_at_the_shell_works_and_is_revoked_there() -> None:
    can = json.loads(told("permissions", "--unit", "city", "--by", "zong", "--json"))
    assert "newsroom:article:read" in can
    made = json.loads(
        told(
            "new",
            "--unit",
            "city",
            "--name",
            "门户",
            "--permission",
            can[0],
            "--by",
            "zong",
            "--json",
        )
    )
    token = service_tokens.take(made["secret"], utc_now())
    assert token is not None and token.permissions == (can[0],)
    listed = told("list", "--unit", "city", "--by", "zong")
    assert "门户" in listed and made["secret"] not in listed
    told("revoke", made["id"], "--by", "zong")
    assert service_tokens.take(made["secret"], utc_now()) is None


def test_a_permission_of_others_is_refused_with_a_sentence() -> None:
    done = CliRunner().invoke(
        app,
        [
            "token",
            "new",
            "--unit",
            "city",
            "--name",
            "x",
            "--permission",
            "console:health:read",
            "--by",
            "zong",
        ],
    )
    assert done.exit_code == 1
    assert "不能把这些权限给令牌" in done.output
