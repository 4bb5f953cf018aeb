"""A menu from the draft to the phone on the deployed bundle: published, for a while, changed elsewhere, rolled back."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import httpx
import pytest

from demo.accounts import ALL
from dev import stack as running
from dev.places import ROOT
from tests.stack.conftest import Stack

if TYPE_CHECKING:
    from tests.stack.browser import Console

TASK = '{"kind": "menu", "account": "county"}'
PATIENCE = 180
"""Seconds for a function to start and to make a few calls, on a busy machine."""
APPID = next(one.appid for one in ALL if one.id == "county")
CAMPAIGN = """
from datetime import timedelta
from chalicelib import menus
from chalicelib.actor import local
from chalicelib.clock import utc_now
now = utc_now()
document = menus.MenuDocument(buttons=(menus.Button(name="宣传月", type="view", url="https://tax.example/"),))
plan = menus.Plan(until=now + timedelta(seconds=15))
made = menus.hand_in("county", menus.Content(document), plan, by=local("ops"), now=now)
assert made.state is menus.PublicationState.IN_FORCE, made.problem
"""
FILE = """
buttons:
  - name: 办税
    children:
      - {{name: 电子税务局, type: view, url: "https://etax.yunling.example/"}}
      - {{name: 征期, type: click, key: COUNTY_DATES}}
  - {{name: {name}, type: view, url: "https://tax.example/"}}
"""


class Walk:
    """The county's menu, its operators' shell, and the phone of one follower."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.user = self.sim("POST", "/users", {})["id"]
        self.sim("POST", f"/accounts/{APPID}/users/{self.user}/follow", {})

    def sim(self, method: str, path: str, body: Any = None) -> Any:
        answer = httpx.request(method, f"{self.stack.simulator_url}/_sim{path}", json=body)
        answer.raise_for_status()
        return answer.json()

    def on_phone(self) -> list[str]:
        """The top of the menu that the follower sees."""
        accounts = self.sim("GET", f"/users/{self.user}/phone")
        [county] = [one for one in accounts if one["appid"] == APPID]
        return [one["name"] for one in (county["menu"] or {"button": []})["button"]]

    def menu(self, *words: str, code: int = 0) -> str:
        done = self.stack.python("-m", "cli", "menu", *words, "--account", "county")
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def wake(self) -> None:
        """What the minute's sweep does where something is due at the county's menu."""
        env = self.stack.env
        sqs = boto3.client(
            "sqs",
            endpoint_url=env["AWS_ENDPOINT_URL"],
            region_name=env["AWS_REGION"],
            aws_access_key_id=env["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=env["AWS_SECRET_ACCESS_KEY"],
        )
        sqs.send_message(QueueUrl=env["RONGMEI_OUTGOING_QUEUE_URL"], MessageBody=TASK)

    def until_on_phone(self, *wanted: str) -> None:
        end = time.monotonic() + PATIENCE
        while (seen := self.on_phone()) != list(wanted):
            assert time.monotonic() < end, f"the phone shows {seen}"
            self.wake()
            time.sleep(3)


@pytest.fixture
def walk(seeded: Stack) -> Iterator[Walk]:
    yield Walk(seeded)


def test_a_menu_goes_to_the_phone_and_back(walk: Walk, tmp_path: Path, console: Console) -> None:
    first = walk.on_phone()
    file = tmp_path / "菜单.yaml"
    file.write_text(FILE.format(name="官网"))

    # Published at once.
    walk.menu("edit", "--file", str(file))
    walk.menu("publish", "--note", "换新网址")
    assert walk.on_phone() == ["办税", "官网"]

    # A campaign ends by itself: the deployed worker brings the menu back.
    done = walk.stack.python("-c", CAMPAIGN)
    assert done.returncode == 0, done.stdout + done.stderr
    assert walk.on_phone() == ["宣传月"]
    walk.until_on_phone("办税", "官网")

    # Somebody changes it on WeChat's page: told in words, and overwritten on purpose.
    walk.sim("PUT", f"/accounts/{APPID}/menu", {"button": [{"name": "别处", "type": "text", "value": "您好"}]})  # fmt: skip
    assert walk.on_phone() == ["别处"]
    assert "新增 默认菜单：别处" in walk.menu("drift", code=1)
    walk.menu("overwrite", "--reason", "不是本单位改的")
    assert walk.on_phone() == ["办税", "官网"]

    # Two people publish at once: one is faster.
    file.write_text(FILE.format(name="首页"))
    walk.menu("edit", "--file", str(file))
    command = [sys.executable, "-m", "cli", "menu", "publish", "--account", "county", "--by"]
    env = running.CLEAN | walk.stack.env
    both = [
        subprocess.Popen([*command, one], cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True)
        for one in ("甲", "乙")
    ]
    told = [one.communicate(timeout=PATIENCE)[1] for one in both]
    assert sorted(one.returncode for one in both) == [0, 1], told
    assert walk.on_phone() == ["办税", "首页"]

    # Rolled back to the menu of the beginning.
    walk.menu("restore", "1", "--note", "回到原来的")
    assert walk.on_phone() == first

    # The page shows the menu in a phone.
    page = console("ban", "/menus?account=province")
    from playwright.sync_api import expect

    phone = page.get_by_role("group", name="手机上的菜单")
    expect(phone.locator("button[data-place='buttons.0']")).to_be_visible()
