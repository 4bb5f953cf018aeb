"""The whole Lambda handler, from API Gateway's event to its answer, over moto."""

from __future__ import annotations

import json
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib import import_module
from typing import Any

import pytest

import app as bundle
from chalicelib import accounts, units
from chalicelib.accounts import CallbackMode, OfficialAccount, Secrets
from chalicelib.cloud import clients, objects, table
from chalicelib.conversation.inbox import store
from chalicelib.conversation.models import ReplyRules
from chalicelib.conversation.rules.reply_book import BookFile, book_key
from chalicelib.followers import FollowerState
from chalicelib.units import UnitLevel
from chalicelib.wechat.body import Fields, parse
from chalicelib.wechat.envelope import Envelope, Opened

TOKEN, KEY, APPID = "token-of-tests", "C" * 43, "wx0123456789abcdef"
WECHAT = Envelope(TOKEN, APPID, [KEY], encrypted_only=True)
BOOK = ReplyRules.model_validate(
    {
        "rules": [
            {"name": "个税", "exact": ["个税"], "replies": [{"type": "text", "content": "答复"}]},
            {
                "name": "随机",
                "exact": ["随机"],
                "replies": [{"type": "text", "content": str(n)} for n in range(50)],
            },
        ],
        "follow": {"replies": [{"type": "text", "content": "欢迎"}]},
        "default": {"replies": [{"type": "text", "content": "默认"}]},
    }
)


@pytest.fixture(params=[CallbackMode.SAFE])
def account(cloud: None, request: pytest.FixtureRequest) -> OfficialAccount:
    units.add_unit("province", name="云岭省税务局", level=UnitLevel.PROVINCE)
    account = OfficialAccount(
        id="province",
        name="云岭税务",
        unit="province",
        kind="subscription",
        appid=APPID,
        mode=request.param,
    )
    accounts.store.add_account(account)
    accounts.store.keep_secrets("province", Secrets(app_secret="s" * 32, token=TOKEN, aes_key=KEY))
    objects.write(
        book_key("province", 1),
        BookFile(version=1, rules=BOOK).model_dump_json().encode(),
        "application/json",
    )
    accounts.store.put_book_in_force("province", 1, instead_of=0)
    return account


def call(
    body: bytes | str,
    query: dict[str, str],
    method: str = "POST",
    account: str = "province",
    **context: Any,
) -> Any:
    """What API Gateway hands to the function, with more of its ``context`` if wanted, and what it gets back."""
    text = body if isinstance(body, str) else body.decode()
    event = {
        "resource": "/wechat/{account}",
        "path": f"/wechat/{account}",
        "httpMethod": method,
        "headers": {"Content-Type": "text/xml"},
        "multiValueHeaders": {"Content-Type": ["text/xml"]},
        "pathParameters": {"account": account},
        "multiValueQueryStringParameters": {name: [value] for name, value in query.items()},
        "requestContext": {"resourcePath": "/wechat/{account}", "httpMethod": method} | context,
        "body": text,
        "isBase64Encoded": False,
        "stageVariables": None,
    }
    return bundle.app(event, None)


def push(fields: Fields, *, json_format: bool = False) -> tuple[str, dict[str, str]]:
    """A safe-mode push of ``fields`` as WeChat makes it, now."""
    common = {"ToUserName": "gh_1", "FromUserName": "oFollower", "CreateTime": int(time.time())}
    fields = common | fields
    plain = (
        json.dumps(fields)
        if json_format
        else "<xml>" + "".join(f"<{n}><![CDATA[{v}]]></{n}>" for n, v in fields.items()) + "</xml>"
    )
    opened = Opened({}, json_format, WECHAT._ciphers[0])
    sealed = parse(WECHAT.seal(plain, opened, int(time.time())).encode())
    query = {
        "timestamp": str(sealed["TimeStamp"]),
        "nonce": sealed["Nonce"],
        "msg_signature": sealed["MsgSignature"],
        "encrypt_type": "aes",
        "openid": "oFollower",
    }
    encrypted = sealed["Encrypt"]
    if json_format:
        return json.dumps({"ToUserName": "gh_1", "Encrypt": encrypted}), query
    return f"<xml><ToUserName>gh_1</ToUserName><Encrypt>{encrypted}</Encrypt></xml>", query


def text(content: str, msg_id: int = 1, **how: Any) -> tuple[str, dict[str, str]]:
    return push({"MsgType": "text", "Content": content, "MsgId": msg_id}, **how)


def read(response: Any) -> Fields | str:
    """The answer as the follower's WeChat reads it."""
    assert response["statusCode"] == 200, response
    if response["body"] == "success":
        return "success"
    sealed = parse(response["body"].encode())
    query = {
        "timestamp": str(sealed["TimeStamp"]),
        "nonce": sealed["Nonce"],
        "msg_signature": sealed["MsgSignature"],
        "encrypt_type": "aes",
    }
    return WECHAT.open(query, response["body"].encode(), time.time()).fields


