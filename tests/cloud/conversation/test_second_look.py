"""The second look: asked for by the stream, done from the queue, kept with the follower."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from chalicelib import accounts, followers, knowledge, units
from chalicelib.accounts import AccountKind, OfficialAccount
from chalicelib.cloud import clients, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.conversation import second_look
from chalicelib.conversation.inbox.store import record, recorded
from chalicelib.conversation.models import Decision, Rung
from chalicelib.conversation.rules import versions
from chalicelib.conversation.second_look import Chosen, Released
from chalicelib.knowledge import Candidate, Consultation, Zone
from chalicelib.settings import settings
from tests.unit.conversation.messages import ENTRIES, NOW, push

KEY = "reply-books/city/knowledge/k.bin"


@pytest.fixture(autouse=True)
def account(cloud: None, monkeypatch: pytest.MonkeyPatch) -> None:
    units.add_unit("city", name="青溪市税务局", level=units.UnitLevel.CITY)
    accounts.store.add_account(
        OfficialAccount(
            id="city", name="市局", unit="city", kind=AccountKind.SUBSCRIPTION, appid="wx00city"
        )
    )
    versions.put_knowledge_in_force("city", KEY, "小李", NOW)
    url = clients.sqs().create_queue(QueueName="rongmei-outgoing-look")["QueueUrl"]
    monkeypatch.setenv("RONGMEI_OUTGOING_QUEUE_URL", url)
    settings.cache_clear()
    near = tuple(Candidate(id=one, question="", confidence=0.4) for one in ("q1", "q2"))
    monkeypatch.setattr(
        knowledge, "consult", lambda *_: Consultation(zone=Zone.UNSURE, candidates=near)
    )
    monkeypatch.setattr(knowledge, "entry", lambda key, one, now: ENTRIES.get(one))


def asked(msg_id: str = "1", created: int = 1000, **decision: Any) -> None:
    """A question that was answered with a link, on record and asked for."""
    message = push("text", Content="印花税在哪交", MsgId=msg_id, CreateTime=created)
    wire = message.model_dump(by_alias=True)
    made = Decision(rung=Rung.DEFERRED, later=True, book_version=1, **decision)
    record("city", message, wire, made, created, 180)
    item = table.get("FOLLOWER#city#oA", f"IN#{message.key}")
    assert item is not None
    old = recorded(item)
    assert old is not None
    second_look.ask_for(old)


def queued() -> list[str]:
    found = clients.sqs().receive_message(
        QueueUrl=settings().outgoing_queue_url, MaxNumberOfMessages=10
    )
    return [one["Body"] for one in found.get("Messages", [])]


def deferred() -> Any:
    return json.loads(followers.state("city", "oA").deferred or "{}")


class Looking:
    """Somebody who looks again, and remembers being asked."""

    def __init__(self, chosen: Chosen | None) -> None:
        self.chosen = chosen
        self.asked: list[tuple[str, list[str]]] = []

    def __call__(
        self, account_id: str, question: str, released: Sequence[Released], now: datetime
    ) -> Chosen | None:
        self.asked.append((question, [one.id for one in released]))
        return self.chosen


def test_what_is_found_lies_with_the_follower_for_the_tap() -> None:
    asked()
    [task] = queued()
    assert "印花税" not in task
    look = Looking(Chosen("q2", "换句话说"))
    second_look.look_again(task, look)
    assert look.asked == [("印花税在哪交", ["q1", "q2"])]
    assert deferred() == {
        "M#1": {"at": 1000, "zone": "sure", "entries": ["q2", "q1"], "text": "换句话说"}
    }


def test_a_task_that_comes_twice_is_looked_at_once() -> None:
    asked()
    [task] = queued()
    look = Looking(Chosen("q1"))
    second_look.look_again(task, look)
    second_look.look_again(task, look)
    assert len(look.asked) == 1


def test_the_links_of_the_last_questions_all_lead_somewhere() -> None:
    for number in (1, 2, 3, 4):
        asked(str(number), created=1000 * number)
    for task in sorted(queued(), reverse=True):
        second_look.look_again(task, Looking(Chosen("q1")))
    assert list(deferred()) == ["M#2", "M#3", "M#4"]


def test_two_that_are_found_at_the_same_time_are_both_kept() -> None:
    asked("1", created=1000)
    asked("2", created=2000)
    first, second = sorted(queued())

    def meanwhile(*_: object) -> Chosen:
        second_look.look_again(second, Looking(Chosen("q2")))
        return Chosen("q1")

    with pytest.raises(ConditionFailed):
        second_look.look_again(first, meanwhile)
    second_look.look_again(first, Looking(Chosen("q1")))
    assert list(deferred()) == ["M#1", "M#2"]


def test_where_nobody_finds_anything_that_is_kept_too() -> None:
    asked()
    second_look.look_again(queued()[0], Looking(None))
    assert deferred()["M#1"] == {"at": 1000, "zone": "none", "entries": []}


def test_likely_questions_are_offered_again_where_they_were_offered_first() -> None:
    asked(clarify=("q1",))
    second_look.look_again(queued()[0], Looking(None))
    found = deferred()["M#1"]
    assert (found["zone"], found["entries"]) == ("unsure", ["q1", "q2"])


def test_a_message_that_was_erased_meanwhile_is_let_go() -> None:
    asked()
    table.delete("FOLLOWER#city#oA", "IN#M#1")
    look = Looking(None)
    second_look.look_again(queued()[0], look)
    assert (look.asked, deferred()) == ([], {})


def test_without_a_link_nobody_looks() -> None:
    message = push("text", Content="地址", MsgId="1", CreateTime=1000)
    record("city", message, {}, Decision(rung=Rung.EXACT), 1000, 180)
    item = table.get("FOLLOWER#city#oA", "IN#M#1") or {}
    old = recorded(item | {"push": json.dumps(message.model_dump(by_alias=True))})
    assert old is not None
    second_look.ask_for(old)
    assert queued() == []


@pytest.mark.parametrize(
    ("body", "is_one"), [('{"kind": "second_look"}', True), ('{"kind": "lines"}', False)]
)
def test_its_tasks_are_told_from_the_desks(body: str, is_one: bool) -> None:
    assert second_look.is_task(body) is is_one


def test_of_a_message_that_is_erased_during_the_look_nothing_is_kept() -> None:
    asked()
    [body] = queued()

    def look(*_: Any) -> Chosen:
        table.delete("FOLLOWER#city#oA", "IN#M#1")
        return Chosen("q1")

    with pytest.raises(ConditionFailed):
        second_look.look_again(body, look)
    assert table.get("FOLLOWER#city#oA", "STATE") is None
    second_look.look_again(body, look)
    assert table.get("FOLLOWER#city#oA", "STATE") is None
