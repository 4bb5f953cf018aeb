"""wechatpy, unchanged but for the address, where followers are known on pages and get notices."""

from urllib.parse import parse_qs, urlsplit

import pytest
from wechatpy import WeChatClient, parse_message
from wechatpy.exceptions import WeChatClientException, WeChatOAuthException
from wechatpy.oauth import WeChatOAuth

from tests.simulator.conftest import APPID
from tests.simulator.provoke import settings
from tests.simulator.test_notices import DATA, template
from tests.simulator.test_peers import WECHAT, ToSimulator

PAGE = "https://tax.example/mine"
OPEN = "https://open.weixin.qq.com"


@pytest.fixture
def service(served):
    return settings(served, kind="service")


@pytest.fixture
def client(service):
    made = WeChatClient(APPID, "open")
    made._http.trust_env = False
    made._http.mount(WECHAT, ToSimulator(str(service.http.base_url)))
    yield made
    made._http.close()


@pytest.fixture
def oauth(service):
    made = WeChatOAuth(APPID, "open", PAGE, scope="snsapi_userinfo", state="7")
    made._http.trust_env = False
    made._http.mount(WECHAT, ToSimulator(str(service.http.base_url)))
    yield made
    made._http.close()


def allowed(service, oauth, user):
    """The code that its own address brings, once the follower has said yes."""
    service.http.cookies.set("wechat_phone", user)
    address = oauth.authorize_url.removeprefix(OPEN)
    query = parse_qs(urlsplit(service.http.post(address).headers["Location"]).query)
    assert query["state"] == ["7"]
    return query["code"][0]


def test_wechatpy_learns_who_a_visitor_is(service, oauth):
    user = service.user()
    code = allowed(service, oauth, user)
    told = oauth.fetch_access_token(code)
    assert told["openid"] == oauth.open_id == service.openid(user)
    assert oauth.check_access_token() is True
    assert oauth.get_user_info()["nickname"]
    assert oauth.refresh_access_token(oauth.refresh_token)["openid"] == oauth.open_id
    with pytest.raises(WeChatOAuthException) as caught:
        oauth.fetch_access_token(code)
    assert caught.value.errcode == 40163


def test_wechatpy_sends_a_notice_and_reads_what_came_of_it(service, client, account_server):
    user, name = service.user(), template(service)
    openid = service.deed(user, "notice", template_id=name)["openid"]
    popup = parse_message(account_server.pushed[-1].body)
    assert (popup.source, popup.subscribes[0]["SubscribeStatusString"]) == (openid, "accept")
    told = client.message.send_subscribe_message(openid, name, DATA, page=PAGE)
    service.settle()
    sent = parse_message(account_server.pushed[-1].body)
    assert sent.subscribes[0]["MsgID"] == str(told["msgid"])
    assert sent.subscribes[0]["ErrorStatus"] == "success"
    with pytest.raises(WeChatClientException) as caught:
        client.message.send_subscribe_message(openid, name, DATA)
    assert caught.value.errcode == 43101
    service.deed(user, "notice_settings", template_id=name, answer="reject")
    changed = parse_message(account_server.pushed[-1].body)
    assert changed.subscribes[0] == {"TemplateId": name, "SubscribeStatusString": "reject"}


def test_wechatpy_signs_for_wechats_script(service, client):
    page = f"{PAGE}?a=1"
    ticket = client.jsapi.get_jsapi_ticket()
    signed = client.jsapi.get_jsapi_signature("n", ticket, 1, page)
    given = {"timestamp": 1, "nonceStr": "n", "url": page, "signature": signed}
    assert service.sim("POST", f"/accounts/{APPID}/jsconfig", given) == {"ok": True}


def test_wechatpy_walks_the_blacklist(service, client):
    settings(service, followers={"count": 60})
    openids = list(client.user.iter_followers())
    for start in (0, 20):
        client.tag.batch_black_list(openids[start : start + 20])
    listed = client.tag.get_black_list()
    assert (listed["total"], set(listed["data"]["openid"])) == (40, set(openids[:40]))
    client.tag.batch_unblack_list(openids[:20])
    assert client.tag.get_black_list()["total"] == 20
    with pytest.raises(WeChatClientException) as caught:
        client.tag.batch_black_list(openids[:21])
    assert caught.value.errcode == 40032


def test_wechatpy_makes_codes_of_both_kinds(service, client):
    scene = {"action_info": {"scene": {"scene_str": "hall-3"}}}
    temporary = {"action_name": "QR_STR_SCENE", "expire_seconds": 60} | scene
    lasting = {"action_name": "QR_LIMIT_STR_SCENE"} | scene
    made = [client.qrcode.create(code) for code in (temporary, lasting)]
    assert [code.get("expire_seconds") for code in made] == [60, None]
    assert all(code["url"].startswith("http://weixin.qq.com/q/") for code in made)
