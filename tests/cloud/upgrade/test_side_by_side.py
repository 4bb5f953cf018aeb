"""This version and the last release side by side: every event falls to one or the other, and either reads all.

Each message of a follower is answered by one version and asked again of the other, as WeChat does when an answer is late.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, Final

from chalicelib.shapes import NEWEST
from dev.places import ROOT
from dev.upgrade.stage import Functions
from dev.upgrade.world import World
from tests.cloud.upgrade.conftest import Standing, going_on, pushed
from tests.cloud.upgrade.differences import first_difference
from tests.cloud.upgrade.reads import API, READERS, SOME, reads

ASKED: Final = (
    "怎么开发票",
    "个税年度汇算怎么退税",
    "社保怎么缴",
    "车船税",
    "灵活就业人员能不能接着缴社保费",
    "今晚吃什么",
)
LONG: Final = "请问" + "我去年在外省缴过几个月社保费，现在回来了，能接着缴吗？" * 12
"""Longer than one write unit takes."""
_OTHERWISE: Final = frozenset({"/me", "/health", "/workbench"})
"""Pages that say what there is to be done by this very version: what it may do, and which functions it has."""


def test_this_version_and_the_last_release_run_side_by_side(
    kept: World, last_release: Path
) -> None:
    with going_on(kept, ROOT, last_release) as there:
        what_was_left_is_carried_out_by_both_in_turn(there)
        a_message_is_answered_once_and_alike_by_both(there)
        who_asks_for_a_person_is_heard_and_answered_once(there)
        both = there.functions
        every_page_is_told_the_same_by_both(there, kept, last_release, both)
        the_last_release_goes_on_where_this_version_stopped(there, both)
        the_last_release_cannot_follow_a_shape_that_came_after_it(there, both)


def what_was_left_is_carried_out_by_both_in_turn(there: Standing) -> None:
    there.settle()
    assert pushed(there) == ["confirmed"]


def a_message_is_answered_once_and_alike_by_both(there: Standing) -> None:
    for number, text in enumerate((*ASKED, LONG)):
        before = told(there)
        shown = there.write(f"并行{number}", text)
        [one] = [key for key in told(there) if key not in before]
        decision = json.loads(told(there)[one]["decision"]["S"])
        reply = decision.get("reply") or {}
        assert reply.get("content", "") in ("", shown) or reply["content"].startswith(shown[:4])
    there.settle()


def told(there: Standing) -> dict[str, Any]:
    """Messages on record, by their keys."""
    return {
        one["sk"]["S"]: one for one in there.stage.items() if one["sk"]["S"].startswith("IN#M#")
    }


def who_asks_for_a_person_is_heard_and_answered_once(there: Standing) -> None:
    waiting = {one["sk"]["S"] for one in there.items("LIVE#province")}
    there.write("并行找人", "我的退税三个月没到账")
    there.write("并行找人", "转人工")
    there.settle()
    [session] = {one["sk"]["S"] for one in there.items("LIVE#province")} - waiting
    agent = there.functions[0].do("sign_in", person="zuo1")
    there.act(agent, "/desk/province/presence", {"presence": "online"})
    there.act(agent, f"/desk/province/sessions/{session}/take", None)
    for words in ("您好，我来查", "已经退了，请看账户"):
        there.act(agent, f"/desk/province/sessions/{session}/reply", {"text": words})
        there.settle()
    assert (
        heard(there, "并行找人", "您好，我来查")
        == heard(there, "并行找人", "已经退了，请看账户")
        == 1
    )
    there.act(agent, f"/desk/province/sessions/{session}/resolve", {"survey": False})
    there.settle()
    assert session not in {one["sk"]["S"] for one in there.items("LIVE#province")}


def heard(there: Standing, who: str, words: str) -> int:
    """How often a follower's phone shows these words."""
    return Counter(there.chat(who))[words]


def every_page_is_told_the_same_by_both(
    there: Standing, kept: World, last_release: Path, both: list[Functions]
) -> None:
    new, old = both
    sessions = [new.do("sign_in", person=one) for one in READERS]
    common = {one.path for one in reads(kept, last_release / API)}
    different = []
    for one in list(reads(kept))[::SOME]:
        if one.path not in common:
            continue
        was, before, reader = there.read(old, sessions, one)
        now, after, _ = there.read(new, [reader], one)
        found = "" if one.path in _OTHERWISE else first_difference(before, after)
        if was != now or found:
            different.append((one.path, was, now, found))
    assert different == []


def the_last_release_goes_on_where_this_version_stopped(
    there: Standing, both: list[Functions]
) -> None:
    new, old = both
    there.turns.functions = [new]
    for number, text in enumerate((*ASKED, LONG, "转人工")):
        there.write(f"回退{number}", text)
    there.turns.functions = [old]
    there.settle()
    there.sweep()
    assert there.items("LIVE#province")


def the_last_release_cannot_follow_a_shape_that_came_after_it(
    there: Standing, both: list[Functions]
) -> None:
    """What the setting ``Writes`` is for (docs/decisions/0353); and a proof that these tests can fail."""
    new, old = both
    new.do("write", newest=str(NEWEST))
    there.turns.functions = [new]
    there.write("太新", LONG)
    records = there.stage.records()
    result, errors = old.call("outbox", {"Records": records})
    assert result["batchItemFailures"]
    assert "outbox record failed" in errors[0]
    result, errors = new.call("outbox", {"Records": records})
    assert (result["batchItemFailures"], errors) == ([], [])
