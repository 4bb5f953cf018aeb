"""Every limit of a menu: all faults at once, each with its place and the errcode that WeChat would answer with."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.menus import checks
from chalicelib.menus.faults import Known
from chalicelib.menus.models import Button, ConditionalMenu, MatchRule, MenuDocument, Platform

VIEW: dict[str, Any] = {"name": "官网", "type": "view", "url": "https://tax.example/"}
ALL = Known(frozenset({"KEY"}), {2: "企业"}, frozenset({"M1"}), frozenset({"A1"}))
APPID = "wx0123456789abcdef"


def menu(*buttons: dict[str, Any]) -> MenuDocument:
    return MenuDocument(buttons=tuple(Button.model_validate(one) for one in buttons))


def told(document: MenuDocument, known: Known = ALL) -> list[tuple[str, str, int]]:
    """Place, field and errcode of what stands against publishing."""
    found = checks.refusals(checks.faults(document, known))
    return [(one.place, one.field, one.code) for one in found]


def below(number: int) -> dict[str, Any]:
    return {"name": "办税", "children": [VIEW | {"name": f"第{n}项"} for n in range(number)]}


@pytest.mark.parametrize(
    ("button", "field", "code"),
    [
        (VIEW | {"name": ""}, "name", 40018),
        (VIEW | {"name": "一二三四五六"}, "name", 40018),
        (VIEW | {"type": ""}, "type", 40017),
        (VIEW | {"type": "text"}, "type", 40017),
        (VIEW | {"url": ""}, "url", 40020),
        (VIEW | {"url": "https://tax.example/" + "a" * 1005}, "url", 40020),
        (VIEW | {"url": "tax.example"}, "url", 40020),
        (VIEW | {"url": "javascript:alert(1)"}, "url", 40020),
        (VIEW | {"url": "https://tax.example/a b"}, "url", 40020),
        (VIEW | {"url": "http://192.168.1.1/"}, "url", 0),
        ({"name": "征期", "type": "click"}, "key", 40019),
        ({"name": "征期", "type": "click", "key": "键" * 43}, "key", 40019),
        ({"name": "扫码", "type": "scancode_push"}, "key", 40019),
        ({"name": "位置", "type": "location_select", "key": "k" * 129}, "key", 40019),
        ({"name": "素材", "type": "media_id"}, "media_id", 40007),
        ({"name": "素材", "type": "view_limited", "media_id": "M2"}, "media_id", 40007),
        ({"name": "文章", "type": "article_id", "article_id": "A2"}, "article_id", 40007),
        ({"name": "文章", "type": "article_view_limited"}, "article_id", 40007),
        ({"name": "小程序", "type": "miniprogram", "pagepath": "p", "url": VIEW["url"]}, "appid", 40013),
        ({"name": "小程序", "type": "miniprogram", "appid": "gh_1", "pagepath": "p", "url": VIEW["url"]}, "appid", 40013),
        ({"name": "小程序", "type": "miniprogram", "appid": APPID, "pagepath": "p"}, "url", 40020),
        ({"name": "小程序", "type": "miniprogram", "appid": APPID, "url": VIEW["url"]}, "pagepath", 40013),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_entry_is_told_with_its_field(
    button: dict[str, Any], field: str, code: int
) -> None:
    assert told(menu(button)) == [("buttons.0", field, code)]


@pytest.mark.parametrize(
    "button",
    [
        VIEW,
        VIEW | {"name": "一二三四五"},
        {"name": "征期", "type": "click", "key": "KEY"},
        {"name": "素材", "type": "media_id", "media_id": "M1"},
        {"name": "文章", "type": "article_id", "article_id": "A1"},
        {"name": "小程序", "type": "miniprogram", "appid": APPID, "pagepath": "p", "url": VIEW["url"]},
        {"name": "扫码", "type": "scancode_waitmsg", "key": "k" * 128},
        below(5),
    ],
)  # fmt: skip
def test_what_is_within_the_limits_passes(button: dict[str, Any]) -> None:
    assert told(menu(button)) == []


def test_the_numbers_of_entries_are_bounded() -> None:
    four = menu(*(VIEW | {"name": name} for name in "甲乙丙丁"))
    assert told(four) == [("buttons", "", 40016)]
    assert told(MenuDocument()) == [("buttons", "", 40016)]
    assert told(menu(below(6))) == [("buttons.0", "children", 40023)]


def test_there_is_no_third_level() -> None:
    third = below(1)
    third["children"][0]["children"] = [VIEW]
    assert told(menu(third)) == [("buttons.0.children.0", "children", 40022)]


def test_a_name_below_may_have_sixty_bytes() -> None:
    def named(name: str) -> MenuDocument:
        return menu({"name": "办税", "children": [VIEW | {"name": name}]})

    assert told(named("二" * 20)) == []
    assert told(named("二" * 20 + "a")) == [("buttons.0.children.0", "name", 40025)]


def conditional(*menus: ConditionalMenu, default: bool = True) -> MenuDocument:
    return MenuDocument(buttons=menu(VIEW).buttons if default else (), conditional=menus)


def for_rule(rule: MatchRule, *hosts: str) -> ConditionalMenu:
    buttons = menu(*(VIEW | {"name": f"第{n}", "url": f"https://{one}/"} for n, one in enumerate(hosts or ("tax.example",)))).buttons  # fmt: skip
    return ConditionalMenu(rule=rule, buttons=buttons)


TAG = MatchRule(tag=2)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (conditional(for_rule(TAG), default=False), [("buttons", "", 65303)]),
        (conditional(for_rule(MatchRule())), [("conditional.0", "tag", 65304)]),
        (conditional(ConditionalMenu(rule=TAG)), [("conditional.0", "", 65307)]),
        (conditional(for_rule(MatchRule(tag=9))), [("conditional.0", "tag", 45159)]),
        (conditional(for_rule(MatchRule(language="xx"))), [("conditional.0", "language", 40035)]),
        (
            conditional(for_rule(TAG, "a.cn", "b.cn"), for_rule(TAG, "c.cn", "d.cn")),
            [("conditional", "url", 65316)],
        ),
        (conditional(for_rule(TAG, "a.cn", "b.cn"), for_rule(TAG, "c.cn", "mp.weixin.qq.com")), []),
        (conditional(*([for_rule(TAG)] * 51)), [("conditional", "", 65305)]),
    ],
)
def test_conditional_menus_have_limits_of_their_own(
    document: MenuDocument, expected: list[tuple[str, str, int]]
) -> None:
    assert told(document) == expected


def test_all_faults_come_at_once_each_with_its_place() -> None:
    found = told(menu(VIEW | {"name": ""}, {"name": "办税", "children": [VIEW | {"url": ""}]}))
    assert found == [("buttons.0", "name", 40018), ("buttons.1.children.0", "url", 40020)]


@pytest.mark.parametrize(
    ("document", "known", "place", "problem"),
    [
        (menu(VIEW | {"name": "办税服务厅"}), ALL, "buttons.0", "4 个汉字"),
        (menu({"name": "办税", "type": "click", "key": "NEW"}), ALL, "buttons.0", "NEW 还没有回复"),
        (menu({"name": "图", "type": "media_id", "media_id": "M1"}), Known(), "buttons.0", "没有向微信核对"),
        (menu(VIEW, VIEW), ALL, "buttons.1", "重名"),
        (conditional(for_rule(TAG), for_rule(MatchRule(tag=2, platform=Platform.IOS))), ALL, "conditional.1", "没有人会看到"),
    ],
)  # fmt: skip
def test_what_followers_would_not_understand_is_a_warning(
    document: MenuDocument, known: Known, place: str, problem: str
) -> None:
    [found] = checks.faults(document, known)
    assert found.warning
    assert found.place == place
    assert problem in found.problem
