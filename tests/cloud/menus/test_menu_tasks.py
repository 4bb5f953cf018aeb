"""A menu that waits, was changed elsewhere, or failed is a task of those who may see to it, until it is done."""

from __future__ import annotations

from datetime import datetime, timedelta

import httpx
import pytest

from chalicelib import menus, people
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.application.task import Task, TaskKind
from chalicelib.application.workbench import workbench
from chalicelib.clock import utc_now
from chalicelib.menus import store
from chalicelib.people import Role
from tests.cloud.menus.made import APPID, BAN, NOW, ZONG, document, drafted, later, published

DOCTOR = Actor(person="yanjiu", known_by=KnownBy.SIGN_IN)


@pytest.fixture(autouse=True)
def reader() -> None:
    people.add_staff("yanjiu", "city", [Role.CONTROLLER], by=local("ops"), now=NOW)


def tasks(by: Actor, now: datetime | None = None) -> list[Task]:
    found = workbench(by, "city", now or utc_now()).tasks
    return [one for one in found if one.kind.value.startswith("menu_")]


def kinds(by: Actor, now: datetime | None = None) -> list[TaskKind]:
    return [one.kind for one in tasks(by, now)]


def on_page(city: str, *buttons: dict[str, object]) -> None:
    body = {"button": list(buttons)}
    httpx.put(f"{city}/_sim/accounts/{APPID}/menu", json=body).raise_for_status()


def failing(city: str, **fault: object) -> None:
    """``menu/create`` is refused from now on."""
    body = {"kind": "error", "path": "/cgi-bin/menu/create", "code": 40018, "text": "no", **fault}
    httpx.post(f"{city}/_sim/accounts/{APPID}/faults", json=body).raise_for_status()


def test_a_menu_to_release_waits_for_another_person_than_its_authors() -> None:
    made = published(document("办税"), wait=True, note="换网址")
    [task] = tasks(ZONG)
    assert (task.kind, task.path) == (TaskKind.MENU_RELEASE, "/menus?account=city")
    assert (task.what, task.detail) == ("菜单第 1 版：换网址", "市局 · ban 提交")
    assert tasks(BAN) == tasks(DOCTOR) == []
    menus.approve("city", made.id, by=ZONG, now=utc_now())
    assert tasks(ZONG) == []


def test_a_menu_that_is_sent_back_waits_for_nobody() -> None:
    made = published(document("办税"), wait=True)
    menus.reject("city", made.id, "网址不对", by=ZONG, now=utc_now())
    assert tasks(ZONG) == tasks(BAN) == []


@pytest.mark.parametrize("deed", [menus.overwrite, menus.take_over])
def test_a_menu_that_was_changed_elsewhere_is_taken_over_or_overwritten(
    city: str, wechat: menus.Menus, deed: object
) -> None:
    published(document("办税", "查询"))
    assert kinds(BAN) == []
    wechat.client.menu.create({"button": menus.bodies(document("办税").buttons)})
    menus.look("city", now=utc_now())
    [task] = tasks(BAN)
    assert (task.kind, task.path) == (TaskKind.MENU_DRIFT, "/menus?account=city")
    assert task.detail == "市局 · 别的程序"
    assert kinds(ZONG) == [TaskKind.MENU_DRIFT]
    assert tasks(DOCTOR) == [], "who may not publish can do nothing about it"
    deed("city", "核对过", by=ZONG, now=utc_now())  # type: ignore[operator]
    assert kinds(BAN) == kinds(ZONG) == []


def test_one_that_was_made_on_wechats_page_is_said_to_be(city: str) -> None:
    published(document("办税"))
    on_page(city, {"name": "别处", "type": "text", "value": "您好"})
    menus.look("city", now=utc_now())
    assert [one.detail for one in tasks(BAN)] == ["市局 · 微信后台"]
    on_page(city)
    menus.look("city", now=utc_now())
    assert kinds(BAN) == [TaskKind.MENU_DRIFT], "no menu is another menu too"


def test_a_publication_that_failed_is_told_until_the_next_or_for_a_week(city: str) -> None:
    published(document("办税"))
    failing(city)
    made = published(document("查询"))
    assert made.problem
    [task] = tasks(BAN)
    assert (task.kind, task.what) == (TaskKind.MENU_FAILED, "菜单第 2 版没有发布成功")
    assert made.problem in task.detail
    assert kinds(BAN, utc_now() + timedelta(days=6)) == [TaskKind.MENU_FAILED]
    assert kinds(BAN, utc_now() + timedelta(days=8)) == []
    assert kinds(DOCTOR) == []
    published(document("互动"))
    assert kinds(BAN) == []


def test_a_campaign_that_was_never_begun_is_told_and_one_handed_in_since_is_no_failure() -> None:
    published(document("办税"))
    begins = utc_now() + timedelta(days=1)
    published(document("宣传月"), at=begins, until=begins + timedelta(hours=1))
    after = begins + timedelta(hours=2)
    menus.bring("city", later(after))
    [task] = tasks(BAN, after)
    assert task.kind is TaskKind.MENU_FAILED
    assert "到结束时间还没有发布" in task.detail
    published(document("查询"), wait=True)
    assert kinds(BAN, after) == []
    assert kinds(ZONG, after) == [TaskKind.MENU_RELEASE]


def test_a_menu_that_does_not_return_is_told_after_some_tries(city: str) -> None:
    published(document("办税"))
    published(document("宣传月"), until=utc_now() + timedelta(hours=1))
    failing(city, code=-1, times=None)
    at = utc_now() + timedelta(hours=2)
    told = []
    for _ in range(4):
        state = menus.bring("city", later(at))
        told.append(kinds(BAN, at))
        assert state.wanted is not None
        at = state.wanted.again_at
    assert told == [[], [], [TaskKind.MENU_FAILED], [TaskKind.MENU_FAILED]]
    [task] = tasks(BAN, at)
    assert task.what == "活动结束，恢复原菜单：还没有成功"
    httpx.delete(f"{city}/_sim/accounts/{APPID}/faults").raise_for_status()
    menus.bring("city", later(at))
    assert kinds(BAN, at) == []


def test_states_are_read_together_and_accounts_without_a_menu_have_none() -> None:
    assert store.read_each(["city", "nowhere"]) == {}
    drafted(document("办税"))
    published(document("办税", "查询"))
    assert store.read_each(["city", "nowhere"]) == {"city": store.read("city")}
