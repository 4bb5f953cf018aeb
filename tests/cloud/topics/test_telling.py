"""Askers are told once: by a message while WeChat takes one, else with the reply to their next word; never after they left."""

from __future__ import annotations

import pytest

from chalicelib import notices, topics
from chalicelib.actor import local
from chalicelib.application import answer_products, erase_follower, follower_data, topic_events
from chalicelib.cloud import clients, table
from chalicelib.conversation import Decision
from chalicelib.topics import Telling, TopicState
from chalicelib.topics.agreements import AgreementState
from tests.cloud.desk.conftest import ACCOUNT, taken
from tests.cloud.desk.inside import Budget, Right
from tests.cloud.topics.world import ANSWER, QUESTION, Loop


def state(openid: str = "oA") -> AgreementState:
    [one] = topics.agreements.of_follower(ACCOUNT, openid)
    return one.state


def told(loop: Loop, openid: str = "oA") -> list[str]:
    return [str(one["text"]["content"]) for one in loop.office.sent if one["touser"] == openid]


def published(loop: Loop) -> topics.Topic:
    """A topic whose answer was taken, made and released; its askers are told."""
    topic = answer_products.make(loop.taken_answer().id, loop.now)
    loop.released(topic)
    loop.works()
    return topics.get(topic.id)


def test_who_asked_lately_gets_one_message(loop: Loop) -> None:
    loop.wants()
    topic = published(loop)
    [text] = told(loop)
    assert text.startswith(f"您问过的“{QUESTION}”有答复了：")
    assert ANSWER in text
    assert state() is AgreementState.MESSAGE
    assert (topic.telling, topics.agreements.number_told(topic.id)) == (Telling.GOING_ON, 1)


def test_nobody_is_told_who_did_not_want_to_be(loop: Loop) -> None:
    loop.says(QUESTION, "oB")
    published(loop)
    assert told(loop, "oB") == []
    assert "有答复了" not in loop.says("你好", "oB")


def test_who_asked_something_else_goes_on_waiting(loop: Loop) -> None:
    loop.wants("oC", "今天食堂吃什么")
    published(loop)
    assert told(loop, "oC") == []
    assert state("oC") is AgreementState.WAITING


def test_after_48_hours_the_answer_comes_with_the_reply_to_the_next_word(loop: Loop) -> None:
    loop.wants()
    loop.later(hours=49)
    published(loop)
    assert told(loop) == []
    assert state() is AgreementState.NEXT_WORD
    assert "有答复了" in loop.says("在吗")
    assert state() is AgreementState.GIVEN
    assert "有答复了" not in loop.says("在吗")


def test_without_messages_left_it_comes_with_the_next_word(loop: Loop) -> None:
    loop.wants()
    used = Budget(heard="9", message=Right(left=0, until=int(loop.now.timestamp()) + 9999))
    pk = f"FOLLOWER#{ACCOUNT}#oA"
    table.update(pk, "KF", "SET doc = :doc", {":doc": used.model_dump_json()})
    published(loop)
    assert told(loop) == []
    assert "有答复了" in loop.says("在吗")


def test_a_message_that_wechat_turns_down_comes_with_the_next_word(loop: Loop) -> None:
    loop.wants()
    topic = answer_products.make(loop.taken_answer().id, loop.now)
    loop.released(topic)
    loop.works(desk_too=False)
    loop.later(hours=49)  # the queue stood still
    from chalicelib import desk

    desk.sweep(loop.now)
    loop.works()
    assert told(loop) == []
    [line] = table.query(f"FOLLOWER#{ACCOUNT}#oA", "SAID#")
    for _ in range(2):  # the stream repeats itself
        topic_events.follow(line, loop.now)
    assert state() is AgreementState.NEXT_WORD
    assert loop.says("在吗").count("有答复了") == 1
    topic_events.follow(line, loop.now)
    assert "有答复了" not in loop.says("在吗")


