"""Agents, sessions and records of WeChat's own customer service (sheet §2.7)."""

import pytest

from tests.simulator.conftest import APPID, NINE_O_CLOCK

AGENT = "zhang@gh_0123456789ab"


def kf(wechat, method, path, body=None, **query):
    asked = {"access_token": wechat.token} | query
    return wechat.http.request(method, "/customservice/" + path, params=asked, json=body).json()


@pytest.fixture
def desk(served):
    """The account with one agent, bound and online."""
    kf(served, "POST", "kfaccount/add", {"kf_account": AGENT, "nickname": "张老师"})
    kf(served, "POST", "kfaccount/inviteworker", {"kf_account": AGENT, "invite_wx": "zhang88"})
    served.sim("PUT", f"/accounts/{APPID}/agents/{AGENT}", {"bound": True, "online": True})
    return served


def session(wechat, user):
    openid = wechat.openid(user)
    kf(wechat, "POST", "kfsession/create", {"kf_account": AGENT, "openid": openid})
    return openid


def test_agents_are_made_listed_and_removed(desk):
    (listed,) = desk.get("customservice/getkflist")["kf_list"]
    assert (listed["kf_account"], listed["kf_nick"], listed["kf_wx"]) == (
        AGENT,
        "张老师",
        "zhang88",
    )
    (there,) = desk.get("customservice/getonlinekflist")["kf_online_list"]
    assert there["accepted_case"] == 0
    renamed = {"kf_account": AGENT, "nickname": "小张"}
    assert kf(desk, "POST", "kfaccount/update", renamed)["errcode"] == 0
    assert kf(desk, "GET", "kfaccount/del", kf_account=AGENT)["errcode"] == 0
    assert desk.get("customservice/getkflist")["kf_list"] == []


def test_while_a_session_is_open_messages_go_to_the_agent(desk, account_server):
    user = desk.user()
    openid = session(desk, user)
    assert account_server.events("kf_create_session")[0]["KfAccount"] == AGENT
    before = len(account_server.pushed)
    said = desk.say(user, "在吗")
    assert (said["attempts"], said["shown"]) == ([], None)
    assert len(account_server.pushed) == before
    desk.sim("POST", f"/accounts/{APPID}/agents/{AGENT}/say", {"openid": openid, "content": "在的"})
    assert desk.chat(user)[-1]["content"] == "在的"
    found = kf(desk, "GET", "kfsession/getsession", openid=openid)
    assert (found["kf_account"], found["createtime"]) == (AGENT, int(NINE_O_CLOCK))
    ended = kf(desk, "POST", "kfsession/close", {"kf_account": AGENT, "openid": openid})
    assert ended["errcode"] == 0
    assert account_server.events("kf_close_session")
    assert desk.say(user)["attempts"]


def test_half_an_hour_of_silence_gives_the_follower_back(desk, account_server):
    user = desk.user()
    session(desk, user)
    desk.sim("POST", "/clock", {"move": 1799})
    assert desk.say(user)["attempts"] == []
    desk.sim("POST", "/clock", {"move": 1800})
    desk.settle()
    assert account_server.events("kf_close_session")
    assert desk.say(user)["attempts"]


def test_a_transfer_finds_the_named_agent_or_waits(desk, account_server):
    named, nobody = desk.user(), desk.user()
    transfer = {"MsgType": "transfer_customer_service"}
    account_server.answer = _to_agent_or(transfer)
    desk.say(named, "找张老师")
    desk.settle()
    assert account_server.events("kf_create_session")
    openid = desk.say(nobody, "找人工")["openid"]
    cases = kf(desk, "GET", "kfsession/getwaitcase")
    assert (cases["count"], cases["waitcaselist"][0]["openid"]) == (1, openid)
    assert desk.say(nobody, "还在吗")["attempts"], "whoever waits still writes to the account"


def _to_agent_or(transfer):
    def answer(fields):
        if fields.get("Content") == "找张老师":
            return transfer | {"TransInfo": {"KfAccount": AGENT}}
        return transfer if fields["MsgType"] == "text" else "success"

    return answer


def test_records_are_read_in_order_and_by_page(desk):
    user = desk.user()
    openid = session(desk, user)
    desk.say(user, "一")
    desk.sim("POST", f"/accounts/{APPID}/agents/{AGENT}/say", {"openid": openid, "content": "二"})
    desk.say(user, "三")
    span = {"starttime": int(NINE_O_CLOCK) - 60, "endtime": int(NINE_O_CLOCK) + 60}
    first = kf(desk, "POST", "msgrecord/getmsglist", span | {"msgid": 1, "number": 2})
    assert [(r["opercode"], r["text"]) for r in first["recordlist"]] == [(2003, "一"), (2002, "二")]
    rest = kf(desk, "POST", "msgrecord/getmsglist", span | {"msgid": first["msgid"], "number": 2})
    assert [r["text"] for r in rest["recordlist"]] == ["三"]
