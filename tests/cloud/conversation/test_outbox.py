"""What follows from a recorded push, over the stream."""

from __future__ import annotations

import json
from typing import Any

import pytest

import app as bundle
from chalicelib import accounts, conversation
from chalicelib.accounts import OfficialAccount
from chalicelib.cloud import table
from chalicelib.conversation.inbox import store
from chalicelib.conversation.inbox.store import record
from chalicelib.conversation.models import Decision, Handover, Reason, Rung
from chalicelib.wechat.parse import typed
from chalicelib.wechat.replies import ImageReply, TextReply, TransferReply
from chalicelib.wechat.text import Text
from tests.cloud.accounts.made import account

COMMON = {"ToUserName": "gh_1", "FromUserName": "oA", "MsgType": "event"}


def inserted(*items: table.Item) -> dict[str, Any]:
    """A batch as the table's stream delivers it."""
    return {
        "Records": [
            {
                "eventID": str(number),
                "eventName": "INSERT",
                "dynamodb": {
                    "Keys": {},
                    "SequenceNumber": str(number),
                    "NewImage": table.encode(item),
                },
            }
            for number, item in enumerate(items)
        ]
    }


def put(fields: dict[str, Any], decision: Decision | None = None) -> table.Item:
    """Record a push and return its item."""
    push = typed(COMMON | fields)
    record("province", push, COMMON | fields, decision or Decision(rung=Rung.SILENT), 1000, 1)
    item = table.get("FOLLOWER#province#oA", f"IN#{push.key}")
    assert item is not None
    return item


def system(fields: dict[str, Any]) -> table.Item:
    """Record a push of one of WeChat's own senders and return its item."""
    push = typed(COMMON | fields)
    record("province", push, COMMON | fields, Decision(rung=Rung.SILENT), 1000, 1)
    item = table.get("SYSTEM#province", f"IN#{push.key}")
    assert item is not None
    return item


def state() -> table.Item:
    return table.get("FOLLOWER#province#oA", "STATE") or {}


def test_who_follows_and_leaves_is_noted_in_the_order_it_happened_whatever_the_order_it_is_told(
    cloud,
):
    follow = put({"Event": "subscribe", "EventKey": "qrscene_hall-1", "CreateTime": 10})
    leave = put({"Event": "unsubscribe", "EventKey": "", "CreateTime": 20})
    batch = inserted(leave, follow, leave)
    for _ in range(2):
        assert bundle.outbox.outbox(batch, None) == {"batchItemFailures": []}
    assert state()["following"] is False
    assert state()["left_at"] == 20


def test_following_keeps_the_scene_and_the_time(cloud):
    bundle.outbox.outbox(
        inserted(put({"Event": "subscribe", "EventKey": "qrscene_hall-1", "CreateTime": 10})), None
    )
    assert (state()["following"], state()["scene"], state()["followed_at"]) == (True, "hall-1", 10)


def test_items_that_are_no_pushes_are_passed_over(cloud):
    batch = inserted({"pk": "ACCOUNTS", "sk": "province", "doc": "{}"})
    assert bundle.outbox.outbox(batch, None) == {"batchItemFailures": []}


def test_a_record_that_fails_is_named_and_the_stream_starts_again_there(cloud):
    good = put({"Event": "subscribe", "EventKey": "", "CreateTime": 10})
    bad = good | {"decision": "not json"}
    assert bundle.outbox.outbox(inserted(good, bad, good), None) == {
        "batchItemFailures": [{"itemIdentifier": "1"}]
    }


@pytest.mark.parametrize(
    "more",
    [
        {"handover": Handover(reason=Reason.ASKED, ticket="T1-1")},
        {"follow_ups": (TextReply(content="二"),)},
    ],
)
def test_what_an_account_was_told_before_it_was_removed_holds_up_nobody(cloud, more):
    message = {"MsgType": "text", "Content": "人工", "MsgId": "1", "CreateTime": 10}
    gone = put(message, Decision(Rung.PERSON, **more))
    follow = put({"Event": "subscribe", "EventKey": "", "CreateTime": 10})
    assert bundle.outbox.outbox(inserted(gone, follow), None) == {"batchItemFailures": []}
    assert state()["following"] is True


