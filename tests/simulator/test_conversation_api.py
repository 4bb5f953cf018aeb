"""Customer-service messages, menus, followers and QR codes (sheet §2.2, §2.6, §2.7)."""

import pytest

LEAF = {"type": "click", "name": "办税", "key": "K"}


def send(wechat, openid, content="在的"):
    message = {"touser": openid, "msgtype": "text", "text": {"content": content}}
    return wechat.post("message/custom/send", message)["errcode"]


@pytest.mark.parametrize(
    ("deed", "count", "seconds"),
    [
        (("send", {"type": "text", "content": "你好"}), 5, 48 * 3600),
        (("click", {"key": "K"}), 3, 60),
        (("scan", {"scene": "hall-01"}), 3, 60),
        (("send", {"type": "text", "content": "满意", "bizmsgmenuid": "1"}), 3, 60),
    ],
)
def test_a_deed_opens_a_window_of_some_messages_for_some_time(served, deed, count, seconds):
    user = served.user()
    served.clock.pass_by(61)
    name, body = deed
    openid = served.deed(user, name, **body)["openid"]
    assert [send(served, openid) for _ in range(count + 1)] == [0] * count + [45047]
    served.deed(user, name, **body)
    assert send(served, openid) == 0
    served.clock.pass_by(seconds)
    served.token = served.fetch_token()["access_token"]
    assert send(served, openid) == 45015


def test_following_opens_three_messages_for_a_minute(served):
    user = served.user()
    openid = served.openid(user)
    assert [send(served, openid) for _ in range(4)] == [0, 0, 0, 45047]
    served.clock.pass_by(60)
    assert send(served, openid) == 45015


def test_nobody_is_reached_who_left_or_never_came(served):
    user = served.user()
    openid = served.say(user)["openid"]
    served.deed(user, "unfollow")
    assert send(served, openid) == 45015
    assert send(served, "oNobody") == 40003


def test_a_refused_message_costs_nothing(served):
    openid = served.openid(served.user())
    assert send(served, openid, "") == 44004
    assert send(served, openid, "税" * 683) == 45002
    assert [send(served, openid) for _ in range(3)] == [0, 0, 0]


def test_every_type_arrives_on_the_phone_and_in_the_ledger(served):
    user = served.user()
    openid = served.openid(user)
    media = served.upload("media/upload", "image")["media_id"]
    article = {"title": "办理指南", "description": "", "url": "http://127.0.0.1:9/", "picurl": ""}
    music = {"title": "歌", "musicurl": "", "hqmusicurl": "", "thumb_media_id": media}
    menu = {"head_content": "满意吗", "list": [{"id": "1", "content": "满意"}], "tail_content": ""}
    page = {"title": "小程序", "appid": "wxmini", "pagepath": "p", "thumb_media_id": media}
    parts = {
        "text": {"content": "在的"},
        "image": {"media_id": media},
        "voice": {"media_id": media},
        "video": {"media_id": media, "title": "片", "description": ""},
        "music": music,
        "news": {"articles": [article]},
        "mpnews": {"media_id": served.draft()["media_id"]},
        "msgmenu": menu,
        "miniprogrampage": page,
        "wxcard": {"card_id": "c"},
    }
    for kind, part in parts.items():
        served.say(user)
        message = {"touser": openid, "msgtype": kind, kind: part}
        assert served.post("message/custom/send", message)["errcode"] == 0, kind
    assert [entry["type"] for entry in served.ledger("custom")] == list(parts)
    arrived = [e["type"] for e in served.chat(user) if e["direction"] == "in"]
    assert arrived == list(parts)


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"msgtype": "dance"}, 40008),
        ({"msgtype": "text"}, 44004),
        ({"msgtype": "image", "image": {"media_id": "unknown"}}, 40007),
        ({"msgtype": "mpnews", "mpnews": {"media_id": "unknown"}}, 40007),
        ({"msgtype": "news", "news": {"articles": []}}, 44003),
        ({"msgtype": "news", "news": {"articles": [{}, {}]}}, 45008),
        ({"msgtype": "mpnewsarticle", "mpnewsarticle": {"article_id": "unknown"}}, 53600),
    ],
)
def test_a_message_that_cannot_be_sent_says_why(served, message, code):
    openid = served.openid(served.user())
    assert served.post("message/custom/send", {"touser": openid} | message)["errcode"] == code


def test_typing_needs_an_open_window(served):
    openid = served.openid(served.user())
    call = {"touser": openid, "command": "Typing"}
    assert served.post("message/custom/typing", call)["errcode"] == 0
    assert served.post("message/custom/typing", call | {"command": "Dance"})["errcode"] == 45072
    served.clock.pass_by(60)
    assert served.post("message/custom/typing", call)["errcode"] == 45080


def test_a_menu_is_created_read_two_ways_and_deleted(served):
    view = {"type": "view", "name": "日历", "url": "http://127.0.0.1:9/"}
    menu = {"button": [{"name": "服务", "sub_button": [LEAF, view]}, LEAF]}
    assert served.get("menu/get")["errcode"] == 46003
    assert served.post("menu/create", menu)["errcode"] == 0
    read = served.get("menu/get")["menu"]["button"]
    assert read[0]["sub_button"][1]["url"] == "http://127.0.0.1:9/"
    assert read[1]["sub_button"] == []
    info = served.get("get_current_selfmenu_info")
    assert info["selfmenu_info"]["button"][0]["sub_button"]["list"][0]["key"] == "K"
    assert served.get("menu/delete")["errcode"] == 0
    assert served.get("get_current_selfmenu_info") == {"is_menu_open": 0}
    assert [e["menu"] is None for e in served.ledger("menu")] == [False, True]


