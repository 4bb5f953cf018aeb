"""What followers really send, as WeChat pushes it: characters that no XML has, files, stickers, types nobody knows."""

import base64
import json
import struct

import pytest

from tests.simulator.conftest import APPID
from wechat_simulator.activity.phone_actions import IN_PLACE, OUT_OF_SERVICE
from wechat_simulator.wire.crypto import _cipher, as_bytes, seal, storable
from wechat_simulator.wire.xml import render

KEY = "A" * 43


def opened(sealed: str) -> bytes:
    decryptor = _cipher(KEY).decryptor()
    plain = decryptor.update(base64.b64decode(sealed)) + decryptor.finalize()
    (length,) = struct.unpack(">I", plain[16:20])
    return plain[20 : 20 + length]


def test_the_end_of_a_cdata_section_is_not_escaped():
    assert render({"Content": "a]]>b"}) == "<xml><Content><![CDATA[a]]>b]]></Content></xml>"


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("发票\x1d丢了", "发票\x1d丢了".encode()),
        ("\ufffe", b"\xef\xbf\xbe"),
        ("a\ud83d", b"a\xed\xa0\xbd"),
        ("税\udce4\udcbd", "税".encode() + b"\xe4\xbd"),
    ],
)
def test_a_text_goes_out_as_it_was_written(text, sent):
    assert as_bytes(text) == sent
    assert opened(seal(text, KEY, APPID)) == sent
    storable(text).encode()


@pytest.mark.parametrize("content", ["a]]>b", "发票\x1d", "半\ud83d"])
def test_an_account_whose_reader_is_strict_leaves_the_follower_without_an_answer(
    served, account_server, content
):
    user = served.user()
    path = f"/_sim/accounts/{APPID}/users/{user}/send"
    said = json.dumps({"type": "text", "content": content})
    result = served.http.post(path, content=said).json()
    assert {attempt["status"] for attempt in result["attempts"]} == {400}
    assert result["shown"] == OUT_OF_SERVICE
    assert "MsgId" in account_server.pushed[-1].body
    assert [entry["type"] for entry in served.chat(user)] == ["text", "text"]


def pushed(served, account_server, message, **how):
    account_server.answer = lambda fields: "success"
    user = served.user()
    served.deed(user, "send", **message)
    return account_server.pushed[-1].fields


@pytest.mark.parametrize(
    ("message", "fields"),
    [
        (
            {"type": "file", "title": "申报表.xlsx", "file_key": "K", "md5": "d", "size": 9},
            {"MsgType": "file", "Title": "申报表.xlsx", "FileKey": "K", "FileTotalLen": "9"},
        ),
        ({"type": "sticker"}, {"MsgType": "text", "Content": IN_PLACE}),
        ({"type": "red_packet"}, {"MsgType": "text", "Content": IN_PLACE}),
        ({"type": "hologram", "fields": {"Depth": "3"}}, {"MsgType": "hologram", "Depth": "3"}),
    ],
)
def test_every_kind_of_message_is_pushed_with_an_id(served, account_server, message, fields):
    found = pushed(served, account_server, message)
    assert fields.items() <= found.items()
    assert int(found["MsgId"]) > 0


def test_a_field_can_be_left_out(served, account_server):
    found = pushed(
        served, account_server, {"type": "image", "media_id": "M", "without": ["MediaId"]}
    )
    assert found["MsgType"] == "image"
    assert "MediaId" not in found


def test_no_phone_sends_an_event_as_a_message(served):
    user = served.user()
    path = f"/_sim/accounts/{APPID}/users/{user}/send"
    assert served.http.post(path, json={"type": "event"}).status_code == 409


def test_a_follower_who_came_by_a_payment_has_its_number_as_key(served, account_server):
    user = served.user(following=False)
    served.deed(user, "follow", paid="4200001")
    (event,) = account_server.events("subscribe")
    assert event["EventKey"] == "last_trade_no_4200001"


def fault(served, kind):
    served.sim("POST", f"/accounts/{APPID}/faults", {"kind": kind})


def test_a_text_can_end_in_half_a_character(served, account_server):
    user = served.user()
    fault(served, "text_broken")
    served.say(user, "你好")
    assert "你好\ufffd" in account_server.pushed[-1].body


def test_empty_parts_can_be_a_line_break(served, account_server):
    user = served.user()
    fault(served, "empty_as_newline")
    served.deed(user, "event", event="pic_weixin", md5=[])
    assert "<PicList><![CDATA[\n]]></PicList>" in account_server.pushed[-1].body
    assert account_server.events("pic_weixin")[-1]["SendPicsInfo"]["Count"] == "0"


def test_a_finish_event_can_say_its_status_without_a_blank(served, account_server):
    user = served.user()
    fault(served, "status_joined")
    media = served.draft()["media_id"]
    send = {"filter": {"is_to_all": True}, "mpnews": {"media_id": media}, "msgtype": "mpnews"}
    assert served.post("message/mass/sendall", send)["errcode"] == 0
    served.settle()
    (done,) = account_server.events("MASSSENDJOBFINISH")
    assert done["Status"] == "sendsuccess"
    assert served.chat(user)[-1]["type"] == "news"