SEVERAL = Decision(
    Rung.EXACT,
    TextReply(content="一"),
    (ImageReply(media_id="M"), TextReply(content="二"), TransferReply()),
)


def recorded_message() -> conversation.RecordedPush:
    item = put({"MsgType": "text", "Content": "全部", "MsgId": "1", "CreateTime": 10}, SEVERAL)
    found = conversation.recorded(item)
    assert found is not None
    return found


def test_follow_ups_are_sent_once_however_often_the_stream_repeats(cloud):
    accounts.store.add_account(OfficialAccount.model_validate(account()))
    sent: list[dict[str, Any]] = []
    for _ in range(3):
        conversation.send_follow_ups(recorded_message(), lambda _account: sent.append)
    assert sent == [
        {"touser": "oA", "msgtype": "image", "image": {"media_id": "M"}},
        {"touser": "oA", "msgtype": "text", "text": {"content": "二"}},
    ]


def test_a_follow_up_whose_fate_is_unknown_is_not_sent_again(cloud):
    accounts.store.add_account(OfficialAccount.model_validate(account()))

    def drop(_body: dict[str, Any]) -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        conversation.send_follow_ups(recorded_message(), lambda _account: drop)
    sent: list[dict[str, Any]] = []
    conversation.send_follow_ups(recorded_message(), lambda _account: sent.append)
    assert [body["msgtype"] for body in sent] == ["text"]


def test_a_push_too_long_to_keep_is_still_a_recorded_push(cloud):
    push = typed(
        COMMON | {"MsgType": "text", "MsgId": "2", "CreateTime": 1, "Content": "税" * 100_000}
    )
    record("province", push, push.model_dump(by_alias=True), Decision(rung=Rung.SILENT), 1000, 1)
    item = table.get("FOLLOWER#province#oA", "IN#M#2")
    assert item is not None
    assert "cut" in json.loads(store.texts_of(item)[0])
    found = conversation.recorded(item)
    assert found is not None
    assert isinstance(found.push, Text)
    assert found.push.content == "税" * 4096
    assert found.push.from_user == "oA"


def test_what_a_follower_wrote_stays_out_of_the_log_of_a_failure(cloud, caplog, capsys):
    push = {"MsgType": "text", "MsgId": "3", "CreateTime": 1, "Content": "我的身份证号是"}
    item = put(push) | {"decision": '{"rung": "我的身份证号是"}'}
    assert bundle.outbox.outbox(inserted(item), None)["batchItemFailures"]
    logged = capsys.readouterr()
    assert "outbox record failed" in logged.out + logged.err + caplog.text
    assert "我的身份证号是" not in logged.out + logged.err + caplog.text


def verification(event: str) -> dict[str, Any]:
    return {"Event": event, "FromUserName": "gh_2", "CreateTime": 10, "ExpiredTime": 20}


def counted(written: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.splitlines() if "AccountVerification" in line]


@pytest.mark.parametrize(
    "event",
    ["qualification_verify_fail", "naming_verify_fail", "annual_renew", "verify_expired"],
)
def test_a_verification_at_risk_is_counted_and_names_its_account(cloud, capsys, monkeypatch, event):
    from chalicelib import telemetry

    said: list[tuple[str, dict[str, str]]] = []
    monkeypatch.setattr(
        telemetry.logger, "warning", lambda text, *, extra: said.append((text, extra))
    )
    assert bundle.outbox.outbox(inserted(system(verification(event))), None) == {
        "batchItemFailures": []
    }
    assert said == [("account verification", {"account": "province", "event": event})]
    total, by_event = counted(capsys.readouterr().out)
    assert total["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["Stage"]]
    assert (by_event["Stage"], by_event["Event"]) == ("test", event)


@pytest.mark.parametrize("event", ["qualification_verify_success", "naming_verify_success"])
def test_a_verification_that_went_well_wakes_nobody(cloud, capsys, event):
    bundle.outbox.outbox(inserted(system(verification(event))), None)
    assert counted(capsys.readouterr().out) == []
