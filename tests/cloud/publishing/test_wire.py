"""What goes over the wire to WeChat, through the real client (sheet §2.3–2.5)."""

from __future__ import annotations

import json

from chalicelib import publishing
from chalicelib.publishing import DeliveryState
from chalicelib.publishing.sending.wechat import WeChatChannel
from tests.cloud.publishing.conftest import SLOT, Desk
from tests.cloud.wechat.stub import wechat_stub

PICTURE = "/cgi-bin/media/uploadimg"
COVER = "/cgi-bin/material/add_material"
DRAFT = "/cgi-bin/draft/add"
SENDALL = "/cgi-bin/message/mass/sendall"


def test_the_calls_are_as_the_sheet_says(desk: Desk) -> None:
    desk.clock.now = SLOT
    with wechat_stub() as wechat:
        wechat.answer(PICTURE, {"url": "http://mmbiz.qpic.cn/p"})
        wechat.answer(COVER, {"media_id": "THUMB", "url": "http://mmbiz.qpic.cn/c"})
        wechat.answer(DRAFT, {"media_id": "DRAFT"})
        wechat.answer(SENDALL, {"errcode": 0, "errmsg": "ok", "msg_id": 7, "msg_data_id": 8})
        channel = WeChatChannel(wechat.client)
        publishing.deliver(desk.delivery_id, channel_for=lambda account: channel, clock=desk.clock)
        paths = [call.path_url.split("?")[0] for call in wechat.calls]
        bodies = {path: call.body for path, call in zip(paths, wechat.calls, strict=True)}
        assert paths == [PICTURE, PICTURE, COVER, DRAFT, SENDALL]
        assert "type=image" in wechat.calls[2].url
        assert b'name="media"; filename="' in bodies[COVER]
        [article] = json.loads(bodies[DRAFT])["articles"]
        assert article["thumb_media_id"] == "THUMB"
        assert "\\u" not in bodies[DRAFT].decode()
        assert json.loads(bodies[SENDALL]) == {
            "filter": {"is_to_all": True},
            "mpnews": {"media_id": "DRAFT"},
            "msgtype": "mpnews",
            "send_ignore_reprint": 0,
            "clientmsgid": desk.delivery.clientmsgid,
        }
    assert (desk.delivery.state, desk.delivery.msg_id) == (DeliveryState.SUBMITTED, 7)


def test_45065_is_success_with_the_old_number(desk: Desk) -> None:
    desk.clock.now = SLOT
    with wechat_stub() as wechat:
        wechat.answer(PICTURE, {"url": "http://mmbiz.qpic.cn/p"})
        wechat.answer(COVER, {"media_id": "THUMB"})
        wechat.answer(DRAFT, {"media_id": "DRAFT"})
        wechat.answer(SENDALL, {"errcode": 45065, "errmsg": "clientmsgid exist", "msg_id": 123456})
        channel = WeChatChannel(wechat.client)
        publishing.deliver(desk.delivery_id, channel_for=lambda account: channel, clock=desk.clock)
    assert (desk.delivery.state, desk.delivery.msg_id) == (DeliveryState.SUBMITTED, 123456)
    assert desk.delivery.msg_data_id is None
