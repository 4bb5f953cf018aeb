"""Other people's SDKs against the simulator: nothing of them is changed but the address.

What they do well must work; where they fail on WeChat, they have to fail here (sheet §5).
"""

import io
import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
import requests
from requests.adapters import HTTPAdapter
from wechatpy import WeChatClient, create_reply, parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import WeChatClientException
from werobot import WeRoBot
from werobot.client import Client, ClientException

from tests.simulator.conftest import AES_KEY, APPID, NINE_O_CLOCK, PNG

WECHAT = "https://api.weixin.qq.com"


class ToSimulator(HTTPAdapter):
    """The network between the SDK and the desk."""

    def __init__(self, url):
        super().__init__()
        self.url = url.rstrip("/")

    def send(self, request, **how):
        request.url = request.url.replace(WECHAT, self.url, 1)
        return super().send(request, **how)


@pytest.fixture
def wechatpy(served):
    client = WeChatClient(APPID, "open")
    client._http.trust_env = False
    client._http.mount(WECHAT, ToSimulator(str(served.http.base_url)))
    yield client
    client._http.close()


@pytest.fixture
def werobot(served, monkeypatch):
    here = str(served.http.base_url).rstrip("/")
    real = requests.request

    def to_simulator(method, url, **how):
        return real(method, url.replace(WECHAT, here, 1), **how)

    monkeypatch.setattr(requests, "request", to_simulator)
    return Client({"APP_ID": APPID, "APP_SECRET": "open"})


def test_wechatpy_reads_followers_and_tags_them(served, wechatpy):
    served.sim("PUT", f"/accounts/{APPID}", {"followers": {"count": 12_000}})
    openids = list(wechatpy.user.iter_followers())
    assert len(openids) == len(set(openids)) == 12_000
    assert wechatpy.user.get(openids[0])["subscribe"] == 1
    tag = wechatpy.tag.create("企业")["id"]
    wechatpy.tag.tag_user(tag, openids[:2])
    assert [t["count"] for t in wechatpy.tag.get()] == [2]
    assert set(wechatpy.tag.iter_tag_users(tag)) == set(openids[:2])
    wechatpy.tag.untag_user(tag, openids[:1])
    assert wechatpy.tag.get_user_tag(openids[0]) == []


def test_wechatpy_makes_menus_and_codes(wechatpy):
    leaf = {"type": "click", "name": "办税", "key": "K"}
    assert wechatpy.menu.get() is None, "it reads 46003 as no menu"
    wechatpy.menu.create({"button": [leaf]})
    rule = {"button": [leaf], "matchrule": {"client_platform_type": "2"}}
    menuid = wechatpy.menu.add_conditional(rule)["menuid"]
    assert str(wechatpy.menu.get()["conditionalmenu"][0]["menuid"]) == menuid
    code = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": "hall"}}}
    assert wechatpy.qrcode.create(code)["ticket"]


def test_wechatpy_publishes_and_sends_to_all(served, wechatpy, account_server):
    user = served.user()
    picture = io.BytesIO(PNG)
    picture.name = "cover.png"
    cover = wechatpy.material.add("image", picture)["media_id"]
    article = {"title": "六税两费", "content": "<p>减半</p>", "thumb_media_id": cover}
    draft = wechatpy.draft.add([article])["media_id"]
    sent = wechatpy.message.send_mass_article(draft, is_to_all=True)
    served.settle()
    assert wechatpy.message.get_mass(sent["msg_id"])["msg_status"] == "SEND_SUCCESS"
    assert served.chat(user)[-1]["articles"][0]["title"] == "六税两费"
    finished = parse_message(account_server.pushed[-1].body)
    assert (finished.event, finished.id, finished.sent_count) == (
        "masssendjobfinish",
        sent["msg_id"],
        1,
    )


def test_wechatpy_sees_wechats_errors(served, wechatpy):
    user = served.user()
    openid = served.openid(user)
    for _ in range(3):
        wechatpy.message.send_text(openid, "您好")
    with pytest.raises(WeChatClientException) as caught:
        wechatpy.message.send_text(openid, "您好")
    assert caught.value.errcode == 45047
    assert [e["content"] for e in served.ledger("custom")] == ["您好"] * 3


def test_wechatpy_reads_statistics_and_agents(served, wechatpy):
    served.user()
    served.sim("POST", "/clock", {"to": "2026-11-24T12:00"})
    rows = wechatpy.datacube.get_user_summary("2026-11-23", "2026-11-23")
    assert (rows[0]["new_user"], rows[0]["cancel_user"]) == (1, 0)
    assert wechatpy.customservice.get_accounts() == []
    records = wechatpy.customservice.get_records(int(NINE_O_CLOCK), int(NINE_O_CLOCK) + 60, 1, 10)
    assert (records["recordlist"], records["number"]) == ([], 0)


def test_wechatpy_asks_for_tokens_without_end_when_they_stay_invalid(served, wechatpy):
    """What the sheet's §5 found on a mock: a permanent 40001 eats the day's tokens."""
    described = {"kind": "token_invalid", "path": "/cgi-bin/draft/count", "times": 50}
    served.sim("POST", f"/accounts/{APPID}/faults", described)
    wechatpy.draft.count()
    asked = [c["what"] for c in served.sim("GET", "/calls")]
    assert asked.count("/cgi-bin/token") == 51


def test_wechatpy_answers_in_safe_mode(served, account_server):
    served.sim("PUT", f"/accounts/{APPID}", {"mode": "safe"})
    crypto = WeChatCrypto("sesame", AES_KEY, APPID)

    def answer(_):
        pushed = account_server.pushed[-1]
        parts = [pushed.query[n] for n in ("msg_signature", "timestamp", "nonce")]
        message = parse_message(crypto.decrypt_message(pushed.body, *parts))
        said = f"第 {message.id} 条：{message.content}" if message.type == "text" else "欢迎"
        reply = create_reply(said, message)
        return crypto.encrypt_message(reply.render(), parts[2], parts[1])

    account_server.answer = answer
    result = served.say(served.user(), "怎么退税")
    assert result["problem"] is None
    assert result["shown"].endswith("条：怎么退税")


def test_werobot_calls_the_api(served, werobot):
    openid = served.openid(served.user())
    assert werobot.get_followers()["data"]["openid"] == [openid]
    werobot.create_menu({"button": [{"type": "click", "name": "办税", "key": "K"}]})
    assert werobot.get_menu()["menu"]["button"][0]["key"] == "K"
    werobot.send_text_message(openid, "您好")
    assert len(served.ledger("custom")) == 1
    with pytest.raises(ClientException, match="40003"):
        werobot.send_text_message("oNobody", "您好")


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def robot(served):
    """A WeRoBot behind its own WSGI application, in safe mode."""
    config = {"TOKEN": "sesame", "ENCODING_AES_KEY": AES_KEY, "APP_ID": APPID}
    made = WeRoBot(config=config | {"SESSION_STORAGE": False})
    made.add_handler(lambda message: "欢迎关注", type="subscribe_event")
    made.add_handler(lambda message: f"您问的是：{message.content}", type="text")
    server = make_server("127.0.0.1", 0, made.wsgi, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}/"
    served.sim("PUT", f"/accounts/{APPID}", {"mode": "safe", "callback_url": url})
    yield
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.usefixtures("robot")
def test_werobot_is_verified_and_answers(served):
    assert served.sim("POST", f"/accounts/{APPID}/verify")["ok"] is True
    user = served.user(following=False)
    assert served.deed(user, "follow")["shown"] == "欢迎关注"
    assert served.say(user, "怎么退税")["shown"] == "您问的是：怎么退税"
