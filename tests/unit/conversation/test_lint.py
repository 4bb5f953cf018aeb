"""What is wrong with rules that are correct."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from chalicelib.conversation.models import ReplyRules
from chalicelib.conversation.tryout.lint import FindingKind, lint

NOW = datetime(2026, 12, 1, 12, 0, tzinfo=timezone(timedelta(hours=8)))


def rule(name: str, text: str = "", **fields: Any) -> dict[str, Any]:
    return {
        "name": name,
        "replies": [{"type": "text", "content": text or f"{name}的答复"}],
    } | fields


def found(*rules: dict[str, Any], messages: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    listed = lint(ReplyRules.model_validate({"rules": list(rules)}), NOW, messages)
    return [(one.kind.value, one.rule, one.keyword, one.other) for one in listed]


def test_rules_that_stand_apart_are_clean() -> None:
    assert found(rule("甲", exact=["发票", "开票"]), rule("乙", contains=["社保", "发票"])) == []


@pytest.mark.parametrize("kind", ["exact", "contains"])
def test_the_same_keyword_with_another_answer_is_a_conflict(kind: str) -> None:
    assert found(
        rule("甲", **{kind: ["发票"]}), rule("乙", **{kind: ["發票", "发 票", "发票"]})
    ) == [("conflict", "乙", "發票", "甲"), ("conflict", "乙", "发票", "甲")]


def test_the_same_keyword_with_the_same_answer_is_shadowed() -> None:
    assert found(rule("甲", "答", contains=["发票"]), rule("乙", "答", contains=["发票"])) == [
        ("shadowed", "乙", "发票", "甲")
    ]


def test_a_keyword_that_contains_a_stronger_one_never_speaks() -> None:
    assert found(
        rule("甲", contains=["发票"], priority=5), rule("乙", contains=["电子发票", "社保"])
    ) == [("shadowed", "乙", "电子发票", "甲")]
    assert found(rule("甲", contains=["发票"]), rule("乙", contains=["电子发票"])) == []


TEXT = {"type": "text", "content": "说明"}
PICTURE = {"type": "image", "media_id": "M"}


@pytest.mark.parametrize(
    ("pick", "replies", "spent"),
    [
        ("all", [TEXT, TEXT, TEXT], None),
        ("all", [TEXT, PICTURE], "1"),
        ("all", [TEXT, PICTURE, TEXT], "2"),
        ("all", [TEXT, TEXT, PICTURE], "1"),
        ("one", [TEXT, PICTURE], None),
    ],
)
def test_replies_of_several_kinds_spend_customer_service_messages(
    pick: str, replies: list[dict[str, str]], spent: str | None
) -> None:
    said = {"pick": pick, "replies": replies}
    rules = {"rules": [rule("甲", exact=["厅"]) | said], "follow": said}
    found = lint(ReplyRules.model_validate(rules), NOW)
    costly = [(FindingKind.COSTLY, name, spent) for name in ("甲", "follow") if spent]
    assert [(one.kind, one.rule, one.detail) for one in found] == costly


def test_rules_that_take_turns_are_no_conflict() -> None:
    hours = {"valid_until": "2026-12-31T00:00:00+08:00"}
    assert found(rule("旧", contains=["发票"], hours=hours), rule("新", contains=["发票"])) == []


def test_an_expired_rule_is_found_and_shadows_nobody() -> None:
    hours = {"valid_until": "2026-11-30T00:00:00+08:00"}
    assert found(rule("旧", contains=["发票"], hours=hours), rule("新", contains=["发票"])) == [
        ("expired", "旧", "", "")
    ]


def test_one_character_is_too_broad() -> None:
    assert found(rule("甲", contains=["税", "印花税"])) == [("broad", "甲", "税", "")]
    assert found(rule("甲", exact=["税"])) == []


def test_a_keyword_is_measured_against_what_people_write() -> None:
    messages = ("怎么交社保",) * 20 + ("发票怎么开",) * 5 + ("别的",) * 175
    rules = rule("甲", contains=["社保", "发票"])
    assert found(rules, messages=messages) == [("broad", "甲", "社保", "")]
    assert found(rules, messages=messages[:199]) == []


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ('<a href="https://example.org/a">看</a>', False),
        ('<a href="tel:12366">打</a>', False),
        ('<a href="weixin://bizmsgmenu?msgmenucontent=x&msgmenuid=1">点</a>', False),
        ('<a href="http:/example.org">看</a>', True),
        ('<a href="example.org">看</a>', True),
        ('<a href="">看</a>', True),
        ('<a href="https://[x">看</a>', True),
        ('<a href="https://user:pw@example.org/">看</a>', True),
        ('<a href="http://0x7f.1/">看</a>', True),
        ('<a href="https://example.org">没有关上', True),
    ],
)
def test_a_link_that_cannot_be_opened_is_dead(text: str, dead: bool) -> None:
    assert [one[0] for one in found(rule("甲", text, exact=["看"]))] == (
        [FindingKind.DEAD_LINK.value] if dead else []
    )
