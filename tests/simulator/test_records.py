"""What is saved comes back as it was, whatever it is."""

import json

from wechat_simulator.world.records import dump, revive
from wechat_simulator.world.state import (
    Account,
    Agent,
    Article,
    Comment,
    ConditionalMenu,
    Fault,
    Follower,
    Mass,
    Session,
    State,
    Synthetic,
    Token,
    Window,
)


def account():
    made = Account("wx1", "云岭", "service", "gh_1", "s", "t", "k" * 43, "safe", "xml", "http://x/")
    made.tokens = [Token("v", "stable", 1.0, 2.0)]
    made.followers = {"u1": Follower("o1", "u1", windows=[Window("click", 3.0, 2)], synthetic=7)}
    made.masses = {"1": Mass(1, 2, "text", {}, [], ["u1"], 1.0, awaits_admin_until=9.5)}
    made.faults = [Fault("f1", "slow", times=None, probability=0.5, options={"seconds": 1})]
    made.synthetic = Synthetic(10, 5, {"100": 3})
    made.conditional_menus = [ConditionalMenu("7", [{"name": "a"}], {"tag_id": "100"})]
    made.agents = {"a@x": Agent("a@x", 1001, "张", bound=True)}
    made.sessions = {"o1": Session("o1", "a@x", 1.0, 2.0)}
    made.stats = {"2026-11-23": {"new:1": 2}}
    return made


def test_a_whole_state_survives_json():
    article = Article("a1", "wx1", "题", "", "", "", "", "", 1.0)
    article.comments = [Comment(1, "o1", "u1", "好", 5, elected=True)]
    article.reads = {"2026-11-23": {"u1": "朋友圈"}}
    state = State(accounts={"wx1": account()}, articles={"a1": article}, clock_offset=60.0)
    assert revive(State, json.loads(json.dumps(dump(state)))) == state


def test_what_an_older_state_lacks_gets_its_default_and_what_it_has_too_much_is_dropped():
    old = dump(account()) | {"gone": 1}
    del old["faults"], old["synthetic"], old["sessions"]
    back = revive(Account, old)
    assert (back.faults, back.synthetic, back.sessions) == ([], Synthetic(), {})
    assert back.followers["u1"].windows[0].left == 2


def test_a_follower_is_found_by_openid_as_more_come():
    made = account()
    assert made.by_openid("o1").user == "u1"
    made.followers["u2"] = Follower("o2", "u2")
    assert made.by_openid("o2").user == "u2"
    assert made.by_openid("o3") is None
