"""API群发保护, speed and the other rules around a mass send (sheet §2.5)."""

import pytest

from tests.simulator.conftest import APPID


@pytest.fixture
def protected(served):
    served.sim("PUT", f"/accounts/{APPID}", {"mass_protection": True})
    return served


def sendall(wechat, **more):
    body = {"filter": {"is_to_all": True}, "msgtype": "text", "text": {"content": "通知"}}
    return wechat.post("message/mass/sendall", body | more)


def waiting(wechat):
    masses = wechat.sim("GET", f"/accounts/{APPID}/masses")
    return [m["msg_id"] for m in masses if m["awaits_admin_until"]]


def decide(wechat, msg_id, verb):
    return wechat.sim("POST", f"/accounts/{APPID}/masses/{msg_id}/{verb}")


def status(wechat, sent):
    return wechat.post("message/mass/get", {"msg_id": sent["msg_id"]})["msg_status"]


def test_nothing_goes_out_before_the_administrator_agrees(protected, account_server):
    protected.user()
    sent = sendall(protected)
    assert sent["errcode"] == 0
    protected.settle()
    assert protected.ledger("mass") == []
    assert status(protected, sent) == "SENDING"
    assert waiting(protected) == [sent["msg_id"]]
    decide(protected, sent["msg_id"], "confirm")
    protected.settle()
    assert status(protected, sent) == "SEND_SUCCESS"
    assert len(protected.ledger("mass")) == 1
    answer = protected.http.post(f"/_sim/accounts/{APPID}/masses/{sent['msg_id']}/confirm")
    assert answer.status_code == 404, "nobody waits any more"


def test_a_refusal_ends_it(protected, account_server):
    protected.user()
    sent = sendall(protected)
    decide(protected, sent["msg_id"], "refuse")
    protected.settle()
    assert status(protected, sent) == "SEND_FAIL"
    assert account_server.events("MASSSENDJOBFINISH")[0]["Status"] == "err(40001)"
    assert protected.ledger("mass") == []


def test_half_an_hour_of_silence_is_a_refusal(protected, account_server):
    sent = sendall(protected)
    protected.sim("POST", "/clock", {"move": 1799})
    assert waiting(protected) == [sent["msg_id"]]
    protected.sim("POST", "/clock", {"move": 1})
    protected.settle()
    assert (waiting(protected), status(protected, sent)) == ([], "SEND_FAIL")
    assert account_server.events("MASSSENDJOBFINISH")[0]["Status"] == "err(40002)"


def test_a_tag_needs_nobodys_leave(protected):
    tag = protected.post("tags/create", {"tag": {"name": "企业"}})["tag"]["id"]
    sent = sendall(protected, filter={"is_to_all": False, "tag_id": tag})
    protected.settle()
    assert status(protected, sent) == "SEND_SUCCESS"


def test_what_waits_still_waits_after_a_restart(open_wechat, account_server, tmp_path):
    settings = {"state_file": tmp_path / "state.json", "finish_after": 3600}
    with open_wechat(**settings) as wechat:
        wechat.account(account_server.url, mass_protection=True)
        sent, token = sendall(wechat), wechat.token
    with open_wechat(**settings) as wechat:
        wechat.token = token
        wechat.settle()
        assert waiting(wechat) == [sent["msg_id"]]


def test_nobody_gets_more_than_four_a_month_from_a_service_account(served, account_server):
    served.sim("PUT", f"/accounts/{APPID}", {"kind": "service"})
    tag = served.post("tags/create", {"tag": {"name": "企业"}})["tag"]["id"]
    openid = served.openid(served.user())
    served.post("tags/members/batchtagging", {"tagid": tag, "openid_list": [openid]})
    chosen = {"is_to_all": False, "tag_id": tag}
    for n in range(6):
        assert sendall(served, filter=chosen, text={"content": str(n)})["errcode"] == 0
        served.settle()
    assert [e["msg_id"] for e in served.ledger("mass")] == sorted(
        int(e["MsgID"]) for e in account_server.events("MASSSENDJOBFINISH")[:4]
    )
    last = account_server.events("MASSSENDJOBFINISH")[-1]
    assert (last["TotalCount"], last["FilterCount"], last["SentCount"]) == ("1", "0", "0")
    served.sim("POST", "/clock", {"to": "2026-12-01T09:00"})
    served.token = served.fetch_token()["access_token"]
    sendall(served, filter=chosen)
    served.settle()
    assert len(served.ledger("mass")) == 5


def test_the_speed_is_read_and_set(served):
    assert served.post("message/mass/speed/get", {"x": 1}) == {"speed": 0, "realspeed": 80}
    assert served.post("message/mass/speed/set", {"speed": 4})["errcode"] == 0
    assert served.get("message/mass/speed/get")["realspeed"] == 10


def test_sixty_mass_sends_a_minute_are_the_most(served):
    for _ in range(60):
        assert sendall(served, msgtype="dance")["errcode"] == 40008
    assert sendall(served, msgtype="dance")["errcode"] == 45011
    served.clock.pass_by(60)
    assert sendall(served, msgtype="dance")["errcode"] == 40008
