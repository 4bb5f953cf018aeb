"""The ladder says that a push is the counter's matter, and nothing more; without a counter it is as any other."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from chalicelib.clock import SHANGHAI
from chalicelib.conversation.ladder.context import AccountContext
from chalicelib.conversation.ladder.decide import decide
from chalicelib.conversation.models import ReplyRules, Rung
from chalicelib.conversation.rules.reply_book import BookFile, open_book, to_bytes
from chalicelib.followers import FollowerState
from chalicelib.wechat.parse import typed

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=SHANGHAI)
RULES = ReplyRules.model_validate(
    {
        "rules": [{"name": "改约", "exact": ["改约"], "replies": [{"type": "text", "content": "规则"}]}],
        "scenes": {"hall-a": {"replies": [{"type": "text", "content": "扫码"}]}},
        "menu": {"appointment": {"replies": [{"type": "text", "content": "菜单"}]}},
        "services": [{"name": "办税预约登记", "menu": "appointment", "text": "服务"}],
    }
)  # fmt: skip
BOOK = open_book(to_bytes(BookFile(version=1, rules=RULES)))
OWNED = FollowerState(session_owner="wang")


def rung(*, counter: bool = True, follower: FollowerState | None = None, **fields: Any) -> Rung:
    push = typed({"ToUserName": "gh", "FromUserName": "oA", "CreateTime": 1, "MsgId": "1"} | fields)
    account = AccountContext(counter=counter)
    return decide(push, BOOK, follower or FollowerState(), NOW, account=account).rung


def text(words: str, tap: str = "", **how: Any) -> Rung:
    more = {"bizmsgmenuid": tap} if tap else {}
    return rung(MsgType="text", Content=words, **more, **how)


def event(name: str, key: str, **how: Any) -> Rung:
    return rung(MsgType="event", Event=name, EventKey=key, **how)


@pytest.mark.parametrize("tap", ["book:mine", "book:take:a:b:20261201:0900", "menu:appointment"])
def test_its_links_go_before_everything_even_an_agent(tap: str) -> None:
    assert text("预约", tap) is Rung.APPOINTMENT
    assert text("预约", tap, follower=OWNED) is Rung.APPOINTMENT


def test_its_words_stand_below_an_agent_and_the_accounts_rules() -> None:
    assert text("我的预约") is Rung.APPOINTMENT
    assert text("我的预约", follower=OWNED) is Rung.OWNED
    assert text("改约") is Rung.EXACT
    assert text("预约不了怎么办") is not Rung.APPOINTMENT


def test_a_service_whose_key_it_is_leads_to_it() -> None:
    assert text("办税预约登记") is Rung.APPOINTMENT
    assert text("办税预约登记", counter=False) is Rung.SERVICE


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("CLICK", "appointment"),
        ("CLICK", "appointment:fapiao"),
        ("SCAN", "hall-a"),
        ("subscribe", "qrscene_hall-a"),
    ],
)
def test_menu_and_codes_of_halls_are_its_matter(name: str, key: str) -> None:
    assert event(name, key) is Rung.APPOINTMENT


@pytest.mark.parametrize(
    ("name", "key"),
    [("CLICK", "appointments"), ("CLICK", "x"), ("SCAN", "other"), ("subscribe", ""), ("VIEW", "appointment")],
)  # fmt: skip
def test_others_are_not(name: str, key: str) -> None:
    assert event(name, key) is not Rung.APPOINTMENT


def test_without_a_counter_all_of_it_is_as_any_other() -> None:
    assert event("CLICK", "appointment", counter=False) is Rung.MENU
    assert event("SCAN", "hall-a", counter=False) is Rung.SCENE
    assert text("我的预约", counter=False) is Rung.SILENT
    assert text("预约", "book:mine", counter=False) is Rung.TAPPED
