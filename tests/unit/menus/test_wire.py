"""Menus as WeChat writes them; how two differ; as files."""

from __future__ import annotations

import json

import pytest

from chalicelib.menus.convergence import Add, Create, DeleteAll, Remove, missing_calls
from chalicelib.menus.differences import differences
from chalicelib.menus.errors import BadMenuFile
from chalicelib.menus.files import read_file, write_file
from chalicelib.menus.models import Button, ConditionalMenu, MatchRule, MenuDocument, Platform
from chalicelib.menus.wire import (
    Found,
    Standing,
    bodies,
    digest,
    normal,
    read_menu,
    read_selfmenu,
    rule_body,
)

SITE = Button(name="官网", type="view", url="https://tax.example/")
DATES = Button(name="征期", type="click", key="DATES")
TAX = Button(name="办税", children=(SITE, DATES))
RULE = MatchRule(tag=2, platform=Platform.IOS)


def test_a_button_tells_wechat_the_fields_of_its_type_alone() -> None:
    left_over = SITE.model_copy(update={"key": "OLD", "media_id": "M1"})
    assert bodies((left_over, TAX)) == [
        {"type": "view", "name": "官网", "url": "https://tax.example/"},
        {"name": "办税", "sub_button": bodies((SITE, DATES))},
    ]
    assert normal(MenuDocument(buttons=(left_over,))) == MenuDocument(buttons=(SITE,))


def test_what_wechat_answers_is_what_it_was_told() -> None:
    answer = {
        "menu": {"button": [{**one, "sub_button": one.get("sub_button", [])} for one in bodies((SITE, TAX))], "menuid": 1},
        "conditionalmenu": [
            {"button": bodies((DATES,)), "matchrule": {"group_id": 3}, "menuid": 9},
            {"button": bodies((SITE,)), "matchrule": {"tag_id": "2", "client_platform_type": "1", "country": ""}, "menuid": 8},
        ],
    }  # fmt: skip
    found = read_menu(answer)
    assert found.buttons == (SITE, TAX)
    assert [one.menuid for one in found.conditional] == ["8", "9"], "the older one first"
    assert [one.rule for one in found.document.conditional] == [MatchRule(tag=3), RULE]
    assert rule_body(RULE) == {"tag_id": "2", "client_platform_type": "1"}


def test_a_menu_of_wechats_page_has_its_entries_elsewhere() -> None:
    page = {
        "is_menu_open": 1,
        "selfmenu_info": {
            "button": [
                {"name": "办税", "sub_button": {"list": bodies((SITE,))}},
                {"name": "地址", "type": "text", "value": "青溪路"},
            ]
        },
    }
    found = read_selfmenu(page)
    assert found.on_page
    assert found.buttons[0].children == (SITE,)
    assert found.buttons[1].key == "青溪路"
    assert read_selfmenu({**page, "is_menu_open": 0}) == Found()


@pytest.mark.parametrize("answer", [{}, {"menu": None}, {"menu": {"button": "x"}}, {"menu": {"button": [1, {"name": 3}]}}])  # fmt: skip
def test_an_answer_of_another_shape_is_read_without_an_error(answer: dict[str, object]) -> None:
    assert read_menu(answer).conditional == ()


def menus(*rules: int) -> tuple[ConditionalMenu, ...]:
    return tuple(
        ConditionalMenu(name=f"{n}", rule=MatchRule(tag=n), buttons=(SITE,)) for n in rules
    )


def standing(*rules: int) -> Found:
    """These conditional menus, the oldest first."""
    found = [
        Standing(menuid=str(100 + n), menu=one.model_copy(update={"name": ""}))
        for n, one in zip(rules, menus(*rules), strict=True)
    ]
    return Found(buttons=(SITE,), conditional=tuple(found))


def calls(found: Found, *rules: int) -> list[str]:
    """What is missing until these hold, the first in precedence first."""
    made = missing_calls(found, MenuDocument(buttons=(SITE,), conditional=menus(*rules)))
    words = {Create: "create", DeleteAll: "delete"}
    return [
        f"-{one.menuid}" if isinstance(one, Remove)
        else f"+{one.menu.rule.tag}" if isinstance(one, Add)
        else words[type(one)]
        for one in made
    ]  # fmt: skip


