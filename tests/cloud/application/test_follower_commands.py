"""``./rongmei follower``: what is kept, a copy of it, its erasure."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from chalicelib import audit, followers, hotline
from chalicelib.actor import local
from chalicelib.application import erase_follower
from chalicelib.clock import utc_now
from cli.app import app
from tests.cloud.application.whole_life import HOTLINE, OPENID, Life, everything, lived
from tests.cloud.desk.conftest import (  # noqa: F401 - fixtures
    ACCOUNT,
    Desk,
    account,
    empty,
    hire,
    office,
)

WHO = ["--account", ACCOUNT, "--openid", OPENID]


@pytest.fixture(autouse=True)
def life(office: Desk) -> Life:  # noqa: F811 - a fixture
    """A follower who did everything some days ago."""
    hotline.connect(
        ACCOUNT, base_url=HOTLINE, timeout_seconds=1, secret=None, by=local("ops"), now=office.now
    )
    return lived()


@pytest.fixture(autouse=True)
def today(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    now = max(utc_now(), life.now + timedelta(hours=1))
    monkeypatch.setattr("cli.followers.follower.utc_now", lambda: now)


def run(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, ["follower", *arguments], input=typed)


def test_a_copy_holds_everything_in_plain_words(tmp_path: Path) -> None:
    file = tmp_path / "copy.json"
    done = run("export", *WHO, "--out", str(file))
    assert done.exit_code == 0, done.output
    text = file.read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    assert found["OpenID"] == OPENID
    for words in (
        "张三丰",
        "家门口秘密",
        "脾气急",
        "请带身份证",
        "微信客服说的话",
        "看看这个回答",
        "hall-secret",
    ):
        assert words in text, words
    assert [one["评价"] for one in found["人工会话"]] == [5, ""]
    assert found["人工会话"][1]["热线"]["还没有送达热线的"]
    assert found["消息"][0]["类型"] == "文字"
    [entry] = [one for one in audit.of_unit(ACCOUNT) if one.action == "followers:person:export"]
    assert followers.names(entry.object, ACCOUNT, OPENID)
    assert OPENID not in entry.model_dump_json()


def test_what_is_kept_is_shown_as_numbers_only() -> None:
    done = run("show", *WHO)
    assert done.exit_code == 0, done.output
    assert "微信客服的聊天记录" in done.stdout
    assert "张三丰" not in done.output


def test_an_erasure_asks_first_shows_what_goes_and_is_confirmed_by_the_openid() -> None:
    assert run("erase", *WHO, "--reason", "本人申请", typed="n\n").exit_code == 1
    assert OPENID in everything()
    done = run("erase", *WHO, "--reason", "本人申请", "--by", "li", typed="y\n")
    assert done.exit_code == 0, done.output
    assert "已删除" in done.stderr
    kept = everything()
    assert "张三丰" not in kept
    found = json.loads(run("show", *WHO, "--json").stdout)
    assert found["kept"] == {}
    [receipt] = found["receipts"]
    assert (receipt["by"], receipt["erased"]["sessions"]) == ("li", 2)
    again = run("erase", *WHO, "--reason", "本人申请", "--yes")
    assert again.exit_code == 1
    assert "没有保存" in again.stderr


def test_json_gives_the_receipt() -> None:
    done = run("erase", *WHO, "--reason", "本人申请", "--yes", "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["receipt"]["erased"]["messages"] == 13


def test_who_wrote_a_moment_ago_is_erased_in_the_background(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.followers.follower.utc_now", lambda: life.now)
    done = run("erase", *WHO, "--reason", "本人申请", "--yes")
    assert done.exit_code == 0, done.output
    assert "后台" in done.stderr
    assert erase_follower.sweep(life.now + erase_follower.SETTLES) == 1
