"""An edited reply book over messages that came."""

from __future__ import annotations

from chalicelib.conversation.ladder.context import AccountContext
from chalicelib.conversation.models import AskedMessage, ReplyRules, Rung
from chalicelib.conversation.rules.reply_book import ReplyBook
from chalicelib.conversation.tryout.dry_run import DryRun, dry_run
from tests.unit.conversation.messages import BOOK, CREATED, KNOWN, RULES, Known


def kept(text: str, rung: Rung = Rung.DEFAULT, at: int = 0, tap: str = "") -> AskedMessage:
    return AskedMessage(CREATED + at, f"M#{at}", text, rung, "w", tap=tap)


def edited(**change: object) -> ReplyBook:
    return ReplyBook(ReplyRules.model_validate(RULES.model_dump(mode="json") | change), 8)


def ran(after: ReplyBook, *messages: AskedMessage) -> DryRun:
    return dry_run(messages, BOOK, after, AccountContext(), lambda book, at: Known(KNOWN))


def test_the_same_rules_change_nothing() -> None:
    found = ran(edited(), kept("地址"), kept("月亮"), kept("印花税咋申报"))
    assert (found.messages, found.changed, found.changes) == (3, 0, ())
    assert found.rungs_before == found.rungs_after == {Rung.EXACT: 1, Rung.DEFAULT: 1, Rung.FAQ: 1}


def test_changes_are_counted_with_examples_the_most_frequent_first() -> None:
    rule = {
        "name": "印花税",
        "contains": ["印花税"],
        "replies": [{"type": "text", "content": "看公告"}],
    }
    found = ran(
        edited(rules=[rule]),
        kept("印花税咋申报"),
        kept("地址"),
        kept("地址", at=1),
        kept("月亮"),
    )
    assert (found.messages, found.changed) == (4, 3)
    first, second = found.changes
    assert (first.count, first.examples, first.before.by, first.after.rung) == (
        2,
        ("地址",),
        "地址",
        Rung.DEFAULT,
    )
    assert (second.before.by, second.after.by, second.after.text) == ("q1", "印花税", "看公告")


def test_each_message_is_asked_at_its_own_time() -> None:
    rule = {
        "name": "地址",
        "exact": ["地址"],
        "hours": {"valid_from": "2026-12-01T13:00:00+08:00"},
        "replies": [{"type": "text", "content": "新址"}],
    }
    found = ran(edited(rules=[rule]), kept("地址"), kept("地址", at=7200))
    assert sorted(one.after.text for one in found.changes) == ["新址", "默认"]


def test_taps_and_what_was_said_to_a_person_are_left_out() -> None:
    found = ran(
        edited(rules=[]),
        kept("地址", tap="faq:q1"),
        kept("地址", Rung.OWNED),
        kept("地址", Rung.WAITING),
    )
    assert found.messages == 0
