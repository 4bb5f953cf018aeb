"""A follower who has done everything that leaves something behind, and a search through all that is kept."""

from __future__ import annotations

import functools
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from chalicelib import accounts, conversation, desk, followers, hotline, insight
from chalicelib.accounts import forget
from chalicelib.actor import local
from chalicelib.application import erase_follower, hand_over
from chalicelib.audit import AuditEntry
from chalicelib.cloud import clients, table
from chalicelib.settings import settings
from chalicelib.triggers import outbox
from chalicelib.wechat.parse import typed
from tests.cloud.conversation.test_outbox import inserted
from tests.cloud.desk.conftest import ACCOUNT, NOW
from tests.cloud.insight.asked_questions import all_words

OPENID: Final = "oPERSON-to-be-erased-0123456"
OTHER: Final = "oSOMEBODY-else-who-stays-456"
WANG: Final = local("wang")
OPS: Final = local("ops")
HOTLINE: Final = "http://127.0.0.1:9/hotline"
"""Nothing listens there: what is handed over stays on its way."""

_COUNTED: Final = ("hall-secret", "menu-secret", "scan-secret")
"""Scenes and menu entries are the account's: the archive goes on counting them, and nobody knows of whom."""
COMMON: Final = {"ToUserName": "gh_1"}
_EVENTS: Final[tuple[dict[str, Any], ...]] = (
    {"Event": "subscribe", "EventKey": "qrscene_hall-secret"},
    {"Event": "LOCATION", "Latitude": "23.137466", "Longitude": "113.352425", "Precision": "9"},
    {"Event": "CLICK", "EventKey": "menu-secret"},
    {"Event": "SCAN", "EventKey": "scan-secret"},
)
_MESSAGES: Final[tuple[dict[str, Any], ...]] = (
    {"MsgType": "text", "Content": "我叫张三丰，怎么退税"},
    {"MsgType": "image", "PicUrl": "http://mmbiz.example/pic-secret", "MediaId": "media-secret"},
    {"MsgType": "voice", "MediaId": "v-secret", "Format": "amr", "Recognition": "语音里的住址"},
    {"MsgType": "video", "MediaId": "video-secret", "ThumbMediaId": "thumb-secret"},
    {"MsgType": "location", "Location_X": "23.13", "Location_Y": "113.35", "Label": "家门口秘密"},
    {"MsgType": "link", "Title": "链接秘密", "Url": "http://link-secret.example/"},
    {"MsgType": "text", "Content": "长" * 70_000},
    {"MsgType": "newtype", "Secret": "unknown-secret"},
)
WORDS: Final = (
    "张三丰", "退税", "pic-secret", "media-secret", "语音里的住址", "video-secret", "家门口秘密",
    "113.35", "链接秘密", "link-secret", "长长长", "unknown-secret", "hall-secret", "menu-secret",
    "scan-secret", "脾气急", "请带身份证", "转给热线的缘由", "还在吗秘密", "微信客服说的话", "看看这个回答",
    "又来问的秘密", "热线会找您",
)  # fmt: skip
"""Everything that was said by the follower or about them."""


@dataclass
class Life:
    """One follower's doings, minute by minute."""

    openid: str = OPENID
    now: datetime = NOW
    written: int = 0
    sent: list[dict[str, Any]] = field(default_factory=list)

    def clock(self) -> datetime:
        return self.now

    def pushed(self, **fields: Any) -> conversation.RecordedPush:
        """A push of WeChat: answered, then followed by the stream, twice."""
        self.now += timedelta(seconds=40)
        self.written += 1
        wire: dict[str, Any] = COMMON | {
            "FromUserName": self.openid,
            "CreateTime": int(self.now.timestamp()),
            **fields,
        }
        if wire.setdefault("MsgType", "event") != "event":
            wire["MsgId"] = f"{self.openid[1:5]}{24000000000000000 + self.written}"
        push = typed(wire)
        forget()
        conversation.receive(accounts.live(ACCOUNT), push, wire, self.now.timestamp())
        pk = followers.partition(ACCOUNT, self.openid) if push.follower else f"SYSTEM#{ACCOUNT}"
        item = table.get(pk, f"IN#{push.key}")
        assert item is not None
        for _ in range(2):
            assert outbox.outbox(inserted(item), None) == {"batchItemFailures": []}
        found = conversation.recorded(item)
        assert found is not None
        return found

    def writes(self, text: str, **more: Any) -> conversation.RecordedPush:
        return self.pushed(MsgType="text", Content=text, **more)

    def asks_for_a_person(self) -> desk.ServiceSession:
        before = {one.id for one in desk.live_sessions(ACCOUNT)}
        self.writes("转人工")
        [session] = [one for one in desk.live_sessions(ACCOUNT) if one.id not in before]
        return session

    def leaves(self) -> None:
        self.pushed(Event="unsubscribe", EventKey="")

    def work(self) -> None:
        """Everything queued is done; the hotline does not answer."""
        for body in taken():
            if erase_follower.is_task(body):
                erase_follower.do_task(body, self.now)
            elif not hotline.is_task(body):
                desk.work(body, sender_for=lambda _: self.sent.append, clock=self.clock)


