"""Comments and statistics: the figures agree with what happened (sheet §2.8, §2.9)."""

import pytest

from tests.simulator.conftest import APPID

TODAY, TOMORROW_NOON = "2026-11-23", "2026-11-24T12:00"


def cube(wechat, name, first=TODAY, last=TODAY):
    asked, days = {"access_token": wechat.token}, {"begin_date": first, "end_date": last}
    return wechat.http.post(f"/datacube/{name}", params=asked, json=days).json()


def tomorrow(wechat):
    wechat.sim("POST", "/clock", {"to": TOMORROW_NOON})
    wechat.token = wechat.fetch_token()["access_token"]


@pytest.fixture
def article(served):
    """A mass-sent article with open comments: its id and msg_data_id."""
    served.user()
    draft = served.draft(need_open_comment=1)["media_id"]
    body = {"filter": {"is_to_all": True}, "msgtype": "mpnews", "mpnews": {"media_id": draft}}
    sent = served.post("message/mass/sendall", body)
    served.settle()
    user = served.sim("GET", "/users")[0]["id"]
    page = served.chat(user)[-1]["articles"][0]["url"].rpartition("/")[2]
    return page, sent["msg_data_id"]


def test_the_following_is_counted_as_it_came_and_went(served):
    served.sim("PUT", f"/accounts/{APPID}", {"followers": {"count": 1000}})
    leaver = served.user()
    served.user()
    served.deed(served.user(following=False), "scan", scene="hall")
    served.deed(leaver, "unfollow")
    tomorrow(served)
    rows = cube(served, "getusersummary")["list"]
    figures = [(r["user_source"], r["new_user"], r["cancel_user"]) for r in rows]
    assert figures == [(1, 2, 1), (30, 1, 0)]
    (day,) = cube(served, "getusercumulate")["list"]
    assert day["cumulate_user"] == 1002 == served.get("user/get")["total"]


def test_readers_and_sharers_are_counted_once_a_day(served, article):
    page, data_id = article
    first, second = served.sim("GET", "/users")[0]["id"], served.user()
    for user in (first, first, second):
        served.deed(user, "open", article=page)
    served.deed(second, "open", article=page, scene="朋友圈")
    served.deed(first, "share", article=page)
    tomorrow(served)
    (read,) = cube(served, "getarticleread")["list"]
    assert (read["msgid"], read["detail"]["read_user"]) == (f"{data_id}_1", 2)
    assert read["detail"]["read_user_source"] == [{"user_count": 2, "scene_desc": "公众号消息"}]
    (shared,) = cube(served, "getarticleshare")["list"]
    assert shared["detail"]["share_user"] == 1
    (summary,) = cube(served, "getbizsummary")["list"]
    assert (summary["read_user"], summary["share_user"]) == (2, 1)
    (detail,) = cube(served, "getarticletotaldetail")["list"]
    assert (detail["publish_type"], detail["detail_list"][0]["read_user"]) == (0, 2)


def test_messages_and_callbacks_are_counted(served, account_server):
    user = served.user()
    served.say(user)
    served.say(user)
    account_server.status = 500
    served.say(user)
    tomorrow(served)
    (texts,) = cube(served, "getupstreammsg")["list"]
    assert (texts["msg_type"], texts["msg_user"], texts["msg_count"]) == (1, 1, 3)
    (day,) = cube(served, "getinterfacesummary")["list"]
    assert (day["callback_count"], day["fail_count"]) == (4, 1)


def test_there_are_no_figures_from_before_december_2014(served):
    assert cube(served, "getusersummary", "2014-11-30", "2014-11-30")["errcode"] == 61501
    assert "list" in cube(served, "getusersummary", "2014-12-01", "2014-12-01")


def test_yesterday_is_ready_at_eight(served):
    served.sim("POST", "/clock", {"to": "2026-11-24T07:59"})
    served.token = served.fetch_token()["access_token"]
    assert cube(served, "getusersummary")["errcode"] == 61503
    served.sim("POST", "/clock", {"move": 60})
    assert "list" in cube(served, "getusersummary")


@pytest.mark.parametrize(
    "name", ["getarticlesummary", "getarticletotal", "getuserread", "getusershare"]
)
def test_the_article_calls_of_old_are_gone(served, name):
    assert cube(served, name)["errcode"] == 40066


def test_comments_are_elected_answered_and_shown_under_the_article(served, article):
    page, data_id = article
    user = served.sim("GET", "/users")[0]["id"]
    written = served.deed(user, "comment", article=page, content="很清楚")["user_comment_id"]
    assert "很清楚" not in served.http.get(f"/s/{page}").text
    where = {"msg_data_id": data_id, "index": 0}
    one = where | {"user_comment_id": written}
    assert served.post("comment/markelect", one)["errcode"] == 0
    assert served.post("comment/reply/add", one | {"content": "谢谢支持"})["errcode"] == 0
    shown = served.http.get(f"/s/{page}").text
    assert "很清楚" in shown
    assert "谢谢支持" in shown
    listed = served.post("comment/list", where | {"begin": 0, "count": 10, "type": 2})
    (comment,) = listed["comment"]
    assert (listed["total"], comment["comment_type"]) == (1, 1)
    assert comment["reply"]["content"] == "谢谢支持"
    assert served.post("comment/reply/delete", one)["errcode"] == 0
    assert served.post("comment/delete", one)["errcode"] == 0
    assert served.post("comment/list", where | {"begin": 0, "count": 10})["total"] == 0


def test_closed_comments_take_none(served, article):
    page, data_id = article
    assert served.post("comment/close", {"msg_data_id": data_id, "index": 0})["errcode"] == 0
    user = served.sim("GET", "/users")[0]["id"]
    path = f"/_sim/accounts/{APPID}/users/{user}/comment"
    assert served.http.post(path, json={"article": page, "content": "好"}).status_code == 409
    served.post("comment/open", {"msg_data_id": data_id, "index": 0})
    assert served.http.post(path, json={"article": page, "content": "好"}).status_code == 200
