"""A question without a sure answer, from the callback to the tapped link, with a stand-in for the language model."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

import app as bundle
from chalicelib import accounts, assistant, conversation, knowledge
from chalicelib.actor import local
from chalicelib.cloud import clients, objects, table
from chalicelib.conversation import put_knowledge_in_force, recorded
from chalicelib.knowledge import FaqEntry, Knowledge
from chalicelib.settings import settings
from tests.cloud.assistant.test_opinion import StandIn
from tests.cloud.conftest import forget as cold
from tests.cloud.conversation.test_callback import account, call, content, push, text  # noqa: F401 - a fixture

KEY = "reply-books/province/knowledge/test.bin"
QUESTIONS = ("办税员怎么变更", "发票丢了怎么办", "房产税什么时候交", "社保断缴怎么补")
STORY = "前几天去大厅，窗口的人让我在网上弄，说是换了会计要变更，我没听明白"


@pytest.fixture
def model(account: Any) -> Iterator[StandIn]:  # noqa: F811
    entries = tuple(
        FaqEntry(id=f"q{number}", question=one, answer=f"{one}？请在网上办理。")
        for number, one in enumerate(QUESTIONS)
    )
    objects.write(
        KEY, knowledge.compiled.build(Knowledge(entries=entries)), "application/octet-stream"
    )
    accounts.store.put_book_in_force("province", 0, instead_of=1)
    put_knowledge_in_force("province", KEY, "老李", datetime.now(UTC))
    known = accounts.current("province").account
    accounts.store.update_account(known.model_copy(update={"second_look": True}), instead_of=0)
    server = StandIn()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    assistant.switch_on(
        "province",
        {"base_url": server.url, "model": "m1"},
        "sk-secret",
        by=local("li"),
        now=datetime.now(UTC),
    )
    cold()
    knowledge.compiled.forget()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def look_again() -> None:
    """What stream and queue do after a message was answered with a link."""
    kept = table.get("FOLLOWER#province#oFollower", "IN#M#1")
    assert kept is not None
    old = recorded(kept)
    assert old is not None
    conversation.second_look.ask_for(old)
    queue = settings().outgoing_queue_url
    [message] = clients.sqs().receive_message(QueueUrl=queue)["Messages"]
    record = {"messageId": "1", "body": message["Body"], "eventSource": "aws:sqs"}
    assert bundle.outgoing.outgoing({"Records": [record]}, None) == {"batchItemFailures": []}


def tapped(msg_id: int, said: str) -> str:
    found = re.search('msgmenuid=(later:[^"]+)', said)
    assert found is not None, said
    fields = {"MsgType": "text", "Content": "查看答复", "MsgId": msg_id, "bizmsgmenuid": found[1]}
    return content(call(*push(fields)))


def test_the_tapped_link_gives_the_released_answer_that_the_model_chose(model: StandIn) -> None:
    model.says({"choice": "q0"})
    said = content(call(*text(STORY)))
    assert "还在查找" in tapped(2, said)
    look_again()
    assert tapped(3, said).startswith("办税员怎么变更？请在网上办理。")
    asked = json.loads(model.asked[0][2]["messages"][1]["content"])
    assert asked["question"] == STORY
    assert "q0" in [one["id"] for one in asked["entries"]]


def test_a_model_that_fails_leaves_the_follower_with_the_ladder(model: StandIn) -> None:
    model.status = 500
    said = content(call(*text(STORY)))
    look_again()
    assert "请在网上办理" not in tapped(2, said)


def test_no_customer_service_message_is_spent(model: StandIn) -> None:
    model.says({"choice": "q0"})
    said = content(call(*text(STORY)))
    look_again()
    tapped(2, said)
    kept = map(recorded, table.query("FOLLOWER#province#oFollower", "IN#"))
    assert [one and one.decision.kf_messages for one in kept] == [0, 0]
