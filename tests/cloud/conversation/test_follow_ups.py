"""Further replies of a rule that WeChat does not take."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib import accounts
from chalicelib.accounts import AccountKind, Limit, OfficialAccount, Period, Scarce
from chalicelib.clock import utc_now
from chalicelib.conversation import RecordedPush, send_follow_ups
from chalicelib.conversation.models import Decision, Rung
from chalicelib.wechat.errors import UnknownOutcome, refusal
from chalicelib.wechat.parse import typed
from chalicelib.wechat.replies import TextReply

API = "/cgi-bin/message/custom/send"
PUSH = typed(
    {
        "ToUserName": "gh_1",
        "FromUserName": "oA",
        "CreateTime": 10,
        "MsgType": "text",
        "Content": "全部",
        "MsgId": "1",
    }
)
RECORDED = RecordedPush(
    "province",
    PUSH.key,
    PUSH,
    Decision(rung=Rung.EXACT, follow_ups=(TextReply(content="一"), TextReply(content="二"))),
)


def refusing(error: Exception) -> tuple[list[str], Any]:
    """A WeChat that takes nothing, and what it was asked to take."""
    asked: list[str] = []

    def send(body: dict[str, Any]) -> None:
        asked.append(body["text"]["content"])
        raise error

    return asked, send


@pytest.fixture(autouse=True)
def account(cloud: None) -> None:
    two_a_day = {Scarce.KF: Limit(count=2, per=Period.DAY)}
    accounts.store.add_account(
        OfficialAccount(
            id="province",
            name="省税务",
            unit="p",
            kind=AccountKind.SERVICE,
            appid="wx00province",
            limits=two_a_day,
        )
    )


def test_past_the_day_s_messages_nothing_is_sent(capsys: pytest.CaptureFixture[str]) -> None:
    accounts.spend_kf("province", utc_now())
    sent: list[str] = []
    assert (
        send_follow_ups(RECORDED, lambda _: lambda body: sent.append(body["text"]["content"])) == 1
    )
    assert sent == ["一"]
    assert "AllowanceUsedUp" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("error", "wanted"),
    [
        (UnknownOutcome("timeout", appid="wx1", api=API), ["一", "二"]),
        (refusal(45047, "out of response count limit", appid="wx1", api=API), ["一"]),
    ],
)
def test_what_wechat_refuses_does_not_hold_up_the_stream(
    error: Exception, wanted: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    asked, send = refusing(error)
    assert send_follow_ups(RECORDED, lambda _account: send) == 0
    assert asked == wanted
    assert "FollowUpLost" in capsys.readouterr().out
