"""Pushes to the account's server: modes, formats, retries and replies (sheet §1.1-1.6)."""

import threading

import pytest

from tests.simulator.conftest import APPID, PNG
from wechat_simulator.activity.phone_actions import OUT_OF_SERVICE
from wechat_simulator.wire.crypto import sign

MODES = ("plain", "compatible", "safe")
NEWS_ITEM = {"Title": "标题", "Description": "摘要", "PicUrl": "", "Url": "http://127.0.0.1:9/a"}


def text(content):
    return {"MsgType": "text", "Content": content}


def answer(server, reply):
    server.answer = lambda fields: "success" if fields["MsgType"] == "event" else reply


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("form", ["xml", "json"])
def test_a_message_is_answered_in_every_mode_and_format(wechat, account_server, mode, form):
    account_server.mode, account_server.format = mode, form
    wechat.account(account_server.url, mode=mode, format=form)
    user = wechat.user()
    answer(account_server, text("您好，云岭省税务"))
    result = wechat.say(user, "你好 &amp; <b>")
    assert result["shown"] == "您好，云岭省税务"
    assert result["attempts"][0]["status"] == 200
    assert account_server.pushed[-1].fields["Content"] == "你好 &amp; <b>"
    assert wechat.ledger("reply")[0]["content"] == "您好，云岭省税务"


def test_a_plain_push_is_signed_and_names_the_openid(served, account_server):
    user = served.user()
    result = served.say(user)
    pushed = account_server.pushed[-1]
    query = pushed.query
    assert query["openid"] == result["openid"] == pushed.fields["FromUserName"]
    assert query["signature"] == sign("sesame", query["timestamp"], query["nonce"])
    assert "encrypt_type" not in query
    assert pushed.fields["ToUserName"] == "gh_0123456789ab"


def test_a_safe_push_hides_everything_but_the_receiver(wechat, account_server):
    account_server.mode = "safe"
    wechat.account(account_server.url, mode="safe")
    wechat.say(wechat.user(), "我的身份证号")
    pushed = account_server.pushed[-1]
    assert pushed.query["encrypt_type"] == "aes"
    assert len(pushed.query["msg_signature"]) == 40
    assert "MsgType" not in pushed.body
    assert pushed.fields["Content"] == "我的身份证号"


def test_a_compatible_push_carries_both(wechat, account_server):
    wechat.account(account_server.url, mode="compatible")
    wechat.user()
    body = account_server.pushed[-1].body
    assert "<Event>" in body
    assert "<Encrypt>" in body


def test_message_ids_are_64_bit_and_rise(served, account_server):
    user = served.user()
    served.say(user, "一")
    served.say(user, "二")
    first, second = (int(p.fields["MsgId"]) for p in account_server.pushed[-2:])
    assert 2**53 < first < second < 2**63


def test_an_openid_is_stable_and_differs_between_accounts(served):
    user = served.user()
    mine = served.openid(user)
    other = {"name": "别的号", "callback_url": "http://127.0.0.1:9/"}
    served.sim("PUT", "/accounts/wx-other", other)
    theirs = served.sim("POST", f"/accounts/wx-other/users/{user}/follow")["openid"]
    assert len(mine) == 28
    assert mine.startswith("o")
    assert mine == served.openid(user) != theirs


def test_a_failing_server_is_tried_three_times_with_the_same_message(served, account_server):
    user = served.user()
    account_server.status = 500
    result = served.say(user)
    tries = account_server.pushed[-3:]
    assert [a["error"] for a in result["attempts"]] == ["HTTP 500"] * 3
    assert len({p.fields["MsgId"] for p in tries}) == 1
    assert len({p.query["nonce"] for p in tries}) == 3
    assert result["shown"] == OUT_OF_SERVICE
    assert served.chat(user)[-1]["direction"] == "system"