def content(response: Any) -> str:
    fields = read(response)
    return fields if isinstance(fields, str) else str(fields["Content"])


def items() -> list[table.Item]:
    return list(table.query("FOLLOWER#province#oFollower"))


@pytest.mark.parametrize("json_format", [False, True])
def test_a_message_is_answered_and_put_on_record(account, json_format):
    fields = read(call(*text("个税", json_format=json_format)))
    assert isinstance(fields, dict)
    assert (fields["Content"], fields["ToUserName"]) == ("答复", "oFollower")
    (item,) = items()
    assert item["sk"] == "IN#M#1"
    assert json.loads(str(item["decision"]))["rule"] == "个税"
    assert int(item["expires_at"]) - int(item["received"]) == 180 * 86400


def test_a_retry_gets_the_first_reply_again(account):
    replies = {content(call(*text("随机", msg_id=7))) for _ in range(12)}
    assert len(replies) == 1
    assert len(items()) == 1


def test_tries_that_overlap_get_one_reply(account):
    call(*text("个税", msg_id=1))
    with ThreadPoolExecutor(12) as pool:
        replies = list(pool.map(lambda _: content(call(*text("随机", msg_id=8))), range(24)))
    assert len(set(replies)) == 1
    assert len([item for item in items() if item["sk"] == "IN#M#8"]) == 1


def test_a_warm_message_makes_one_read_and_one_write(account):
    call(*text("个税", msg_id=1))
    calls: Counter[str] = Counter()
    clients.dynamodb().meta.events.register(
        "before-call.*.*", lambda model, **_: calls.update([model.name])
    )
    clients.s3().meta.events.register(
        "before-call.*.*", lambda model, **_: calls.update([model.name])
    )
    call(*text("个税", msg_id=2))
    assert calls == {"GetItem": 1, "PutItem": 1}


def test_the_default_reply_is_given_once_even_to_two_messages_that_both_saw_none(
    account, monkeypatch
):
    monkeypatch.setattr("chalicelib.followers.state", lambda *_: FollowerState())
    replies = [content(call(*text("天气", msg_id=number))) for number in range(10, 14)]
    assert replies == ["默认", "success", "success", "success"]
    assert len([item for item in items() if str(item["sk"]).startswith("IN#")]) == 4


def test_a_try_that_died_between_clock_and_message_leaves_the_default_reply_to_the_next(
    account, monkeypatch
):
    def dies(*_: object, **__: object) -> None:
        raise ConnectionError("the process is gone")

    with monkeypatch.context() as patch:
        patch.setattr(store.table, "put", dies)
        with suppress(ConnectionError):
            call(*text("天气", msg_id=5))
    assert [item["sk"] for item in items()] == ["STATE"]
    assert content(call(*text("雨", msg_id=6))) == "success", "the hour belongs to the message"
    assert content(call(*text("天气", msg_id=5))) == "默认"
    assert content(call(*text("天气", msg_id=5))) == "默认"


def test_a_default_reply_makes_one_read_and_two_small_writes(account):
    call(*text("个税", msg_id=1))
    calls: Counter[str] = Counter()
    clients.dynamodb().meta.events.register(
        "before-call.*.*", lambda model, **_: calls.update([model.name])
    )
    call(*text("天气", msg_id=2))
    assert calls == {"GetItem": 1, "UpdateItem": 1, "PutItem": 1}


def test_a_retry_of_a_default_reply_gets_it_again(account):
    assert content(call(*text("天气", msg_id=1))) == "默认"
    assert content(call(*text("天气", msg_id=1))) == "默认"
    assert content(call(*text("天气", msg_id=2))) == "success"


def test_following_is_answered_without_a_read(account):
    call(*text("个税", msg_id=1))
    calls: Counter[str] = Counter()
    clients.dynamodb().meta.events.register(
        "before-call.*.*", lambda model, **_: calls.update([model.name])
    )
    assert (
        content(call(*push({"MsgType": "event", "Event": "subscribe", "EventKey": ""}))) == "欢迎"
    )
    assert calls == {"PutItem": 1}


def test_an_unknown_type_is_recorded_raw_and_gets_the_reply_of_a_message(account):
    answer = content(call(*push({"MsgType": "hologram", "MsgId": 5, "Depth": "3"})))
    assert answer.startswith("收到您发来的其他消息。")
    (item,) = items()
    assert json.loads(str(item["push"]))["Depth"] == "3"


