"""`rule test`: why a text gets the answer it gets."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from chalicelib.conversation.models import Hours, Replies, ReplyRules, Rule, Rung
from chalicelib.conversation.rules.reply_book import ReplyBook
from chalicelib.conversation.tryout.explain import Why, explain
from chalicelib.wechat.replies import TextReply

NOON = datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
NIGHT = Hours(daily_from=time(22), daily_until=time(6))


def rule(name: str, *, exact: str = "", contains: str = "", priority: int = 0, hours: Hours | None = None) -> Rule:  # fmt: skip
    return Rule(
        name=name,
        exact=(exact,) if exact else (),
        contains=(contains,) if contains else (),
        priority=priority,
        hours=hours,
        replies=(TextReply(content=name),),
    )


def book(*rules: Rule, default: bool = False) -> ReplyBook:
    said = Replies(replies=(TextReply(content="默认"),))
    return ReplyBook(ReplyRules(rules=rules, default=said if default else None), 1)


WINNER = rule("赢", contains="开发票", priority=5)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (rule("输", contains="怎么开发票", priority=4), Why.LOWER_PRIORITY),
        (rule("输", contains="发票", priority=5), Why.SHORTER_KEYWORD),
        (rule("输", contains="开发票", priority=5), Why.STANDS_LATER),
        (rule("输", exact="怎么开发票", hours=NIGHT), Why.OUTSIDE_HOURS),
        (rule("输", contains="开发票", priority=9, hours=NIGHT), Why.OUTSIDE_HOURS),
    ],
)
def test_a_rule_that_loses_is_told_why(other: Rule, why: Why) -> None:
    said = explain("怎么开发票", book(WINNER, other), NOON)
    assert [(one.rule, one.why) for one in said.called] == [("赢", Why.SPEAKS), ("输", why)]
    assert said.replies == Replies(replies=(TextReply(content="赢"),))


def test_exact_comes_before_contains_whatever_the_priority() -> None:
    said = explain(" 开发票 ", book(WINNER, rule("全", exact="开发票", priority=-5)), NOON)
    assert [(one.rule, one.why) for one in said.called] == [
        ("全", Why.SPEAKS),
        ("赢", Why.EXACT_FIRST),
    ]
    assert said.rung is Rung.EXACT


@pytest.mark.parametrize(("default", "rung"), [(True, Rung.DEFAULT), (False, Rung.SILENT)])
def test_without_a_rule_the_default_speaks_if_there_is_one(default: bool, rung: Rung) -> None:
    said = explain("开发票", book(rule("夜", contains="发票", hours=NIGHT), default=default), NOON)
    assert said.rung is rung
    assert [one.why for one in said.called] == [Why.OUTSIDE_HOURS]
