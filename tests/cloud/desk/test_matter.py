"""What a row of the queue says of a follower who only called for a person: the question before."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chalicelib.conversation import Decision, Rung
from chalicelib.wechat.text import Text
from tests.cloud.conversation.inside import store
from tests.cloud.desk.conftest import ACCOUNT, Desk


def wrote(words: str, at: datetime, number: int, **more: str) -> None:
    fields = {
        "ToUserName": "gh",
        "FromUserName": "oA",
        "CreateTime": str(int(at.timestamp())),
        "MsgType": "text",
        "Content": words,
        "MsgId": str(number),
        **more,
    }
    push = Text.model_validate(fields)
    store.record(ACCOUNT, push, fields, Decision(rung=Rung.FAQ), int(at.timestamp()), 30)


@pytest.mark.parametrize(
    ("called", "before", "minutes", "says"),
    [
        ("人工", "退税多久到账", 2, "退税多久到账"),
        ("人工", "退税多久到账", 31, "人工"),
        ("人工", "你好", 2, "人工"),
        ("人工", "", 0, "人工"),
        ("社保怎么交，转人工", "退税多久到账", 2, "社保怎么交，转人工"),
    ],
)
def test_a_row_says_what_was_asked_and_not_that_a_person_was_called(
    office: Desk, called: str, before: str, minutes: int, says: str
) -> None:
    if before:
        wrote(before, office.now - timedelta(minutes=minutes), 1)
    assert office.ask(text=called).summary == says


def test_a_tap_on_a_link_says_what_was_typed_before(office: Desk) -> None:
    wrote("退税多久到账", office.now - timedelta(minutes=2), 1)
    wrote("转人工", office.now - timedelta(minutes=1), 2, bizmsgmenuid="person")
    assert office.ask(text="[点击] 转人工", tapped=True).summary == "退税多久到账"
