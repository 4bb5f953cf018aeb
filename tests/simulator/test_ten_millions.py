"""Ten million followers who exist only as a number: what is done to them is kept in bits, never in records."""

import asyncio
import json
import random
import tracemalloc

import pytest

from tests.simulator.conftest import APPID
from tests.simulator.provoke import settings
from wechat_simulator.api import qrcode, tags, users
from wechat_simulator.api.protocol import ApiError, Call
from wechat_simulator.world import followers, qrcodes
from wechat_simulator.world.crowd import Synthetic
from wechat_simulator.world.members import Members
from wechat_simulator.world.platform import Platform
from wechat_simulator.world.records import dump, revive
from wechat_simulator.world.state import Account, QrCode

MILLIONS = 10_000_000
ENTERPRISE, HALL = 100, 101


@pytest.fixture
def account():
    made = Account("wx1", "", "service", "gh_1", "", "", "", "plain", "xml", "")
    made.tags = {str(ENTERPRISE): "企业", str(HALL): "办税厅"}
    made.synthetic = Synthetic(MILLIONS, since=1_795_395_600, tags={str(ENTERPRISE): 10})
    return made


@pytest.fixture
def ask(account):
    """A call of the account's server, without a network between."""
    platform = Platform()
    platform.state.accounts[account.appid] = account

    def asked(handle, query=None, **body):
        return asyncio.run(handle(Call(platform, account, query or {}, body, {}, {}, "", "")))

    return asked


@pytest.mark.parametrize("seed", range(5))
def test_members_are_a_set(seed):
    draw = random.Random(seed)  # noqa: S311 — a repeatable series, no secret
    members, known = Members(), set()
    for _ in range(400):
        number = draw.randrange(3000)
        known ^= {number}
        assert members.turn(number) == (number in known)
    assert members.count == len(known)
    for first in (0, 7, 8, 1500, 2999, 4000):
        assert list(members.since(first)) == sorted(n for n in known if n >= first)
    assert Members.unpacked(members.pack()) == members


@pytest.mark.parametrize("seed", range(5))
def test_a_crowd_counts_and_lists_what_it_was_told(seed):
    draw = random.Random(seed)  # noqa: S311 — a repeatable series, no secret
    crowd, known = Synthetic(500, tags={"100": 7}), {i for i in range(500) if i % 7 == 0}
    for _ in range(300):
        index, on = draw.randrange(500), draw.random() < 0.5
        crowd.set_tag(index, 100, on=on)
        (known.add if on else known.discard)(index)
    assert crowd.number(100) == len(known)
    for first in (0, 1, 49, 250, 499):
        assert list(crowd.indexes(first, 100)) == sorted(i for i in known if i >= first)
    back = revive(Synthetic, json.loads(json.dumps(dump(crowd))))
    assert back == crowd
    crowd.drop_tag(100)
    assert (crowd.number(100), list(crowd.indexes(0, 100))) == (0, [])


def test_tagging_makes_no_record_of_anybody(account, ask):
    draw = random.Random(1)  # noqa: S311 — a repeatable series, no secret
    chosen = [sorted(draw.sample(range(MILLIONS), 50)) for _ in range(200)]
    for batch in chosen:
        ask(tags.batchtagging, tagid=HALL, openid_list=followers.openids(account, batch))
    assert account.followers == {}
    assert followers.count(account, HALL) == len({i for batch in chosen for i in batch})
    openid = followers.openids(account, chosen[0][:1])[0]
    assert HALL in ask(tags.getidlist, openid=openid)["tagid_list"]
    ask(tags.batchuntagging, tagid=HALL, openid_list=[openid])
    assert HALL not in ask(tags.getidlist, openid=openid)["tagid_list"]
    assert account.followers == {}