@pytest.mark.parametrize(
    ("buttons", "code"),
    [
        ([], 40016),
        ([LEAF] * 4, 40016),
        ([LEAF | {"name": "我要办税了"}], 0),
        ([LEAF | {"name": "我要办税了吗"}], 40018),
        ([{"name": "服务", "sub_button": [LEAF] * 6}], 40023),
        ([{"name": "服务", "sub_button": [LEAF | {"name": "税" * 21}]}], 40025),
        ([{"name": "服务", "sub_button": [{"name": "更多", "sub_button": [LEAF]}]}], 40022),
        ([{"type": "miniprogram", "name": "办税", "appid": "wx1", "pagepath": "p"}], 40020),
        ([{"type": "media_id", "name": "图", "media_id": "unknown"}], 40007),
        ([LEAF | {"type": "dance"}], 40017),
        ([LEAF | {"key": "k" * 129}], 40019),
        ([{"type": "click", "name": "办税"}], 40019),
        ([{"type": "view", "name": "办税", "url": "u" * 1025}], 40020),
        ([{"type": "article_id", "name": "文章", "article_id": "unknown"}], 40007),
        (["办税"], 47001),
    ],
)
def test_every_limit_of_the_menu_is_kept(served, buttons, code):
    assert served.post("menu/create", {"button": buttons})["errcode"] == code


def test_followers_come_as_openids_and_say_little_about_themselves(served):
    first = served.user()
    served.user(following=False)
    gone = served.user()
    left = served.openid(gone)
    served.deed(gone, "unfollow")
    openid = served.openid(first)
    page = served.get("user/get")
    assert page == {
        "total": 1,
        "count": 1,
        "data": {"openid": [openid]},
        "next_openid": openid,
    }
    last = served.get("user/get", next_openid=openid)
    assert last == {"total": 1, "count": 0, "next_openid": ""}
    info = served.get("user/info", openid=openid, lang="zh_CN")
    assert (info["subscribe"], info["nickname"]) == (1, "")
    assert served.get("user/info", openid=left) == {"subscribe": 0, "openid": left}
    assert served.get("user/info", openid="oNobody")["errcode"] == 40003
    asked = {"user_list": [{"openid": openid}, {"openid": left}]}
    assert len(served.post("user/info/batchget", asked)["user_info_list"]) == 2


def test_the_scene_of_a_follower_is_kept(served):
    user = served.user(following=False)
    openid = served.deed(user, "scan", scene="42")["openid"]
    info = served.get("user/info", openid=openid)
    assert (info["qr_scene"], info["subscribe_scene"]) == (42, "ADD_SCENE_QR_CODE")


def test_tags_are_made_and_given(served):
    openid = served.openid(served.user())
    tag = served.post("tags/create", {"tag": {"name": "企业"}})["tag"]["id"]
    assert served.post("tags/create", {"tag": {"name": "企业"}})["errcode"] == 45157
    assert served.post("tags/create", {"tag": {"name": "税" * 11}})["errcode"] == 45158
    given = {"tagid": tag, "openid_list": [openid]}
    assert served.post("tags/members/batchtagging", given)["errcode"] == 0
    assert served.post("tags/members/batchtagging", given | {"tagid": 7})["errcode"] == 45159
    assert served.get("tags/get")["tags"] == [{"id": tag, "name": "企业", "count": 1}]
    assert served.get("user/info", openid=openid)["tagid_list"] == [tag]


def test_a_qr_code_has_a_ticket_and_a_picture(served):
    scene = {"action_info": {"scene": {"scene_str": "hall-01"}}}
    made = served.post("qrcode/create", {"action_name": "QR_LIMIT_STR_SCENE"} | scene)
    assert "expire_seconds" not in made
    picture = served.http.get("/cgi-bin/showqrcode", params={"ticket": made["ticket"]})
    assert picture.headers["content-type"].startswith("image/")
    assert served.http.get("/cgi-bin/showqrcode?ticket=unknown").status_code == 404
    short = served.post("qrcode/create", {"action_name": "QR_STR_SCENE"} | scene)
    assert short["expire_seconds"] == 30


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"action_name": "QR_DANCE"}, 40035),
        ({"action_name": "QR_SCENE", "expire_seconds": 2_592_001, "id": 1}, 40035),
        ({"action_name": "QR_LIMIT_SCENE", "id": 100_001}, 40053),
        ({"action_name": "QR_LIMIT_STR_SCENE", "str": "x" * 65}, 40053),
        ({"action_name": "QR_LIMIT_STR_SCENE"}, 40053),
    ],
)
def test_a_qr_code_beyond_the_limits_is_refused(served, asked, code):
    scene = {f"scene_{key}": asked.pop(key) for key in ("id", "str") if key in asked}
    body = asked | {"action_info": {"scene": scene}}
    assert served.post("qrcode/create", body)["errcode"] == code
