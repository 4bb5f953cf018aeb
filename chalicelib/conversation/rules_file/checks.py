"""Faults that show only when all rules are seen together: keywords that two rules want, and too many of them."""

from __future__ import annotations

from typing import Final

from chalicelib.conversation.models import ReplyRules, Rule
from chalicelib.conversation.rules.matcher import fold
from chalicelib.conversation.rules_file.entries import Entry
from chalicelib.conversation.rules_file.vocabulary import Trigger
from chalicelib.sheets.problems import Notes, Place

MAX_KEYWORDS: Final = 100_000


def check_together(rules: ReplyRules, entries: list[Entry], notes: Notes) -> None:
    """Note the faults between rules."""
    if not entries and not notes.has_errors:
        notes.error(Place(), "文件里没有规则")
    places = {entry.key.value: entry.place for entry in entries if entry.trigger is Trigger.KEYWORD}
    _named_twice(entries, notes)
    _services_lead_somewhere(rules, entries, notes)
    count = sum(len(rule.exact) + len(rule.contains) for rule in rules.rules)
    if count > MAX_KEYWORDS:
        notes.error(Place(), f"共有 {count} 个关键词，一个公众号最多 {MAX_KEYWORDS} 个")
    _shadowed("全匹配", [(rule, rule.exact) for rule in rules.rules], places, notes)
    _shadowed("半匹配", [(rule, rule.contains) for rule in rules.rules], places, notes)


def _named_twice(entries: list[Entry], notes: Notes) -> None:
    """A name is how people speak of a rule. (In a sheet, rows of one name are one rule already.)"""
    kinds = {Trigger.KEYWORD: "规则", Trigger.SERVICE: "服务"}
    seen: dict[tuple[Trigger, str], Place] = {}
    for entry in entries:
        name = entry.key.value
        if entry.trigger in kinds and name:
            first = seen.setdefault((entry.trigger, name), entry.place)
            if first is not entry.place:
                kind = kinds[entry.trigger]
                notes.error(
                    entry.key.place, f"已有名为“{name}”的{kind}（{first.named}），请换一个名称"
                )


def _services_lead_somewhere(rules: ReplyRules, entries: list[Entry], notes: Notes) -> None:
    """Warn of a service that is nothing but a menu key which has no reply."""
    places = {entry.key.value: entry.place for entry in entries if entry.trigger is Trigger.SERVICE}
    for service in rules.services:
        if service.menu and service.menu not in rules.menu and not (service.text or service.link):
            notes.warn(
                places.get(service.name, Place()),
                f"服务“{service.name}”的菜单项“{service.menu}”没有设置回复，粉丝只会收到服务的名称",
            )


def _shadowed(
    match: str, wanted: list[tuple[Rule, tuple[str, ...]]], places: dict[str, Place], notes: Notes
) -> None:
    """Warn of a keyword that an earlier rule of the same priority always takes first.

    Rules that take turns (the earlier has hours, and other ones) are how one prepares a change of answer.
    """
    first: dict[tuple[str, int], Rule] = {}
    for rule, keywords in wanted:
        for keyword in keywords:
            earlier = first.setdefault((fold(keyword), rule.priority), rule)
            if earlier is not rule and earlier.hours in (None, rule.hours):
                notes.warn(
                    places.get(rule.name, Place()),
                    f"{match}关键词“{keyword}”在规则“{earlier.name}”里已有，优先级也相同，只会由那一条回答",
                )
