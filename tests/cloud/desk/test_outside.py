"""Sessions that the hotline has."""

from __future__ import annotations

import pytest

from chalicelib import accounts, desk, followers
from chalicelib.accounts import DeskView
from chalicelib.actor import SYSTEM, local
from chalicelib.desk import SendOutcome, ServiceSession, SessionState, external
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.messages import store as message_store
from chalicelib.desk.messages import texts
from chalicelib.wechat.errors import UserUnreachable
from tests.cloud.desk.conftest import ACCOUNT, Desk, Killed, taken, tasks


def say(office: Desk, session: ServiceSession, text: str = "请带身份证") -> SendOutcome:
    return external.say(
        ACCOUNT,
        session.id,
        text,
        "8021",
        "event-1",
        sender_for=lambda _account: office.send,
        clock=office.clock,
    )


def test_the_robot_is_silent_while_the_outside_has_it_and_the_agent_is_free_again(
    office: Desk,
) -> None:
    session = office.ask()
    for _ in range(2):
        given = external.hand_over(ACCOUNT, session.id, by=local("wang"), now=office.now)
    assert given.owner == "hotline"
    assert followers.state(ACCOUNT, "oA", consistent=True).session_owner == "hotline"
    assert agent_store.presence(ACCOUNT, "wang").load == 0
    office.minute(45)
    assert office.now_is(session).owner == "hotline"


def test_what_the_outside_says_is_sent_once_and_counted(office: Desk) -> None:
    session = office.ask()
    external.hand_over(ACCOUNT, session.id, by=local("wang"), now=office.now)
    for _ in range(3):
        assert say(office, session) is SendOutcome.SENT
    assert office.texts == ["请带身份证"]
    assert (office.left(), office.now_is(session).unanswered_since) == (4, None)


def test_what_wechat_would_not_take_is_noted_and_waits_for_the_follower_s_next_word(
    office: Desk,
) -> None:
    session = office.ask(spent=5)
    external.hand_over(ACCOUNT, session.id, by=local("wang"), now=office.now)
    for _ in range(2):
        assert say(office, session) is SendOutcome.WAITS_FOR_FOLLOWER
    [kept] = message_store.of_follower(ACCOUNT, "oA")
    assert kept.kind is desk.MessageKind.NOTE
    assert "请带身份证" in kept.text
    office.forward(hours=50)
    office.write()
    assert say(office, session) is SendOutcome.SENT
    assert office.texts == ["请带身份证"]


def test_a_long_answer_goes_on_where_the_messages_ran_out(office: Desk) -> None:
    session = office.ask(spent=4)
    external.hand_over(ACCOUNT, session.id, by=local("wang"), now=office.now)
    assert say(office, session, "长" * 1500) is SendOutcome.WAITS_FOR_FOLLOWER
    assert len(office.texts) == 1
    office.write()
    assert say(office, session, "长" * 1500) is SendOutcome.SENT
    assert "".join(office.texts) == "长" * 1500


def test_where_wechat_counts_otherwise_the_answer_goes_out_after_the_next_word(
    office: Desk,
) -> None:
    session = office.ask()
    external.hand_over(ACCOUNT, session.id, by=local("wang"), now=office.now)
    office.answers = [
        UserUnreachable(45047, "out of limit", appid="wx1", api="message/custom/send")
    ]
    assert say(office, session) is SendOutcome.WAITS_FOR_FOLLOWER
    office.forward(minutes=1)
    office.write()
    assert say(office, session) is SendOutcome.SENT
    assert office.texts == ["请带身份证"]


def test_what_is_no_message_is_kept_for_the_agents(office: Desk) -> None:
    session = office.ask()
    external.hand_over(ACCOUNT, session.id, by=local("wang"), now=office.now)
    assert say(office, session, "<a href='12366'>热线</a>") is SendOutcome.REFUSED
    [kept] = message_store.of_follower(ACCOUNT, "oA")
    assert "12366" in kept.text
    assert office.texts == []


def test_an_answer_that_is_on_its_way_is_not_overtaken(office: Desk) -> None:
    session = office.ask()
    external.hand_over(ACCOUNT, session.id, by=local("wang"), now=office.now)
    office.answers = [Killed()]
    with pytest.raises(Killed):
        say(office, session)
    assert say(office, session) is SendOutcome.ON_ITS_WAY
    office.forward(minutes=1)
    assert say(office, session) is SendOutcome.UNCONFIRMED, "nobody knows: never twice"
    office.minute(3)
    assert say(office, session) is SendOutcome.UNCONFIRMED
    assert office.texts == []
    notes = [
        one.text
        for one in message_store.of_follower(ACCOUNT, "oA")
        if one.kind is desk.MessageKind.NOTE
    ]
    assert notes == ["热线已答复，但不知道粉丝是否收到，请核对后再决定是否补发：请带身份证"]


def test_whoever_is_at_the_desk_may_have_it_back_and_the_hotline_is_told(office: Desk) -> None:
    session = office.ask()
    external.hand_over(ACCOUNT, session.id, by=local("wang"), now=office.now)
    taken()
    assert desk.take(ACCOUNT, session.id, by=local("li"), now=office.now).owner == "li"
    assert {"kind": "hotline", "account": ACCOUNT, "session": session.id} in tasks()
    assert say(office, session) is SendOutcome.TOO_LATE
    [kept] = message_store.of_follower(ACCOUNT, "oA")
    assert "请带身份证" in kept.text
    assert office.texts == []


def test_the_outside_takes_what_waits(empty: Desk) -> None:
    session = empty.ask()
    given = external.hand_over(ACCOUNT, session.id, by=SYSTEM, now=empty.now)
    assert (given.owner, given.state) == ("hotline", SessionState.OPEN)


def test_who_serves_by_itself_is_somebody_to_hand_over_to_at_any_hour(empty: Desk) -> None:
    def seen() -> DeskView:
        return accounts.state(ACCOUNT, consistent=True).desk

    external.set_automatic_takeover(ACCOUNT, True, empty.now)
    assert (seen().agents, seen().on_duty, seen().closes) == (1, 1, 0)
    external.set_automatic_takeover(ACCOUNT, False, empty.now)
    assert (seen().agents, seen().on_duty) == (0, 0)


def test_it_is_given_back_to_its_place_or_resolved_once(office: Desk) -> None:
    session = office.ask()
    external.hand_over(ACCOUNT, session.id, by=local("wang"), now=office.now)
    for _ in range(2):
        back = external.give_back(ACCOUNT, session.id, "不属热线受理范围", office.now)
    assert back is not None
    assert (back.owner, back.number) == ("li", session.number)
    external.hand_over(ACCOUNT, session.id, by=local("li"), now=office.now)
    for _ in range(2):
        external.resolve(ACCOUNT, session.id, office.now)
    assert office.now_is(session).state is SessionState.RESOLVED
    assert followers.state(ACCOUNT, "oA", consistent=True).session == ""


def test_a_delay_is_told_while_a_message_is_left_for_the_answer(office: Desk) -> None:
    session = office.ask(spent=3)
    external.hand_over(ACCOUNT, session.id, by=local("wang"), now=office.now)
    assert external.tell_delay(ACCOUNT, session.id, office.now)
    assert external.tell_delay(ACCOUNT, session.id, office.now)
    office.work()
    assert office.texts == [texts.DELAYED]
