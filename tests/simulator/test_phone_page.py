"""The phone in a real browser: follow, chat, menu, scan, a pushed article."""

import pytest
from playwright.sync_api import Page, expect

from dev.browser import CHROMIUM
from tests.simulator.browser import opened

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
WELCOME = (
    "欢迎关注！<script>window.evil=1</script>\n"
    '<a href="weixin://bizmsgmenu?msgmenucontent=怎么退税&msgmenuid=101">怎么退税</a>'
)


def answers(fields):
    if fields.get("Event") == "subscribe":
        scene = fields["EventKey"]
        return {"MsgType": "text", "Content": WELCOME + scene}
    if fields.get("Event") == "CLICK":
        return {"MsgType": "text", "Content": "办税厅在朝阳路"}
    if fields["MsgType"] == "text":
        return {"MsgType": "text", "Content": f"您问的是：{fields['Content']}"}
    return "success"


@pytest.fixture
def page(browser, served, account_server):
    """The phone page, with an account that answers."""
    account_server.answer = answers
    hall = {"type": "click", "name": "办税厅", "key": "HALL"}
    served.post("menu/create", {"button": [{"name": "服务", "sub_button": [hall]}]})
    with opened(browser, str(served.http.base_url)) as found:
        yield found


def follow(page: Page) -> None:
    page.locator(".search").click()
    page.locator(".row", has_text="云岭省税务").click()
    page.get_by_role("button", name="关注公众号").click()
    expect(page.locator(".bubble").first).to_contain_text("欢迎关注")


def test_a_newcomer_follows_and_taps_a_link_in_the_welcome(page, account_server):
    follow(page)
    assert page.evaluate("window.evil") is None
    expect(page.locator(".bubble").first).to_contain_text("<script>")
    page.locator(".tap", has_text="怎么退税").click()
    expect(page.locator(".out .bubble")).to_have_text("怎么退税")
    expect(page.locator(".in .bubble").last).to_have_text("您问的是：怎么退税")
    assert account_server.pushed[-1].fields["bizmsgmenuid"] == "101"


def test_the_menu_opens_and_the_keyboard_takes_its_place(page):
    follow(page)
    page.locator(".top > button").click()
    page.locator(".popup button", has_text="办税厅").click()
    expect(page.locator(".in .bubble").last).to_have_text("办税厅在朝阳路")
    expect(page.locator(".popup")).to_have_count(0)
    page.get_by_role("button", name="键盘").click()
    page.get_by_role("textbox", name="消息").fill("你好")
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".in .bubble").last).to_have_text("您问的是：你好")


def test_a_push_raises_the_badge_and_opens_as_an_article(page, served):
    follow(page)
    page.get_by_role("button", name="返回").click()
    expect(page.locator(".row", has_text="订阅号消息")).to_be_visible()
    expect(page.locator(".row .badge")).to_have_count(0)
    media_id = served.draft()["media_id"]
    body = {"filter": {"is_to_all": True}, "msgtype": "mpnews", "mpnews": {"media_id": media_id}}
    served.post("message/mass/sendall", body)
    served.settle()
    expect(page.locator(".row .badge")).to_have_text("1")
    page.locator(".row", has_text="订阅号消息").click()
    page.locator(".feedcard .lead").click()
    article = page.frame_locator("iframe.reader")
    expect(article.locator("h1")).to_have_text("个税汇算开始了")
    expect(article.locator(".content")).to_have_text("三步办完")


