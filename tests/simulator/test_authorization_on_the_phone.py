"""网页授权 on the phone: each phone's frame is known as its own, consent is asked, and the way back stays whole."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from dev.browser import CHROMIUM
from tests.simulator.browser import opened
from tests.simulator.conftest import APPID

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


class Landing(BaseHTTPRequestHandler):
    """A page that shows the code it was called with; `/start` has a link to whatever its query says."""

    def do_GET(self) -> None:
        where = urlsplit(self.path)
        query = {k: v[0] for k, v in parse_qs(where.query).items()}
        body = f"<h1>{query.get('code', '没有 code')}</h1>"
        if where.path == "/start":
            body = f'<h1>预约办税</h1><a href="{query["to"]}">我的预约</a>'
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"<!doctype html><link rel=icon href=data:,>{body}".encode())

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: the test's output is not the place."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Landing)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(browser, served, account_server) -> Iterator[Page]:
    served.sim("PUT", f"/accounts/{APPID}", {"kind": "service"})
    with opened(browser, str(served.http.base_url)) as found:
        found.locator(".search").click()
        found.locator(".row", has_text="云岭省税务").click()
        found.get_by_role("button", name="关注公众号").click()
        expect(found.locator(".talk")).to_be_visible()
        yield found


def authorize(to: str, host: str = "https://open.weixin.qq.com", scope: str = "snsapi_base") -> str:
    query = f"appid={APPID}&redirect_uri={quote(to, safe='')}&response_type=code&scope={scope}"
    return f"{host}/connect/oauth2/authorize?{query}&state=1#wechat_redirect"


def tap(page: Page, served, account_server, url: str) -> None:
    """The account answers with a link, which is tapped."""
    account_server.answer = lambda fields: {
        "MsgType": "text",
        "Content": f'<a href="{url.replace("&", "&amp;")}">进入</a>',
    }
    (user, *_) = served.sim("GET", "/users")
    served.say(user["id"], "预约")
    page.locator(".bubble a", has_text="进入").last.click()


def inside(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[title=网页]")


def owner(served, shown: str) -> str:
    """The openid that a code stands for."""
    asked = {"appid": APPID, "secret": "open", "code": shown, "grant_type": "authorization_code"}
    return str(served.http.get("/sns/oauth2/access_token", params=asked).json().get("openid"))


def test_a_link_to_wechats_own_address_comes_back_with_a_code(
    page, served, account_server, address
):
    tap(page, served, account_server, authorize(f"{address}/mine"))
    expect(inside(page).get_by_role("heading")).not_to_have_text("没有 code")
    shown = inside(page).get_by_role("heading").inner_text()
    assert owner(served, shown) == served.openid(served.sim("GET", "/users")[0]["id"])
    page.get_by_role("button", name="返回").click()
    expect(page.locator(".talk")).to_be_visible()


def test_a_page_may_lead_there_and_back_leads_to_that_page(page, served, account_server, address):
    here = str(served.http.base_url).rstrip("/")
    to = quote(authorize(f"{address}/mine", here), safe="")
    tap(page, served, account_server, f"{address}/start?to={to}")
    inside(page).get_by_role("link", name="我的预约").click()
    expect(inside(page).get_by_role("heading")).not_to_have_text("预约办税")
    shown = inside(page).get_by_role("heading").inner_text()
    assert owner(served, shown) == served.openid(served.sim("GET", "/users")[0]["id"])
    page.get_by_role("button", name="返回").click()
    expect(inside(page).get_by_role("heading")).to_have_text("预约办税")
    page.get_by_role("button", name="返回").click()
    expect(page.locator(".talk")).to_be_visible()


def test_a_profile_is_shown_after_consent_only(page, served, account_server, address):
    url = authorize(f"{address}/mine", scope="snsapi_userinfo")
    tap(page, served, account_server, url)
    inside(page).get_by_role("button", name="拒绝").click()
    expect(page.locator(".talk")).to_be_visible()
    page.locator(".bubble a", has_text="进入").last.click()
    inside(page).get_by_role("button", name="允许").click()
    expect(inside(page).get_by_role("heading")).not_to_have_text("没有 code")


def test_two_phones_side_by_side_are_two_people(page, served, account_server, address):
    (first,) = served.sim("GET", "/users")
    second = served.sim("POST", "/users", {"nickname": "李静"})
    served.deed(second["id"], "follow")
    served.sim("PUT", f"/accounts/{APPID}", {"description": "税务"})
    url = authorize(f"{address}/mine")
    tap(page, served, account_server, url)
    served.say(second["id"], "预约")
    page.get_by_role("button", name="并排打开李静").click()
    other = page.frame_locator("iframe.besides")
    other.locator(".row", has_text="云岭省税务").click()
    other.locator(".bubble a", has_text="进入").last.click()
    web = other.frame_locator("iframe[title=网页]")
    expect(web.get_by_role("heading")).not_to_have_text("没有 code")
    found = [one.get_by_role("heading").inner_text() for one in (inside(page), web)]
    assert [owner(served, one) for one in found] == [
        served.openid(user) for user in (first["id"], second["id"])
    ]


def test_an_account_without_the_right_shows_wechats_error(page, served, account_server, address):
    served.sim("PUT", f"/accounts/{APPID}", {"verified": False})
    tap(page, served, account_server, authorize(f"{address}/mine"))
    expect(inside(page).get_by_text("错误码：10005")).to_be_visible()
