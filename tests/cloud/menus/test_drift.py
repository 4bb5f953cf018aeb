"""Somebody changes the menu elsewhere: it is seen with the difference, taken over, or overwritten on purpose."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from chalicelib import conversation, menus
from chalicelib.application import menus as application
from chalicelib.clock import utc_now
from chalicelib.menus import PublicationState, bringing, store
from tests.cloud.menus.made import APPID, BAN, ZONG, document, names, published

S = PublicationState
TOLD = "别处换了网址"


@pytest.fixture
def elsewhere(wechat: menus.Menus) -> None:
    """A menu of ours, which another program has changed since."""
    published(document("办税", "查询"))
    wechat.client.menu.create({"button": menus.bodies(document("办税", "互动").buttons)})


def on_page(city: str, *buttons: dict[str, object]) -> None:
    """Somebody sets the menu on WeChat's own page."""
    body = {"button": list(buttons)}
    httpx.put(f"{city}/_sim/accounts/{APPID}/menu", json=body).raise_for_status()


def test_what_was_published_is_no_drift(wechat: menus.Menus) -> None:
    published(document("办税"))
    assert menus.look("city", now=utc_now()).drift is None


def test_it_is_shown_with_the_difference(elsewhere: None) -> None:
    state = menus.look("city", now=utc_now())
    assert state.drift is not None
    found = menus.found("city")
    assert found is not None
    told = menus.differences(menus.document("city", 1), found)
    assert [(one.kind, one.where) for one in told] == [
        ("removed", "默认菜单：查询"),
        ("added", "默认菜单：互动"),
    ]


def test_it_is_found_daily_by_the_sweep(elsewhere: None) -> None:
    state = menus.state_of("city")
    assert state.looked_at is not None
    at = state.looked_at + timedelta(days=1, seconds=1)
    assert menus.sweep(at) == 1
    menus.work(bringing.task_for("city"), at)
    assert menus.state_of("city").drift is not None
    assert menus.sweep(at) == 0


def test_nothing_is_published_over_it_unseen(elsewhere: None, wechat: menus.Menus) -> None:
    with pytest.raises(menus.MenuDrifted):
        published(document("新菜单"))
    assert names(wechat) == ["办税", "互动"]
    made = published(document("新菜单"), overwrite=True)
    assert made.state is S.IN_FORCE
    assert names(wechat) == ["新菜单"]
    kept = [one for one in store.versions("city") if one.source is menus.Source.FOUND]
    assert [[b.name for b in one.document.buttons] for one in kept] == [["办税", "互动"]]


def test_taken_over_it_is_a_version_of_ours(elsewhere: None, wechat: menus.Menus) -> None:
    made = menus.take_over("city", TOLD, by=BAN, now=utc_now())
    assert made.state is S.IN_FORCE
    assert menus.version_for("city", made.version, by=BAN).source is menus.Source.TAKEN_OVER
    assert menus.look("city", now=utc_now()).drift is None
    assert names(wechat) == ["办税", "互动"]


def test_overwritten_ours_is_shown_again_and_theirs_is_kept(
    elsewhere: None, wechat: menus.Menus
) -> None:
    state = menus.overwrite("city", TOLD, by=ZONG, now=utc_now())
    assert state.drift is None
    assert names(wechat) == ["办税", "查询"]
    assert store.version("city", 2).source is menus.Source.FOUND
    assert menus.publication("city", "00001").state is S.IN_FORCE


@pytest.mark.parametrize("deed", [menus.take_over, menus.overwrite])
def test_either_wants_a_reason_and_something_to_decide_about(deed: object) -> None:
    published(document("办税"))
    with pytest.raises(menus.MenuReasonMissing):
        deed("city", " ", by=BAN, now=utc_now())  # type: ignore[operator]
    with pytest.raises(menus.NothingToPublish):
        deed("city", TOLD, by=BAN, now=utc_now())  # type: ignore[operator]


def test_a_planned_menu_begins_all_the_same_and_keeps_what_it_replaces(
    wechat: menus.Menus,
) -> None:
    published(document("办税"))
    at = utc_now() + timedelta(hours=1)
    published(document("征期"), at=at)
    wechat.client.menu.create({"button": menus.bodies(document("别处").buttons)})
    menus.bring("city", lambda: at)
    assert names(wechat) == ["征期"]
    assert store.version("city", 3).source is menus.Source.FOUND


def test_a_menu_from_before_is_what_a_campaign_returns_to(wechat: menus.Menus) -> None:
    wechat.client.menu.create({"button": menus.bodies(document("从前").buttons)})
    until = utc_now() + timedelta(hours=1)
    with pytest.raises(menus.MenuDrifted):
        published(document("宣传月"), until=until)
    published(document("宣传月"), until=until, overwrite=True)
    assert names(wechat) == ["宣传月"]
    menus.bring("city", lambda: until)
    assert names(wechat) == ["从前"]


def test_what_was_made_on_wechats_page_is_taken_over_with_its_replies(
    city: str, wechat: menus.Menus
) -> None:
    published(document("办税"))
    on_page(
        city,
        {"name": "官网", "type": "view", "url": "https://tax.example/"},
        {"name": "地址", "type": "text", "value": "青溪路 1 号"},
    )
    state = menus.look("city", now=utc_now())
    assert state.drift is not None
    assert state.drift.on_page
    made = application.take_over("city", TOLD, by=BAN, now=utc_now())
    assert made.state is S.IN_FORCE
    shown = wechat.read()
    assert not shown.on_page
    assert [one.type for one in shown.buttons] == ["view", "click"]
    assert list(conversation.rules_in_force("city").menu) == [shown.buttons[1].key]
    assert menus.look("city", now=utc_now()).drift is None
