"""The pop-up of 订阅通知 on the phone, in a web page and in an article; the notice that follows; the settings."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from dev.browser import CHROMIUM
from tests.simulator.browser import opened
from tests.simulator.conftest import APPID
from tests.simulator.provoke import outside
from wechat_simulator.activity.jssdk import signature

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
DATA = {"thing1": {"value": "契税申报"}, "time2": {"value": "2026年12月1日 09:30"}}
PAGE = """<!doctype html><meta charset="utf-8"><link rel=icon href=data:,>
<h1>预约成功</h1>
<wx-open-subscribe id="ask" template="{ids}"><template><button>预约提醒</button></template></wx-open-subscribe>
<p id="told"></p>
<script src="{sim}/open/js/jweixin-1.6.0.js"></script>
<script>
  const told = (text) => {{ document.getElementById("told").textContent = text; }};
  const ask = document.getElementById("ask");
  ask.addEventListener("success", (event) => told(event.detail.subscribeDetails));
  ask.addEventListener("error", (event) => told(event.detail.errMsg));
  wx.error((problem) => told(problem.errMsg));
  wx.config({{ appId: "{appid}", timestamp: 1, nonceStr: "n", signature: "{signature}",
    jsApiList: [], openTagList: ["wx-open-subscribe"] }});
