"""A reply book in the bucket: as it was written, and opened without parsing what nobody asks for."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.conversation.models import ReplyRules, Rule
from chalicelib.conversation.rules.matcher import Matcher
from chalicelib.conversation.rules.reply_book import BookFile, open_book, read_file, to_bytes
from chalicelib.wechat.replies import TextReply
from tests.unit.conversation.messages import RULES

NOW = datetime(2026, 12, 1, tzinfo=UTC)
WORDS = st.text(alphabet="税票A\u2028\n 办", max_size=4)


def rule(name: str, exact: list[str], contains: list[str], priority: int) -> Rule:
    return Rule(
        name=name,
        exact=tuple(exact),
        contains=(*contains, "总有"),
        priority=priority,
        replies=(TextReply(content=f"{name}\n第二行"),),
    )


BOOKS = st.lists(
    st.tuples(st.lists(WORDS, max_size=3), st.lists(WORDS, max_size=3), st.integers(-1, 1)),
    max_size=6,
).map(
    lambda found: ReplyRules(
        rules=tuple(rule(f"r{at}", *one) for at, one in enumerate(found)), menu=RULES.menu
    )
)


@given(BOOKS)
def test_a_book_is_read_as_it_was_written(rules: ReplyRules) -> None:
    file = BookFile(version=3, rules=rules, knowledge="k")
    assert read_file(to_bytes(file)) == file


@given(BOOKS, WORDS)
def test_an_opened_book_calls_the_rules_that_the_written_one_calls(
    rules: ReplyRules, text: str
) -> None:
    book = open_book(to_bytes(BookFile(version=3, rules=rules)))
    fresh = Matcher(rules.rules)
    assert book.matcher.all(text) == fresh.all(text)
    assert book.matcher.best(text, NOW) == fresh.best(text, NOW)


def test_an_opened_book_has_services_special_replies_and_knowledge() -> None:
    book = open_book(to_bytes(BookFile(version=3, rules=RULES, knowledge="k")))
    assert (book.version, book.knowledge, book.special.menu) == (3, "k", RULES.menu)
    assert book.services is not None


def test_a_book_whose_keywords_were_folded_otherwise_is_ranked_again() -> None:
    rules = ReplyRules(rules=(rule("票", ["發票\u200b"], ["匯算"], 0),))
    head, *lines = to_bytes(BookFile(version=3, rules=rules)).split(b"\n")
    before = json.loads(head) | {"layout": 2}
    before["ranked"]["folded"] = ["發票\u200b", "匯算", "总有"]
    old = b"\n".join([json.dumps(before).encode(), *lines])
    assert read_file(old) == BookFile(version=3, rules=rules)
    for text in ("发票", "年度汇算", "年度匯算"):
        match = open_book(old).matcher.best(text, NOW)
        assert match is not None
        assert match.rule.name == "票"


def test_a_book_of_before_rules_had_lines_is_still_read() -> None:
    file = BookFile(version=3, rules=RULES)
    old = file.model_dump_json().encode()
    assert read_file(old) == file
    match = open_book(old).matcher.best("地址", NOW)
    assert match is not None
    assert match.rule.name == "地址"
