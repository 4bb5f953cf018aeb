"""Drafts, mass sends and publications (sheet §2.4, §2.5)."""

import pytest

from tests.simulator.conftest import APPID


def mass(wechat, media_id, **more):
    body = {"filter": {"is_to_all": True}, "msgtype": "mpnews", "mpnews": {"media_id": media_id}}
    return wechat.post("message/mass/sendall", body | more)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"title": "税" * 32}, None),
        ({"title": "税" * 33}, 45003),
        ({"title": ""}, 45003),
        ({"author": "税" * 17}, 45110),
        ({"digest": "税" * 128}, None),
        ({"digest": "税" * 129}, 45004),
        ({"content": ""}, 44003),
        ({"content": "x" * 20_000}, 45002),
        ({"content_source_url": "u" * 1025}, 45005),
        ({"thumb_media_id": "unknown"}, 40007),
        ({"article_type": "dance"}, 40035),
        ({"article_type": "newspic"}, 40007),
    ],
)
def test_every_limit_of_a_draft_is_kept(served, words, code):
    assert served.draft(**words).get("errcode") == code


def test_a_temporary_picture_is_no_cover(served):
    temporary = served.upload("media/upload", "image")["media_id"]
    assert served.draft(temporary)["errcode"] == 40007


def test_a_draft_has_one_to_eight_articles(served):
    article = {"title": "一", "content": "x", "thumb_media_id": served.cover()}
    assert served.post("draft/add", {"articles": []})["errcode"] == 44003
    assert served.post("draft/add", {"articles": [article] * 9})["errcode"] == 45008
    assert "media_id" in served.post("draft/add", {"articles": [article] * 8})


def test_a_draft_is_read_changed_counted_and_deleted(served):
    cover = served.cover()
    media_id = served.draft(cover)["media_id"]
    changed = {"title": "改过的", "content": "<p>正文</p>", "thumb_media_id": cover}
    update = {"media_id": media_id, "index": 0, "articles": changed}
    assert served.post("draft/update", update)["errcode"] == 0
    assert served.post("draft/update", update | {"index": 1})["errcode"] == 40114
    item = served.post("draft/get", {"media_id": media_id})["news_item"][0]
    assert (item["title"], item["digest"]) == ("改过的", "正文")
    assert served.get("draft/count") == {"total_count": 1}
    listed = served.post("draft/batchget", {"offset": 0, "count": 20, "no_content": 1})
    assert listed["item"][0]["content"]["news_item"][0]["content"] == ""
    assert served.post("draft/delete", {"media_id": media_id})["errcode"] == 0
    assert served.post("draft/get", {"media_id": media_id})["errcode"] == 40007


def test_scripts_and_foreign_pictures_are_taken_out_of_a_draft(served):
    own = served.upload("media/uploadimg", "")["url"]
    content = (
        f'<p onclick="x()">好<script>alert(1)</script><img src="{own}">'
        '<img src="https://example.org/a.png"><a href="javascript:x()">点</a></p>'
        '<iframe src="https://example.org/"></iframe>'
    )
    media_id = served.draft(content=content)["media_id"]
    kept = served.post("draft/get", {"media_id": media_id})["news_item"][0]["content"]
    assert kept == f'<p>好<img src="{own}"><a>点</a></p>'


def test_a_mass_send_reaches_followers_and_tells_the_account(served, account_server):
    stays, leaves = served.user(), served.user()
    media_id = served.draft()["media_id"]
    sent = mass(served, media_id)
    assert sent["errmsg"] == "send job submission success"
    assert sent["msg_data_id"]
    assert served.post("draft/get", {"media_id": media_id})["errcode"] == 40007
    status = {"msg_id": sent["msg_id"]}
    assert served.post("message/mass/get", status)["msg_status"] == "SENDING"
    served.deed(leaves, "unfollow")
    served.settle()
    assert served.post("message/mass/get", status)["msg_status"] == "SEND_SUCCESS"
    (event,) = account_server.events("MASSSENDJOBFINISH")
    assert (event["MsgID"], event["Status"]) == (str(sent["msg_id"]), "send success")
    assert (event["FromUserName"], event["TotalCount"], event["SentCount"]) == (
        "mphelper",
        "2",
        "1",
    )
    url = event["ArticleUrlResult"]["ResultList"]["item"]["ArticleUrl"]
    assert "个税汇算开始了" in served.http.get(url).text
    assert served.chat(stays)[-1]["articles"][0]["url"] == url
    assert [e["user"] for e in served.ledger("mass")] == [stays]


