"""A table that is throttled between the order and the call of WeChat: what is ordered goes out, a minute later."""

from __future__ import annotations

import pytest

from chalicelib import accounts, conversation, desk
from chalicelib.actor import local
from chalicelib.desk import MessageState
from tests.cloud.desk.conftest import ACCOUNT
from tests.cloud.speaking.conftest import World
from tests.cloud.speaking.process import Process
from tests.cloud.speaking.test_speaking import at_hotline, minutes, said, several, tells, work

PLACES = [b"TOKEN#", b"ALLOWANCE#"]


@pytest.mark.parametrize("throttled", PLACES)
def test_an_agents_reply_is_still_queued_and_goes_out(world: World, throttled: bytes) -> None:
    session = world.office.ask()
    desk.reply(ACCOUNT, session.id, "您好", by=local(session.owner), now=world.office.now)
    world.process = Process(throttles=throttled, times=1)
    work(world)
    assert world.wechat.took["您好"] == 0
    assert [one.state for one in said(world, session, "您好")] == [MessageState.QUEUED]
    minutes(world, 2)
    assert world.wechat.took["您好"] == 1
    assert [one.state for one in said(world, session, "您好")] == [MessageState.SENT]
    assert world.office.left() == 4


@pytest.mark.parametrize("throttled", PLACES)
def test_an_answer_of_the_hotline_goes_out(world: World, throttled: bytes) -> None:
    session = at_hotline(world)
    world.cold()
    world.process = Process(throttles=throttled, times=1)
    tells(world, session, "e1", type="reply", text="请带身份证", agent="8021")
    work(world)
    assert world.wechat.took["请带身份证"] == 0
    minutes(world, 2)
    assert world.wechat.took["请带身份证"] == 1


@pytest.mark.parametrize("throttled", PLACES)
def test_the_further_replies_of_a_rule_go_out_and_none_is_counted_as_lost(
    world: World, throttled: bytes
) -> None:
    recorded = several(world, "一", "二")
    world.process = Process(throttles=throttled, times=1)
    conversation.send_follow_ups(recorded, accounts.kf_sender, world.office.clock)
    minutes(world, 1)
    assert [world.wechat.took[text] for text in ("一", "二")] == [1, 1]
    assert not any(name == "FollowUpLost" for name, _ in world.metrics)


def test_where_wechat_stays_out_of_reach_the_further_replies_are_counted_as_lost(
    world: World,
) -> None:
    recorded = several(world, "一", "二")
    world.process = Process(throttles=b"TOKEN#", times=1000)
    conversation.send_follow_ups(recorded, accounts.kf_sender, world.office.clock)
    minutes(world, 10)
    assert world.metrics["FollowUpLost", "TokenUnavailable"] == 2
    assert world.wechat.took["一"] == 0


def test_an_agents_reply_whose_sender_died_is_said_to_be_unconfirmed_and_counted(
    world: World,
) -> None:
    session = world.office.ask()
    desk.reply(ACCOUNT, session.id, "您好", by=local(session.owner), now=world.office.now)
    # The mark is written, and nothing after it.
    world.process = Process(throttles=b":problem", times=1000)
    work(world)
    world.process = Process()
    minutes(world, 3)
    [entry] = said(world, session, "您好")
    assert (entry.state, world.wechat.took["您好"]) == (MessageState.UNKNOWN, 1)
    assert "不要直接重发" in entry.problem
    assert world.metrics["SendingCutOff", ""] == 1
    assert world.office.now_is(session).unanswered_since is not None, "somebody has to look"


def test_an_order_that_cannot_hurry_the_worker_is_done_all_the_same(world: World) -> None:
    session = world.office.ask()
    world.process = Process(throttles=b"MessageBody", times=1000)
    desk.reply(ACCOUNT, session.id, "您好", by=local(session.owner), now=world.office.now)
    world.process = Process()
    minutes(world, 2)
    assert world.wechat.took["您好"] == 1