def test_a_tag_costs_a_bit_a_follower_whoever_has_it(account):
    tracemalloc.start()
    for index in range(0, MILLIONS, 4001):
        account.synthetic.set_tag(index, HALL, on=True)
    account.synthetic.set_tag(MILLIONS - 1, HALL, on=True)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 1.5 * MILLIONS / 8
    assert followers.count(account, HALL) == -(-MILLIONS // 4001) + 1


def test_a_tag_is_listed_in_pages_of_ten_thousand_each_member_once(account, ask):
    for index in range(5, MILLIONS, 401):
        account.synthetic.set_tag(index, HALL, on=True)
    found, start, pages = [], "", 0
    while True:
        page = ask(tags.members, tagid=HALL, next_openid=start)
        if not page["count"]:
            break
        found += page["data"]["openid"]
        start, pages = page["next_openid"], pages + 1
    assert (len(found), len(set(found))) == (24_938, 24_938)
    assert pages == 3
    assert followers.index_of(account, found[-1]) == 9_999_742


def test_the_thousandth_page_looks_at_nobody_before_it(account, ask):
    """What a page does is counted: how many numbers it draws, and how many openids it makes."""
    drawn = []
    indexes = account.synthetic.indexes

    def counted(first, tag=None):
        for index in indexes(first, tag):
            drawn.append(index)
            yield index

    account.synthetic.indexes = counted
    start = followers.openids(account, [MILLIONS - 10_001])[0]
    page = ask(users.get, {"next_openid": start})
    assert (page["total"], page["count"]) == (MILLIONS, 10_000)
    assert len(drawn) == 10_000
    assert ask(users.get, {"next_openid": page["next_openid"]})["count"] == 0


def test_a_quarter_of_a_million_in_the_blacklist_comes_in_pages(account, ask):
    for index in range(0, MILLIONS, 400):
        account.synthetic.set_blocked(index, on=True)
    openid = followers.openids(account, [1])[0]
    ask(tags.batchblacklist, openid_list=[openid])
    first = ask(tags.blacklist, begin_openid="")
    assert (first["total"], first["count"]) == (25_001, 10_000)
    second = ask(tags.blacklist, begin_openid=first["next_openid"])
    third = ask(tags.blacklist, begin_openid=second["next_openid"])
    assert (second["count"], third["count"]) == (10_000, 5_001)
    assert followers.find(account, openid).blocked
    ask(tags.batchunblacklist, openid_list=[openid])
    assert not followers.find(account, openid).blocked
    assert account.followers == {}


def test_whoever_has_a_record_keeps_the_tags_that_the_crowd_knows(account, ask):
    openid = followers.openids(account, [20])[0]
    ask(users.remark, openid=openid, remark="企业会计")
    ask(tags.batchtagging, tagid=HALL, openid_list=[openid])
    assert ask(tags.getidlist, openid=openid)["tagid_list"] == [ENTERPRISE, HALL]
    assert ask(users.info, {"openid": openid})["remark"] == "企业会计"
    assert ask(tags.members, tagid=HALL)["data"]["openid"] == [openid]
    assert followers.count(account) == MILLIONS


def test_a_batch_is_all_or_nobody(account, ask):
    openids = followers.openids(account, range(3))
    for tag in range(200, 219):
        account.tags[str(tag)] = str(tag)
        ask(tags.batchtagging, tagid=tag, openid_list=openids[:1])
    account.tags["300"] = "满"
    with pytest.raises(ApiError, match="45059"):
        ask(tags.batchtagging, tagid=300, openid_list=[openids[2], openids[0]])
    assert followers.count(account, 300) == 0


def test_tags_and_blacklist_survive_a_restart(account):
    account.synthetic.set_tag(MILLIONS - 1, HALL, on=True)
    account.synthetic.set_tag(0, ENTERPRISE, on=False)
    account.synthetic.set_blocked(77, on=True)
    text = json.dumps(dump(account))
    assert len(text) < 20_000
    back = revive(Account, json.loads(text))
    assert [followers.count(back, t) for t in (ENTERPRISE, HALL)] == [MILLIONS // 10 - 1, 1]
    assert followers.blocked_count(back) == 1


def test_a_growing_crowd_keeps_what_was_done_to_it(served):
    served.sim("PUT", f"/accounts/{APPID}", {"followers": {"count": 1000}})
    tag = served.post("tags/create", {"tag": {"name": "个体"}})["tag"]["id"]
    page = served.get("user/get")["data"]["openid"]
    served.post("tags/members/batchtagging", {"tagid": tag, "openid_list": page[:50]})
    settings(served, followers={"count": 1200})
    assert served.get("tags/get")["tags"][0]["count"] == 50
    assert served.get("user/get")["total"] == 1200


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("tags/members/batchtagging", 50),
        ("tags/members/batchuntagging", 50),
        ("tags/members/batchblacklist", 20),
        ("tags/members/batchunblacklist", 20),
    ],
)
def test_a_call_takes_so_many_and_no_more(served, path, most):
    served.sim("PUT", f"/accounts/{APPID}", {"followers": {"count": 100}})
    tag = served.post("tags/create", {"tag": {"name": "个体"}})["tag"]["id"]
    openids = served.get("user/get")["data"]["openid"]
    body = {"tagid": tag, "openid_list": openids[:most]}
    assert served.post(path, body)["errcode"] == 0
    assert served.post(path, body | {"openid_list": openids[: most + 1]})["errcode"] == 40032
    assert served.post(path, body | {"openid_list": []})["errcode"] == 40032
    assert served.post(path, body | {"openid_list": ["oNobody"]})["errcode"] == 40003


