"""订阅通知: templates from the library, consents that are used up or stand, and what becomes of a notice."""

import pytest

from tests.simulator.conftest import APPID
from tests.simulator.provoke import fault, outside, settings

ONE_TIME, LONG_TERM = "1001", "1005"
DATA = {"thing1": {"value": "汇算清缴"}, "time2": {"value": "2026年12月1日 09:30"}}


@pytest.fixture
def service(served):
    return settings(served, kind="service")


def wxa(wechat, name, body=None, **query):
    return outside(wechat, f"/wxaapi/newtmpl/{name}", body, **query)


def template(wechat, tid=ONE_TIME, kids=(1, 2)):
    return wxa(wechat, "addtemplate", {"tid": tid, "kidList": list(kids)})["priTmplId"]


def send(wechat, openid, name, **more):
    body = {"touser": openid, "template_id": name, "data": DATA}
    return wechat.post("message/subscribe/bizsend", body | more)["errcode"]


def entries(event, part):
    found = event[part]["List"]
    return found if isinstance(found, list) else [found]


def test_templates_are_chosen_listed_and_removed(service):
    (category,) = wxa(service, "getcategory")["data"]
    found = wxa(service, "getpubtemplatetitles", ids=str(category["id"]), start="0", limit="30")
    assert {one["type"] for one in found["data"]} == {2, 3}
    tid = str(found["data"][0]["tid"])
    assert wxa(service, "getpubtemplatekeywords", tid=tid)["count"] == 3
    name = template(service)
    (made,) = wxa(service, "gettemplate")["data"]
    assert made["priTmplId"] == name
    assert made["content"] == "事项名称:{{thing1.DATA}}\n办理时间:{{time2.DATA}}"
    assert wxa(service, "deltemplate", {"priTmplId": name})["errcode"] == 0
    assert wxa(service, "gettemplate")["data"] == []


def test_titles_come_in_pages_of_the_accounts_categories(service):
    settings(service, notice_categories=[616, 612])
    assert [one["name"] for one in wxa(service, "getcategory")["data"]] == ["政务民生", "生活服务"]
    everything = wxa(service, "getpubtemplatetitles", ids="616,612")
    page = wxa(service, "getpubtemplatetitles", ids="616,612", start="8", limit="5")
    assert page["count"] == everything["count"]
    assert page["data"] == everything["data"][8:]


def test_only_the_authorities_category_has_long_term_templates(service):
    settings(service, notice_categories=[612])
    found = wxa(service, "getpubtemplatetitles", ids="612")["data"]
    assert {one["type"] for one in found} == {2}
    assert wxa(service, "addtemplate", {"tid": LONG_TERM, "kidList": [1, 2]})["errcode"] == 200014


@pytest.mark.parametrize(
    ("call", "asked", "number"),
    [
        ("getpubtemplatetitles", {"ids": ""}, 200018),
        ("getpubtemplatetitles", {"ids": "612"}, 200019),
        ("getpubtemplatetitles", {"ids": "616", "start": "x"}, 200016),
        ("getpubtemplatetitles", {"ids": "616", "limit": "31"}, 200017),
        ("getpubtemplatekeywords", {"tid": "7"}, 200014),
        ("addtemplate", {"tid": "7", "kidList": [1, 2]}, 200014),
        ("addtemplate", {"tid": ONE_TIME, "kidList": [1]}, 200020),
        ("addtemplate", {"tid": ONE_TIME, "kidList": [1, 11]}, 200020),
        ("addtemplate", {"tid": ONE_TIME, "kidList": [1, 1]}, 200020),
        ("addtemplate", {"tid": ONE_TIME, "kidList": [1, 2], "sceneDesc": "办" * 16}, 200021),
        ("deltemplate", {"priTmplId": "x"}, 40037),
    ],
)
def test_what_is_wrong_with_a_choice_is_said(service, call, asked, number):
    posted = call in ("addtemplate", "deltemplate")
    answer = wxa(service, call, asked) if posted else wxa(service, call, **asked)
    assert answer["errcode"] == number


def test_an_account_has_twenty_five_templates_at_most(service):
    made = [
        wxa(service, "addtemplate", {"tid": ONE_TIME, "kidList": [1, 2]})["errcode"]
        for _ in range(26)
    ]
    assert made == [0] * 25 + [200012]


@pytest.mark.parametrize("given", [{"kind": "subscription"}, {"verified": False}])
def test_only_verified_service_accounts_have_notices_unless_they_are_given_them(served, given):
    settings(served, **({"kind": "service"} | given))
    assert wxa(served, "gettemplate")["errcode"] == 48001
    assert wxa(settings(served, notices=True), "gettemplate")["errcode"] == 0


