"""The hotline from the command line: what a person types and sees."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner, Result

from chalicelib import accounts, hotline
from chalicelib.settings import settings
from cli.app import app
from tests.cloud.desk.conftest import ACCOUNT
from tests.cloud.hotline.conftest import SECRET, Line12366


def run(*words: str, secret: str = "") -> Result:
    return CliRunner().invoke(
        app, words, env={"COLUMNS": "200", "TERM": "dumb", "RONGMEI_HOTLINE_SECRET": secret}
    )


def test_a_session_is_passed_to_the_hotline_and_had_back(bridged: Line12366) -> None:
    session = bridged.ask()
    at = ("--account", ACCOUNT, "--by", "wang")
    passed = run("desk", "transfer", session.ticket, "--hotline", "--note", "要查档案", *at)
    assert passed.exit_code == 0, passed.stderr
    assert "由热线接着服务" in passed.stderr
    bridged.work()
    shown = run("hotline", "show", ACCOUNT)
    assert "热线已受理" in shown.stdout
    assert "12366-000001" in shown.stdout
    assert "hotline" in run("desk", "list", "--account", ACCOUNT).stdout
    back = run("desk", "take", session.ticket, "--account", ACCOUNT, "--by", "li")
    assert back.exit_code == 0, back.stderr
    bridged.work()
    assert "没有未办结的会话" in run("hotline", "show", ACCOUNT).output
    assert "本方已结束" in run("hotline", "show", ACCOUNT, "--all").stdout
    again = run("desk", "transfer", session.ticket, "--hotline", "--account", ACCOUNT, "--by", "li")
    assert again.exit_code == 0, again.stderr
    bridged.work()
    assert f"{session.id}-2" in run("hotline", "show", ACCOUNT).stdout


def test_two_ways_at_once_are_refused(bridged: Line12366) -> None:
    session = bridged.ask()
    both = run("desk", "transfer", session.id, "--hotline", "--to", "li", "--account", ACCOUNT)
    assert both.exit_code == 2
    assert "--hotline" in both.stderr


def test_without_a_hotline_it_says_how_to_connect_one(bridged: Line12366) -> None:
    session = bridged.ask()
    assert run("hotline", "disconnect", ACCOUNT).exit_code == 0
    at = ("--account", ACCOUNT, "--by", "wang")
    refused = run("desk", "transfer", session.id, "--hotline", *at)
    assert refused.exit_code == 1
    assert "./rongmei hotline connect" in refused.stderr


def test_disconnecting_says_what_is_still_there(bridged: Line12366) -> None:
    session = bridged.ask()
    run("desk", "transfer", session.id, "--hotline", "--account", ACCOUNT, "--by", "wang")
    left = run("hotline", "disconnect", ACCOUNT)
    assert "还有 1 个会话" in left.stderr


def test_connecting_says_when_followers_are_handed_over_and_never_shows_a_given_secret(
    bridged: Line12366,
) -> None:
    words = ("hotline", "connect", ACCOUNT, "--base-url", bridged.url)
    said = run(*words, "--when", "closed", secret=SECRET)
    assert "下班或无人在岗时自动移交" in said.stderr
    assert SECRET not in said.output
    shown = json.loads(run("hotline", "show", ACCOUNT, "--json").stdout)
    assert shown["settings"]["when"] == "closed"
    assert SECRET not in json.dumps(shown)
    assert run(*words, "--when", "sometimes").exit_code == 2


def test_an_account_without_a_desk_of_its_own_is_told_so(bridged: Line12366) -> None:
    known = accounts.current(ACCOUNT).account
    accounts.store.update_account(
        known.model_copy(update={"agents": accounts.Agents.WECHAT}), instead_of=0
    )
    said = run("hotline", "connect", ACCOUNT, "--base-url", bridged.url)
    assert "--agents own" in said.stderr


@pytest.mark.parametrize("url", ["http://hotline.example", "hotline"])
def test_an_address_that_is_not_encrypted_is_refused(bridged: Line12366, url: str) -> None:
    refused = run("hotline", "connect", ACCOUNT, "--base-url", url)
    assert refused.exit_code == 1
    assert "热线的设置不能用" in refused.stderr


def test_the_address_for_events_follows_from_that_of_the_callback(
    bridged: Line12366, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert hotline.events_url(ACCOUNT) is None
    monkeypatch.setenv("RONGMEI_CALLBACK_URL", "https://wechat.example/api/wechat/{account}")
    settings.cache_clear()
    said = run("hotline", "connect", ACCOUNT, "--base-url", bridged.url)
    assert f"https://wechat.example/api/hotline/{ACCOUNT}/events" in said.stderr
