"""``./rongmei import-from-wechat`` against the simulated platform."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner, Result

from chalicelib import accounts, audit, units
from chalicelib.accounts import AccountKind, OfficialAccount, Secrets
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.application.import_from_wechat import SOURCE, fetch_setup, take_over_setup
from chalicelib.clock import utc_now
from chalicelib.conversation.rules import versions
from chalicelib.people import PermissionDenied
from chalicelib.settings import settings as ours
from cli.app import app
from tests.simulator.conftest import running
from tests.unit.conversation.test_wechat_import import AUTOREPLY
from wechat_simulator.settings import Settings

APPID = "wx0123456789abcdef"
MENU = {"button": [{"type": "view", "name": "官网", "url": "https://tax.example/"}]}


@pytest.fixture(scope="module")
def simulator() -> Iterator[str]:
    with running(Settings()) as url:
        yield url


@pytest.fixture(autouse=True)
def platform(cloud: None, simulator: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("RONGMEI_WECHAT_API_URL", simulator)
    monkeypatch.setenv("COLUMNS", "200")
    ours.cache_clear()
    httpx.post(f"{simulator}/_sim/reset")
    account = {"name": "省局", "secret": "right", "token": "token", "autoreply": AUTOREPLY}
    httpx.put(f"{simulator}/_sim/accounts/{APPID}", json=account).raise_for_status()
    units.add_unit("city", name="青溪市税务局", level=units.UnitLevel.CITY)
    accounts.store.add_account(
        OfficialAccount(
            id="city", name="市局", unit="city", kind=AccountKind.SUBSCRIPTION, appid=APPID
        )
    )
    accounts.store.keep_secrets(
        "city", Secrets.model_validate({"app_secret": "right", "token": "token"})
    )
    return simulator


def taken_over(*args: str, exit_code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["import-from-wechat", "--account", "city", *args])
    assert result.exit_code == exit_code, result.output
    return result


def test_a_dry_run_shows_all_and_changes_nothing(tmp_path: Path) -> None:
    kept = tmp_path / "备份.json"
    said = taken_over("--dry-run", "--save", str(kept))
    assert "2 条" in said.stdout
    assert "多篇图文" in said.stdout
    assert json.loads(kept.read_text())["autoreply"] == AUTOREPLY
    assert not versions.rules_in_force("city").rules


def test_rules_and_menu_are_in_force_afterwards_and_twice_changes_nothing() -> None:
    client = accounts.wechat_client("city")
    client.menu.create(MENU)
    assert "版本 1，菜单已创建" in taken_over().stderr
    assert [rule.name for rule in versions.rules_in_force("city").rules] == ["发票", "指南"]
    assert client.menu.get()["menu"]["button"][0]["name"] == "官网"
    assert "版本 1" in taken_over().stderr


def test_rules_that_are_in_force_are_not_replaced_unasked() -> None:
    from chalicelib.conversation.models import ReplyRules

    taken_over()
    versions.import_rules("city", ReplyRules(), source="手工", by=local("编辑"), now=utc_now())
    assert "rule restore 2" in taken_over(exit_code=1).stderr
    taken_over("--replace")
    assert len(versions.rules_in_force("city").rules) == 2


def test_who_has_no_role_takes_nothing_over() -> None:
    setup = fetch_setup("city")
    stranger = Actor(person="li", known_by=KnownBy.SIGN_IN)
    with pytest.raises(PermissionDenied, match="li"):
        take_over_setup("city", setup.takeover, by=stranger, now=utc_now())
    assert not versions.rules_in_force("city").rules


def test_replies_and_menu_that_were_taken_over_are_in_the_log() -> None:
    accounts.wechat_client("city").menu.create(MENU)
    setup = fetch_setup("city")
    take_over_setup("city", setup.takeover, by=local("li"), now=utc_now())
    logged = {(one.by, one.action, one.note) for one in audit.of_unit("city")}
    assert logged == {
        ("li", "conversation:rules:import", SOURCE),
        ("li", "menus:menu:publish", SOURCE),
    }