def test_a_reader_comments_and_finds_it_below_the_article_once_it_is_elected(page, served):
    follow(page)
    draft = served.draft(need_open_comment=1)["media_id"]
    body = {"filter": {"is_to_all": True}, "msgtype": "mpnews", "mpnews": {"media_id": draft}}
    sent = served.post("message/mass/sendall", body)
    served.settle()
    page.on("dialog", lambda dialog: dialog.accept("写得很清楚"))
    page.locator(".news .lead").last.click()
    page.get_by_role("button", name="写留言").click()
    expect(page.locator(".toast")).to_contain_text("留言已提交")
    where = {"msg_data_id": sent["msg_data_id"], "index": 0}
    (written,) = served.post("comment/list", where | {"begin": 0, "count": 9})["comment"]
    served.post("comment/markelect", where | {"user_comment_id": written["user_comment_id"]})
    page.get_by_role("button", name="返回").click()
    page.locator(".news .lead").last.click()
    expect(page.frame_locator("iframe.reader").locator(".comment")).to_contain_text("写得很清楚")


def test_scanning_a_code_follows_with_its_scene(page, served, account_server):
    scene = {"action_info": {"scene": {"scene_str": "hall-01"}}}
    served.post("qrcode/create", {"action_name": "QR_LIMIT_STR_SCENE"} | scene)
    page.get_by_role("button", name="扫一扫").click()
    page.locator(".codes button", has_text="hall-01").click()
    expect(page.locator(".bubble").first).to_contain_text("qrscene_hall-01")
    assert account_server.awaited("subscribe")[-1]["EventKey"] == "qrscene_hall-01"


def test_an_account_out_of_order_says_so_and_unfollowing_empties_the_list(page, account_server):
    follow(page)
    account_server.answer = lambda fields: "oops"
    page.get_by_role("button", name="键盘").click()
    page.get_by_role("textbox", name="消息").fill("在吗")
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_have_text("该公众号暂时无法提供服务，请稍后再试")
    page.get_by_role("button", name="更多").first.click()
    page.get_by_role("button", name="已关注").click()
    page.get_by_role("button", name="不再关注").click()
    expect(page.locator(".empty")).to_be_visible()
    assert account_server.awaited("unsubscribe")


def test_the_developers_panel_lists_callbacks_and_calls(page, served):
    follow(page)
    served.get("menu/get")
    expect(page.locator("#calls .callback", has_text="subscribe")).to_be_visible()
    expect(page.locator("#calls .api", has_text="menu/get")).to_be_visible()
    page.locator("#filters button", has_text="回调").click()
    expect(page.locator("#calls .api").first).to_be_hidden()


def test_a_second_phone_has_chats_of_its_own(page):
    follow(page)
    page.get_by_role("textbox", name="新用户的昵称").fill("第二人")
    page.get_by_role("button", name="添加手机").click()
    expect(page.locator(".empty")).to_be_visible()
    page.locator("#people button").first.click()
    expect(page.locator(".row", has_text="订阅号消息")).to_be_visible()


def test_a_menu_that_scans_tells_what_it_found(page, served, account_server):
    scan = {"type": "scancode_waitmsg", "name": "查发票", "key": "INVOICE"}
    served.post("menu/create", {"button": [scan]})
    follow(page)
    page.on("dialog", lambda dialog: dialog.accept("01,04,5300201130"))
    page.get_by_role("button", name="查发票").click()
    expect(page.locator("#calls .callback", has_text="scancode_waitmsg")).to_be_visible()
    (pushed,) = account_server.awaited("scancode_waitmsg")
    assert pushed["ScanCodeInfo"]["ScanResult"] == "01,04,5300201130"


def test_two_phones_stand_side_by_side_and_each_hears_its_own(page, served):
    follow(page)
    second = served.sim("POST", "/users", {"nickname": "李静"})["id"]
    page.get_by_role("button", name="并排打开李静").click()
    other = page.frame_locator("iframe.besides")
    expect(other.locator(".empty")).to_be_visible()
    served.deed(second, "follow")
    expect(other.locator(".row", has_text="订阅号消息")).to_be_visible()
    served.say(second, "只有我看见")
    expect(page.locator(".out .bubble")).to_have_count(0)
    page.get_by_role("button", name="并排打开李静").click()
    expect(page.locator("iframe.besides")).to_have_count(0)
    expect(page.locator("#calls")).to_be_visible()