def scene(wechat, action, value, **more):
    field = "scene_str" if "STR" in action else "scene_id"
    info = {"scene": {field: value}}
    return wechat.post("qrcode/create", {"action_name": action, "action_info": info} | more)


def test_a_temporary_code_ends_and_a_permanent_one_does_not(served, account_server):
    user = served.user()
    temporary = scene(served, "QR_STR_SCENE", "hall-7", expire_seconds=60)
    lasting = scene(served, "QR_LIMIT_STR_SCENE", "hall-8")
    assert (temporary["expire_seconds"], "expire_seconds" in lasting) == (60, False)
    for code in (temporary, lasting):
        served.deed(user, "scan", code=code["ticket"])
    scanned = account_server.events("SCAN")
    assert [(e["EventKey"], e["Ticket"]) for e in scanned] == [
        ("hall-7", temporary["ticket"]),
        ("hall-8", lasting["ticket"]),
    ]
    served.clock.pass_by(60)
    path = f"/_sim/accounts/{APPID}/users/{user}/scan"
    for body in ({"code": temporary["url"]}, {"code": temporary["ticket"]}, {"scene": "hall-7"}):
        assert served.http.post(path, json=body).status_code == 409
    assert served.http.post(path, json={"code": lasting["url"]}).status_code == 200
    assert served.http.post(path, json={"code": "unknown"}).status_code == 404


def test_whoever_follows_by_a_code_brings_its_scene(served, account_server):
    made = scene(served, "QR_LIMIT_SCENE", 77)
    user = served.user(following=False)
    openid = served.deed(user, "scan", code=made["url"])["openid"]
    (event,) = account_server.events("subscribe")
    assert (event["EventKey"], event["Ticket"]) == ("qrscene_77", made["ticket"])
    info = served.get("user/info", openid=openid)
    assert (info["subscribe_scene"], info["qr_scene"]) == ("ADD_SCENE_QR_CODE", 77)


def test_a_permanent_code_is_the_same_again_and_its_number_is_limited(served):
    settings(served, permanent_codes=2)
    first = scene(served, "QR_LIMIT_SCENE", 1)
    assert scene(served, "QR_LIMIT_SCENE", 1) == first
    assert scene(served, "QR_LIMIT_STR_SCENE", "1")["ticket"] != first["ticket"]
    assert scene(served, "QR_LIMIT_SCENE", 2)["errcode"] == 45029
    assert scene(served, "QR_LIMIT_SCENE", 1) == first
    assert "ticket" in scene(served, "QR_SCENE", 2), "temporary ones are not counted"


def test_the_hundred_thousandth_permanent_code_is_the_last(account, ask):
    for n in range(1, 100_000):
        qrcodes.add(account, QrCode(f"t{n}", str(n), "QR_LIMIT_SCENE", f"u{n}", None, 0.0), 0.0)
    info = {"action_name": "QR_LIMIT_SCENE", "action_info": {"scene": {"scene_id": 100_000}}}
    assert ask(qrcode.create, **info)["ticket"]
    with pytest.raises(ApiError, match="45029"):
        ask(
            qrcode.create,
            action_name="QR_LIMIT_STR_SCENE",
            action_info={"scene": {"scene_str": "x"}},
        )
    assert qrcodes.of_scene(account, "77").ticket == "t77"
    assert len(qrcodes.newest(account, 30, 0.0)) == 30


def test_temporary_codes_that_have_ended_are_forgotten(account):
    for n in range(5000):
        qrcodes.add(
            account, QrCode(f"t{n}", "hall", "QR_SCENE", f"u{n}", n + 10.0, float(n)), float(n)
        )
    assert len(account.qrcodes) < 1100
    assert qrcodes.of_scene(account, "hall").ticket == "t4999"