def test_only_what_is_missing_is_called() -> None:
    assert calls(standing()) == []
    assert calls(standing(), 2, 1) == ["+1", "+2"]
    assert calls(standing(1), 2, 1) == ["+2"]
    assert calls(standing(1, 2), 1) == ["-102"]
    assert calls(standing(1, 2, 3), 3, 4, 1) == ["-102", "-103", "+4", "+3"]
    assert calls(Found()) == ["create"]
    assert missing_calls(standing(1), MenuDocument()) == (DeleteAll(),)
    assert missing_calls(Found(), MenuDocument()) == ()


def test_a_menu_of_the_page_is_created_though_it_looks_the_same() -> None:
    page = Found(buttons=(SITE,), on_page=True)
    assert missing_calls(page, MenuDocument(buttons=(SITE,))) == (Create((SITE,)),)


def told(before: MenuDocument, after: MenuDocument) -> list[str]:
    return [str(one) for one in differences(before, after)]


def test_differences_are_told_in_words() -> None:
    before = MenuDocument(buttons=(TAX, SITE), conditional=menus(2))
    renamed = TAX.model_copy(update={"children": (SITE.model_copy(update={"name": "网站"}), DATES)})
    assert told(before, before) == []
    assert told(before, before.model_copy(update={"buttons": (renamed, SITE)})) == [
        "移动 默认菜单：跳转网页 https://tax.example/：办税 / 官网 → 办税 / 网站"
    ]
    assert told(before, before.model_copy(update={"buttons": (SITE, TAX)})) == [
        "移动 默认菜单的顺序：办税、办税 / 官网、办税 / 征期、官网 → 官网、办税、办税 / 官网、办税 / 征期"
    ]
    other = SITE.model_copy(update={"url": "https://tax.example/new"})
    assert told(before, before.model_copy(update={"buttons": (TAX, other)})) == [
        "修改 默认菜单：官网：跳转网页 https://tax.example/ → 跳转网页 https://tax.example/new"
    ]
    assert told(before, before.model_copy(update={"conditional": ()})) == [
        "删除 个性化菜单（标签 2）：官网"
    ]
    assert told(MenuDocument(), MenuDocument(buttons=(DATES,))) == [
        "新增 默认菜单：征期：回复消息 DATES"
    ]


def test_our_own_name_of_a_conditional_menu_is_no_difference() -> None:
    one = MenuDocument(buttons=(SITE,), conditional=menus(1))
    other = one.model_copy(update={"conditional": (one.conditional[0].model_copy(update={"name": "别名"}),)})  # fmt: skip
    assert digest(one) == digest(other)
    assert differences(one, other) == ()


@pytest.mark.parametrize("name", ["菜单.yaml", "菜单.json"])
def test_a_menu_comes_back_from_its_file(name: str) -> None:
    document = MenuDocument(
        buttons=(TAX, SITE), conditional=(ConditionalMenu(name="企业", rule=RULE, buttons=(SITE,)),)
    )
    assert read_file(name, write_file(name, document)) == document


def test_a_file_in_wechats_own_form_is_read_too() -> None:
    body = json.dumps({"button": bodies((TAX,))}).encode()
    assert read_file("菜单.json", body) == MenuDocument(buttons=(TAX,))


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("- 1", "buttons"),
        ("buttons: [{nmae: 官网}]", "nmae"),
        ("buttons: {a: 1}", "buttons"),
        ("buttons: [", "无法读取"),
        ("a: &a [1]\nb: *a", "引用"),
        ("conditional: [{rule: {tag: x}}]", "tag"),
    ],
)
def test_a_file_that_is_no_menu_is_refused_with_the_reason(body: str, why: str) -> None:
    with pytest.raises(BadMenuFile, match=why):
        read_file("菜单.yaml", body.encode())