def test_one_acceptance_allows_one_notice(service, account_server):
    user, name = service.user(), template(service)
    openid = service.deed(user, "notice", template_id=name)["openid"]
    (popup,) = account_server.events("subscribe_msg_popup_event")
    assert popup["FromUserName"] == openid
    assert entries(popup, "SubscribeMsgPopupEvent") == [
        {"TemplateId": name, "SubscribeStatusString": "accept", "PopupScene": "2"}
    ]
    body = {"touser": openid, "template_id": name, "data": DATA, "page": "https://tax.example/1"}
    told = service.post("message/subscribe/bizsend", body)
    assert told["errcode"] == 0
    shown = service.chat(user)[-1]
    assert shown["content"] == "事项名称:汇算清缴\n办理时间:2026年12月1日 09:30"
    assert (shown["title"], shown["url"]) == ("办理进度通知", "https://tax.example/1")
    service.settle()
    (sent,) = account_server.events("subscribe_msg_sent_event")
    assert (sent["FromUserName"], sent["SubscribeMsgSentEvent"]["List"]) == (
        openid,
        {
            "TemplateId": name,
            "MsgID": str(told["msgid"]),
            "ErrorCode": "0",
            "ErrorStatus": "success",
        },
    )
    assert send(service, openid, name) == 43101
    assert len(service.ledger("notice")) == 1


def test_acceptances_add_up_and_a_refusal_gives_none(service):
    user, name = service.user(), template(service)
    for answer in ("accept", "accept", "reject"):
        openid = service.deed(user, "notice", template_id=name, answer=answer)["openid"]
    assert [send(service, openid, name) for _ in range(3)] == [0, 0, 43101]


def test_a_long_term_consent_is_not_used_up(service):
    user, name = service.user(), template(service, LONG_TERM)
    openid = service.deed(user, "notice", template_id=name)["openid"]
    assert [send(service, openid, name) for _ in range(3)] == [0, 0, 0]
    assert len(service.ledger("notice")) == 3


def test_a_consent_is_the_followers_own(service):
    user, other, name = service.user(), service.user(), template(service, LONG_TERM)
    service.deed(user, "notice", template_id=name)
    assert send(service, service.openid(other), name) == 43101


def test_a_popup_with_several_templates_is_one_event_with_a_repeated_list(service, account_server):
    user = service.user()
    first, second = template(service), template(service, "1004")
    answers = {first: "accept", second: "reject"}
    openid = service.deed(user, "notice", answers=answers, scene=1)["openid"]
    (popup,) = account_server.events("subscribe_msg_popup_event")
    assert entries(popup, "SubscribeMsgPopupEvent") == [
        {"TemplateId": first, "SubscribeStatusString": "accept", "PopupScene": "1"},
        {"TemplateId": second, "SubscribeStatusString": "reject", "PopupScene": "1"},
    ]
    assert [send(service, openid, name) for name in (first, second)] == [0, 43101]


def test_the_list_is_a_list_for_an_account_that_wants_json(service, account_server):
    settings(service, format="json")
    user, name = service.user(), template(service)
    service.deed(user, "notice", template_id=name)
    (popup,) = account_server.events("subscribe_msg_popup_event")
    assert popup["SubscribeMsgPopupEvent"]["List"][0]["TemplateId"] == name


def test_a_choice_that_is_kept_stands_whatever_is_tapped_later(service):
    user, name = service.user(), template(service)
    openid = service.deed(user, "notice", answers={name: "accept"}, keep=True)["openid"]
    again = service.deed(user, "notice", answers={name: "reject"})["answers"]
    assert again == {name: "accept"}
    assert [send(service, openid, name) for _ in range(3)] == [0, 0, 43101]


def test_a_refusal_in_the_settings_ends_every_consent(service, account_server):
    user, once, lasting = service.user(), template(service), template(service, LONG_TERM)
    for name in (once, lasting):
        openid = service.deed(user, "notice", template_id=name)["openid"]
        service.deed(user, "notice_settings", template_id=name, answer="reject")
    assert [send(service, openid, name) for name in (once, lasting)] == [43101, 43101]
    changes = account_server.events("subscribe_msg_change_event")
    assert [entries(one, "SubscribeMsgChangeEvent") for one in changes] == [
        [{"TemplateId": name, "SubscribeStatusString": "reject"}] for name in (once, lasting)
    ]
    service.deed(user, "notice_settings", template_id=lasting, answer="accept")
    service.deed(user, "notice_settings", template_id=once, answer="accept")
    assert [send(service, openid, name) for name in (once, lasting)] == [43101, 0]


def test_one_time_and_long_term_templates_stand_in_no_popup_together(service):
    user = service.user()
    answers = dict.fromkeys([template(service), template(service, LONG_TERM)], "accept")
    path = f"/_sim/accounts/{APPID}/users/{user}/notice"
    assert service.http.post(path, json={"answers": answers}).status_code == 409


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"answers": {}}, 404),
        ({"template_id": "x"}, 404),
        ({"answers": {"x": "maybe"}}, 422),
        ({"answers": ["x"]}, 422),
        ({"template_id": "x", "scene": 3}, 422),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(service, body, status):
    path = f"/_sim/accounts/{APPID}/users/{service.user()}/notice"
    assert service.http.post(path, json=body).status_code == status


