"""Template messages (sheet §1.5, §2.10)."""

import pytest

from tests.simulator.conftest import APPID
from tests.simulator.provoke import fault, settings

TEMPLATES = {"T1": {"title": "办理进度", "content": "{{first.DATA}}\n结果：{{result.DATA}}"}}
DATA = {"first": {"value": "您好"}, "result": {"value": "已退税"}}


@pytest.fixture
def service(served):
    return settings(served, kind="service", templates=TEMPLATES)


def send(wechat, openid, **more):
    asked = {"touser": openid, "template_id": "T1", "url": "https://example.org/", "data": DATA}
    return wechat.post("message/template/send", asked | more)


def test_it_appears_on_the_phone_and_the_event_names_the_job(service, account_server):
    user = service.user()
    answer = send(service, service.openid(user))
    assert answer["errcode"] == 0
    service.settle()
    entry = service.chat(user)[-1]
    assert (entry["title"], entry["content"]) == ("办理进度", "您好\n结果：已退税")
    (event,) = account_server.events("TEMPLATESENDJOBFINISH")
    assert (event["MsgID"], event["Status"]) == (str(answer["msgid"]), "success")
    assert event["FromUserName"] == service.openid(user)
    (effect,) = service.ledger("template")
    assert effect["msg_id"] == answer["msgid"]


@pytest.mark.parametrize("status", ["failed:user block", "failed: system failed"])
def test_it_may_be_accepted_and_never_arrive(service, account_server, status):
    user = service.user()
    fault(service, kind="template_failed", text=status)
    assert send(service, service.openid(user))["errcode"] == 0
    service.settle()
    assert service.chat(user) == service.ledger("template") == []
    (event,) = account_server.events("TEMPLATESENDJOBFINISH")
    assert event["Status"] == status


def test_what_is_wrong_with_it_is_said_at_once(service):
    user = service.user()
    openid = service.openid(user)
    assert send(service, openid, template_id="x")["errcode"] == 40037
    assert send(service, openid, data="x")["errcode"] == 47001
    assert send(service, "oNobody")["errcode"] == 40003
    service.deed(user, "unfollow")
    assert send(service, openid)["errcode"] == 43004
    assert send(settings(service, kind="subscription"), openid)["errcode"] == 48001


def test_templates_are_listed_and_deleted(service):
    (listed,) = service.get("template/get_all_private_template")["template_list"]
    assert (listed["template_id"], listed["title"]) == ("T1", "办理进度")
    asked = {"template_id": "T1"}
    assert service.post("template/del_private_template", asked)["errcode"] == 0
    assert service.post("template/del_private_template", asked)["errcode"] == 40037


@pytest.mark.parametrize(
    "given", [{str(n): {"content": ""} for n in range(26)}, {"T1": {"title": "x"}}]
)
def test_an_account_has_at_most_25_templates_with_a_text(service, given):
    asked = {"templates": given}
    assert service.http.put(f"/_sim/accounts/{APPID}", json=asked).status_code == 422