def test_two_questions_of_one_topic_are_told_once(loop: Loop) -> None:
    loop.wants()
    loop.later(hours=2)
    loop.wants(text=f"请问{QUESTION}？")
    published(loop)
    loop.works()
    assert len(told(loop)) == 1
    states = sorted(one.state.value for one in topics.agreements.of_follower(ACCOUNT, "oA"))
    assert states in (["covered", "message"], ["message", "waiting"])


def test_two_topics_of_one_question_tell_it_once(loop: Loop) -> None:
    loop.wants()
    published(loop)
    published(loop)
    assert len(told(loop)) == 1


def test_a_release_again_tells_nobody_again(loop: Loop) -> None:
    loop.wants()
    topic = published(loop)
    for _ in range(2):
        topic_events.knowledge_released(ACCOUNT, loop.now)
        topic_events.look(topic.id, loop.now)
        loop.works()
    loop.later(minutes=11)
    topic_events.look(topic.id, loop.now)
    loop.works()
    assert topics.get(topic.id).telling is Telling.DONE
    assert topics.get(topic.id).told == 1
    assert len(told(loop)) == 1


@pytest.mark.parametrize("back", [False, True], ids=["gone", "back again"])
def test_who_left_is_told_nothing(loop: Loop, back: bool) -> None:
    loop.wants()
    loop.later(minutes=1)
    loop.leaves()
    if back:
        loop.later(minutes=1)
        loop.comes_back()
    published(loop)
    assert told(loop) == []
    assert state() is AgreementState.LEFT


def test_who_leaves_with_news_waiting_is_not_told_when_they_come_back(loop: Loop) -> None:
    loop.wants()
    loop.later(hours=49)
    published(loop)
    loop.leaves()
    loop.later(minutes=1)
    loop.comes_back()
    assert "有答复了" not in loop.says("在吗")


def test_who_leaves_while_the_message_is_queued_is_not_sent_it(loop: Loop) -> None:
    loop.wants()
    topic = answer_products.make(loop.taken_answer().id, loop.now)
    loop.released(topic)
    kept = []
    for _ in range(3):
        for body in taken():
            if '"lines"' in body:
                kept.append(body)
            else:
                loop.does(body)
    loop.later(seconds=1)
    loop.leaves()
    for body in kept:
        loop.does(body)
    assert told(loop) == []


def test_while_a_person_speaks_the_robot_keeps_the_news(loop: Loop) -> None:
    loop.wants()
    loop.later(hours=49)
    published(loop)
    pk = f"FOLLOWER#{ACCOUNT}#oA"
    table.update(pk, "STATE", "SET #owner = :w", {":w": "wang"}, names={"#owner": "owner"})
    assert loop.says("在吗") == ""
    table.update(pk, "STATE", "REMOVE #owner", names={"#owner": "owner"})
    assert "有答复了" in loop.says("在吗")


def test_a_retry_of_the_message_that_told_the_news_gets_the_same_reply(loop: Loop) -> None:
    loop.wants()
    loop.later(hours=49)
    published(loop)
    first = loop.says("在吗")
    loop.messages -= 1
    assert loop.says("在吗") == first


def test_news_cost_no_further_call(loop: Loop) -> None:
    loop.wants()
    loop.later(hours=49)
    published(loop)
    loop.says("在吗", "oZ")  # warm
    calls: list[str] = []

    def note(model: object, **_: object) -> None:
        calls.append(str(model.name))  # type: ignore[attr-defined]

    from chalicelib import accounts, conversation
    from chalicelib.wechat.parse import typed

    wire = {
        "ToUserName": "gh",
        "FromUserName": "oA",
        "CreateTime": int(loop.now.timestamp()),
        "MsgType": "text",
        "Content": "在吗",
        "MsgId": "9999",
    }
    live = accounts.live(ACCOUNT)
    conversation.book(ACCOUNT, live.state.book_version)
    clients.dynamodb().meta.events.register("before-call.*.*", note)
    decision: Decision = conversation.receive(live, typed(wire), wire, loop.now.timestamp())
    clients.dynamodb().meta.events.unregister("before-call.*.*", note)
    assert decision.news
    assert calls == ["GetItem", "TransactWriteItems"]