@pytest.mark.parametrize(
    ("tid", "kid", "name", "good", "bad"),
    [
        ("1001", 1, "thing1", "事" * 20, "事" * 21),
        ("1001", 2, "time2", "09:30~10:00", "3月1日"),
        ("1002", 6, "date6", "2026年3月31日", "下周"),
        ("1004", 5, "character_string5", "A-0012", "甲12"),
        ("1008", 7, "phrase7", "已受理", "已经受理了您的"),
        ("1003", 8, "amount8", "¥128.50", "一百"),
    ],
)
def test_each_keyword_takes_values_of_its_kind(service, tid, kid, name, good, bad):
    made = template(service, tid, (kid, 3))
    openid = service.deed(service.user(), "notice", template_id=made)["openid"]
    data = {name: {"value": bad}, "thing3": {"value": "请准时到达"}}
    body = {"touser": openid, "template_id": made, "data": data}
    refused = service.post("message/subscribe/bizsend", body)
    assert (refused["errcode"], f"data.{name}.value" in refused["errmsg"]) == (47003, True)
    data[name] = {"value": good}
    assert service.post("message/subscribe/bizsend", body)["errcode"] == 0


@pytest.mark.parametrize(
    "data",
    [
        {},
        None,
        {"thing1": {"value": "汇算清缴"}},
        DATA | {"thing3": {"value": "多余"}},
        DATA | {"thing1": {"value": ""}},
        DATA | {"thing1": "汇算清缴"},
    ],
)
def test_a_notice_that_does_not_fit_its_template_costs_no_consent(service, data):
    name = template(service)
    openid = service.deed(service.user(), "notice", template_id=name)["openid"]
    assert send(service, openid, name, data=data) == 47003
    assert send(service, openid, name) == 0


def test_a_removed_template_sends_nothing_more(service):
    name = template(service, LONG_TERM)
    openid = service.deed(service.user(), "notice", template_id=name)["openid"]
    wxa(service, "deltemplate", {"priTmplId": name})
    assert send(service, openid, name) == 40037
    assert send(service, "oNobody", name) == 40003


def test_the_days_notices_are_counted(service):
    settings(service, quotas={"/cgi-bin/message/subscribe/bizsend": 2})
    name = template(service, LONG_TERM)
    openid = service.deed(service.user(), "notice", template_id=name)["openid"]
    assert [send(service, openid, name) for _ in range(3)] == [0, 0, 45009]
    service.clock.pass_by(86_400)
    service.token = service.fetch_token()["access_token"]
    assert send(service, openid, name) == 0


def test_a_notice_may_be_accepted_and_never_arrive(service, account_server):
    user, name = service.user(), template(service)
    openid = service.deed(user, "notice", template_id=name)["openid"]
    fault(service, kind="notice_failed", code=43101, text="user refuse to accept the msg")
    assert send(service, openid, name) == 0
    service.settle()
    (sent,) = account_server.events("subscribe_msg_sent_event")
    assert sent["SubscribeMsgSentEvent"]["List"]["ErrorCode"] == "43101"
    assert service.ledger("notice") == []
    assert send(service, openid, name) == 43101, "the consent has been used"


def test_an_article_bears_the_components_that_an_editor_puts_into_it(service):
    name = template(service)
    user = service.user()
    draft = service.draft()["media_id"]
    body = {"filter": {"is_to_all": True}, "msgtype": "mpnews", "mpnews": {"media_id": draft}}
    service.post("message/mass/sendall", body)
    service.settle()
    address = service.chat(user)[-1]["articles"][0]["url"]
    path = f"/accounts/{APPID}/articles/{address.rpartition('/')[2]}/notices"
    service.sim("PUT", path, {"components": [[name]]})
    assert f'data-notices="{name}"' in service.http.get(address).text
    for components in ([[name] * 6], [[]], [[name]] * 11, [["x"]], "x"):
        answer = service.http.put("/_sim" + path, json={"components": components})
        assert answer.status_code == 422
    wxa(service, "deltemplate", {"priTmplId": name})
    assert "data-notices" not in service.http.get(address).text


def test_a_ticket_for_wechats_script_lasts_and_its_signature_is_checked(service):
    from wechat_simulator.activity.jssdk import signature

    first = service.get("ticket/getticket", type="jsapi")
    assert (first["errcode"], first["expires_in"]) == (0, 7200)
    assert service.get("ticket/getticket", type="wx_card")["errcode"] == 40097
    page = "https://tax.example/h5?a=1"
    signed = signature(first["ticket"], "n", "1", page)
    given = {"timestamp": 1, "nonceStr": "n", "url": page + "#top", "signature": signed}
    path = f"/accounts/{APPID}/jsconfig"
    assert service.sim("POST", path, given) == {"ok": True}
    assert service.sim("POST", path, given | {"nonceStr": "m"}) == {"ok": False}
    service.clock.pass_by(6900)
    later = service.get("ticket/getticket", type="jsapi")
    assert later["ticket"] != first["ticket"]
    assert service.sim("POST", path, given) == {"ok": True}, "until its own end"
    service.clock.pass_by(300)
    assert service.sim("POST", path, given) == {"ok": False}
