"""Signed pushes, broken at byte and at field level: each ends in a decision on record, or is known to be unreadable.

20,000 bodies by default, 200,000 with ``RONGMEI_PROOF=all``. A body that fails is printed with its seed.
"""

import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from chalicelib import desk
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import table
from chalicelib.conversation.inbox import store
from chalicelib.conversation.ladder.decide import decide
from chalicelib.conversation.models import ReplyRules
from chalicelib.conversation.rules.reply_book import ReplyBook
from chalicelib.followers import FollowerState
from chalicelib.settings import settings
from chalicelib.shapes import NEWEST
from chalicelib.wechat.body import parse
from chalicelib.wechat.callback_errors import Malformed
from chalicelib.wechat.envelope import Envelope, Opened
from chalicelib.wechat.parse import typed
from chalicelib.wechat.replies import render
from chalicelib.wechat.text import Message

BODIES = 200_000 if os.environ.get("RONGMEI_PROOF") == "all" else 20_000
SHARDS = 10
NOW = 1_700_000_000
AT = datetime.fromtimestamp(NOW, SHANGHAI)
WECHAT = Envelope("token", "wx0123456789abcdef", ["C" * 43], encrypted_only=True)
BOOK = ReplyBook(
    ReplyRules.model_validate(
        {
            "rules": [
                {
                    "name": "发票",
                    "contains": ["发票"],
                    "replies": [{"type": "text", "content": "好"}],
                }
            ],
            "follow": {"replies": [{"type": "text", "content": "欢迎"}]},
            "default": {"replies": [{"type": "text", "content": "默认"}]},
        }
    ),
    1,
)
COMMON = {"ToUserName": "gh_1", "FromUserName": "oFollower", "CreateTime": str(NOW)}
PUSHES: list[dict[str, Any]] = [
    {"MsgType": "text", "Content": "我的发票丢了 😀 怎么办]]>", "MsgId": "1"},
    {"MsgType": "text", "Content": "101", "bizmsgmenuid": "rate:1", "MsgId": "2"},
    {"MsgType": "image", "PicUrl": "http://x/y", "MediaId": "M", "MsgId": "3"},
    {"MsgType": "voice", "MediaId": "M", "Format": "amr", "Recognition": "发票。", "MsgId": "4"},
    {"MsgType": "location", "Location_X": "25.1", "Location_Y": "102.7", "Label": "路", "MsgId": "5"},
    {"MsgType": "link", "Title": "题", "Description": "d", "Url": "http://x", "MsgId": "6"},
    {"MsgType": "file", "Title": "表.xlsx", "FileKey": "K", "FileTotalLen": "9", "MsgId": "7"},
    {"MsgType": "hologram", "Depth": "3", "MsgId": "8"},
    {"MsgType": "event", "Event": "subscribe", "EventKey": "qrscene_1", "Ticket": "T"},
    {"MsgType": "event", "Event": "CLICK", "EventKey": "KEY", "MenuId": "5"},
    {"MsgType": "event", "Event": "scancode_waitmsg", "EventKey": "6", "ScanCodeInfo": {"ScanType": "qrcode", "ScanResult": "1"}},
    {"MsgType": "event", "Event": "pic_weixin", "EventKey": "6", "SendPicsInfo": {"Count": "1", "PicList": {"item": {"PicMd5Sum": "a"}}}},
    {"MsgType": "event", "Event": "MASSSENDJOBFINISH", "MsgID": "1", "Status": "send success", "SentCount": "5",
     "CopyrightCheckResult": {"Count": "1", "ResultList": {"item": {"ArticleIdx": "1", "AuditState": "2"}}, "CheckState": "2"}},
    {"MsgType": "event", "Event": "PUBLISHJOBFINISH", "PublishEventInfo": {"publish_id": "1", "publish_status": "0", "fail_idx": "2"}},
    {"MsgType": "event", "Event": "subscribe_msg_popup_event", "SubscribeMsgPopupEvent": {"List": {"TemplateId": "t", "SubscribeStatusString": "accept"}}},
    {"MsgType": "event", "Event": "user_authorization_revoke", "OpenID": "o", "RevokeInfo": "1"},
]  # fmt: skip
ODD_TEXTS = [
    "", " ", "\n", "\x1d", "\ufffe", "]]>", "]]></Content>", "<a>", "&#x1d;", "\u202e", "\ud83d", "\\", '"', "x" * 3000,
    "【收到不支持的消息类型，暂无法显示】", "-1", "1e999", "NaN", "９", "true", "qrscene_", "last_trade_no_1",
]  # fmt: skip
ODD_VALUES: list[Any] = [None, True, 0, -1, 1.5, 10**30, [], {}, ["x"], {"a": {"b": "c"}}, "\x00"]
NAMES = sorted(
    {name for push in PUSHES for name in COMMON | push} | {"Encrypt", "fields", "a#b", "税"}
)


def xml(value: Any) -> str:
    if isinstance(value, dict):
        return "".join(f"<{name}>{xml(held)}</{name}>" for name, held in value.items())
    if isinstance(value, list):
        return "".join(f"<item>{xml(held)}</item>" for held in value)
    return f"<![CDATA[{value}]]>"


