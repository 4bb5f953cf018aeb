"""A list reaches everybody once: in portions, killed anywhere, over days; and stops where all would be refused."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence

import pytest

from chalicelib import notices
from chalicelib.notices import ListState, NoticeList, Tally, list_store, lists
from chalicelib.notices.consent_store import SHARDS
from tests.cloud.notices.world import (
    ACCOUNT,
    LONG,
    ONE,
    Killed,
    Reaper,
    World,
    allow,
    refused,
    taken,
)

MANY = 10_000 if os.environ.get("RONGMEI_PROOF") == "all" else 200
DATA = {"thing1": "新政策", "time2": "2026年12月1日 10:00"}


def prepared(world: World, receivers: Sequence[str] = (), template: str = LONG, about: str = "") -> NoticeList:  # fmt: skip
    one = NoticeList(
        id=lists.new_id(world.now),
        account=ACCOUNT,
        template=template,
        title="政策提醒",
        data=DATA,
        to_all=not receivers,
        receivers=len(receivers),
        given=len(receivers),
        about=about,
        by="ban",
        at=world.now,
    )
    return lists.prepare(one, receivers, [])


def begun(world: World, receivers: Sequence[str] = (), template: str = LONG) -> NoticeList:
    return lists.begin(prepared(world, receivers, template), "zong", world.now, [])


def consenting(world: World, number: int, template: str = LONG) -> list[str]:
    """So many followers who consent, written as the store writes them."""
    names = [f"o{n:05d}" for n in range(number)]
    for name in names:
        world.wechat[name, template] += 1
        notices.consent_store.change(ACCOUNT, name, {template: lambda _: _.model_copy(update={"left": 1, "accepted_at": 1})})  # fmt: skip
    return names


def now(one: NoticeList) -> NoticeList:
    return list_store.find(ACCOUNT, one.id)


def tally(one: NoticeList) -> Tally:
    return lists.tally_of(ACCOUNT, one.id)[0]


def received(world: World) -> Counter[str]:
    return Counter(str(one["touser"]) for one in world.sent)


def test_nothing_goes_out_before_a_person_confirms_it(world: World) -> None:
    consenting(world, 5)
    prepared(world)
    world.minute(3)
    assert world.sent == []


def test_everybody_who_consents_gets_it_once(world: World) -> None:
    names = consenting(world, MANY)
    one = begun(world)
    world.works()
    assert received(world) == Counter(names)
    assert now(one).state is ListState.DONE
    assert tally(one) == Tally(reached=MANY, sent=MANY)


def test_a_one_time_template_uses_each_consent_up(world: World) -> None:
    names = consenting(world, 40, ONE)
    one = begun(world, template=ONE)
    world.works()
    assert received(world) == Counter(names)
    assert notices.consent_store.numbers(ACCOUNT, [ONE])[ONE].holders == 0
    assert now(one).state is ListState.DONE


def test_a_given_list_goes_to_those_of_it_who_consent(world: World) -> None:
    names = consenting(world, 130)
    given = [*names[:120], "oNobody", names[0]]
    one = begun(world, given)
    world.works()
    assert received(world) == Counter(names[:120])
    assert tally(one) == Tally(reached=121, sent=120, without=1)
    assert now(one).state is ListState.DONE


def test_tasks_that_come_twice_send_nothing_twice(world: World) -> None:
    names = consenting(world, 60)
    one = begun(world)
    while bodies := taken():
        for body in (*bodies, *bodies):
            notices.work(body, world.clock, lambda _: world.send)
    assert received(world) == Counter(names)
    assert tally(one).sent == 60


def test_killed_again_and_again_it_ends_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = consenting(world, 64)
    one = begun(world)
    deaths = 0
    for step in range(1, 200):
        taken()
        world.later(minutes=3)
        notices.sweep(world.now)
        bodies = taken()
        if not bodies:
            break
        for body in bodies:
            with monkeypatch.context() as patch:
                Reaper(patch, 3 + (7 * step + deaths) % 31)
                try:
                    notices.work(body, world.clock, lambda _: world.send)
                except Killed:
                    deaths += 1
    assert deaths >= 20
    assert max(received(world).values()) == 1
    assert now(one).state is ListState.DONE
    ended = tally(one)
    assert ended.reached == 64
    assert ended.sent + ended.unknown == 64
    # Whoever was not reached was being sent to when the worker died: nobody knows, nobody is sent to again.
    assert len(names) - len(received(world)) <= ended.unknown


def test_with_the_days_notices_used_up_half_way_it_goes_on_the_next_day(world: World) -> None:
    allow(100)
    names = consenting(world, 150)
    one = begun(world)
    world.works()
    world.minute(2)
    # A tenth is kept for reminders and answers.
    assert len(world.sent) == 90
    assert now(one).state is ListState.GOING
    assert "明天继续" in lists.tally_of(ACCOUNT, one.id)[1]
    world.later(hours=15)
    world.minute(3)
    assert received(world) == Counter(names)
    assert now(one).state is ListState.DONE


def test_whoever_takes_it_back_on_the_way_is_not_told(world: World) -> None:
    consenting(world, 30)
    one = begun(world)
    notices.consent_store.change(ACCOUNT, "o00007", {LONG: lambda _: _.model_copy(update={"left": 0})})  # fmt: skip
    world.works()
    assert "o00007" not in received(world)
    assert now(one).state is ListState.DONE


def test_refusals_of_single_followers_are_counted_and_lower_their_consent(world: World) -> None:
    consenting(world, 30)
    for n in (3, 4):
        world.wechat[f"o{n:05d}", LONG] = 0
    one = begun(world)
    world.works()
    assert (tally(one).sent, tally(one).refused) == (28, 2)
    assert world.left("o00003", LONG) == 0


def test_what_would_refuse_everybody_stops_the_list(world: World) -> None:
    consenting(world, 200)
    one = begun(world)
    world.before = [refused(40037)] * 500
    world.works()
    assert now(one).state is ListState.STOPPED
    assert "40037" in now(one).problem
    assert tally(one).refused <= SHARDS
    world.before = []
    lists.begin(now(one), "zong", world.now, [])
    world.works()
    assert now(one).state is ListState.DONE
    assert tally(one).sent + tally(one).refused == 200


def test_a_list_that_was_stopped_sends_nothing_and_goes_on_where_it_was(world: World) -> None:
    names = consenting(world, 100)
    one = begun(world)
    for body in taken()[:4]:
        notices.work(body, world.clock, lambda _: world.send)
    before = now(one)
    list_store.write(before.model_copy(update={"state": ListState.STOPPED}), before=before)
    sent = len(world.sent)
    world.minute(3)
    assert 0 < len(world.sent) == sent < 100
    lists.begin(now(one), "zong", world.now, [])
    world.works()
    assert received(world) == Counter(names)


def test_one_thing_is_told_by_one_list(world: World) -> None:
    consenting(world, 3)
    first, second = (prepared(world, about="policy 12") for _ in range(2))
    assert first.id == second.id


def test_wechats_last_words_are_counted_with_the_list(world: World) -> None:
    names = consenting(world, 3)
    one = begun(world)
    world.works()
    for number, sent in enumerate(world.sent, 7001):
        code = "0" if sent["touser"] != names[0] else "1"
        for _ in range(2):
            world.said(number, str(sent["touser"]), LONG, code)
    assert (tally(one).sent, tally(one).delivered, tally(one).failed) == (3, 2, 1)


def test_a_portion_ends_before_its_function_does(world: World) -> None:
    names = consenting(world, 200)
    world.clock_moves = world.clock_moves.__class__(seconds=3)
    one = begun(world)
    world.works()
    assert received(world) == Counter(names)
    assert now(one).state is ListState.DONE


def test_an_account_that_is_removed_leaves_no_list(world: World) -> None:
    consenting(world, 5)
    one = begun(world, ["o00001"])
    notices.erasure.forget_account(ACCOUNT)
    world.works()
    assert world.sent == []
    with pytest.raises(notices.UnknownList):
        now(one)