def test_who_agrees_after_the_release_is_told_too(loop: Loop) -> None:
    offered = loop.says(QUESTION)
    assert "有答复时告诉我" in offered
    key = f"tell:M#{1000 + loop.messages}"
    published(loop)
    loop.says("有答复时告诉我", "oA", key)
    loop.works()
    assert len(told(loop)) == 1


def test_an_erasure_leaves_nothing_of_it(loop: Loop) -> None:
    loop.wants()
    loop.wants("oB")
    loop.later(hours=49)
    published(loop)
    erase_follower.ask(ACCOUNT, "oA", reason="本人要求", by=local("ops"), now=loop.now)
    loop.later(minutes=10)
    erase_follower.sweep(loop.now)
    for body in taken():
        if erase_follower.is_task(body):
            erase_follower.do_task(body, loop.now)
    kept = [str(item["sk"]) for item in table.query(f"FOLLOWER#{ACCOUNT}#oA")]
    assert [sk for sk in kept if sk.startswith(("WANTS#", "TOLD#", "STATE"))] == []
    assert follower_data.read(ACCOUNT, "oB").counts()["agreements"] == 1


def test_the_topic_goes_on_by_itself(loop: Loop) -> None:
    topic = published(loop)
    assert topic.state is TopicState.MAKING
    assert topic.made is not None
    assert topic.made.entry_released_at is not None


def _subscribed(loop: Loop, openid: str = "oA") -> None:
    """The account tells answers by a notice, and the follower accepts it for long."""
    content = "问题:{{thing1.DATA}}\n答复:{{thing2.DATA}}"
    template = notices.Template(
        id="tpl",
        title="咨询回复通知",
        kind=notices.TemplateKind.LONG_TERM,
        fields=notices.fields.read_fields(content),
        content=content,
        fetched_at=loop.now,
    )
    table.transact([notices.setup_store.template_action(ACCOUNT, template)])
    lines = {"thing1": "{question}", "thing2": "{answer}"}
    wiring = notices.Wiring(purpose=notices.Purpose.ANSWER_READY, template="tpl", lines=lines)
    notices.setup_store.wire(ACCOUNT, wiring, [])
    accepted = {"tpl": lambda one: one.model_copy(update={"left": 1, "accepted_at": 1})}
    notices.consent_store.change(ACCOUNT, openid, accepted)


def test_after_48_hours_whoever_subscribed_gets_a_notice(loop: Loop) -> None:
    _subscribed(loop)
    loop.wants()
    loop.later(hours=49)
    published(loop)
    assert told(loop) == []
    assert state() is AgreementState.NOTICE
    [note] = notices.erasure.sendings_of(ACCOUNT, "oA")
    assert note.data["thing1"] == QUESTION
    assert note.data["thing2"].endswith("…")
    published(loop)
    assert len(notices.erasure.sendings_of(ACCOUNT, "oA")) == 1
    assert "有答复了" not in loop.says("在吗")


def test_a_notice_that_does_not_arrive_comes_with_the_next_word(loop: Loop) -> None:
    _subscribed(loop)
    loop.wants()
    loop.later(hours=49)
    published(loop)
    [line] = table.query(f"FOLLOWER#{ACCOUNT}#oA", "NOTE#")
    topic_events.follow({**line, "state": "sent"}, loop.now)
    assert state() is AgreementState.NOTICE
    for _ in range(2):  # the stream repeats itself
        topic_events.follow({**line, "state": "refused"}, loop.now)
    assert state() is AgreementState.NEXT_WORD
    assert loop.says("在吗").count("有答复了") == 1
