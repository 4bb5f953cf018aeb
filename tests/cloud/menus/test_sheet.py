"""Every type of entry and every limit of the sheet (§2.2): refused here beforehand, with the errcode that WeChat answers.

The simulator is a second reading of the sheet; both have to refuse, and take, the same.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from chalicelib import accounts, menus
from chalicelib.menus import Button, ConditionalMenu, Known, MatchRule, MenuDocument, checks, kinds
from chalicelib.menus.entry_checks import SUB_BYTES, TOP_BYTES, URL_BYTES
from chalicelib.menus.models import Platform
from chalicelib.menus.wire import rule_body
from chalicelib.wechat.errors import ApiRefused
from tests.simulator.conftest import PNG

SHEET: Final = (Path(__file__).parents[3] / "docs/wechat-api.md").read_text()
SECTION: Final = SHEET.partition("### 2.2 Menus")[2].partition("### 2.3")[0]
URL: Final = "https://tax.example/"
APPID: Final = "wx0123456789abcdef"
FILLED: Final[dict[str, str]] = {"key": "KEY", "url": URL, "appid": APPID, "pagepath": "index"}
MISSING: Final = {
    "key": 40019,
    "url": 40020,
    "appid": 40013,
    "media_id": 40007,
    "article_id": 40007,
}


def button(type_: str, **changes: Any) -> Button:
    """An entry of a type with all that it needs, but for the changes."""
    needs = {field: FILLED[field] for field in kinds.KINDS[type_].fields if field in FILLED}
    return Button.model_validate({"name": "一项", "type": type_, **needs, **changes})


@pytest.fixture
def material(city: str) -> dict[str, str]:
    """Permanent material and a published article of the account, by field."""
    client = accounts.wechat_client("city")
    media = client.material.add("image", ("a.png", PNG, "image/png"))["media_id"]
    article = {"title": "公告", "content": "<p>x</p>", "thumb_media_id": media}
    draft = client.post("draft/add", data={"articles": [article]})["media_id"]
    client.post("freepublish/submit", data={"media_id": draft})
    httpx.post(f"{city}/_sim/settle").raise_for_status()
    body = {"offset": 0, "count": 20, "no_content": 1}
    listed = client.post("freepublish/batchget", data=body)["item"]
    return {"media_id": media, "article_id": listed[0]["article_id"]}


def ours(document: MenuDocument, material: dict[str, str] | None = None) -> list[int]:
    given = material or {}
    known = Known(
        tags={},
        media=frozenset({given.get("media_id", "")}),
        articles=frozenset({given.get("article_id", "")}),
    )
    return [one.code for one in checks.refusals(checks.faults(document, known))]


def wechats(wechat: menus.Menus, document: MenuDocument) -> list[int]:
    """The errcode with which WeChat refuses a menu; none where it takes it."""
    try:
        wechat.client.menu.create({"button": menus.bodies(document.buttons)})
    except ApiRefused as refused:
        return [refused.errcode]
    return []


def test_the_types_are_those_of_the_sheet() -> None:
    listed = re.search(r"^\| Types: ([^.]+)\.", SECTION, re.MULTILINE)
    assert listed is not None
    assert set(listed[1].split(", ")) == set(kinds.KINDS)


def test_the_limits_are_those_of_the_sheet() -> None:
    said = f"At most {checks.TOP} buttons with {checks.SUB} below each. A name has at most {TOP_BYTES} bytes at the top and {SUB_BYTES} below, a key {kinds.KEY_BYTES}, an address {URL_BYTES:,}."
    assert said in SECTION


@pytest.mark.parametrize("type_", kinds.KINDS)
def test_each_type_is_taken_with_all_that_it_needs(
    type_: str, wechat: menus.Menus, material: dict[str, str]
) -> None:
    given = {field: material[field] for field in kinds.KINDS[type_].needs if field in material}
    document = MenuDocument(buttons=(button(type_, **given),))
    assert ours(document, material) == wechats(wechat, document) == []
    assert [one.type for one in wechat.read().buttons] == [type_]


@pytest.mark.parametrize(
    ("type_", "field"),
    [
        (type_, field)
        for type_, kind in kinds.KINDS.items()
        for field in kind.needs
        if field in MISSING
    ],
)
def test_what_a_type_needs_is_missed_by_both(type_: str, field: str, wechat: menus.Menus) -> None:
    document = MenuDocument(buttons=(button(type_, **{field: ""}),))
    assert ours(document) == wechats(wechat, document) == [MISSING[field]]


VIEW: Final = button("view")
LONG_KEY: Final = button("click", key="k" * 129)
LONG_URL: Final = button("view", url=URL + "a" * (1025 - len(URL)))


def below(*children: Button, name: str = "办税") -> Button:
    return Button(name=name, children=children)


def named(name: str) -> Button:
    return VIEW.model_copy(update={"name": name})


@pytest.mark.parametrize(
    ("buttons", "code"),
    [
        ((), 40016),
        (tuple(map(named, "甲乙丙丁")), 40016),
        ((below(*map(named, "甲乙丙丁戊己")),), 40023),
        ((below(below(VIEW, name="第二级")),), 40022),
        ((button("view", type="text"),), 40017),
        ((named(""),), 40018),
        ((named("一二三四五六"),), 40018),
        ((below(named("")),), 40025),
        ((below(named("字" * 20 + "a")),), 40025),
        ((LONG_KEY,), 40019),
        ((LONG_URL,), 40020),
        ((button("media_id", media_id="nothing"),), 40007),
        ((button("article_id", article_id="nothing"),), 40007),
        ((named("一二三四五"), below(*map(named, "甲乙丙丁戊")), below(named("字" * 20))), None),
        ((button("click", key="k" * 128), button("view", url=URL + "a" * (1024 - len(URL)))), None),
    ],
)
def test_each_limit_is_drawn_where_wechat_draws_it(
    buttons: tuple[Button, ...], code: int | None, wechat: menus.Menus
) -> None:
    document = MenuDocument(buttons=buttons)
    assert ours(document) == wechats(wechat, document) == ([] if code is None else [code])


def for_rule(rule: MatchRule, *hosts: str) -> ConditionalMenu:
    buttons = (button("view", url=f"https://{one}/", name=one[:5]) for one in hosts or ("a.cn",))
    return ConditionalMenu(rule=rule, buttons=tuple(buttons))


IOS: Final = MatchRule(platform=Platform.IOS)


@pytest.mark.parametrize(
    ("default", "conditional", "code"),
    [
        (False, (for_rule(IOS),), 65303),
        (True, (for_rule(MatchRule()),), 65304),
        (True, (ConditionalMenu(rule=IOS),), 65307),
        (True, (for_rule(MatchRule(tag=999)),), 45159),
        (True, (for_rule(IOS, "a.cn", "b.cn"), for_rule(IOS, "c.cn", "d.cn")), 65316),
        (True, (for_rule(IOS),) * 51, 65305),
        (True, (for_rule(IOS, "a.cn", "b.cn", "c.cn"),) * 50, None),
    ],
)
def test_conditional_menus_are_refused_alike(
    default: bool,
    conditional: tuple[ConditionalMenu, ...],
    code: int | None,
    wechat: menus.Menus,
) -> None:
    if default:
        assert wechats(wechat, MenuDocument(buttons=(VIEW,))) == []
    told = []
    for one in conditional:
        body = {
            "button": menus.bodies(one.buttons),
            "matchrule": rule_body(one.rule),
        }
        try:
            wechat.client.post("menu/addconditional", data=body)
        except ApiRefused as refused:
            told.append(refused.errcode)
    document = MenuDocument(buttons=(VIEW,) if default else (), conditional=conditional)
    assert ours(document) == told == ([] if code is None else [code])