def test_a_clientmsgid_sends_once_a_day(served):
    served.sim("PUT", f"/accounts/{APPID}", {"mass_daily": 6})
    first = mass(served, served.draft()["media_id"], clientmsgid="issue-1")
    again = {"media_id": "gone by now"}
    assert mass(served, again["media_id"], clientmsgid="issue-1")["errcode"] == 45066
    served.clock.pass_by(60)
    repeated = mass(served, again["media_id"], clientmsgid="issue-1")
    assert (repeated["errcode"], repeated["msg_id"]) == (45065, first["msg_id"])
    assert "msg_data_id" not in repeated
    served.clock.pass_by(24 * 3600)
    served.token = served.fetch_token()["access_token"]
    renewed = mass(served, served.draft()["media_id"], clientmsgid="issue-1")
    assert renewed["errcode"] == 0
    assert renewed["msg_id"] != first["msg_id"]


def test_without_a_clientmsgid_range_and_content_are_the_id(served):
    served.sim("PUT", f"/accounts/{APPID}", {"mass_daily": 6})
    media_id = served.draft()["media_id"]
    first = mass(served, media_id)
    served.clock.pass_by(60)
    assert mass(served, media_id)["msg_id"] == first["msg_id"]
    assert mass(served, served.draft()["media_id"])["errcode"] == 0


def test_a_refused_mass_send_keeps_draft_and_clientmsgid_free(served):
    served.sim("PUT", f"/accounts/{APPID}", {"mass_daily": 0})
    media_id = served.draft()["media_id"]
    assert mass(served, media_id, clientmsgid="a")["errcode"] == 45028
    served.sim("PUT", f"/accounts/{APPID}", {"mass_daily": 1})
    assert mass(served, media_id, clientmsgid="a")["errcode"] == 0


@pytest.mark.parametrize(
    ("settings", "days", "codes"),
    [
        ({"kind": "subscription"}, 0, [0, 45028]),
        ({"kind": "subscription", "mass_daily": 2}, 0, [0, 0, 45028]),
        ({"kind": "service"}, 1, [0, 0, 0, 0, 45028]),
    ],
)
def test_mass_sends_are_rationed_by_kind_of_account(served, settings, days, codes):
    served.sim("PUT", f"/accounts/{APPID}", settings)
    got = []
    for _ in codes:
        got.append(mass(served, served.draft()["media_id"])["errcode"])
        served.clock.pass_by(days * 86400)
        served.token = served.fetch_token()["access_token"]
    assert got == codes


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"clientmsgid": "x" * 65}, 45067),
        ({"mpnews": {"media_id": "unknown"}}, 40007),
        ({"msgtype": "dance"}, 40008),
        ({"msgtype": "text", "text": {"content": ""}}, 44004),
        ({"filter": "all"}, 40035),
        ({"filter": {"is_to_all": False, "tag_id": 7}}, 45152),
    ],
)
def test_a_mass_send_that_is_wrong_says_why(served, more, code):
    assert mass(served, "x", **more)["errcode"] == code


def test_a_tag_chooses_who_gets_it(served):
    tagged, other = served.user(), served.user()
    tag = served.post("tags/create", {"tag": {"name": "企业"}})["tag"]["id"]
    members = {"tagid": tag, "openid_list": [served.openid(tagged)]}
    served.post("tags/members/batchtagging", members)
    chosen = {"filter": {"is_to_all": False, "tag_id": tag}}
    assert mass(served, "", msgtype="text", text={"content": "通知"}, **chosen)["errcode"] == 0
    served.settle()
    assert served.chat(tagged)[-1]["content"] == "通知"
    assert served.chat(other) == []


