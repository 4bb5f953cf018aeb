"""Who wished to be reminded of a live stream is told once in a round, by the way that is open, whoever is killed on the way."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any, Final

import pytest
from botocore.client import BaseClient

from chalicelib import accounts, broadcasts, conversation, desk
from chalicelib.application import broadcast_tellings, erase_follower, erasure_steps, incoming
from chalicelib.broadcasts import Broadcast
from chalicelib.cloud import table
from chalicelib.wechat.parse import typed
from tests.cloud.desk.conftest import ACCOUNT, Desk, Killed, account, empty, taken

__all__ = ["account", "empty"]
ID: Final = "p-20261201-7f3k2a"
HOUR: Final = timedelta(hours=1)


def publish(office: Desk, after: timedelta, **fields: Any) -> Broadcast:
    plain = {
        "account": ACCOUNT,
        "id": ID,
        "title": "减半政策直播课",
        "where": "视频号",
        "starts": office.now + after,
        "ends": office.now + after + HOUR,
    }
    before = broadcasts.store.find(ACCOUNT, ID)
    one = broadcasts.announced(before, Broadcast.model_validate(plain | fields), office.now)
    table.transact([broadcasts.store.put_action(one)])
    return one


def says(office: Desk, openid: str, text: str, menu: str = "") -> str:
    """The follower writes, or taps a link; returns what the robot says."""
    office.words += 1
    wire: dict[str, Any] = {
        "ToUserName": "gh",
        "FromUserName": openid,
        "CreateTime": int(office.now.timestamp()),
        "MsgType": "text",
        "Content": text,
        "MsgId": str(office.words),
    } | ({"bizmsgmenuid": menu} if menu else {})
    said = conversation.receive(accounts.live(ACCOUNT), typed(wire), wire, office.now.timestamp())
    for item in table.query(f"FOLLOWER#{ACCOUNT}#{openid}", "IN#"):
        recorded = conversation.recorded(item)
        assert recorded
        incoming.follow(recorded, office.now)  # as often as the stream likes
    return str(said)


def taps(office: Desk, openid: str, of: str = ID) -> str:
    """The follower writes the keyword, and taps the link of the reply."""
    office.wechat[openid] = 5
    says(office, openid, "直播提醒")
    return says(office, openid, "提醒我看直播", f"live:{of}")


def runs(office: Desk) -> None:
    """The sweep, and then the queue until it is empty."""
    broadcast_tellings.sweep(office.now)
    for _ in range(12):
        for body in taken():
            if broadcast_tellings.is_task(body):
                broadcast_tellings.work(body, office.now)
            else:
                desk.work(body, sender_for=lambda _: office.send, clock=office.clock)


def test_whoever_tapped_is_reminded_half_an_hour_before_and_once(empty: Desk) -> None:
    one = publish(empty, 5 * HOUR)
    for openid in ("oA", "oB"):
        assert "开播前 30 分钟提醒您" in taps(empty, openid)
    taps(empty, "oA")
    empty.now = one.starts - timedelta(minutes=31)
    runs(empty)
    assert empty.sent == []
    for minute in (30, 29, 28):
        empty.now = one.starts - timedelta(minutes=minute)
        runs(empty)
    assert len(empty.texts) == 2
    assert all(text.startswith("您想看的直播快开始了：减半政策直播课") for text in empty.texts)
    counted = broadcasts.store.numbers(ACCOUNT, ID)
    assert (counted.wished, counted.told, counted.not_told) == (2, 2, 0)


def test_whoever_said_nothing_for_two_days_cannot_be_told_and_is_counted_so(empty: Desk) -> None:
    one = publish(empty, 80 * HOUR)
    taps(empty, "oA")
    empty.now = one.starts - timedelta(minutes=30)
    runs(empty)
    counted = broadcasts.store.numbers(ACCOUNT, ID)
    assert (empty.sent, counted.told, counted.not_told) == ([], 0, 1)


def test_a_stream_that_moved_and_one_that_is_cancelled_are_told_again(empty: Desk) -> None:
    publish(empty, 5 * HOUR)
    taps(empty, "oA")
    publish(empty, 8 * HOUR)
    runs(empty)
    runs(empty)
    publish(empty, 8 * HOUR, cancelled=True, note="讲师临时有事")
    runs(empty)
    assert [text[:9] for text in empty.texts] == ["您想看的直播改了时", "您想看的直播取消了"]
    assert "讲师临时有事" in empty.texts[1]


def test_a_wish_for_a_stream_that_is_not_there_is_nothing(empty: Desk) -> None:
    taps(empty, "oA", "p-20261201-000000")
    assert list(broadcasts.store.of_follower(ACCOUNT, "oA")) == []


def test_whoever_is_erased_is_not_told(empty: Desk) -> None:
    one = publish(empty, 5 * HOUR)
    taps(empty, "oA")
    assert list(broadcasts.store.of_follower(ACCOUNT, "oA")) == [ID]
    assert broadcasts.store.erase(ACCOUNT, "oA") == 1
    assert broadcasts.store.erase(ACCOUNT, "oA") == 0
    empty.now = one.starts - timedelta(minutes=30)
    runs(empty)
    assert empty.sent == []
    assert "live streams" in " ".join(step.what for step in erasure_steps.STEPS)
    assert erase_follower is not None


@pytest.mark.parametrize("number", range(1, 60, 2))
def test_killed_after_any_call_everybody_is_told_once(empty: Desk, number: int) -> None:
    one = publish(empty, 5 * HOUR)
    for n in range(3):
        taps(empty, f"o{n}")
    taken()
    empty.now = one.starts - timedelta(minutes=20)
    call = BaseClient._make_api_call  # type: ignore[attr-defined]
    seen = [0]

    def dying(client: BaseClient, name: str, arguments: Any) -> Any:
        answer = call(client, name, arguments)
        seen[0] += name not in ("ReceiveMessage", "DeleteMessage")  # the queue's own, not ours
        if seen[0] == number:
            raise Killed(name)
        return answer

    bodies: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", dying)
        try:
            broadcast_tellings.sweep(empty.now)
            for _ in range(4):
                bodies = taken()
                while bodies:
                    broadcast_tellings.work(bodies[0], empty.now) if broadcast_tellings.is_task(bodies[0]) else desk.work(bodies[0], sender_for=lambda _: empty.send, clock=empty.clock)  # fmt: skip
                    bodies.pop(0)
        except Killed:
            pass  # the queue brings back what was not done
    for body in bodies:
        if broadcast_tellings.is_task(body):
            broadcast_tellings.work(body, empty.now)
        else:
            desk.work(body, sender_for=lambda _: empty.send, clock=empty.clock)
    runs(empty)
    desk.sweep(empty.now + timedelta(minutes=10))
    runs(empty)
    queued = Counter(
        str(item["sk"]).partition("#")[0]
        for n in range(3)
        for item in table.query(f"FOLLOWER#{ACCOUNT}#o{n}", "SAID#")
    )
    assert queued["SAID"] == 3
    assert broadcasts.store.numbers(ACCOUNT, ID).told == 3
    assert len(empty.texts) <= 3
