"""Consents are counted from the stream: once, whatever it repeats and in whatever order; the numbers agree with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib import notices
from chalicelib.application import incoming
from tests.cloud.notices.world import ACCOUNT, LONG, NOW, ONE, Killed, Reaper, World


def answer(template: str, status: str) -> dict[str, str]:
    return {"TemplateId": template, "SubscribeStatusString": status, "PopupScene": "2"}


def numbers(template: str = ONE) -> dict[str, int]:
    found = notices.consent_store.numbers(ACCOUNT, [template])[template]._asdict()
    return {name: number for name, number in found.items() if number}


def test_an_acceptance_counts_once_however_often_the_stream_tells_it(world: World) -> None:
    push = world.push("oA", "subscribe_msg_popup_event", None, SubscribeMsgPopupEvent={"List": answer(ONE, "accept")})  # fmt: skip
    for _ in range(3):
        incoming.follow(push, NOW)
    assert world.left() == 1
    assert numbers() == {"holders": 1, "left": 1, "accepted": 1}


def test_a_popup_of_several_templates_is_counted_as_a_whole(world: World) -> None:
    world.event("popup", "oA", [answer(ONE, "accept"), answer(LONG, "accept"), answer("strange", "reject"), answer(ONE, "accept")])  # fmt: skip
    assert (world.left(), world.left(template=LONG), world.left(template="strange")) == (2, 1, 0)
    assert numbers() == {"holders": 1, "left": 2, "accepted": 2}
    assert numbers("strange") == {"rejected": 1}


def test_killed_between_any_two_calls_it_is_counted_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    push = world.push("oA", "subscribe_msg_popup_event", None, SubscribeMsgPopupEvent={"List": [answer(ONE, "accept"), answer(LONG, "accept")]})  # fmt: skip
    at = 1
    while True:
        with monkeypatch.context() as patch:
            Reaper(patch, at)
            try:
                notices.events.popped_up(ACCOUNT, push.push)  # type: ignore[arg-type]
            except Killed:
                at += 1
                continue
        break
    assert at > 3
    assert (world.left(), world.left(template=LONG)) == (1, 1)
    assert numbers() == {"holders": 1, "left": 1, "accepted": 1}


def test_a_long_term_acceptance_stands_until_it_is_taken_back(world: World) -> None:
    world.accepts(template=LONG, times=3)
    assert world.left(template=LONG) == 1
    world.later(minutes=1)
    world.event("change", "oA", [answer(LONG, "reject")])
    assert world.left(template=LONG) == 0
    assert numbers(LONG) == {"accepted": 3, "taken_back": 1}


def test_an_acceptance_that_comes_after_a_later_refusal_counts_no_more(world: World) -> None:
    world.event("change", "oA", [answer(ONE, "reject")], at=NOW + timedelta(hours=1))
    world.event("popup", "oA", [answer(ONE, "accept")], at=NOW)
    assert world.left() == 0
    world.event("popup", "oA", [answer(ONE, "accept")], at=NOW + timedelta(hours=2))
    assert world.left() == 1


def test_whoever_leaves_takes_everything_back(world: World) -> None:
    world.accepts(times=2)
    world.accepts(template=LONG)
    world.later(minutes=1)
    for _ in range(2):
        world.leaves()
    assert (world.left(), world.left(template=LONG)) == (0, 0)
    assert numbers() == {"accepted": 2}
    assert world.tell() is notices.Told.NO_CONSENT


def test_everybody_who_consents_is_found_by_template_and_nobody_else(world: World) -> None:
    names = {f"o{n}" for n in range(40)}
    for name in names:
        world.accepts(name)
    world.accepts("oOther", LONG)
    world.later(minutes=1)
    world.event("change", "o7", [answer(ONE, "reject")])
    found: list[str] = []
    for shard in range(notices.consent_store.SHARDS):
        after = ""
        while page := notices.consent_store.with_consent(ACCOUNT, ONE, shard, after=after, limit=2):
            found += [openid for openid, _ in page]
            after = found[-1]
    assert sorted(found) == sorted(names - {"o7"})
    assert numbers()["holders"] == 39


def test_a_follower_is_erased_with_consents_notices_and_counts(world: World) -> None:
    world.accepts(times=2)
    world.tell()
    world.works()
    world.said(7001)
    cut = int(world.now.timestamp())
    went = [notices.erasure.erase(ACCOUNT, "oA", cut) for _ in range(2)]
    assert went == [5, 0]
    assert numbers() == {"accepted": 2}
    assert notices.erasure.consents_of(ACCOUNT, "oA") == []
    assert notices.erasure.sendings_of(ACCOUNT, "oA") == []


def test_what_is_younger_than_the_cut_stays(world: World) -> None:
    world.accepts()
    world.tell()
    assert notices.erasure.erase(ACCOUNT, "oA", int(NOW.timestamp()) - 60) == 0
    assert world.of().state is notices.SendingState.QUEUED


def test_an_event_without_templates_counts_nothing(world: World) -> None:
    wire: dict[str, Any] = {"SubscribeMsgPopupEvent": {"List": []}}
    push = world.push("oA", "subscribe_msg_popup_event", None, **wire)
    incoming.follow(push, NOW)
    assert notices.erasure.consents_of(ACCOUNT, "oA") == []