def test_wechats_own_senders_get_no_follower_item(account):
    job = {"MsgType": "event", "Event": "MASSSENDJOBFINISH", "MsgID": "9", "Status": "send success"}
    assert read(call(*push(job | {"FromUserName": "mphelper"}))) == "success"
    assert not list(table.query("FOLLOWER#province#mphelper"))
    assert len(list(table.query("SYSTEM#province"))) == 1


def test_a_message_too_long_for_an_item_is_answered_all_the_same(account):
    assert content(call(*text("税" * 150_000))) == "默认"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"msg_signature": "0" * 40}, 403),
        ({"msg_signature": ""}, 403),
        ({"timestamp": "1"}, 403),
        ({"timestamp": "soon"}, 403),
        ({"nonce": "other"}, 403),
    ],
)
def test_a_forged_or_stale_push_gets_4xx_and_leaves_no_item(account, change, status):
    body, query = text("个税")
    assert call(body, query | change)["statusCode"] == status
    assert items() == []


@pytest.mark.parametrize("body", ["", "<xml/>", "{}", "<xml><Encrypt>!</Encrypt></xml>", "\x00"])
def test_a_malformed_push_gets_4xx(account, body):
    _, query = text("个税")
    assert 400 <= call(body, query)["statusCode"] < 500


def test_an_oversized_push_gets_413(account):
    assert call("x" * (1024 * 1024 + 1), {})["statusCode"] == 413


# DynamoDB takes no empty key, and none of more than 1,024 bytes.
@pytest.mark.parametrize("name", ["nobody", "", "a" * 1025, "税", "province\n"])
def test_an_unknown_account_gets_404(account, name):
    assert call(*text("个税"), account=name)["statusCode"] == 404


def test_verification_returns_the_echo_and_refuses_a_forger(account):
    from hashlib import sha1

    now = str(int(time.time()))
    signature = sha1("".join(sorted([TOKEN, now, "n"])).encode(), usedforsecurity=False).hexdigest()
    query = {"timestamp": now, "nonce": "n", "signature": signature, "echostr": "12345"}
    good = call("", query, method="GET")
    assert (good["statusCode"], good["body"]) == (200, "12345")
    assert good["headers"]["Content-Type"].startswith("text/plain")
    assert call("", query | {"nonce": "x"}, method="GET")["statusCode"] == 403


def test_when_the_table_fails_wechat_is_asked_to_try_again(account, monkeypatch):
    call(*text("个税", msg_id=1))
    monkeypatch.setattr("chalicelib.cloud.table.put", _out_of_order)
    assert call(*text("个税", msg_id=2))["statusCode"] == 500


def _out_of_order(*_args: object, **_how: object) -> None:
    raise OSError("the table does not answer")


@pytest.mark.parametrize("account", [CallbackMode.PLAIN], indirect=True)
def test_in_plaintext_mode_message_and_answer_are_plain(account):
    from hashlib import sha1

    now = str(int(time.time()))
    signature = sha1("".join(sorted([TOKEN, now, "n"])).encode(), usedforsecurity=False).hexdigest()
    body = (
        "<xml><ToUserName>gh_1</ToUserName><FromUserName>oFollower</FromUserName><CreateTime>1</CreateTime>"
        "<MsgType>text</MsgType><Content>个税</Content><MsgId>1</MsgId></xml>"
    )
    response = call(body, {"timestamp": now, "nonce": "n", "signature": signature})
    assert parse(response["body"].encode())["Content"] == "答复"


def test_the_first_push_after_a_rotation_is_opened_with_the_new_key(account, monkeypatch):
    call(*text("个税", msg_id=1))
    rotated = Envelope(TOKEN, APPID, ["D" * 43], encrypted_only=True)
    accounts.store.keep_secrets(
        "province",
        Secrets(app_secret="s" * 32, token=TOKEN, aes_key="D" * 43, previous_aes_key=KEY),
    )
    monkeypatch.setattr(import_module("chalicelib.accounts.live"), "LOOK_AGAIN_AFTER", 0)
    monkeypatch.setitem(globals(), "WECHAT", rotated)
    consistent: list[bool] = []
    clients.dynamodb().meta.events.register(
        "provide-client-params.dynamodb.GetItem",
        lambda params, **_: consistent.append(params.get("ConsistentRead", False)),
    )
    assert content(call(*text("个税", msg_id=2))) == "答复"
    assert consistent == [True, False]  # the account, just changed; the follower


def test_a_forger_does_not_make_us_read_for_every_try(account):
    body, query = text("个税")
    call(body, query)
    calls: Counter[str] = Counter()
    clients.dynamodb().meta.events.register(
        "before-call.*.*", lambda model, **_: calls.update([model.name])
    )
    for _ in range(5):
        assert call(body, query | {"msg_signature": "0" * 40})["statusCode"] == 403
    assert calls == {}
