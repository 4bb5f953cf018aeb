"""What agents send: never more than WeChat takes, never twice."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from chalicelib import accounts, desk
from chalicelib.accounts import Scarce
from chalicelib.actor import local
from chalicelib.desk import MessageState, ServiceSession
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.messages import store as message_store
from chalicelib.wechat.errors import UnknownOutcome, Unreachable, WeChatError, refusal
from tests.cloud.desk.conftest import ACCOUNT, Desk, Killed, tasks

SEND = "/cgi-bin/message/custom/send"


def refused(errcode: int) -> WeChatError:
    return refusal(errcode, "words rid: 1-2", appid="wx0", api=SEND)


def reply(office: Desk, session: ServiceSession, text: str = "您好") -> desk.AgentMessage:
    _, [line] = desk.reply(ACCOUNT, session.id, text, by=local(session.owner), now=office.now)
    return line


def fate(line: desk.AgentMessage) -> desk.AgentMessage:
    found = message_store.find_message(ACCOUNT, line.openid, line.id)
    assert found is not None
    return found


def test_a_reply_is_counted_sent_and_noted(office: Desk) -> None:
    session = office.ask()
    line = reply(office, session, "三个工作日内到账。\n请留意短信。")
    assert (office.left(), office.sent) == (4, [])
    office.work()
    assert office.sent == [
        {"touser": "oA", "msgtype": "text", "text": {"content": "三个工作日内到账。\n请留意短信。"}}
    ]
    assert fate(line).state is MessageState.SENT
    answered = office.now_is(session)
    assert (answered.first_reply_at, answered.unanswered_since) == (line.at, None)


def test_the_sixth_message_is_refused_here_and_never_reaches_wechat(office: Desk) -> None:
    session = office.ask()
    for number in range(5):
        reply(office, session, f"第 {number + 1} 条")
    with pytest.raises(desk.CannotSend, match="请等对方再发一条消息"):
        reply(office, session, "第 6 条")
    office.work()
    assert len(office.sent) == 5
    office.forward(seconds=1)
    office.write()
    reply(office, session, "第 6 条")
    office.work()
    assert len(office.sent) == 6


def test_a_tapped_link_lets_three_messages_follow_for_a_minute(office: Desk) -> None:
    session = office.ask(tapped=True)
    for _ in range(3):
        reply(office, session)
    with pytest.raises(desk.CannotSend, match="已用完"):
        reply(office, session)
    office.forward(minutes=1)
    with pytest.raises(desk.CannotSend, match="时限已过"):
        reply(office, session)


def test_what_the_robot_sent_with_its_answer_is_not_ours_to_send(office: Desk) -> None:
    office.ask(spent=2)
    assert office.left() == 3


def test_a_repeated_word_gives_no_new_right(office: Desk) -> None:
    session = office.ask()
    office.forward(minutes=1)
    office.write(key="M#0009")
    reply(office, session)
    desk.followup(desk.FollowerMessage(ACCOUNT, "oA", "M#0009", office.now))
    desk.followup(desk.FollowerMessage(ACCOUNT, "oA", "M#0001", session.opened_at))
    assert office.left() == 4


def test_what_was_queued_before_a_new_word_is_counted_against_that_words_right(
    office: Desk,
) -> None:
    session = office.ask()
    for _ in range(5):
        reply(office, session)
    office.forward(seconds=5)
    office.write()
    office.work()
    assert (len(office.sent), office.wechat["oA"], office.left()) == (5, 0, 0)
    with pytest.raises(desk.CannotSend):
        reply(office, session)


def test_what_could_no_longer_be_sent_then_is_refused_here(office: Desk) -> None:
    session = office.ask()
    early = [reply(office, session) for _ in range(3)]
    waiting = tasks()
    office.forward(seconds=5)
    office.write()
    for _ in range(5):
        reply(office, session)
    office.work()
    for task in waiting:
        desk.work(json.dumps(task), sender_for=lambda _account: office.send, clock=office.clock)
    assert (len(office.sent), office.wechat["oA"]) == (5, 0)
    assert {fate(line).state for line in early} == {MessageState.REFUSED}


def test_what_was_sent_before_the_stream_told_of_a_word_counts_against_it(office: Desk) -> None:
    session = office.ask()
    office.forward(seconds=5)
    wrote = office.now
    office.forward(seconds=1)
    reply(office, session)
    office.work()
    desk.followup(desk.FollowerMessage(ACCOUNT, "oA", "M#0009", wrote))
    assert office.left() == 4


def test_after_48_hours_nothing_is_sent(office: Desk) -> None:
    session = office.ask()
    office.forward(hours=48)
    with pytest.raises(desk.CannotSend, match="48 小时"):
        reply(office, session)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("  \n ", "是空的"),
        ("\u200b", "是空的"),
        ('<a href="12366">热线</a>', "不是有效的网址"),
        ('<a href="https://example.gov.cn/a">办理', "没有写完整"),
        ("/不存在", "没有快捷回复"),
    ],
)
def test_what_wechat_would_refuse_is_refused_here(office: Desk, text: str, why: str) -> None:
    session = office.ask()
    with pytest.raises(desk.DeskError, match=why):
        reply(office, session, text)
    assert (office.left(), tasks()) == (5, [])


def test_a_long_text_goes_as_several_messages_in_order(office: Desk) -> None:
    session = office.ask()
    _, queued = desk.reply(ACCOUNT, session.id, "税" * 1000, by=local("wang"), now=office.now)
    office.work()
    assert [len(text) for text in office.texts] == [682, 318]
    assert office.left() == 5 - len(queued) == 3


def test_a_text_too_long_for_what_is_left_says_how_many_it_takes(office: Desk) -> None:
    session = office.ask(spent=4)
    with pytest.raises(desk.CannotSend, match="要分成 2 条，而现在只能再发 1 条"):
        desk.reply(ACCOUNT, session.id, "税" * 1000, by=local("wang"), now=office.now)
    assert tasks() == []


def test_a_canned_reply_is_used_by_its_name(office: Desk) -> None:
    agent_store.keep_canned(ACCOUNT, {"问候": "您好，很高兴为您服务。"})
    reply(office, office.ask(), "/问候")
    office.work()
    assert office.texts == ["您好，很高兴为您服务。"]


def test_nobody_answers_in_another_agents_session(office: Desk) -> None:
    session = office.ask()
    with pytest.raises(desk.IllegalAction, match="由坐席“wang”负责"):
        desk.reply(ACCOUNT, session.id, "您好", by=local("li"), now=office.now)


def test_a_task_done_twice_sends_once(office: Desk) -> None:
    session = office.ask()
    line = reply(office, session)
    [task] = tasks()
    for _ in range(3):
        desk.work(
            json.dumps(task),
            sender_for=lambda _account: office.send,
            clock=office.clock,
        )
    assert len(office.sent) == 1
    assert fate(line).state is MessageState.SENT


def test_killed_between_mark_and_send_it_is_shown_as_unconfirmed_and_never_repeated(
    office: Desk,
) -> None:
    session = office.ask()
    line = reply(office, session)
    office.answers = [Killed()]
    with pytest.raises(Killed):
        office.work()
    office.minute(5)
    assert office.sent == []
    assert fate(line).unconfirmed(office.now)
    assert office.left() == 4


def test_killed_after_the_send_it_is_not_sent_again(office: Desk) -> None:
    session = office.ask()
    line = reply(office, session)
    office.after = [Killed()]
    with pytest.raises(Killed):
        office.work()
    office.minute(5)
    assert len(office.sent) == 1
    assert fate(line).unconfirmed(office.now)


def test_killed_before_it_was_put_on_the_queue_the_sweep_sends_it(
    office: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.desk import agent_actions

    session = office.ask()

    def die(_lines: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(agent_actions, "dispatch", die)
        with pytest.raises(Killed):
            reply(office, session)
    office.minute(2)
    assert office.texts == ["您好"]


def test_a_crash_before_the_session_heard_of_its_answer_is_made_good(
    office: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.desk import sender

    session = office.ask()
    reply(office, session)
    [task] = tasks()
    body = json.dumps(task)

    def die(_line: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(sender, "_note_answer", die)
        with pytest.raises(Killed):
            desk.work(body, sender_for=lambda _account: office.send, clock=office.clock)
    desk.work(body, sender_for=lambda _account: office.send, clock=office.clock)
    assert len(office.sent) == 1
    assert office.now_is(session).unanswered_since is None


def test_an_unknown_outcome_is_not_repeated(office: Desk) -> None:
    line = reply(office, office.ask())
    office.answers = [UnknownOutcome("超时", appid="wx0", api=SEND)]
    office.work()
    office.minute(3)
    assert office.sent == []
    assert fate(line).state is MessageState.UNKNOWN


def test_a_busy_wechat_may_have_taken_it(office: Desk) -> None:
    line = reply(office, office.ask())
    office.answers = [refused(-1)]
    office.work()
    assert fate(line).state is MessageState.UNKNOWN


def test_a_message_that_never_left_is_sent_later(office: Desk) -> None:
    line = reply(office, office.ask())
    office.answers = [Unreachable("连不上", appid="wx0", api=SEND), refused(45011)]
    office.work()
    assert fate(line).state is MessageState.QUEUED
    office.work()
    office.work()
    assert len(office.sent) == 1
    assert fate(line).state is MessageState.SENT


@pytest.mark.parametrize(("errcode", "left"), [(45047, 0), (45015, 0), (48001, 5)])
def test_wechats_own_count_corrects_ours(office: Desk, errcode: int, left: int) -> None:
    session = office.ask()
    line = reply(office, session)
    office.answers = [refused(errcode)]
    office.work()
    assert fate(line).state is MessageState.REFUSED
    assert str(errcode) in fate(line).problem
    assert office.left() == left
    assert office.now_is(session).unanswered_since is not None


def test_a_day_without_messages_left_says_so_and_takes_nothing_from_the_follower(
    office: Desk,
) -> None:
    session = office.ask()
    line = reply(office, session)
    known = accounts.current(ACCOUNT).account
    none = accounts.Limit(count=0, per=accounts.Period.DAY)
    accounts.store.update_account(
        known.model_copy(update={"limits": {Scarce.KF: none}}), instead_of=0
    )
    office.work()
    assert office.sent == []
    assert fate(line).state is MessageState.REFUSED
    assert "客服消息次数已用完" in fate(line).problem
    assert office.left() == 5


def test_after_a_part_that_was_refused_the_rest_is_not_sent(office: Desk) -> None:
    session = office.ask()
    _, queued = desk.reply(ACCOUNT, session.id, "税" * 1000, by=local("wang"), now=office.now)
    office.answers = [refused(45015)]
    office.work()
    assert [fate(line).state for line in queued] == [MessageState.REFUSED, MessageState.REFUSED]
    assert office.sent == []


def test_a_message_that_waited_two_days_is_given_up(office: Desk) -> None:
    line = reply(office, office.ask())
    office.forward(days=2, seconds=1)
    office.work()
    assert (fate(line).state, office.sent) == (MessageState.REFUSED, [])


def test_a_note_is_kept_and_sent_to_nobody(office: Desk) -> None:
    session = office.ask()
    desk.note(ACCOUNT, session.ticket, "纳税人去年也问过", by=local("li"), now=office.now)
    assert office.work() == 0
    [noted] = message_store.of_follower(ACCOUNT, "oA")
    assert (noted.kind, noted.by, noted.text) == (desk.MessageKind.NOTE, "li", "纳税人去年也问过")


def test_lines_leave_with_the_retention_of_the_account(office: Desk) -> None:
    from chalicelib.cloud import table

    line = reply(office, office.ask())
    item = table.get(f"FOLLOWER#{ACCOUNT}#oA", line.id)
    assert item is not None
    assert item["expires_at"] == int((line.at + timedelta(days=180)).timestamp())
