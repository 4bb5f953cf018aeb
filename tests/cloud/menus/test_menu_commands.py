"""``./rongmei menu``: a menu from a file to followers, and back."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner, Result

from chalicelib import accounts, menus
from chalicelib.clock import SHANGHAI, shown, utc_now
from cli.app import app
from tests.cloud.menus.made import APPID, BAN, counted, document, names, published, view

FILE = """
buttons:
  - name: 办税
    children:
      - {name: 发票, type: view, url: "https://tax.example/invoice"}
      - {name: 征期, type: click, key: DATES}
  - {name: 官网, type: view, url: "https://tax.example/"}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "菜单.yaml"
    path.write_text(FILE)
    return path


def run(command: str, *args: str, by: str = "ban", exit_code: int = 0) -> Result:
    words = ["menu", *command.split(), "--account", "city", *args, "--by", by]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == exit_code, result.output
    return result


def data(command: str, *args: str, exit_code: int = 0) -> Any:
    return json.loads(run(command, *args, "--json", exit_code=exit_code).stdout)


def test_from_a_file_to_followers_and_back_to_the_file(
    file: Path, tmp_path: Path, wechat: menus.Menus
) -> None:
    assert "DATES 还没有回复" in run("edit", "--file", str(file)).stdout
    assert "现行" in run("publish", "--note", "第一版").stderr
    assert names(wechat) == ["办税", "官网"]
    assert "第一版" in run("history").stdout
    written = tmp_path / "写出.yaml"
    run("show", "--file", str(written))
    assert menus.read_file("a.yaml", written.read_bytes()) == menus.document("city", 1)


def test_what_stands_against_it_is_listed_and_ends_the_check_with_1(tmp_path: Path) -> None:
    path = tmp_path / "菜单.json"
    path.write_text(json.dumps({"button": [{"name": "官网", "type": "view", "url": "x"}]}))
    run("edit", "--file", str(path))
    assert "https://" in run("check", exit_code=1).stdout
    assert [one["code"] for one in data("check", exit_code=1)] == [40020]
    assert "官网" in run("publish", exit_code=1).stderr


def test_a_campaign_is_scheduled_and_ended_before_its_time(wechat: menus.Menus) -> None:
    published(document("平时"))
    menus.save_draft("city", document("宣传"), seen=2, by=BAN, now=utc_now())
    until = shown(utc_now() + timedelta(days=2))
    assert "自动结束" in run("publish", "--until", until).stderr
    assert names(wechat) == ["宣传"]
    assert "已结束" in run("end 2").stderr
    assert names(wechat) == ["平时"]
    at = shown(utc_now() + timedelta(days=1))
    menus.save_draft("city", document("征期"), seen=4, by=BAN, now=utc_now())
    assert "待发布" in run("schedule", "--at", at).stderr
    assert "已取消" in run("cancel 3").stderr


def test_a_second_person_approves_what_the_first_handed_in(wechat: menus.Menus) -> None:
    menus.save_draft("city", document("办税"), seen=0, by=BAN, now=utc_now())
    assert "approve 1" in run("submit").stderr
    assert "不能自己审核" in run("approve 1", exit_code=1).stderr
    assert "现行" in run("approve 1", by="zong").stderr
    assert names(wechat) == ["办税"]


def test_drift_is_told_in_words_and_overwritten_with_a_reason(wechat: menus.Menus) -> None:
    published(document("办税"))
    assert "就是现行的" in run("drift").stderr
    wechat.client.menu.create({"button": menus.bodies(document("别处").buttons)})
    assert "删除 默认菜单：办税" in run("drift", exit_code=1).stdout
    run("overwrite", "--reason", "不是我们改的")
    assert names(wechat) == ["办税"]
    wechat.client.menu.create({"button": menus.bodies(document("别处").buttons)})
    assert "版本 3" in run("take-over", "--reason", "就用它").stderr
    run("restore 1")
    assert names(wechat) == ["办税"]
    assert "修改" not in run("diff 1 4").stdout


def test_two_people_is_a_setting_of_the_unit() -> None:
    result = CliRunner().invoke(app, ["menu", "two-people", "on", "--unit", "city"])
    assert "要两人（本单位设定）" in result.stderr
    assert menus.two_people_for("city") == (True, "city")


def test_a_follower_s_menu_is_asked_of_wechat(city: str) -> None:
    published(document("办税"))
    user = httpx.post(f"{city}/_sim/users", json={}).json()["id"]
    httpx.post(f"{city}/_sim/accounts/{APPID}/users/{user}/follow").raise_for_status()
    openids = accounts.wechat_client("city").get("user/get")["data"]["openid"]
    assert "办税" in run("try", openids[0]).stdout
    assert "65302" in run("try", "nobody", exit_code=1).stderr


def test_clicks_and_suggestions_have_their_numbers() -> None:
    published(document("甲", "乙"))
    counted({view("甲").url: 216})
    now = utc_now().astimezone(SHANGHAI)
    found = data("clicks")
    assert [one["taps"] for one in found["entries"]] == [9 * (24 - now.hour), 0]
    assert "没有人点过" in run("suggest").stdout
    assert "已放进草稿" in run("suggest", "--apply", "1").stderr
    assert [one.name for one in menus.current_draft("city").document.buttons] == ["甲"]