def broken_fields(fields: dict[str, Any], chance: random.Random, odd: list[Any]) -> dict[str, Any]:
    made = dict(fields)
    for _ in range(chance.randint(1, 3)):
        name = chance.choice(list(made)) if made and chance.random() < 0.8 else chance.choice(NAMES)
        deed = chance.randrange(5)
        if deed == 0:
            made.pop(name, None)
        elif deed == 1 and isinstance(made.get(name), dict):
            made[name] = broken_fields(made[name], chance, odd)
        elif deed == 2:
            made[name] = str(made.get(name, "")) + chance.choice(ODD_TEXTS)
        elif deed == 3:
            made[chance.choice(NAMES)] = made.get(name, "")
        else:
            made[name] = chance.choice(odd)
    return made


def broken_bytes(body: bytes, chance: random.Random) -> bytes:
    made = bytearray(body)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(made) + 1)
        deed = chance.randrange(4)
        if deed == 0:
            made[at:at] = bytes((chance.randrange(256),))
        elif deed == 1:
            del made[at : at + chance.randint(1, 8)]
        elif deed == 2 and made:
            made[at % len(made)] = chance.randrange(256)
        else:
            made[at:at] = chance.choice(ODD_TEXTS).encode("utf-8", "surrogatepass")
    return bytes(made)


def one_body(chance: random.Random) -> bytes:
    as_json = chance.random() < 0.4
    fields = COMMON | chance.choice(PUSHES)
    if chance.random() < 0.6:
        fields = broken_fields(fields, chance, ODD_TEXTS + (ODD_VALUES if as_json else [{}, ["x"]]))
    text = (
        json.dumps(fields, ensure_ascii=chance.random() < 0.5)
        if as_json
        else f"<xml>{xml(fields)}</xml>"
    )
    body = text.encode("utf-8", "surrogatepass")
    return broken_bytes(body, chance) if chance.random() < 0.6 else body


def sealed(body: bytes) -> tuple[dict[str, str], bytes]:
    """``body`` encrypted and signed as WeChat does it."""

    class Bytes(str):
        def encode(self, *_args: Any) -> bytes:
            return body

    answer = parse(WECHAT.seal(Bytes(), Opened({}, False, WECHAT._ciphers[0]), NOW).encode())
    query = {
        "timestamp": answer["TimeStamp"],
        "nonce": answer["Nonce"],
        "msg_signature": answer["MsgSignature"],
        "encrypt_type": "aes",
    }
    return query, f"<xml><Encrypt>{answer['Encrypt']}</Encrypt></xml>".encode()


@pytest.fixture(scope="module", autouse=True)
def _newest_shapes() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RONGMEI_WRITES", str(NEWEST))
        settings.cache_clear()
        yield
    settings.cache_clear()


def outcome(body: bytes) -> str:
    """Take ``body`` the whole way of a callback, but for the table's own write."""
    query, outer = sealed(body)
    opened = WECHAT.open(query, outer, NOW)
    try:
        push = typed(opened.fields)
    except Malformed:
        return "unreadable"
    decision = decide(push, BOOK, FollowerState(), AT)
    item = store.item_of("province", push, opened.fields, decision, NOW, 180)
    assert 0 < len(str(item["sk"]).encode()) < 1024
    assert 0 < len(str(item["pk"]).encode()) < 2048
    assert table.decode(table.encode(item)) == item
    json.dumps(store.texts_of(item)).encode()
    again = store.recorded(item)
    assert again is not None
    assert again.push == push
    if isinstance(push, Message):
        desk.shown(push).encode()
    if decision.reply is None:
        return "silent"
    answer = render(
        decision.reply, to_user=push.from_user, from_user=push.to_user, now=NOW, as_json=opened.json
    )
    assert parse(answer.encode())["ToUserName"] == push.from_user
    return "answered"


def _chance(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311


@pytest.mark.parametrize("shard", range(SHARDS))
def test_every_signed_body_ends_in_an_answer_or_a_record(shard):
    ends: Counter[str] = Counter()
    for number in range(shard, BODIES, SHARDS):
        body = one_body(_chance(number))
        try:
            ends[outcome(body)] += 1
        except Exception as error:
            raise AssertionError(f"body {number}: {body!r}") from error
    assert ends.keys() == {"answered", "silent", "unreadable"}
    assert ends["unreadable"] < 0.5 * sum(ends.values()), ends


@pytest.mark.parametrize("number", range(200))
def test_a_message_with_sender_and_msgid_is_never_unreadable_for_its_text(number):
    chance = _chance(number)
    texts = [chance.choice([*ODD_TEXTS, "发票"]) for _ in range(6)]
    body = (
        f"<xml>{xml(COMMON | {'MsgType': 'text', 'Content': ''.join(texts), 'MsgId': '9'})}</xml>"
    )
    assert outcome(body.encode("utf-8", "surrogatepass")) == "answered"
