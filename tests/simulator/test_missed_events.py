"""No page misses an event: between stream and load, while a page is loaded, while the stream is broken."""

import pytest
from playwright.sync_api import Page, Route, expect

from dev.browser import CHROMIUM
from tests.simulator.browser import opened
from tests.simulator.conftest import APPID
from wechat_simulator.world.platform import Platform

needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
STREAM = "**/_sim/stream"
# A stream that opens and ends at once; the browser opens the next one after ten milliseconds.
SHORT_STREAM = "retry: 10\nevent: ready\ndata: {}\n\n"


def answers(fields):
    if fields["MsgType"] == "text":
        return {"MsgType": "text", "Content": f"您问的是：{fields['Content']}"}
    return {"MsgType": "text", "Content": "欢迎关注"}


@pytest.fixture
def follower(wechat, account_server):
    """Somebody with a phone who follows a service account; one message is unread."""
    account_server.answer = answers
    wechat.account(account_server.url, kind="service")
    return wechat.user()


class Held:
    """The first request to an address: answered by the server, and kept from the page until `release`."""

    def __init__(self, page: Page, address: str) -> None:
        self._page = page
        self._waiting = []
        page.route(address, self._hold, times=1)

    def _hold(self, route: Route) -> None:
        self._waiting.append((route, route.fetch()))

    def wait(self) -> None:
        while not self._waiting:
            self._page.wait_for_timeout(10)

    def release(self) -> None:
        route, response = self._waiting.pop()
        route.fulfill(response=response)


def heard(page: Page, words: str) -> None:
    """Wait until the stream has told of the push with these words; what it told before has arrived as well."""
    expect(page.locator("#calls .callback", has_text=words)).to_be_visible()


@needs_browser
def test_the_phone_shows_what_happens_before_its_stream_is_open(browser, wechat, follower):
    def happens(route):
        wechat.say(follower, "还没连上")
        route.continue_()

    url = str(wechat.http.base_url)
    with opened(browser, url, lambda page: page.route(STREAM, happens, times=1)) as page:
        expect(page.locator(".row small")).to_have_text("您问的是：还没连上")
        expect(page.locator(".row .badge")).to_have_text("2")


@needs_browser
@pytest.mark.parametrize("path", ["/", "/platform"])
def test_a_call_before_the_stream_is_open_is_listed_once(browser, wechat, follower, path):
    def happens(route):
        wechat.get("menu/get")
        route.continue_()

    url = f"{wechat.http.base_url}{path}"
    with opened(browser, url, lambda page: page.route(STREAM, happens, times=1)) as page:
        expect(page.locator("#calls .api", has_text="menu/get")).to_have_count(1)


@needs_browser
@pytest.mark.parametrize("path", ["/", "/platform"])
def test_a_call_that_is_told_and_loaded_is_listed_once(browser, wechat, follower, path):
    def happens(route):
        wechat.get("menu/get")
        route.continue_()

    url = f"{wechat.http.base_url}{path}"
    with opened(browser, url, lambda page: page.route("**/_sim/calls", happens)) as page:
        wechat.get("draft/count")
        expect(page.locator("#calls .api", has_text="draft/count")).to_have_count(1)
        expect(page.locator("#calls .api", has_text="menu/get")).to_have_count(1)


@needs_browser
def test_a_message_that_comes_while_the_conversation_is_drawn_again_stays(
    browser, wechat, follower
):
    with opened(browser, str(wechat.http.base_url)) as page:
        page.locator(".row").click()
        expect(page.locator(".bubble")).to_have_text(["欢迎关注"])
        answer = Held(page, "**/chat")
        wechat.sim("PUT", f"/accounts/{APPID}", {"name": "云岭税务"})
        answer.wait()
        wechat.say(follower, "正在重画")
        heard(page, "正在重画")
        answer.release()
        expect(page.locator(".nav h2")).to_have_text("云岭税务")
        expect(page.locator(".bubble")).to_have_text(["欢迎关注", "正在重画", "您问的是：正在重画"])


@needs_browser
def test_a_message_that_comes_while_the_conversation_opens_is_in_it(browser, wechat, follower):
    with opened(browser, str(wechat.http.base_url)) as page:
        page.locator(".search").click()
        # The list of chats has a row with this name as well.
        page.locator("[data-page=contacts] .row", has_text="云岭省税务").click()
        answer = Held(page, "**/chat")
        page.get_by_role("button", name="发消息").click()
        answer.wait()
        wechat.say(follower, "正在打开")
        heard(page, "正在打开")
        answer.release()
        expect(page.locator(".bubble")).to_have_text(["欢迎关注", "正在打开", "您问的是：正在打开"])


@needs_browser
def test_who_writes_goes_on_writing_when_the_conversation_is_drawn_again(browser, wechat, follower):
    with opened(browser, str(wechat.http.base_url)) as page:
        page.locator(".row").click()
        typing = {"touser": wechat.openid(follower), "command": "Typing"}
        assert wechat.post("message/custom/typing", typing)["errcode"] == 0
        expect(page.locator(".typing")).to_have_count(1)
        wechat.sim("PUT", f"/accounts/{APPID}", {"name": "云岭税务"})
        expect(page.locator(".nav h2")).to_have_text("云岭税务")
        expect(page.locator(".typing")).to_have_count(1)


@needs_browser
def test_what_happens_while_the_stream_is_broken_is_shown_when_it_is_back(
    browser, wechat, follower
):
    second = []

    def hold(route):
        second.append(route)

    def prepare(page):
        page.route(STREAM, hold, times=2)
        page.route(
            STREAM,
            lambda route: route.fulfill(content_type="text/event-stream", body=SHORT_STREAM),
            times=1,
        )

    with opened(browser, str(wechat.http.base_url), prepare) as page:
        while not second:
            page.wait_for_timeout(10)
        expect(page.locator(".row .badge")).to_have_text("1")
        wechat.say(follower, "断线的时候")
        second[0].continue_()
        expect(page.locator(".row small")).to_have_text("您问的是：断线的时候")
        expect(page.locator("#calls .callback", has_text="断线的时候")).to_have_count(1)


@needs_browser
def test_an_older_answer_never_replaces_a_newer_one(browser, wechat, follower):
    """A load that is asked for while it runs runs once more afterwards, never beside itself."""
    with opened(browser, str(wechat.http.base_url)) as page:
        told = page.evaluate(
            """async () => {
              const { oneAtATime } = await import("/static/stream.js");
              const answers = [];
              let begun = 0;
              const load = oneAtATime(async () => {
                begun += 1;
                return new Promise((answer) => answers.push(answer));
              });
              const first = load(), second = load(), third = load();
              const beside = begun;
              answers[0]("old");
              const got = [await first];
              while (answers.length < 2) await null;
              answers[1]("new");
              got.push(await second, await third);
              return { beside, begun, got };
            }"""
        )
    assert told == {"beside": 1, "begun": 2, "got": ["old", "new", "new"]}


def test_the_stream_notes_events_before_it_says_ready(served):
    user = served.user()
    with served.http.stream("GET", "/_sim/stream") as stream:
        lines = stream.iter_lines()
        assert "event: ready" in (next(lines), next(lines))
        served.say(user, "就绪之后")
        assert any("就绪之后" in line for line in lines if line.startswith("data:"))


def test_a_stream_that_opens_during_the_shutdown_ends_at_once():
    platform = Platform()
    platform.hang_up()
    with platform.listening() as queue:
        assert queue.get_nowait() is None
