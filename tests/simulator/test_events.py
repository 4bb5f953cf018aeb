"""Every other event of sheet §1.5, with its odd spelling."""

import pytest

from tests.simulator.conftest import APPID
from wechat_simulator.wire.events import OF_ACCOUNTS, OF_FOLLOWERS


@pytest.mark.parametrize("name", OF_FOLLOWERS)
def test_each_event_of_a_follower_is_pushed(served, account_server, name):
    user = served.user()
    openid = served.deed(user, "event", event=name)["openid"]
    (pushed,) = account_server.events(name)
    assert pushed["FromUserName"] == openid


@pytest.mark.parametrize("name", OF_ACCOUNTS)
def test_each_event_of_an_account_comes_from_no_follower(served, account_server, name):
    served.sim("POST", f"/accounts/{APPID}/event", {"event": name})
    (pushed,) = account_server.events(name)
    assert pushed["FromUserName"] == "mphelper"


@pytest.mark.parametrize(
    ("given", "field", "value"),
    [
        (
            {"event": "scancode_push", "key": "K", "result": "发票"},
            "ScanCodeInfo",
            {"ScanType": "qrcode", "ScanResult": "发票"},
        ),
        (
            {"event": "pic_weixin", "md5": ["a", "b"]},
            "SendPicsInfo",
            {"Count": "2", "PicList": {"item": [{"PicMd5Sum": "a"}, {"PicMd5Sum": "b"}]}},
        ),
        (
            {"event": "location_select", "x": 25, "y": 102, "label": "市民中心"},
            "SendLocationInfo",
            {
                "Location_X": "25",
                "Location_Y": "102",
                "Scale": "",
                "Label": "市民中心",
                "Poiname": "",
            },
        ),
        ({"event": "TEMPLATESENDJOBFINISH", "msg_id": 7}, "MsgID", "7"),
        ({"event": "user_authorization_revoke", "revoke_info": "1"}, "RevokeInfo", "1"),
    ],
)
def test_the_fields_are_spelled_as_wechat_spells_them(served, account_server, given, field, value):
    user = served.user()
    served.deed(user, "event", **given)
    assert account_server.pushed[-1].fields[field] == value


def test_a_scan_that_waits_is_answered_and_opens_a_window(served, account_server):
    user = served.user()
    served.clock.pass_by(61)
    account_server.answer = lambda fields: {"MsgType": "text", "Content": "发票有效"}
    result = served.deed(user, "event", event="scancode_waitmsg", key="K", result="x")
    assert result["shown"] == "发票有效"
    message = {"touser": result["openid"], "msgtype": "text", "text": {"content": "详情"}}
    assert served.post("message/custom/send", message)["errcode"] == 0


def test_an_unknown_event_is_refused(served):
    user = served.user()
    for path in (f"/users/{user}/event", "/event"):
        answer = served.http.post(f"/_sim/accounts/{APPID}{path}", json={"event": "dance"})
        assert answer.status_code == 422
