"""The ladder through the whole handler: knowledge from the bucket, people from the account, one read and one write."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from chalicelib import accounts, knowledge
from chalicelib.cloud import clients, objects, table
from chalicelib.conversation.inbox.store import recorded
from chalicelib.conversation.rules.reply_book import BookFile, book_key, to_bytes
from chalicelib.knowledge import FaqEntry, Knowledge
from tests.cloud.conftest import forget as cold
from tests.cloud.conversation.test_callback import BOOK, account, call, content, push, text  # noqa: F401 - a fixture

KEY = "reply-books/province/knowledge/bench.bin"
QUESTIONS = (
    "印花税怎么申报",
    "契税可以网上交吗",
    "社保断缴怎么补",
    "房产税什么时候交",
    "发票丢了怎么办",
)


@pytest.fixture(autouse=True)
def known(account: Any) -> None:  # noqa: F811
    knowledge.compiled.forget()
    entries = tuple(
        FaqEntry(
            id=f"q{number}", question=question, answer=f"{question}的答复。" * (1 + 90 * number)
        )
        for number, question in enumerate(QUESTIONS)
    )
    objects.write(
        KEY, knowledge.compiled.build(Knowledge(entries=entries)), "application/octet-stream"
    )
    book = BookFile(version=1, rules=BOOK, knowledge=KEY)
    objects.write(book_key("province", 1), to_bytes(book), "application/json")
    cold()


def calls_of(*what: Any) -> tuple[str, Counter[str]]:
    calls: Counter[str] = Counter()
    for client in (clients.dynamodb(), clients.s3(), clients.sqs()):
        client.meta.events.register(
            "before-call.*.*", lambda model, **_: calls.update([model.name])
        )
    return content(call(*what)), calls


def tapped(menu_id: str, msg_id: int) -> Any:
    return push({"MsgType": "text", "Content": "点", "MsgId": msg_id, "bizmsgmenuid": menu_id})


def test_an_entry_answers_with_one_read_and_one_write() -> None:
    content(call(*text("印花税怎么申报", msg_id=1)))
    said, calls = calls_of(*text("印花税怎么申报", msg_id=2))
    assert said.startswith("印花税怎么申报的答复。")
    assert calls == {"GetItem": 1, "PutItem": 1}


def test_every_page_of_a_long_answer_is_one_read_and_one_write() -> None:
    said = content(call(*text("契税可以网上交吗", msg_id=1)))
    found = re.search('msgmenuid=(page:[^"]+)', said)
    assert found is not None
    said, calls = calls_of(*tapped(found[1], 2))
    assert said.startswith("契税")
    assert calls == {"GetItem": 1, "PutItem": 1}


def test_what_was_decided_is_on_record_with_rung_score_and_version() -> None:
    content(call(*text("印花税怎么申报", msg_id=7)))
    item = table.get("FOLLOWER#province#oFollower", "IN#M#7")
    assert item is not None
    old = recorded(item)
    assert old is not None
    decision = old.decision
    assert (decision.rung.value, decision.entry, decision.kf_messages) == ("faq", "q0", 0)
    assert decision.book_version == accounts.state("province").book_version
    assert decision.score is not None
    assert decision.score > 0.5


def test_knowledge_that_cannot_be_read_leaves_the_rest_of_the_ladder() -> None:
    objects.write(KEY, b"broken", "application/octet-stream")
    knowledge.compiled.forget()
    assert content(call(*text("印花税怎么申报", msg_id=1))) == "默认"
    assert content(call(*text("个税", msg_id=2))) == "答复"


def test_knowledge_that_cannot_be_read_is_let_alone_for_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    objects.write(KEY, b"broken", "application/octet-stream")
    knowledge.compiled.forget()
    content(call(*text("印花税怎么申报", msg_id=1)))
    said, calls = calls_of(*text("契税可以网上交吗", msg_id=2))
    assert calls["GetObject"] == 0
    assert said != "契税可以网上交吗的答复。"