def test_the_second_try_may_succeed(served, account_server):
    user = served.user()

    def recover(fields):
        account_server.status = 200 if len(account_server.pushed) > 2 else 500
        return text("好了")

    account_server.answer = recover
    result = served.say(user)
    assert len(result["attempts"]) == 2
    assert result["shown"] == "好了"


def test_nobody_listening_is_a_failure_after_three_tries(wechat):
    wechat.account("http://127.0.0.1:9/")
    result = wechat.deed(wechat.user(following=False), "follow")
    assert len(result["attempts"]) == 3
    assert result["attempts"][0]["status"] == 0
    assert result["shown"] == OUT_OF_SERVICE


def test_a_server_that_is_too_slow_is_out_of_service(open_wechat, account_server):
    account_server.hang = threading.Event()
    with open_wechat(callback_seconds=0.05) as wechat:
        wechat.account(account_server.url)
        result = wechat.deed(wechat.user(following=False), "follow")
    assert [a["error"] for a in result["attempts"]] == ["timeout"] * 3
    assert result["shown"] == OUT_OF_SERVICE


@pytest.mark.parametrize("nothing", ["", "success", " success\n"])
def test_an_acknowledgement_shows_nothing(served, account_server, nothing):
    user = served.user()
    account_server.answer = lambda fields: nothing
    result = served.say(user)
    assert (result["reply"], result["shown"], result["problem"]) == (None, None, None)


@pytest.mark.parametrize(
    "bad",
    [
        "ok",
        '{"errcode": 0}',
        "<xml>",
        b"\xff\xfe",
        {"MsgType": "text", "Content": ""},
        {"MsgType": "text", "Content": "税" * 683},
        {"MsgType": "text", "Content": "x", "ToUserName": "oSomebodyElse"},
        {"MsgType": "text", "Content": "x", "FromUserName": "gh_other"},
        {"MsgType": "dance"},
        {"MsgType": "image", "Image": {"MediaId": "unknown"}},
        {"MsgType": "news", "ArticleCount": 1},
        {"MsgType": "news", "ArticleCount": 2, "Articles": [NEWS_ITEM]},
    ],
)
def test_an_answer_that_wechat_cannot_read_puts_the_account_out_of_service(
    served, account_server, bad
):
    user = served.user()
    account_server.answer = lambda fields: bad
    result = served.say(user)
    assert len(result["attempts"]) == 1
    assert result["problem"]
    assert result["shown"] == OUT_OF_SERVICE


def test_a_plaintext_reply_in_safe_mode_is_refused(wechat, account_server):
    wechat.account(account_server.url, mode="safe")
    user = wechat.user()
    account_server.mode = "plain"
    answer(account_server, text("明文"))
    assert "safe mode" in wechat.say(user)["problem"]


def test_a_reply_signed_with_another_token_is_refused(wechat, account_server):
    account_server.mode = "safe"
    wechat.account(account_server.url, mode="safe")
    user = wechat.user()
    wechat.sim("PUT", f"/accounts/{APPID}", {"token": "changed"})
    answer(account_server, text("x"))
    assert "MsgSignature" in wechat.say(user)["problem"]


def test_media_replies_are_shown(served, account_server):
    user = served.user()
    media = served.upload("media/upload", "image")["media_id"]
    replies = {
        "image": {"Image": {"MediaId": media}},
        "voice": {"Voice": {"MediaId": media}},
        "video": {"Video": {"MediaId": media, "Title": "宣传片", "Description": ""}},
        "music": {
            "Music": {
                "Title": "歌",
                "Description": "",
                "MusicUrl": "",
                "HQMusicUrl": "",
                "ThumbMediaId": media,
            }
        },
    }
    for kind, part in replies.items():
        answer(account_server, {"MsgType": kind} | part)
        result = served.say(user)
        assert (result["problem"], result["reply"]["type"]) == (None, kind)
        assert result["shown"].startswith("[")