</script>"""


class AccountPage:
    """The account's web page, which signs with a ticket as its server would."""

    def __init__(self) -> None:
        self.sim, self.ticket = "", ""
        page = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host = f"http://{self.headers['Host']}{self.path}"
                ids = parse_qs(urlsplit(self.path).query).get("ids", [""])[0]
                signed = signature(page.ticket, "n", "1", host)
                body = PAGE.format(ids=ids, sim=page.sim, appid=APPID, signature=signed)
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, format: str, *arguments: object) -> None:
                """Nothing: the test's output is not the place."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"


@pytest.fixture(scope="module")
def account_page() -> Iterator[AccountPage]:
    made = AccountPage()
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


@pytest.fixture
def page(browser, served, account_page) -> Iterator[Page]:
    served.sim("PUT", f"/accounts/{APPID}", {"kind": "service"})
    account_page.sim = str(served.http.base_url).rstrip("/")
    account_page.ticket = served.get("ticket/getticket", type="jsapi")["ticket"]
    with opened(browser, account_page.sim) as found:
        found.locator(".search").click()
        found.locator(".row", has_text="云岭省税务").click()
        found.get_by_role("button", name="关注公众号").click()
        expect(found.locator(".talk")).to_be_visible()
        yield found


def template(wechat, tid="1004", kids=(1, 2)):
    body = {"tid": tid, "kidList": list(kids)}
    return outside(wechat, "/wxaapi/newtmpl/addtemplate", body)["priTmplId"]


def follower(wechat) -> str:
    return str(wechat.sim("GET", "/users")[0]["id"])


def go(page: Page, served, account_server, url: str) -> FrameLocator:
    """The account answers with a link to its page, which is tapped."""
    link = f'<a href="{url}">提醒我</a>'
    account_server.answer = lambda fields: {"MsgType": "text", "Content": link}
    served.say(follower(served), "提醒")
    page.locator(".bubble a", has_text="提醒我").last.click()
    account_server.answer = lambda fields: "success"
    return page.frame_locator("iframe[title=网页]")


def send(served, name: str) -> int:
    openid = served.openid(follower(served))
    body = {"touser": openid, "template_id": name, "data": DATA, "page": "https://tax.example/"}
    return served.post("message/subscribe/bizsend", body)["errcode"]


def test_a_page_asks_the_follower_agrees_and_the_notice_comes(
    page, served, account_server, account_page
):
    name = template(served)
    web = go(page, served, account_server, f"{account_page.url}?ids={name}")
    web.get_by_role("button", name="预约提醒").click()
    asked = page.get_by_role("dialog", name="订阅通知")
    expect(asked).to_contain_text("向你发送一次以下通知")
    expect(asked).to_contain_text("事项名称、办理时间")
    asked.get_by_role("button", name="允许").click()
    expect(web.locator("#told")).to_contain_text("accept")
    told = json.loads(web.locator("#told").inner_text())
    assert json.loads(told[name]) == {"status": "accept"}
    (popup,) = account_server.awaited("subscribe_msg_popup_event")
    assert popup["SubscribeMsgPopupEvent"]["List"]["PopupScene"] == "1"
    page.get_by_role("button", name="返回").click()
    assert send(served, name) == 0
    card = page.locator(".noticecard")
    expect(card).to_contain_text("预约成功通知")
    expect(card).to_contain_text("2026年12月1日 09:30")
    card.click()
    expect(page.get_by_role("link", name="https://tax.example/")).to_be_visible()


def test_of_two_templates_the_follower_takes_one_and_keeps_the_choice(
    page, served, account_server, account_page
):
    first, second = template(served), template(served, "1008")
    web = go(page, served, account_server, f"{account_page.url}?ids={first},{second}")
    web.get_by_role("button", name="预约提醒").click()
    asked = page.get_by_role("dialog", name="订阅通知")
    asked.get_by_label("咨询回复通知").uncheck()
    asked.get_by_label("总是保持以上选择，不再询问").check()
    asked.get_by_role("button", name="允许").click()
    expect(web.locator("#told")).to_contain_text("reject")
    web.get_by_role("button", name="预约提醒").click()
    page.wait_for_function(
        "fetch('/_sim/calls').then(r => r.json())"
        ".then(c => c.filter(o => o.what === 'subscribe_msg_popup_event').length === 2)"
    )
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert [send(served, name) for name in (first, first, first, second)] == [0, 0, 43101, 43101]


def test_whoever_closes_the_popup_has_refused(page, served, account_server, account_page):
    name = template(served, "1005")
    web = go(page, served, account_server, f"{account_page.url}?ids={name}")
    web.get_by_role("button", name="预约提醒").click()
    asked = page.get_by_role("dialog", name="订阅通知")
    expect(asked).to_contain_text("向你长期发送以下通知")
    expect(asked.get_by_label("总是保持以上选择，不再询问")).to_have_count(0)
    asked.get_by_role("button", name="取消").click()
    expect(web.locator("#told")).to_contain_text("reject")
    assert send(served, name) == 43101


def test_a_page_that_signs_wrongly_has_no_button(page, served, account_server, account_page):
    account_page.ticket = "another"
    web = go(page, served, account_server, f"{account_page.url}?ids={template(served)}")
    expect(web.locator("#told")).to_have_text("config:invalid signature")
    expect(web.get_by_role("button", name="预约提醒")).to_have_count(0)


def test_a_template_that_nobody_knows_is_an_error(page, served, account_server, account_page):
    web = go(page, served, account_server, f"{account_page.url}?ids=unknown")
    web.get_by_role("button", name="预约提醒").click()
    expect(web.locator("#told")).to_have_text("subscribe:fail template not found")


def test_an_article_asks_and_the_event_says_so(page, served, account_server):
    name = template(served, "1007", (1, 3))
    draft = served.draft()["media_id"]
    body = {"filter": {"is_to_all": True}, "msgtype": "mpnews", "mpnews": {"media_id": draft}}
    served.post("message/mass/sendall", body)
    served.settle()
    article = served.chat(follower(served))[-1]["articles"][0]["url"].rpartition("/")[2]
    path = f"/accounts/{APPID}/articles/{article}/notices"
    served.sim("PUT", path, {"components": [[name]]})
    page.locator(".news .lead").last.click()
    page.frame_locator("iframe[title=文章]").get_by_text("订阅通知").click()
    page.get_by_role("dialog", name="订阅通知").get_by_role("button", name="允许").click()
    expect(page.get_by_text("订阅成功")).to_be_visible()
    (popup,) = account_server.awaited("subscribe_msg_popup_event")
    assert popup["SubscribeMsgPopupEvent"]["List"]["PopupScene"] == "2"


def test_a_follower_turns_a_notice_off_in_the_settings(page, served, account_server):
    name = template(served, "1005")
    served.deed(follower(served), "notice", template_id=name)
    assert send(served, name) == 0
    page.get_by_role("button", name="更多").first.click()
    page.get_by_role("button", name="通知管理").click()
    switch = page.get_by_role("switch", name="预约提醒")
    expect(switch).to_be_checked()
    switch.uncheck()
    expect(page.get_by_text("已拒收")).to_be_visible()
    (change,) = account_server.awaited("subscribe_msg_change_event")
    assert change["SubscribeMsgChangeEvent"]["List"]["SubscribeStatusString"] == "reject"
    assert send(served, name) == 43101