def lived(openid: str = OPENID, now: datetime = NOW, *, of_each: int = 8) -> Life:
    """A follower who has done everything; their last session goes on, and is on its way to the hotline.

    They sent ``of_each`` types of messages and events.
    """
    life = Life(openid, now)
    for fields in (*_EVENTS[:of_each], *_MESSAGES[:of_each]):
        life.pushed(**fields)
    life.pushed(
        Event="user_info_modified", FromUserName="gh_sender", OpenID=openid, RevokeInfo="301"
    )
    first = life.asks_for_a_person()
    desk.note(ACCOUNT, first.id, "脾气急", by=local(first.owner), now=life.now)
    desk.reply(ACCOUNT, first.id, "请带身份证", by=local(first.owner), now=life.now)
    life.work()
    desk.resolve(ACCOUNT, first.id, by=local(first.owner), now=life.now)
    life.work()
    life.writes("满意", bizmsgmenuid=f"rate:{first.id}:5")
    said = {"openid": openid, "opercode": 2002, "text": "微信客服说的话", "worker": "kf@gh"}
    record = said | {"time": int(life.now.timestamp())}
    desk.fetch_day(
        ACCOUNT,
        life.now.date(),
        by=WANG,
        now=life.now,
        fetch_page=lambda *_: {"recordlist": [record], "number": 1, "msgid": 1},
    )
    asked = life.writes("又来问的秘密")
    look = {
        "zone": "sure",
        "entries": ["q"],
        "text": "看看这个回答",
        "at": int(life.now.timestamp()),
    }
    table.update(
        followers.partition(ACCOUNT, openid),
        "STATE",
        "SET #deferred = :found",
        {":found": json.dumps({asked.key: look}, ensure_ascii=False)},
        names={"#deferred": "deferred"},
    )
    told = [
        one for item in scanned() if openid in str(item["pk"]) for one in insight.facts_of(item)
    ]
    insight.collect([insight.as_message(told)], life.now)
    second = life.asks_for_a_person()
    # A reply that is not sent yet.
    desk.reply(ACCOUNT, second.id, "热线会找您", by=local(second.owner), now=life.now)
    to = hand_over.Target(hotline=True)
    hand_over.hand_over(
        ACCOUNT, second.id, to, by=local(second.owner), now=life.now, note="转给热线的缘由"
    )
    life.writes("还在吗秘密")
    return life


def everything() -> str:
    """All that is kept, as one text: the table, the bucket, the queue (which is emptied)."""
    found = [all_words(item) for item in scanned()]
    for key, body in objects():
        hidden = _COUNTED if key.startswith("archive/") else ()
        found.append(
            f"{key} {functools.reduce(lambda text, own: text.replace(own, ''), hidden, body)}"
        )
    return "\n".join([*found, *taken()])


def scanned() -> list[table.Item]:
    """Every item of the table, in order."""
    pages = clients.dynamodb().get_paginator("scan").paginate(TableName=settings().table)
    items = [table.decode(item) for page in pages for item in page["Items"]]
    return sorted(items, key=lambda item: (str(item["pk"]), str(item["sk"])))


def objects() -> Iterator[tuple[str, str]]:
    """Every object of the bucket, unpacked where it is packed."""
    s3 = clients.s3()
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=settings().bucket):
        for one in page.get("Contents", []):
            body = s3.get_object(Bucket=settings().bucket, Key=one["Key"])["Body"].read()
            plain = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
            yield one["Key"], plain.decode(errors="replace")


def taken() -> list[str]:
    """Take everything from the queue."""
    url, bodies = settings().outgoing_queue_url, []
    while (
        found := clients.sqs().receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages")
    ):
        for message in found:
            clients.sqs().delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            bodies.append(message["Body"])
    return bodies


def traces(openid: str = OPENID) -> list[str]:
    """What is left of a person and their words anywhere."""
    kept = everything()
    wanted = (openid, insight.asker(ACCOUNT, openid), *WORDS)
    return [word for word in wanted if word in kept]


def finished(life: Life, *, openid: str = OPENID) -> AuditEntry:
    """Portion after portion until the receipt is there."""
    for _ in range(50):
        progress = erase_follower.advance(ACCOUNT, openid, life.now, most=7)
        if progress.receipt is not None:
            before = len(life.sent)
            life.work()  # what was queued before finds nothing to do
            assert len(life.sent) == before
            return progress.receipt
        life.now += timedelta(minutes=3)
    raise AssertionError("it never ends")


def asked(life: Life) -> None:
    life.now += timedelta(minutes=5)
    erase_follower.ask(ACCOUNT, OPENID, reason="本人书面申请", by=OPS, now=life.now)