def test_a_message_gets_one_article_and_an_event_eight(served, account_server):
    news = {"MsgType": "news", "ArticleCount": 9, "Articles": [NEWS_ITEM] * 9}
    user = served.user()
    account_server.answer = lambda fields: news
    assert len(served.say(user)["reply"]["articles"]) == 1
    assert len(served.deed(user, "click", key="K")["reply"]["articles"]) == 8


def test_a_transfer_shows_nothing_and_is_for_messages_only(served, account_server):
    user = served.user()
    account_server.answer = lambda fields: {
        "MsgType": "transfer_customer_service",
        "TransInfo": {"KfAccount": "a@b"},
    }
    result = served.say(user)
    assert (result["reply"]["kf_account"], result["shown"]) == ("a@b", None)
    assert served.deed(user, "click", key="K")["shown"] == OUT_OF_SERVICE


def test_following_by_a_code_and_scanning_again_name_the_scene(served, account_server):
    user = served.user(following=False)
    served.deed(user, "scan", scene="hall-01")
    served.deed(user, "scan", scene="hall-02")
    assert account_server.events("subscribe")[0]["EventKey"] == "qrscene_hall-01"
    assert account_server.events("SCAN")[0]["EventKey"] == "hall-02"
    assert account_server.events("SCAN")[0]["Ticket"]


def test_menu_and_location_events_carry_their_keys(served, account_server):
    user = served.user()
    served.deed(user, "click", key="HALL")
    served.deed(user, "view", url="http://127.0.0.1:9/cal")
    served.deed(user, "location", x=25.1, y=102.7, precision=30)
    assert account_server.events("CLICK")[0]["EventKey"] == "HALL"
    assert account_server.events("VIEW")[0]["EventKey"] == "http://127.0.0.1:9/cal"
    assert account_server.events("LOCATION")[0]["Latitude"] == "25.1"


def test_who_unfollowed_can_neither_write_nor_unfollow_again(served, account_server):
    user = served.user()
    served.deed(user, "unfollow")
    assert account_server.events("unsubscribe")
    path = f"/_sim/accounts/{APPID}/users/{user}/"
    assert served.http.post(path + "unfollow").status_code == 409
    assert served.http.post(path + "send", json={"type": "text", "content": "x"}).status_code == 409


def test_a_menu_message_item_travels_with_its_id(served, account_server):
    user = served.user()
    served.deed(user, "send", type="text", content="满意", bizmsgmenuid="101")
    assert account_server.pushed[-1].fields["bizmsgmenuid"] == "101"


def test_pictures_voices_places_and_links_arrive_with_their_fields(served, account_server):
    user = served.user()
    path = f"/_sim/accounts/{APPID}/users/{user}/media"
    photo = served.http.post(path, files={"media": ("a.png", PNG)}).json()
    served.deed(user, "send", type="image", media_id=photo["media_id"])
    fields = account_server.pushed[-1].fields
    assert (fields["MediaId"], fields["PicUrl"]) == (photo["media_id"], photo["pic_url"])
    assert served.http.get(photo["pic_url"]).content == PNG
    served.deed(user, "send", type="voice", media_id=photo["media_id"], recognition="预约")
    assert account_server.pushed[-1].fields["Recognition"] == "预约"
    served.deed(user, "send", type="location", x="25.03", y="102.71", label="办税厅")
    assert account_server.pushed[-1].fields["Location_X"] == "25.03"
    served.deed(user, "send", type="link", title="公告", url="http://127.0.0.1:9/")
    assert account_server.pushed[-1].fields["Title"] == "公告"


def test_verification_echoes_or_says_what_came_back(served, account_server):
    found = served.sim("POST", f"/accounts/{APPID}/verify")
    assert found["ok"] is True
    assert found["status"] == 200
    served.sim("PUT", f"/accounts/{APPID}", {"token": "other"})
    assert served.sim("POST", f"/accounts/{APPID}/verify") | {"ms": 0} == {
        "ok": False,
        "status": 200,
        "body": "no",
        "ms": 0,
    }
