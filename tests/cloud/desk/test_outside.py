"""Sessions that the hotline has."""

from __future__ import annotations

from chalicelib import desk, followers
from chalicelib.desk import SessionState, lines, outside, staff, words
from tests.cloud.desk.conftest import ACCOUNT, Desk


def test_the_robot_is_silent_while_the_outside_has_it_and_the_agent_is_free_again(
    office: Desk,
) -> None:
    session = office.ask()
    for _ in range(2):
        given = outside.hand_out(ACCOUNT, session.id, office.now, agent_id="wang")
    assert given.owner == "hotline"
    assert followers.state(ACCOUNT, "oA", consistent=True).session_owner == "hotline"
    assert staff.presence(ACCOUNT, "wang").load == 0
    office.minute(45)
    assert office.now_is(session).owner == "hotline"


def test_what_the_outside_says_is_sent_once_and_counted(office: Desk) -> None:
    session = office.ask()
    outside.hand_out(ACCOUNT, session.id, office.now, agent_id="wang")
    for _ in range(3):
        outside.say(ACCOUNT, session.id, "请带身份证", "8021", "event-1", office.now)
        office.work()
    assert office.texts == ["请带身份证"]
    assert (office.left(), office.now_is(session).unanswered_since) == (4, None)


def test_what_it_says_too_late_is_kept_for_the_agents(office: Desk) -> None:
    session = office.ask(spent=5)
    outside.hand_out(ACCOUNT, session.id, office.now, agent_id="wang")
    for _ in range(2):
        assert outside.say(ACCOUNT, session.id, "请带身份证", "8021", "event-1", office.now) == []
    [kept] = lines.said(ACCOUNT, "oA")
    assert kept.kind is desk.LineKind.NOTE
    assert "请带身份证" in kept.text


def test_it_is_given_back_to_its_place_or_resolved_once(office: Desk) -> None:
    session = office.ask()
    outside.hand_out(ACCOUNT, session.id, office.now, agent_id="wang")
    for _ in range(2):
        back = outside.give_back(ACCOUNT, session.id, "不属热线受理范围", office.now)
    assert back is not None
    assert (back.owner, back.number) == ("li", session.number)
    outside.hand_out(ACCOUNT, session.id, office.now, agent_id="li")
    for _ in range(2):
        outside.resolve(ACCOUNT, session.id, office.now)
    assert office.now_is(session).state is SessionState.RESOLVED
    assert followers.state(ACCOUNT, "oA", consistent=True).session == ""


def test_a_delay_is_told_while_a_message_is_left_for_the_answer(office: Desk) -> None:
    session = office.ask(spent=3)
    outside.hand_out(ACCOUNT, session.id, office.now, agent_id="wang")
    assert outside.tell_delay(ACCOUNT, session.id, office.now)
    assert not outside.tell_delay(ACCOUNT, session.id, office.now)
    office.work()
    assert office.texts == [words.DELAYED]
