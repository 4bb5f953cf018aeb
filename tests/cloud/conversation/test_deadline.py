"""AWS stalls and throttles at every call of the callback: WeChat gets an answer or a 5xx within the deadline."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import pytest
import time_machine
from moto.core.botocore_stubber import BotocoreStubber

from chalicelib import knowledge
from chalicelib.cloud import clients, deadline, objects, table
from chalicelib.conversation.inbox import store
from chalicelib.conversation.rules.reply_book import BookFile, book_key, to_bytes
from chalicelib.knowledge import FaqEntry, Knowledge
from tests.cloud.conftest import forget as cold
from tests.cloud.conversation.slow_cloud import TAKES, SlowCloud
from tests.cloud.conversation.test_callback import BOOK, account, call, text  # noqa: F401 - a fixture
from tests.cloud.conversation.test_callback import content as whole_content

KEY = "reply-books/province/knowledge/deadline.bin"
END = 4.0
RULE, DEFAULT, FAQ = "个税", "天气", "印花税怎么申报"
SAID = {RULE: "答复", DEFAULT: "默认", FAQ: "印花税怎么申报的答复。"}
WARM = ["follower", "record"]
COLD = ["account", "secrets", "book", *WARM]
WAYS = [
    *[("warm", said, at) for said in SAID for at in WARM],
    *[("cold", said, at) for said in SAID for at in COLD],
]
KNOWING = [("cold", DEFAULT, "knowledge"), ("cold", FAQ, "knowledge")]


@pytest.fixture(scope="module", autouse=True)
def _answering() -> Iterator[None]:
    """Clients as the function has them that answers WeChat."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "rongmei-app")
        monkeypatch.setenv("_HANDLER", "app.app")
        clients.forget()
        yield
        clients.forget()


@pytest.fixture
def aws(account: Any, monkeypatch: pytest.MonkeyPatch) -> SlowCloud:  # noqa: F811
    entry = FaqEntry(id="q", question=FAQ, answer=SAID[FAQ])
    compiled = knowledge.compiled.build(Knowledge(entries=(entry,)))
    objects.write(KEY, compiled, "application/octet-stream")
    book = BookFile(version=1, rules=BOOK, knowledge=KEY)
    objects.write(book_key("province", 1), to_bytes(book), "application/json")
    faulty = SlowCloud()
    real = BotocoreStubber.__call__

    def send(stubber: BotocoreStubber, event_name: str, request: Any, **_: Any) -> Any:
        if deadline.left() is None:  # the test itself looks
            return real(stubber, event_name=event_name, request=request)
        return faulty.send(partial(real, stubber), event_name, request)

    monkeypatch.setattr(BotocoreStubber, "__call__", send)
    clocked = partial(deadline.within, clock=lambda: faulty.now, sleep=faulty.sleep)

    def within(seconds: float) -> AbstractContextManager[None]:
        faulty.given = seconds
        return clocked(seconds)

    monkeypatch.setattr(deadline, "within", within)
    return faulty


def start(aws: SlowCloud, how: str) -> None:
    """Make the function cold, or warm by one message, and begin to count."""
    cold()
    knowledge.compiled.forget()
    if how == "warm":
        content(call(*text(FAQ, msg_id=90)))
    aws.now = 0.0
    aws.tries.clear()


def content(response: Any) -> str:
    """What was answered, without the links that ask whether it helped."""
    return whole_content(response).partition("\n\n<a ")[0]


def on_record(msg_id: int) -> table.Item | None:
    return table.get("FOLLOWER#province#oFollower", f"IN#M#{msg_id}")


def recorded_reply(msg_id: int) -> str:
    item = on_record(msg_id)
    assert item is not None
    reply: str = json.loads(store.texts_of(item)[1])["reply"]["content"]
    return reply.partition("\n\n<a ")[0]


def no_wait_goes_past_the_deadline(aws: SlowCloud) -> bool:
    return aws.now <= END and all(one.at + one.time_out <= END for one in aws.tries)


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("how", ["warm", "cold"])
def test_a_first_try_that_stalls_at_every_call_costs_no_answer(
    aws: SlowCloud, how: str, said: str
) -> None:
    start(aws, how)
    aws.fault = aws.firsts
    # Cold, with four calls late, there is no time for knowledge: the next rung answers.
    expected = SAID[DEFAULT if (how, said) == ("cold", FAQ) else said]
    assert content(call(*text(said))) == expected == recorded_reply(1)
    assert {one.place for one in aws.tries} >= set(COLD if how == "cold" else WARM)
    assert no_wait_goes_past_the_deadline(aws)


@pytest.mark.parametrize(("how", "said", "at"), WAYS)
def test_a_call_that_stalls_for_good_is_a_5xx_in_time_and_the_next_try_is_answered(
    aws: SlowCloud, how: str, said: str, at: str
) -> None:
    start(aws, how)
    aws.fault = lambda one: aws.stall if one.place == at else None
    assert call(*text(said))["statusCode"] == 500
    assert no_wait_goes_past_the_deadline(aws)
    assert on_record(1) is None
    aws.fault = lambda _: None
    aws.now = 10.0
    assert content(call(*text(said))) == SAID[said]


