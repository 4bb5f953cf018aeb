"""Tags, the blacklist, and a following of millions that exists only as a number (sheet §2.6)."""

import tracemalloc

import pytest

from tests.simulator.conftest import APPID
from wechat_simulator.world import followers
from wechat_simulator.world.crowd import Synthetic
from wechat_simulator.world.state import Account

CROWD = 25_000


@pytest.fixture
def crowded(served):
    served.sim("PUT", f"/accounts/{APPID}", {"followers": {"count": CROWD, "tags": {"企业": 10}}})
    return served


def walk(wechat):
    found, start = [], ""
    while True:
        page = wechat.get("user/get", next_openid=start)
        found += page.get("data", {}).get("openid", [])
        start = page["next_openid"]
        if not start:
            return page["total"], found


def tag(wechat, name="个体"):
    return wechat.post("tags/create", {"tag": {"name": name}})["tag"]["id"]


def counts(wechat):
    return {t["name"]: t["count"] for t in wechat.get("tags/get")["tags"]}


def test_everybody_is_walked_once_people_and_crowd(crowded):
    people = {crowded.openid(crowded.user()) for _ in range(3)}
    total, found = walk(crowded)
    assert total == len(found) == len(set(found)) == CROWD + 3
    assert people == set(found[:3])


def test_a_synthetic_follower_is_the_same_whenever_asked(crowded):
    _, found = walk(crowded)
    info = crowded.get("user/info", openid=found[-1])
    assert (info["subscribe"], info["nickname"]) == (1, "")
    assert crowded.get("user/info", openid=found[-1]) == info
    many = {"user_list": [{"openid": openid} for openid in found[:100]]}
    times = [
        i["subscribe_time"] for i in crowded.post("user/info/batchget", many)["user_info_list"]
    ]
    assert times == sorted(times), "listed in the order in which they came"
    assert crowded.get("user/info", openid="o" + found[0][:0:-1])["errcode"] == 40003


def test_a_tag_of_the_crowd_lists_as_many_as_it_counts(crowded):
    listed = crowded.get("tags/get")["tags"][0]
    assert (listed["name"], listed["count"]) == ("企业", CROWD / 10)
    page = crowded.post("user/tag/get", {"tagid": listed["id"], "next_openid": ""})
    assert page["count"] == CROWD / 10
    last = crowded.get("user/info", openid=page["next_openid"])
    assert last["tagid_list"] == [listed["id"]]


def test_tagging_some_of_the_crowd_is_remembered_and_loses_nobody(crowded):
    enterprise = crowded.get("tags/get")["tags"][0]["id"]
    _, found = walk(crowded)
    other = tag(crowded)
    body = {"tagid": other, "openid_list": found[:2]}
    assert crowded.post("tags/members/batchtagging", body)["errcode"] == 0
    body = {"tagid": enterprise, "openid_list": found[:1]}
    assert crowded.post("tags/members/batchuntagging", body)["errcode"] == 0
    assert counts(crowded) == {"企业": CROWD / 10 - 1, "个体": 2}
    members = crowded.post("user/tag/get", {"tagid": enterprise})["data"]["openid"]
    assert found[0] not in members
    assert len(members) == len(set(members)) == CROWD / 10 - 1
    assert crowded.post("tags/getidlist", {"openid": found[0]})["tagid_list"] == [other]
    total, again = walk(crowded)
    assert total == len(again) == CROWD
    assert set(again) == set(found)


def test_a_mass_send_to_a_crowd_is_counted_not_stored(crowded, account_server):
    user = crowded.user()
    body = {"filter": {"is_to_all": True}, "msgtype": "text", "text": {"content": "通知"}}
    crowded.post("message/mass/sendall", body)
    crowded.settle()
    (event,) = account_server.events("MASSSENDJOBFINISH")
    assert event["TotalCount"] == event["SentCount"] == str(CROWD + 1)
    (entry,) = crowded.ledger("mass_crowd")
    assert entry["count"] == CROWD
    assert [e["user"] for e in crowded.ledger("mass")] == [user]


def test_a_page_of_ten_millions_costs_the_memory_of_a_page():
    account = Account("wx1", "", "service", "gh_1", "", "", "", "plain", "xml", "")
    account.synthetic = Synthetic(count=10_000_000, since=1_795_395_600)
    start = followers.find(account, followers.openids(account, [9_000_000])[0])
    tracemalloc.start()
    page = followers.page(account, start, 10_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert followers.index_of(account, page[-1]) == 9_010_000
    assert peak < 8 * 1024 * 1024
    assert account.followers == {}


def test_tags_are_renamed_and_removed_from_whoever_has_them(served):
    openid = served.openid(served.user())
    made = tag(served)
    served.post("tags/members/batchtagging", {"tagid": made, "openid_list": [openid]})
    renamed = {"tag": {"id": made, "name": "小微企业"}}
    assert served.post("tags/update", renamed)["errcode"] == 0
    assert counts(served) == {"小微企业": 1}
    assert served.post("tags/delete", {"tag": {"id": made}})["errcode"] == 0
    assert served.get("user/info", openid=openid)["tagid_list"] == []


def test_a_tag_of_more_than_a_hundred_thousand_stays(served):
    served.sim("PUT", f"/accounts/{APPID}", {"followers": {"count": 100_001, "tags": {"全": 1}}})
    (listed,) = served.get("tags/get")["tags"]
    assert served.post("tags/delete", {"tag": {"id": listed["id"]}})["errcode"] == 45057


def test_whoever_is_in_the_blacklist_gets_nothing(served):
    user = served.user()
    openid = served.say(user)["openid"]
    assert served.post("tags/members/batchblacklist", {"openid_list": [openid]})["errcode"] == 0
    listed = served.post("tags/members/getblacklist", {"begin_openid": ""})
    assert (listed["total"], listed["data"]["openid"]) == (1, [openid])
    message = {"touser": openid, "msgtype": "text", "text": {"content": "在的"}}
    assert served.post("message/custom/send", message)["errcode"] == 43019
    served.post("tags/members/batchunblacklist", {"openid_list": [openid]})
    assert served.post("message/custom/send", message)["errcode"] == 0


def test_a_remark_is_kept(served):
    openid = served.openid(served.user())
    served.post("user/info/updateremark", {"openid": openid, "remark": "企业会计"})
    assert served.get("user/info", openid=openid)["remark"] == "企业会计"
    long = {"openid": openid, "remark": "会" * 30}
    assert served.post("user/info/updateremark", long)["errcode"] == 40035


@pytest.mark.parametrize(
    "followers", [{"count": 10_000_001}, {"count": "x"}, {"count": 1, "tags": {"企业": 0}}]
)
def test_a_crowd_that_makes_no_sense_is_refused(served, followers):
    answer = served.http.put(f"/_sim/accounts/{APPID}", json={"followers": followers})
    assert answer.status_code == 422
