"""Comments and statistics: the figures agree with what happened (sheet §2.8, §2.9)."""

from itertools import pairwise

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
    assert read["detail"]["read_user_source"] == [
        {"user_count": 2, "scene_desc": "全部"},
        {"user_count": 2, "scene_desc": "公众号消息"},
    ]
    (shared,) = cube(served, "getarticleshare")["list"]
    assert shared["detail"]["share_user"] == 1
    (summary,) = cube(served, "getbizsummary")["list"]
    assert (summary["read_user"], summary["share_user"]) == (2, 1)
    (detail,) = cube(served, "getarticletotaldetail")["list"]
    assert (detail["publish_type"], detail["detail_list"][0]["read_user"]) == (0, 2)


def to(wechat, moment):
    wechat.sim("POST", "/clock", {"to": moment})
    wechat.token = wechat.fetch_token()["access_token"]


def test_an_articles_figures_are_sums_since_it_was_published(served, article):
    page, _ = article
    first, second = served.sim("GET", "/users")[0]["id"], served.user()
    for deed in ("open", "like", "like", "zaikan", "collect"):
        served.deed(first, deed, article=page)
    to(served, "2026-11-24T12:00")
    served.deed(second, "open", article=page, scene="朋友圈")
    served.deed(first, "like", article=page)  # once an article, on whatever day
    to(served, "2026-11-26T12:00")
    (row,) = cube(served, "getarticletotaldetail")["list"]
    days = [(d["stat_date"][-2:], d["read_user"], d["like_user"]) for d in row["detail_list"]]
    assert days == [("23", 1, 1), ("24", 2, 1), ("25", 2, 1)]
    last = row["detail_list"][-1]
    assert (last["zaikan_user"], last["collection_user"]) == (1, 1)
    assert last["read_user_source"][0] == {"user_count": 2, "scene_desc": "全部"}


def test_late_figures_grow_for_three_days_and_say_so(served):
    served.sim("PUT", f"/accounts/{APPID}", {"statistics": {"late": 0.3}})
    served.sim("POST", f"/accounts/{APPID}/past", {"days": 1, "readers": 10_000})
    seen = []
    for day in ("23", "24", "25", "26", "27"):
        to(served, f"2026-11-{day}T12:00")
        told = cube(served, "getbizsummary", "2026-11-22", "2026-11-22")
        seen.append((told["list"][0]["read_user"], told["is_delay"]))
    figures = [figure for figure, _ in seen]
    assert figures[0] < figures[1] < figures[2] < figures[3] == figures[4]
    assert [late for _, late in seen] == [True, True, True, False, False]
    assert figures[0] == pytest.approx(0.7 * figures[3], rel=0.01)


def test_a_day_that_is_missing_hides_every_span_with_it(served):
    served.sim("PUT", f"/accounts/{APPID}", {"statistics": {"not_ready": [TODAY]}})
    tomorrow(served)
    assert cube(served, "getbizsummary", "2026-11-01", TODAY)["errcode"] == 61503
    assert "list" in cube(served, "getbizsummary", "2026-11-01", "2026-11-22")


def test_articles_with_few_readers_may_be_left_out(served, article):
    served.deed(served.user(), "open", article=article[0])
    tomorrow(served)
    assert len(cube(served, "getarticleread")["list"]) == 1
    served.sim("PUT", f"/accounts/{APPID}", {"statistics": {"least": 3}})
    assert cube(served, "getarticleread")["list"] == []


def test_a_day_has_so_many_calls_and_no_more(served):
    served.sim("PUT", f"/accounts/{APPID}", {"quotas": {"/datacube/getusersummary": 2}})
    tomorrow(served)
    answers = [cube(served, "getusersummary").get("errcode") for _ in range(3)]
    assert answers == [None, None, 45009]
    assert "list" in cube(served, "getusercumulate")


@pytest.mark.parametrize(
    "odd", [{"late": 1}, {"late": "much"}, {"not_ready": "today"}, {"least": -1}, {"more": 1}, []]
)
def test_strange_settings_of_statistics_are_refused(served, odd):
    path = f"/_sim/accounts/{APPID}"
    assert served.http.put(path, json={"statistics": odd}).status_code == 422


def test_a_past_is_a_history_that_agrees_with_itself_and_goes_on(served):
    made = served.sim(
        "POST", f"/accounts/{APPID}/past", {"days": 14, "followers": 20_000, "articles": 2}
    )
    assert (made["days"], made["articles"]) == (14, 24)
    days = cube(served, "getusercumulate", "2026-11-16", "2026-11-22")["list"]
    rows = cube(served, "getusersummary", "2026-11-16", "2026-11-22")["list"]
    for before, after in pairwise(days):
        mine = [r for r in rows if r["ref_date"] == after["ref_date"]]
        net = sum(r["new_user"] - r["cancel_user"] for r in mine)
        assert after["cumulate_user"] - before["cumulate_user"] == net != 0
    assert days[-1]["cumulate_user"] == served.get("user/get")["total"]
    first = cube(served, "getarticletotaldetail", "2026-11-20", "2026-11-20")["list"]
    assert [row["msgid"].rpartition("_")[2] for row in first] == ["1", "2"]
    assert len({row["msgid"].partition("_")[0] for row in first}) == 1
    to(served, "2026-11-25T12:00")
    later = cube(served, "getarticletotaldetail", "2026-11-20", "2026-11-20")["list"]
    now, then = (row[0]["detail_list"][-1]["read_user"] for row in (later, first))
    assert now > then
    again = served.http.post(f"/_sim/accounts/{APPID}/past", json={})
    assert again.status_code == 409


def test_a_past_without_a_crowd_is_in_the_statistics_alone(served):
    path = f"/accounts/{APPID}/past"
    served.sim("POST", path, {"days": 3, "followers": 20_000, "crowd": False})
    assert served.get("user/get")["total"] == 0
    (day,) = cube(served, "getusercumulate", "2026-11-22", "2026-11-22")["list"]
    assert day["cumulate_user"] == 20_000


def test_a_past_is_the_same_for_the_same_seed(served):
    def told():
        served.sim("POST", "/reset")
        served.account()
        served.sim("POST", f"/accounts/{APPID}/past", {"days": 5, "seed": 3})
        return cube(served, "getbizsummary", "2026-11-18", "2026-11-22")["list"]

    assert told() == told()
    assert served.http.post(f"/_sim/accounts/{APPID}/past", json={"days": 0}).status_code == 422


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