@pytest.mark.parametrize(("how", "said", "at"), KNOWING)
@pytest.mark.parametrize("wrong", ["stall", "refuse"])
def test_knowledge_that_does_not_come_leaves_the_rest_of_the_ladder(
    aws: SlowCloud, how: str, said: str, at: str, wrong: str
) -> None:
    start(aws, how)
    aws.fault = lambda one: getattr(aws, wrong) if one.place == at else None
    assert content(call(*text(said))) == SAID[DEFAULT] == recorded_reply(1)
    assert aws.now <= END - 1.0  # so that the record may be tried twice
    assert "knowledge" in {one.place for one in aws.tries}


@pytest.mark.parametrize(("seconds", "said"), [(2.3, SAID[FAQ]), (2.6, SAID[DEFAULT])])
def test_a_book_that_comes_late_costs_the_knowledge_and_not_the_answer(
    aws: SlowCloud, seconds: float, said: str
) -> None:
    start(aws, "cold")
    aws.slow = {"book": seconds}
    assert content(call(*text(FAQ, msg_id=1))) == said
    assert aws.now <= END
    aws.slow = {}
    aws.now = 10.0
    assert (
        content(call(*text(FAQ, msg_id=2))) == SAID[FAQ]
    )  # its time was short, nothing is wrong with it


def test_knowledge_in_memory_answers_however_late_it_is(aws: SlowCloud) -> None:
    start(aws, "warm")
    aws.slow = {"follower": 3.5}
    assert content(call(*text(FAQ))) == SAID[FAQ]


def test_knowledge_and_the_first_try_of_the_record_may_both_stall(aws: SlowCloud) -> None:
    start(aws, "cold")
    aws.fault = lambda one: (
        aws.stall
        if one.place == "knowledge"
        else aws.firsts(one)
        if one.place == "record"
        else None
    )
    assert content(call(*text(FAQ))) == SAID[DEFAULT]
    assert no_wait_goes_past_the_deadline(aws)


@pytest.mark.parametrize(("how", "said", "at"), WAYS)
def test_a_call_that_is_throttled_for_three_seconds_costs_no_answer(
    aws: SlowCloud, how: str, said: str, at: str
) -> None:
    start(aws, how)
    aws.fault = lambda one: aws.refuse if one.place == at and aws.now < 3.0 else None
    # What throttles the reads for so long leaves no time for knowledge that is not in memory.
    late = (how, said) == ("cold", FAQ) and at != "record"
    assert content(call(*text(said))) == (SAID[DEFAULT] if late else SAID[said])
    assert 3.0 <= aws.now <= END
    assert len([one for one in aws.tries if one.place == at]) < 20


@pytest.mark.parametrize(("how", "said", "at"), WAYS)
def test_a_call_that_is_throttled_for_good_is_tried_until_half_a_second_is_left(
    aws: SlowCloud, how: str, said: str, at: str
) -> None:
    start(aws, how)
    aws.fault = lambda one: aws.refuse if one.place == at else None
    assert call(*text(said))["statusCode"] == 500
    assert END - 1.0 - 2 * TAKES <= aws.tries[-1].at <= END - 0.5
    assert on_record(1) is None


@pytest.mark.parametrize(
    ("since", "seconds"),
    [(0.0, 4.0), (1.5, 2.5), (60.0, 2.0), (-5.0, 4.0)],
    ids=["warm", "after a cold start", "a clock that is wrong", "a clock that is behind"],
)
def test_the_four_seconds_begin_when_api_gateway_took_the_push(
    aws: SlowCloud, since: float, seconds: float
) -> None:
    with time_machine.travel(1_800_000_000, tick=False):
        arrived = int((time.time() - since) * 1000)
        assert content(call(*text(RULE), requestTimeEpoch=arrived)) == SAID[RULE]
    assert aws.given == pytest.approx(seconds)


@pytest.mark.parametrize("said", ["随机", DEFAULT])
def test_a_record_that_was_written_unheard_keeps_the_first_decision(
    aws: SlowCloud, said: str
) -> None:
    start(aws, "warm")
    aws.lost = 1
    reply = content(call(*text(said)))
    assert reply == recorded_reply(1)
    assert [one.place for one in aws.tries].count("record") == 2


def test_a_clock_that_was_moved_unheard_moves_for_the_same_message_again(aws: SlowCloud) -> None:
    start(aws, "warm")
    aws.lost, aws.lost_at = 1, "clock"
    assert content(call(*text(DEFAULT))) == SAID[DEFAULT] == recorded_reply(1)
    assert [one.place for one in aws.tries].count("clock") == 2


@pytest.mark.parametrize("said", ["随机", DEFAULT])
def test_wechats_next_try_meets_a_record_that_was_written_unheard(
    aws: SlowCloud, said: str
) -> None:
    start(aws, "warm")
    aws.lost = 9
    assert call(*text(said))["statusCode"] == 500
    first = recorded_reply(1)
    aws.lost = 0
    assert content(call(*text(said))) == first == recorded_reply(1)
