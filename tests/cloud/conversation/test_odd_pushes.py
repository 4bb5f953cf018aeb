"""Pushes with anything in them that WeChat can sign, through the whole function: answered, or acknowledged and on record."""

import time
from typing import Any

import pytest

from chalicelib.cloud import table
from chalicelib.conversation.inbox import store
from chalicelib.wechat.envelope import Envelope, Opened
from tests.cloud.conversation import test_callback as door
from tests.cloud.conversation.test_callback import call, content

account = door.account

HEAD = (
    b"<xml><ToUserName>gh_1</ToUserName><FromUserName>oFollower</FromUserName>"
    b"<CreateTime>%d</CreateTime>"
)


def signed_push(plain: bytes) -> Any:
    """The answer to ``plain``, encrypted and signed as it is."""

    class Bytes(str):
        def encode(self, *_args: Any) -> bytes:
            return plain

    opened = Opened({}, False, door.WECHAT._ciphers[0])
    sealed = door.parse(door.WECHAT.seal(Bytes(), opened, int(time.time())).encode())
    query = {
        "timestamp": str(sealed["TimeStamp"]),
        "nonce": sealed["Nonce"],
        "msg_signature": sealed["MsgSignature"],
        "encrypt_type": "aes",
    }
    return call(f"<xml><Encrypt>{sealed['Encrypt']}</Encrypt></xml>", query)


def in_xml(text: bytes, msg_id: int = 1) -> bytes:
    head = HEAD % int(time.time())
    return (
        head
        + b"<MsgType>text</MsgType><Content><![CDATA[%s]]></Content><MsgId>%d</MsgId></xml>"
        % (
            text,
            msg_id,
        )
    )


@pytest.mark.parametrize(
    "text", ["个\x1d税".encode(), "\x02个税\ufffe".encode(), "个税".encode() + b"\xe4\xbd", b"\xed\xa0\xbd" + "个税".encode()]
)  # fmt: skip
def test_a_rule_answers_a_text_with_a_character_that_xml_does_not_have(account, text):
    assert content(signed_push(in_xml(text))) == "答复"
    (item,) = door.items()
    assert item["sk"] == "IN#M#1"


def test_a_text_with_the_end_of_a_cdata_section_is_a_message(account):
    assert content(signed_push(in_xml(b"<a><![CDATA[x]]></a>"))) == "默认"
    items = {str(item["sk"]): item for item in door.items()}
    recorded = store.recorded(items["IN#M#1"])
    assert recorded is not None
    assert recorded.push is not None
    assert recorded.push.content == "<a><![CDATA[x]]></a>"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        (b"<MsgType>file</MsgType><Title>t.xlsx</Title><FileKey>K</FileKey>", "文件"),
        (b"<MsgType>image</MsgType><PicUrl>http://x</PicUrl>", "图片"),
        (b"<MsgType>hologram</MsgType>", "其他消息"),
        (b"<Depth>3</Depth>", "其他消息"),
        ("<MsgType>text</MsgType><Content>【收到不支持的消息类型，暂无法显示】</Content>".encode(), "表情或红包"),
    ],
)  # fmt: skip
def test_every_message_gets_the_reply_of_its_type(account, fields, kind):
    answer = content(signed_push(HEAD % int(time.time()) + fields + b"<MsgId>5</MsgId></xml>"))
    assert answer.startswith(f"收到您发来的{kind}。")
    assert [item["sk"] for item in door.items()] == ["IN#M#5"]


def test_a_message_that_tells_no_time_is_dated_when_it_comes(account):
    push = b"<xml><ToUserName>gh_1</ToUserName><FromUserName>oFollower</FromUserName><CreateTime/>"
    push += "<MsgType>text</MsgType><Content>个税</Content><MsgId>5</MsgId></xml>".encode()
    assert content(signed_push(push)) == content(signed_push(push)) == "答复"
    (item,) = door.items()
    recorded = store.recorded(item)
    assert recorded is not None
    assert recorded.push is not None
    assert recorded.push.created == recorded.received > 0


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b"\x00\xff", "SYSTEM#province"),
        (b"", "SYSTEM#province"),
        (b"<xml>text</xml>", "SYSTEM#province"),
        (b"[1, 2]", "SYSTEM#province"),
        (b"<xml><FromUserName>oFollower</FromUserName><MsgType>event</MsgType></xml>", "FOLLOWER#province#oFollower"),
        (b"<xml><FromUserName>" + b"o" * 300 + b"</FromUserName><MsgId>1</MsgId></xml>", "SYSTEM#province"),
    ],
)  # fmt: skip
def test_a_signed_push_that_cannot_be_read_is_kept_counted_and_acknowledged(
    account,
    body,
    where,
    capsys,
):
    for _ in range(3):
        assert door.read(signed_push(body)) == "success"
    (item,) = table.query(where, "RAW#")
    assert str(item["raw"]).encode() == body.decode("utf-8", "backslashreplace").encode()
    assert store.recorded(item) is None
    assert int(item["expires_at"]) > time.time() + 86400
    told = capsys.readouterr().out
    assert '"PushUnreadable":[1.0]' in told.replace(" ", "")
    assert "CallbackRefused" not in told


def test_in_compatible_mode_odd_text_in_clear_does_not_hide_the_encrypted_message(account):
    envelope: Envelope = door.WECHAT
    opened = Opened({}, False, envelope._ciphers[0])
    plain = in_xml("个税".encode()).decode()
    sealed = door.parse(envelope.seal(plain, opened, int(time.time())).encode())
    query = {
        "timestamp": str(sealed["TimeStamp"]),
        "nonce": sealed["Nonce"],
        "msg_signature": sealed["MsgSignature"],
        "encrypt_type": "aes",
    }
    for odd in (
        "]]>",
        "\x1d",
        "<Encrypt>AAAA</Encrypt>",
        "]]></Content><Encrypt>AAAA</Encrypt><Content><![CDATA[",
    ):
        outer = f"<xml><Content><![CDATA[{odd}]]></Content><Encrypt><![CDATA[{sealed['Encrypt']}]]></Encrypt></xml>"
        assert content(call(outer, query)) == "答复"


def test_a_forged_signature_is_refused_whatever_the_body(account, capsys):
    _, query = door.text("个税")
    for body in ("<xml><Encrypt>AAAA</Encrypt></xml>", "\x1d<Encrypt>AAAA", '{"Encrypt":"AAAA"'):
        assert call(body, query)["statusCode"] == 403
    assert door.items() == []