def test_a_list_of_openids_is_for_service_accounts(served):
    people = [served.user(), served.user()]
    body = {
        "touser": [served.openid(u) for u in people],
        "msgtype": "text",
        "text": {"content": "通知"},
    }
    assert served.post("message/mass/send", body)["errcode"] == 48001
    served.sim("PUT", f"/accounts/{APPID}", {"kind": "service"})
    assert served.post("message/mass/send", body | {"touser": ["one"]})["errcode"] == 40130
    assert served.post("message/mass/send", body)["errcode"] == 0


def test_a_preview_reaches_one_and_leaves_the_draft(served):
    user = served.user()
    media_id = served.draft()["media_id"]
    asked = {"touser": served.openid(user), "msgtype": "mpnews", "mpnews": {"media_id": media_id}}
    assert served.post("message/mass/preview", asked)["errcode"] == 0
    assert served.chat(user)[-1]["articles"][0]["title"] == "个税汇算开始了"
    assert "news_item" in served.post("draft/get", {"media_id": media_id})
    nickname = served.sim("GET", "/users")[0]["nickname"]
    by_name = {"towxname": nickname, "msgtype": "text", "text": {"content": "看看"}}
    assert served.post("message/mass/preview", by_name)["errcode"] == 0
    assert served.chat(user)[-1]["content"] == "看看"
    assert served.ledger("mass") == []


def test_a_deleted_mass_send_takes_its_page_down(served, account_server):
    user = served.user()
    sent = mass(served, served.draft()["media_id"])
    served.settle()
    url = served.chat(user)[-1]["articles"][0]["url"]
    assert served.post("message/mass/delete", {"msg_id": sent["msg_id"]})["errcode"] == 0
    assert "该内容已被发布者删除" in served.http.get(url).text
    found = served.post("message/mass/get", {"msg_id": sent["msg_id"]})
    assert found["msg_status"] == "DELETE"
    assert served.post("message/mass/get", {"msg_id": 1})["errcode"] == 40059


def test_one_article_of_a_mass_send_is_deleted_by_its_url(served, account_server):
    user = served.user()
    sent = mass(served, served.draft()["media_id"])
    served.settle()
    url = served.chat(user)[-1]["articles"][0]["url"]
    assert served.post("message/mass/delete", {"url": url + "x"})["errcode"] == 40059
    assert served.post("message/mass/delete", {"url": url})["errcode"] == 0
    found = served.post("message/mass/get", {"msg_id": sent["msg_id"]})
    assert found["msg_status"] == "DELETE"


def test_a_publication_notifies_nobody_and_gives_a_permanent_article(served, account_server):
    user = served.user()
    media_id = served.draft()["media_id"]
    made = served.post("freepublish/submit", {"media_id": media_id})
    assert served.post("freepublish/submit", {"media_id": media_id})["errcode"] == 40007
    asked = {"publish_id": made["publish_id"]}
    assert served.post("freepublish/get", asked)["publish_status"] == 1
    served.settle()
    found = served.post("freepublish/get", asked)
    assert found["publish_status"] == 0
    (event,) = account_server.events("PUBLISHJOBFINISH")
    assert event["PublishEventInfo"]["article_id"] == found["article_id"]
    assert event["PublishEventInfo"]["article_detail"]["item"]["idx"] == "1"
    assert served.chat(user) == []
    button = {"type": "article_id", "name": "文章", "article_id": found["article_id"]}
    assert served.post("menu/create", {"button": [button]})["errcode"] == 0
    served.say(user)
    message = {
        "touser": served.openid(user),
        "msgtype": "mpnewsarticle",
        "mpnewsarticle": {"article_id": found["article_id"]},
    }
    assert served.post("message/custom/send", message)["errcode"] == 0
