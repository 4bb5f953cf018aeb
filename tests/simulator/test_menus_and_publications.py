"""Conditional menus, publications and what else stands on its own."""

import pytest

from tests.simulator.conftest import APPID
from tests.simulator.provoke import settings

LEAF = {"type": "click", "name": "办税", "key": "K"}
OTHER = {"type": "click", "name": "企业办税", "key": "E"}


def test_a_tag_sees_a_menu_of_its_own(served):
    tagged, other = served.user(), served.user()
    tag = served.post("tags/create", {"tag": {"name": "企业"}})["tag"]["id"]
    openid = served.openid(tagged)
    served.post("tags/members/batchtagging", {"tagid": tag, "openid_list": [openid]})
    served.post("menu/create", {"button": [LEAF]})
    rule = {"button": [OTHER], "matchrule": {"tag_id": str(tag)}}
    menuid = served.post("menu/addconditional", rule)["menuid"]
    assert served.get("menu/get")["conditionalmenu"][0]["menuid"] == int(menuid)
    assert served.post("menu/trymatch", {"user_id": openid})["button"][0]["key"] == "E"
    shown = [
        served.sim("GET", f"/users/{u}/phone")[0]["menu"]["button"][0] for u in (tagged, other)
    ]
    assert shown == [OTHER, LEAF]
    assert served.post("menu/delconditional", {"menuid": menuid})["errcode"] == 0
    assert served.post("menu/trymatch", {"user_id": openid})["button"][0]["key"] == "K"


def test_deleting_the_menu_deletes_the_conditional_ones(served):
    served.post("menu/create", {"button": [LEAF]})
    rule = {"button": [OTHER], "matchrule": {"client_platform_type": "2"}}
    served.post("menu/addconditional", rule)
    served.get("menu/delete")
    served.post("menu/create", {"button": [LEAF]})
    assert "conditionalmenu" not in served.get("menu/get")


def test_a_menu_of_wechats_own_page_stands_where_menu_get_does_not_look(served):
    user = served.user()
    served.post("menu/create", {"button": [LEAF]})
    entries = [{"name": "官网", "type": "view", "url": "https://tax.example/"}]
    entries.append(
        {"name": "更多", "sub_button": [{"name": "地址", "type": "text", "value": "青溪路"}]}
    )
    made = served.sim("PUT", f"/accounts/{APPID}/menu", {"button": entries})
    assert made == {"button": entries, "on_page": True}
    assert served.get("menu/get")["errcode"] == 46003
    told = served.get("get_current_selfmenu_info")["selfmenu_info"]["button"]
    assert told[1]["sub_button"]["list"][0]["value"] == "青溪路"
    assert served.sim("GET", f"/users/{user}/phone")[0]["menu"]["button"] == entries
    rule = {"button": [OTHER], "matchrule": {"client_platform_type": "2"}}
    assert served.post("menu/addconditional", rule)["errcode"] == 65303
    served.post("menu/create", {"button": [LEAF]})
    assert served.get("menu/get")["menu"]["button"][0]["key"] == "K"


@pytest.mark.parametrize(
    "entry",
    [
        {"name": ""},
        {"name": "一二三四五六", "type": "view", "url": "u"},
        {"name": "a", "type": "click"},
    ],
)
def test_wechats_own_page_takes_no_entry_that_is_none(served, entry):
    body = {"button": [entry]}
    assert served.http.put(f"/_sim/accounts/{APPID}/menu", json=body).status_code == 422


def test_a_rid_tells_its_own_account_what_was_refused(served):
    refused = served.get("menu/get")
    rid = refused["errmsg"].rpartition("rid: ")[2]
    found = served.post("openapi/rid/get", {"rid": rid})["request"]
    assert found["request_url"] == "/cgi-bin/menu/get"
    assert "46003" in found["response_body"]
    assert served.post("openapi/rid/get", {"rid": "invented"})["errcode"] == 76001


def test_ten_clears_a_month_are_shared_by_all_three_calls(served):
    for _ in range(4):
        served.post("clear_quota", {"appid": APPID})
        served.post("openapi/quota/clear", {"cgi_path": "/cgi-bin/menu/get"})
    secret = {"appid": APPID, "appsecret": "open"}
    v2 = [served.http.post("/cgi-bin/clear_quota/v2", json=secret).json() for _ in range(3)]
    assert [answer["errcode"] for answer in v2] == [0, 0, 48006]
    served.sim("POST", "/clock", {"to": "2026-12-01T00:00"})
    assert served.http.post("/cgi-bin/clear_quota/v2", json=secret).json()["errcode"] == 0


def test_an_accounts_quota_can_grow(served):
    served.sim("PUT", f"/accounts/{APPID}", {"quotas": {"/cgi-bin/user/get": 2000}})
    asked = {"cgi_path": "/cgi-bin/user/get"}
    assert served.post("openapi/quota/get", asked)["quota"]["daily_limit"] == 2000


def test_the_rules_made_on_wechats_page_are_whatever_it_was_told(served):
    assert served.get("get_current_autoreply_info")["is_autoreply_open"] == 0
    rules = {"is_autoreply_open": 1, "keyword_autoreply_info": {"list": [{"rule_name": "退税"}]}}
    served.sim("PUT", f"/accounts/{APPID}", {"autoreply": rules})
    assert served.get("get_current_autoreply_info")["keyword_autoreply_info"]["list"]


def test_a_suspicious_address_waits_for_the_administrator(served):
    served.sim("PUT", f"/accounts/{APPID}", {"ip_risk": True})
    assert served.fetch_token()["errcode"] == 89503
    served.sim("PUT", f"/accounts/{APPID}", {"ip_risk": False})
    assert served.fetch_token()["access_token"]


@pytest.mark.parametrize("call", ["draft/batchget", "freepublish/batchget", "comment/list"])
def test_an_account_whose_verification_has_lapsed_is_refused(served, call):
    settings(served, verified=False)
    assert served.post(call, {"offset": 0, "count": 1})["errcode"] == 48001
    assert served.get("menu/get")["errcode"] == 46003, "the rest goes on"
    settings(served, verified=True)
    assert served.post(call, {"offset": 0, "count": 1}).get("errcode") != 48001


def test_publications_are_listed_read_and_deleted(served, account_server):
    cover = served.cover()
    article = {"title": "一", "content": "<p>x</p>", "thumb_media_id": cover}
    draft = served.post("draft/add", {"articles": [article, article | {"title": "二"}]})
    made = served.post("freepublish/submit", {"media_id": draft["media_id"]})
    served.settle()
    (event,) = account_server.events("PUBLISHJOBFINISH")
    items = event["PublishEventInfo"]["article_detail"]["item"]
    assert [item["idx"] for item in items] == ["1", "2"], "repeated, not nested"
    name = served.post("freepublish/get", {"publish_id": made["publish_id"]})["article_id"]
    news = served.post("freepublish/getarticle", {"article_id": name})["news_item"]
    assert [n["title"] for n in news] == ["一", "二"]
    listed = served.post("freepublish/batchget", {"offset": 0, "count": 20, "no_content": 1})
    assert (listed["total_count"], listed["item"][0]["article_id"]) == (1, name)
    assert served.post("freepublish/delete", {"article_id": name, "index": 1})["errcode"] == 0
    assert served.http.get(news[0]["url"]).text.count("该内容已被发布者删除") == 1
    assert served.post("freepublish/delete", {"article_id": name})["errcode"] == 0
    assert served.post("freepublish/getarticle", {"article_id": name})["errcode"] == 53600
