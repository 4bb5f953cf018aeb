"""Killed at any line, answered by silence, met by a second worker: the menu is what was wanted in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest

from chalicelib import accounts, menus
from chalicelib.clock import utc_now
from chalicelib.cloud import clients
from chalicelib.menus import PublicationState, platform, store
from chalicelib.menus.models import MenuDocument
from chalicelib.menus.wire import normal
from chalicelib.settings import settings
from chalicelib.triggers import outgoing
from chalicelib.wechat.errors import UnknownOutcome
from tests.cloud.menus.made import (
    APPID,
    document,
    for_tag,
    later,
    names,
    published,
)

S = PublicationState
LATER = timedelta(minutes=5)


class Killed(BaseException):
    """The function is gone."""


@pytest.fixture
def tags(city: str) -> list[int]:
    """Three tags of the account."""
    client = accounts.wechat_client("city")
    made = [client.post("tags/create", data={"tag": {"name": name}}) for name in "甲乙丙"]
    return [int(one["tag"]["id"]) for one in made]


@contextmanager
def at_call(
    monkeypatch: pytest.MonkeyPatch, number: int, happen: Callable[[Callable[[], Any]], Any]
) -> Iterator[list[int]]:
    """``happen`` takes the place of the ``number``-th thing that is written, at WeChat or in the table."""
    count = [0]
    places: list[tuple[Any, str]] = [(platform.Menus, "make"), (store, "write"), (store, "hold")]
    with monkeypatch.context() as patch:
        for owner, name in places:
            real = getattr(owner, name)

            def counted(*args: Any, real: Any = real, **given: Any) -> Any:
                count[0] += 1
                if count[0] == number:
                    return happen(lambda: real(*args, **given))
                return real(*args, **given)

            patch.setattr(owner, name, counted)
        yield count


def fail(city: str, kind: str, path: str, **more: Any) -> None:
    """The next call of this path fails."""
    body = {"kind": kind, "path": path, "times": 1, **more}
    httpx.post(f"{city}/_sim/accounts/{APPID}/faults", json=body).raise_for_status()


def kill_before(_: Callable[[], Any]) -> Any:
    raise Killed


def kill_after(do: Callable[[], Any]) -> Any:
    do()
    raise Killed


@pytest.mark.parametrize("kill", [kill_before, kill_after])
def test_killed_anywhere_the_next_worker_ends_the_same(
    tags: list[int], monkeypatch: pytest.MonkeyPatch, wechat: menus.Menus, kill: Any
) -> None:
    usual = document("平时", conditional=(for_tag(tags[0], "企业"), for_tag(tags[1], "个人")))
    wanted = document("征期", conditional=(for_tag(tags[2], "新办"), for_tag(tags[1], "个人")))
    published(usual)
    number, killed = 1, 0
    while killed == number - 1:
        before = menus.state_of("city").publications
        with at_call(monkeypatch, number, kill):
            try:
                published(wanted)
            except Killed:
                killed += 1
        menus.bring("city", later(utc_now() + LATER))
        state = menus.state_of("city")
        shown = state.in_force
        assert state.wanted is None
        assert shown is not None
        # Killed before it was written down, nobody ever wanted it.
        expected = wanted if state.publications > before else usual
        assert normal(wechat.read().document) == normal(expected)
        assert menus.document("city", shown.version) == expected
        if expected is wanted:
            published(usual)
        number += 1
    assert killed >= 7
    sources = {one.source for one in store.versions("city")}
    assert sources == {menus.Source.EDITED}, "a half of ours was taken for somebody else's"


def test_conditional_menus_come_in_their_order_and_the_common_part_stays(
    tags: list[int], wechat: menus.Menus
) -> None:
    both = (for_tag(tags[0], "企业"), for_tag(tags[1], "个人"))
    published(document("办税", conditional=both))
    kept = {one.menuid for one in wechat.read().conditional}
    published(document("办税", conditional=(for_tag(tags[2], "新办"), *both)))
    found = wechat.read()
    assert kept < {one.menuid for one in found.conditional}
    assert [one.buttons[0].name for one in found.document.conditional] == ["新办", "企业", "个人"]


def test_an_unknown_outcome_adds_nothing_twice(
    tags: list[int], wechat: menus.Menus, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(do: Callable[[], Any]) -> Any:
        do()
        raise UnknownOutcome("超时", appid=APPID, api="/cgi-bin/menu/addconditional")

    real, calls = platform.Menus.make, [0]

    def make(self: platform.Menus, call: Any, now: Any) -> None:
        calls[0] += 1
        if calls[0] == 2:
            lost(lambda: real(self, call, now))
        else:
            real(self, call, now)

    monkeypatch.setattr(platform.Menus, "make", make)
    made = published(
        document("办税", conditional=(for_tag(tags[0], "企业"), for_tag(tags[1], "个人")))
    )
    assert made.state is S.IN_FORCE
    assert len(wechat.read().conditional) == 2


def test_while_wechat_is_busy_it_is_tried_again(city: str, wechat: menus.Menus) -> None:
    published(document("平时"))
    fail(city, "busy_before", "/cgi-bin/menu/create")
    made = published(document("征期"))
    assert made.state is S.SENDING
    state = menus.state_of("city")
    assert state.wanted is not None
    assert "微信系统繁忙" in state.problem
    menus.bring("city", later(utc_now() + LATER))
    assert menus.publication("city", made.id).state is S.IN_FORCE
    assert names(wechat) == ["征期"]
    assert menus.state_of("city").problem == ""


def test_what_wechat_refuses_gives_way_to_the_menu_before(
    city: str, tags: list[int], wechat: menus.Menus
) -> None:
    published(document("平时"))
    fail(city, "error", "/cgi-bin/menu/addconditional", code=65301, text="refused")
    made = published(document("征期", conditional=(for_tag(tags[0], "企业"),)))
    assert made.state is S.FAILED
    assert "65301" in made.problem
    assert names(wechat) == ["平时"]
    assert [one.state for one in menus.state_of("city").open] == [S.IN_FORCE]


def test_a_menu_that_is_stuck_gives_way_to_another(city: str, wechat: menus.Menus) -> None:
    published(document("平时"))
    fail(city, "busy_before", "/cgi-bin/menu/create")
    stuck = published(document("征期"))
    made = published(document("新菜单"))
    assert made.state is S.IN_FORCE
    assert menus.publication("city", stuck.id).state is S.FAILED
    assert names(wechat) == ["新菜单"]


def test_two_workers_at_once_are_one(wechat: menus.Menus, monkeypatch: pytest.MonkeyPatch) -> None:
    published(document("平时"))
    made = published(document("征期"), at=utc_now() + LATER)
    clock = later(utc_now() + 2 * LATER)
    inner: list[MenuDocument] = []
    real = platform.Menus.make

    def make(self: platform.Menus, call: Any, now: Any) -> None:
        menus.bring("city", clock)  # a second worker, while the first one speaks
        inner.append(wechat.read().document)
        real(self, call, now)

    monkeypatch.setattr(platform.Menus, "make", make)
    menus.bring("city", clock)
    assert [[one.name for one in seen.buttons] for seen in inner] == [["平时"]]
    assert menus.publication("city", made.id).state is S.IN_FORCE


def test_a_newer_wish_overtakes_a_worker_in_the_middle(
    wechat: menus.Menus, monkeypatch: pytest.MonkeyPatch, tags: list[int]
) -> None:
    published(document("平时"))
    published(document("征期", conditional=(for_tag(tags[0], "企业"),)), at=utc_now() + LATER)
    clock = later(utc_now() + 2 * LATER)
    real, done = platform.Menus.make, []

    def make(self: platform.Menus, call: Any, now: Any) -> None:
        real(self, call, now)
        if not done:
            done.append(call)
            state = menus.state_of("city")
            # Somebody's publication of a menu that was stuck is not: the wish is changed by hand.
            assert state.wanted is not None
            other = state.wanted.model_copy(update={"version": 1})
            store.write("city", state.model_copy(update={"wanted": other}), before=state, by="x")

    monkeypatch.setattr(platform.Menus, "make", make)
    menus.bring("city", clock)
    assert names(wechat) == ["平时"]
    assert not wechat.read().conditional


def test_what_the_sweep_queues_the_worker_of_the_queue_does(wechat: menus.Menus) -> None:
    published(document("平时"))
    assert menus.sweep(utc_now()) == 0
    campaign = published(document("宣传月"), until=utc_now() + timedelta(seconds=1))
    while utc_now() <= campaign.until:  # type: ignore[operator]
        pass
    assert menus.sweep(utc_now()) == 1
    queue = settings().outgoing_queue_url
    [message] = clients.sqs().receive_message(QueueUrl=queue)["Messages"]
    records = {"Records": [{"body": message["Body"], "messageId": "1"}]}
    for _ in range(2):
        assert outgoing.outgoing(records, None) == {"batchItemFailures": []}
    assert names(wechat) == ["平时"]
    assert menus.publication("city", campaign.id).state is S.ENDED


def test_calls_are_counted() -> None:
    published(document("平时"))
    held = {line.claim.scarce: line.taken for line in accounts.ledger.lines("city", utc_now())}
    assert held[accounts.Scarce.MENU] == 1
