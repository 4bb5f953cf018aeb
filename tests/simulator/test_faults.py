"""What the platform does wrong when told to, and the ledger that shows what really happened."""

import httpx
import pytest

from tests.simulator.conftest import APPID

SENDALL = "/cgi-bin/message/mass/sendall"
CUSTOM = "/cgi-bin/message/custom/send"


def fault(wechat, kind, **more):
    return wechat.sim("POST", f"/accounts/{APPID}/faults", {"kind": kind} | more)


def text(wechat, user, content="您好"):
    openid = wechat.openid(user)
    body = {"touser": openid, "msgtype": "text", "text": {"content": content}}
    return wechat.post("message/custom/send", body)


def sendall(wechat, **more):
    body = {"filter": {"is_to_all": True}, "msgtype": "text", "text": {"content": "通知"}}
    return wechat.post("message/mass/sendall", body | more)


def test_a_dropped_connection_may_have_executed_the_call_or_not(served):
    user = served.user()
    fault(served, "drop_before", path=CUSTOM)
    fault(served, "drop_after", path=CUSTOM, nth=2)
    with pytest.raises(httpx.RemoteProtocolError):
        text(served, user)
    assert served.ledger("custom") == []
    with pytest.raises(httpx.RemoteProtocolError):
        text(served, user)
    assert len(served.ledger("custom")) == 1
    assert text(served, user)["errcode"] == 0


def test_busy_says_nothing_about_whether_it_was_done(served):
    user = served.user()
    fault(served, "busy_before", path=CUSTOM)
    assert text(served, user)["errcode"] == -1
    assert served.ledger("custom") == []
    fault(served, "busy_after", path=CUSTOM)
    assert text(served, user)["errcode"] == -1
    assert len(served.ledger("custom")) == 1


def test_a_fault_strikes_from_the_nth_call_as_often_as_it_was_told(served):
    made = fault(served, "error", path="/cgi-bin/draft/*", nth=2, times=2, code=45011, text="slow")
    answers = [served.get("draft/count").get("errcode", 0) for _ in range(5)]
    assert answers == [0, 45011, 45011, 0, 0]
    (listed,) = served.sim("GET", f"/accounts/{APPID}/faults")
    assert (listed["id"], listed["seen"], listed["struck"]) == (made["id"], 5, 2)


def test_the_same_seed_gives_the_same_misfortune(served):
    def run(seed):
        served.sim("DELETE", f"/accounts/{APPID}/faults")
        fault(served, "busy_before", path="/cgi-bin/draft/count", probability=0.5, seed=seed)
        return [served.get("draft/count").get("errcode", 0) for _ in range(20)]

    first = run(7)
    assert {0, -1} == set(first)
    assert run(7) == first
    assert run(8) != first


def test_an_invalid_token_is_refused_once_or_for_ever(served):
    fault(served, "token_invalid")
    assert served.get("draft/count")["errcode"] == 40001
    assert served.get("draft/count")["total_count"] == 0
    switch = fault(served, "token_invalid", times=None)
    served.token = served.fetch_token(force_refresh=True)["access_token"]
    assert [served.get("draft/count")["errcode"] for _ in range(3)] == [40001] * 3
    served.sim("DELETE", f"/accounts/{APPID}/faults/{switch['id']}")
    assert served.get("draft/count")["total_count"] == 0


def test_a_token_fetched_elsewhere_ends_this_one(served):
    fault(served, "token_elsewhere")
    old = served.token
    assert served.get("draft/count")["errcode"] == 40001
    assert served.get("draft/count")["errcode"] == 40001, "it does not come back by itself"
    served.token = served.fetch_token()["access_token"]
    assert served.token != old
    assert served.get("draft/count")["total_count"] == 0


def test_fetching_a_token_does_not_use_up_a_fault_of_tokens(served):
    fault(served, "token_invalid")
    served.token = served.fetch_token()["access_token"]
    assert served.get("draft/count")["errcode"] == 40001


def test_a_refusal_is_lost_like_any_answer(served):
    fault(served, "drop_after", path="/cgi-bin/menu/get")
    with pytest.raises(httpx.RemoteProtocolError):
        served.get("menu/get")
    assert served.get("menu/get")["errcode"] == 46003


def test_a_slow_answer_is_the_right_one(served):
    fault(served, "slow", path="/cgi-bin/draft/count", seconds=0.01)
    assert served.get("draft/count")["total_count"] == 0
    assert served.sim("GET", "/calls")[-1]["faults"] == ["slow"]


@pytest.mark.parametrize(
    ("kind", "code"), [("clientmsgid_exists", 45065), ("clientmsgid_too_fast", 45066)]
)
def test_a_first_mass_send_may_be_answered_like_a_repeat_and_yet_go_out(served, kind, code):
    user = served.user()
    fault(served, kind)
    answer = sendall(served, clientmsgid="issue-1")
    assert answer["errcode"] == code
    served.settle()
    (sent,) = served.ledger("mass")
    assert sent["user"] == user
    served.clock.pass_by(60)
    again = sendall(served, clientmsgid="issue-1")
    assert (again["errcode"], again["msg_id"]) == (45065, sent["msg_id"])
    assert len(served.ledger("mass")) == 1


def test_a_part_of_the_audience_may_miss_it(served, account_server):
    for _ in range(10):
        served.user()
    fault(served, "partial_audience", share=0.3)
    sendall(served)
    served.settle()
    (event,) = account_server.events("MASSSENDJOBFINISH")
    counts = [event[n] for n in ("TotalCount", "FilterCount", "SentCount", "ErrorCount")]
    assert counts == ["10", "10", "7", "3"]
    assert len(served.ledger("mass")) == 7


