"""A link that is tapped opens its page inside the phone, as WeChat's own browser does; other machines are named."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect

from dev.browser import CHROMIUM
from tests.simulator.browser import opened

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
ELSEWHERE = "https://etax.example/declare"


class Pages(BaseHTTPRequestHandler):
    """A front page, and a page behind it, that pages of this machine may frame."""

    def do_GET(self) -> None:
        front = self.path == "/"
        body = "<h1>办税服务</h1><a href=deed-tax>契税</a>" if front else "<h1>契税申报缴纳</h1>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", "frame-ancestors http://127.0.0.1:*")
        self.end_headers()
        self.wfile.write(f"<!doctype html><link rel=icon href=data:,>{body}".encode())

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: the test's output is not the place."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(browser, served, account_server, address) -> Iterator[Page]:
    """A conversation with an account whose welcome links to a page here and to one elsewhere."""
    welcome = f'<a href="{address}">办事指南</a> <a href="{ELSEWHERE}">网上办理</a>'
    account_server.answer = lambda fields: (
        {"MsgType": "text", "Content": welcome} if fields.get("Event") == "subscribe" else "success"
    )
    served.post("menu/create", {"button": [{"type": "view", "name": "办税服务", "url": address}]})
    with opened(browser, str(served.http.base_url)) as found:
        found.locator(".search").click()
        found.locator(".row", has_text="云岭省税务").click()
        found.get_by_role("button", name="关注公众号").click()
        expect(found.locator(".bubble").first).to_contain_text("办事指南")
        yield found


def test_a_link_in_a_reply_opens_in_the_phone_and_back_leads_step_by_step_to_the_chat(
    page: Page,
) -> None:
    page.locator(".bubble a", has_text="办事指南").click()
    inside = page.frame_locator("iframe.reader")
    expect(inside.get_by_role("heading")).to_have_text("办税服务")
    inside.get_by_role("link", name="契税").click()
    expect(inside.get_by_role("heading")).to_have_text("契税申报缴纳")
    page.get_by_role("button", name="返回").click()
    expect(inside.get_by_role("heading")).to_have_text("办税服务")
    page.get_by_role("button", name="返回").click()
    expect(page.locator(".bubble").first).to_contain_text("办事指南")
    expect(page.locator("iframe.reader")).to_have_count(0)


def test_a_view_button_opens_its_page_and_is_told(page: Page, account_server, address: str) -> None:
    page.get_by_role("button", name="办税服务").click()
    expect(page.frame_locator("iframe.reader").get_by_role("heading")).to_have_text("办税服务")
    expect(page.get_by_role("link", name="在浏览器里打开")).to_have_attribute("href", address)
    expect(page.locator("#calls .callback", has_text="VIEW")).to_be_visible()
    assert account_server.awaited("VIEW")[-1]["EventKey"] == address


def test_links_of_an_article_open_in_the_phone(page: Page, served, address: str) -> None:
    draft = served.draft(
        content=f'<p><a href="{address}deed-tax">怎么办</a></p>', content_source_url=address
    )
    body = {"filter": {"is_to_all": True}, "msgtype": "mpnews"}
    served.post("message/mass/sendall", body | {"mpnews": {"media_id": draft["media_id"]}})
    served.settle()
    for link, title in (("阅读原文", "办税服务"), ("怎么办", "契税申报缴纳")):
        page.locator(".news .lead").last.click()
        page.frame_locator("iframe.reader").get_by_role("link", name=link).click()
        web = page.frame_locator("iframe[title=网页]")
        expect(web.get_by_role("heading")).to_have_text(title)
        page.get_by_role("button", name="返回").click()
        expect(page.locator("iframe[title=文章]")).to_be_visible()
        page.get_by_role("button", name="返回").click()


def test_a_page_elsewhere_is_named_and_not_opened(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator(".bubble a", has_text="网上办理").click()
    expect(page.get_by_role("link", name=ELSEWHERE)).to_be_visible()
    expect(page.locator("iframe.reader")).to_have_count(0)
    assert not [one for one in asked if "etax.example" in one]


def test_the_simulator_s_own_pages_stand_in_no_frame(page: Page, served, account_server) -> None:
    own = f"{str(served.http.base_url).rstrip('/')}/platform"
    account_server.answer = lambda fields: {"MsgType": "text", "Content": own}
    page.get_by_role("button", name="键盘").click()
    page.get_by_role("textbox", name="消息").fill("平台")
    page.keyboard.press("Enter")
    page.locator(".bubble a", has_text="/platform").click()
    expect(page.get_by_role("link", name=own)).to_be_visible()
    expect(page.locator("iframe.reader")).to_have_count(0)