def test_a_review_may_end_badly(served, account_server):
    served.user()
    fault(served, "review_rejected", path="MASSSENDJOBFINISH")
    sent = sendall(served)
    served.settle()
    (event,) = account_server.events("MASSSENDJOBFINISH")
    assert (event["Status"], event["SentCount"]) == ("err(20008)", "0")
    assert served.ledger("mass") == []
    assert served.post("message/mass/get", {"msg_id": sent["msg_id"]})["msg_status"] == "SEND_FAIL"


def test_a_publication_may_be_rejected_article_by_article(served, account_server):
    fault(served, "review_rejected", path="PUBLISHJOBFINISH")
    made = served.post("freepublish/submit", {"media_id": served.draft()["media_id"]})
    served.settle()
    (event,) = account_server.events("PUBLISHJOBFINISH")
    assert event["PublishEventInfo"]["publish_status"] == "4"
    found = served.post("freepublish/get", {"publish_id": made["publish_id"]})
    assert (found["publish_status"], found["fail_idx"]) == (4, [1])
    assert "article_id" not in found
    assert served.ledger("publish") == []


def test_an_event_may_be_lost_and_the_mass_send_still_happened(served, account_server):
    served.user()
    fault(served, "event_lost", path="MASSSENDJOBFINISH")
    sent = sendall(served)
    served.settle()
    assert account_server.events("MASSSENDJOBFINISH") == []
    assert len(served.ledger("mass")) == 1
    found = served.post("message/mass/get", {"msg_id": sent["msg_id"]})
    assert found["msg_status"] == "SEND_SUCCESS"


@pytest.mark.parametrize("kind", ["event_doubled", "event_at_once"])
def test_a_message_may_come_twice_with_the_same_msgid(served, account_server, kind):
    user = served.user()
    account_server.answer = lambda fields: {"MsgType": "text", "Content": "您好"}
    fault(served, kind, path="text")
    served.say(user)
    first, second = [p.fields for p in account_server.pushed if p.fields["MsgType"] == "text"]
    assert first == second
    assert len(served.ledger("reply")) == 1, "the follower sees one answer"


def test_events_may_overtake_each_other(served, account_server):
    user = served.user()
    fault(served, "event_reordered", path="text")
    served.say(user, "先")
    served.say(user, "后")
    said = [p.fields["Content"] for p in account_server.pushed if p.fields["MsgType"] == "text"]
    assert said == ["后", "先"]


def test_what_was_held_back_goes_out_when_all_settles(served, account_server):
    served.user()
    fault(served, "event_reordered", path="MASSSENDJOBFINISH")
    sendall(served)
    served.settle()
    assert len(account_server.events("MASSSENDJOBFINISH")) == 1


def test_the_finish_event_may_come_before_the_answer(served, account_server):
    served.user()
    fault(served, "event_early", path="MASSSENDJOBFINISH")
    sent = sendall(served)
    (event,) = account_server.events("MASSSENDJOBFINISH")
    assert event["MsgID"] == str(sent["msg_id"])
    order = [c["what"] for c in served.sim("GET", "/calls")]
    assert order.index("MASSSENDJOBFINISH") < order.index(SENDALL)


def test_the_ledger_says_under_which_call_somebody_got_something(served, account_server):
    user = served.user()
    account_server.answer = lambda fields: {"MsgType": "text", "Content": "您好"}
    served.say(user)
    text(served, user)
    sendall(served)
    served.settle()
    calls = {c["id"]: c["what"] for c in served.sim("GET", "/calls")}
    effects = [(e["kind"], calls[e["call"]]) for e in served.sim("GET", f"/ledger?appid={APPID}")]
    assert effects == [("reply", "text"), ("custom", CUSTOM), ("mass", SENDALL)]
    openid = served.ledger("mass")[0]["openid"]
    assert len(served.sim("GET", f"/ledger?kind=mass&openid={openid}")) == 1
    assert served.sim("GET", "/ledger?kind=mass&openid=oNobody") == []


def test_other_accounts_are_spared(served):
    fault(served, "busy_before", times=None)
    other = "wxfedcba9876543210"
    served.sim("PUT", f"/accounts/{other}", {"name": "市税务局", "secret": "open"})
    token = served.fetch_token(appid=other)["access_token"]
    assert served.get("draft/count", access_token=token)["total_count"] == 0
    assert served.get("draft/count")["errcode"] == -1


@pytest.mark.parametrize(
    "body",
    [{}, {"kind": "dance"}, {"kind": "slow", "seconds": "long"}, {"kind": "slow", "nth": "x"}],
)
def test_a_fault_that_makes_no_sense_is_refused(served, body):
    answer = served.http.post(f"/_sim/accounts/{APPID}/faults", json=body)
    assert answer.status_code == 422
    assert served.sim("GET", f"/accounts/{APPID}/faults") == []


def test_an_unknown_fault_can_not_be_removed(served):
    assert served.http.delete(f"/_sim/accounts/{APPID}/faults/f0").status_code == 404


def test_the_catalogue_names_every_kind_with_its_options(wechat):
    kinds = wechat.sim("GET", "/faults")
    assert kinds["slow"] == {
        "at": "call",
        "label": "响应缓慢",
        "path": "*",
        "options": {"seconds": 3.0},
    }


def test_faults_outlive_a_restart(open_wechat, tmp_path):
    with open_wechat(state_file=tmp_path / "state.json") as wechat:
        wechat.account()
        fault(wechat, "busy_before", path="/cgi-bin/draft/count", nth=2)
        assert wechat.get("draft/count")["total_count"] == 0
        token = wechat.token
    with open_wechat(state_file=tmp_path / "state.json") as wechat:
        wechat.token = token
        assert wechat.get("draft/count")["errcode"] == -1
