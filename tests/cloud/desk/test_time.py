"""What happens when nobody does anything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib import accounts, desk, followers
from chalicelib.actor import local
from chalicelib.desk import SessionState, assignment, presence, timers
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.messages import store as message_store
from chalicelib.desk.messages import texts
from chalicelib.desk.models import Ending
from chalicelib.desk.sessions import store
from tests.cloud.desk.conftest import ACCOUNT, Desk, Killed

Hire = Callable[..., None]
EVENING = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
OPENING = datetime(2026, 12, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    from chalicelib import telemetry

    found: list[str] = []
    monkeypatch.setattr(
        telemetry,
        "count",
        lambda name, value=1, **of: found.append(f"{name} {' '.join(of.values())}"),
    )
    return found


def alive(office: Desk, *agents: str) -> None:
    for agent in agents:
        agent_store.heartbeat(ACCOUNT, agent, office.now)


def test_an_agent_who_vanishes_loses_the_sessions_to_others_with_their_place(
    office: Desk,
) -> None:
    session = office.ask()
    for _ in range(11):
        office.minute()
        alive(office, "li")
    found = office.now_is(session)
    assert (found.owner, found.number) == ("li", session.number)
    assert [moment.what for moment in found.history][-2:] == ["退回排队", "自动分配"]
    assert "wang 失联" in found.history[-2].note
    assert office.texts == [texts.AGENT_LOST]
    presence = agent_store.presence(ACCOUNT, "wang")
    assert (presence.on_duty, presence.load) == (False, 0)
    assert accounts.state(ACCOUNT, consistent=True).desk.on_duty == 1


def test_without_another_agent_the_session_waits_at_the_front(empty: Desk, hire: Hire) -> None:
    hire("wang", capacity=1)
    first, second = empty.ask("oA"), empty.ask("oB")
    empty.minute(11)
    assert [one.state for one in store.live_sessions(ACCOUNT)] == [SessionState.PENDING] * 2
    told = followers.state(ACCOUNT, "oA", consistent=True)
    assert (told.session_owner, told.waiting) == ("", first.number)
    hire("li", capacity=1)
    assert empty.now_is(first).owner == "li"
    assert empty.now_is(second).state is SessionState.PENDING


def test_a_sweep_that_died_among_an_agents_sessions_goes_on(
    empty: Desk, hire: Hire, monkeypatch: pytest.MonkeyPatch
) -> None:
    hire("wang")
    both = [empty.ask("oA"), empty.ask("oB")]
    empty.forward(minutes=11)
    requeue = assignment._requeue
    calls: list[int] = []

    def die_at_the_second(*args: object, **named: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            raise Killed
        return requeue(*args, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(assignment, "_requeue", die_at_the_second)
        with pytest.raises(Killed):
            timers.check_agent(ACCOUNT, "wang", empty.now)
    empty.minute()
    assert {empty.now_is(one).owner for one in both} == {""}
    assert agent_store.presence(ACCOUNT, "wang").load == 0


def test_who_gives_a_sign_of_life_keeps_the_sessions(office: Desk) -> None:
    session = office.ask()
    for _ in range(25):
        office.minute()
        alive(office, "wang", "li")
    assert office.now_is(session).owner == "wang"


def test_a_wait_too_long_asks_everybody_and_is_counted(
    empty: Desk, hire: Hire, counted: list[str]
) -> None:
    hire("wang", skills=("个税",), on=False)
    hire("li")
    session = empty.ask(skill="个税")
    assert session.state is SessionState.PENDING
    for _ in range(6):
        empty.minute()
        alive(empty, "li")
    assert empty.now_is(session).owner == "li"
    assert counted == ["DeskEscalated waiting"]


def test_an_agent_who_does_not_answer_is_reported_once(office: Desk, counted: list[str]) -> None:
    agent_store.keep_team(ACCOUNT, desk.Team(id="desk", name="坐席", lead="li"))
    session = office.ask()
    for _ in range(9):
        office.minute()
        alive(office, "wang", "li")
    found = office.now_is(session)
    assert (found.owner, found.escalated) == ("wang", 1)
    assert "组长“li”" in found.history[-1].note
    assert counted == ["DeskEscalated unanswered"]


def test_the_lunch_break_is_no_waiting_time(office: Desk, counted: list[str]) -> None:
    office.now = datetime(2026, 12, 1, 3, 57, tzinfo=UTC)
    for agent in ("wang", "li"):
        desk.go_off_duty(ACCOUNT, by=local(agent), now=office.now, hand_back=False)
    office.ask()
    office.minute(90)
    assert counted == []
    office.minute(10)
    assert counted == ["DeskEscalated waiting"]


def test_a_session_nobody_writes_in_goes_back_to_the_robot_with_a_word(office: Desk) -> None:
    session = office.ask()
    desk.reply(ACCOUNT, session.id, "三个工作日。", by=local("wang"), now=office.now)
    office.work()
    for _ in range(31):
        office.minute()
        alive(office, "wang", "li")
    assert office.now_is(session).ending is Ending.IDLE
    assert office.texts == ["三个工作日。", texts.CLOSED_IDLE]
    assert followers.state(ACCOUNT, "oA", consistent=True).session_owner == ""
    assert agent_store.presence(ACCOUNT, "wang").load == 0


def test_an_unanswered_session_is_never_idle(office: Desk) -> None:
    session = office.ask()
    for _ in range(60):
        office.minute()
        alive(office, "wang", "li")
    assert office.now_is(session).state is SessionState.OPEN


def test_without_a_message_left_the_robot_takes_over_in_silence(office: Desk) -> None:
    session = office.ask()
    for _ in range(5):
        desk.reply(ACCOUNT, session.id, "好", by=local("wang"), now=office.now)
    office.work()
    for _ in range(31):
        office.minute()
        alive(office, "wang", "li")
    assert office.now_is(session).ending is Ending.IDLE
    assert office.texts == ["好"] * 5


def test_in_the_evening_a_promise_is_made_and_kept_in_the_morning(empty: Desk, hire: Hire) -> None:
    hire("wang", on=False)
    empty.now = EVENING
    session = empty.ask()
    assert session.state is SessionState.PENDING
    view = accounts.state(ACCOUNT, consistent=True).desk
    assert not view.open_now(empty.now)
    empty.now = OPENING - timedelta(minutes=10)
    desk.go_on_duty(ACCOUNT, by=local("wang"), now=empty.now)
    assert empty.now_is(session).state is SessionState.PENDING
    for _ in range(11):
        empty.minute()
        alive(empty, "wang")
    found = empty.now_is(session)
    assert (found.owner, found.ticket) == ("wang", session.ticket)
    assert followers.state(ACCOUNT, "oA", consistent=True).session_owner == "wang"


def test_a_promise_broken_by_the_window_is_said_aloud_once_and_nothing_is_lost(
    empty: Desk, hire: Hire, counted: list[str]
) -> None:
    hire("wang", on=False)
    session = empty.ask()
    for _ in range(50):
        empty.forward(hours=1)
        empty.minute()
    assert counted == ["DeskEscalated waiting", "DeskEscalated window"]
    found = empty.now_is(session)
    assert (found.state, found.escalated) == (SessionState.PENDING, 2)
    empty.write()
    assert empty.now_is(session).escalated == 1
    assert empty.left() == 5


def test_what_replies_know_of_the_hours_is_renewed_when_they_change(
    empty: Desk, hire: Hire
) -> None:
    hire("wang")
    noon = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
    view = accounts.state(ACCOUNT, consistent=True).desk
    assert view.open_now(empty.now)
    assert not view.open_now(noon)
    empty.now = noon
    empty.minute()
    view = accounts.state(ACCOUNT, consistent=True).desk
    assert view.opens_at(empty.now) == "今天 13:30"


def test_a_queue_that_lost_count_is_counted_anew(empty: Desk, hire: Hire) -> None:
    hire("wang", on=False)
    empty.ask("oA")
    for _ in range(3):
        accounts.next_in_queue(ACCOUNT)
    presence.refresh(ACCOUNT, empty.now)
    view = accounts.state(ACCOUNT, consistent=True).desk
    assert view.position(view.issued + 1) == 2


def test_seven_messages_to_an_open_session_are_all_heard(office: Desk) -> None:
    session = office.ask()
    desk.reply(ACCOUNT, session.id, "请说", by=local("wang"), now=office.now)
    office.work()
    for _ in range(7):
        office.forward(seconds=5)
        office.write()
    found = office.now_is(session)
    assert (found.heard_at, found.state) == (office.now, SessionState.OPEN)
    assert found.unanswered_since == office.now - timedelta(seconds=30)
    assert message_store.budget(ACCOUNT, "oA").left(office.now) == 5


def test_a_session_whose_agent_went_off_and_kept_it_goes_to_others_when_its_follower_waits(
    office: Desk,
) -> None:
    session = office.ask()
    assert desk.go_off_duty(ACCOUNT, by=local("wang"), now=office.now, hand_back=False) != []
    for _ in range(4):
        office.minute()
        alive(office, "li")
    assert office.now_is(session).owner == "wang"
    for _ in range(3):
        office.minute()
        alive(office, "li")
    assert office.now_is(session).owner == "li"
    assert office.texts == [texts.AGENT_LOST]
    assert agent_store.presence(ACCOUNT, "wang").load == 0


def test_nobody_is_left_with_a_silent_robot_by_an_agent_who_goes_after_the_escalation(
    empty: Desk, hire: Hire
) -> None:
    hire("wang")
    session = empty.ask()
    for _ in range(7):
        empty.minute()
        alive(empty, "wang")
    assert (empty.now_is(session).owner, empty.now_is(session).escalated) == ("wang", 1)
    desk.go_off_duty(ACCOUNT, by=local("wang"), now=empty.now, hand_back=False)
    for _ in range(6):
        empty.minute()
    found = empty.now_is(session)
    assert (found.state, found.owner) == (SessionState.PENDING, "")
    told = followers.state(ACCOUNT, "oA", consistent=True)
    assert (told.session_owner, told.waiting) == ("", session.number)


def test_whoever_has_room_may_take_a_session_that_was_escalated(office: Desk) -> None:
    session = office.ask()
    with pytest.raises(desk.DeskError, match="wang"):
        desk.take(ACCOUNT, session.id, by=local("li"), now=office.now)
    for _ in range(7):
        office.minute()
        alive(office, "wang", "li")
    assert desk.take(ACCOUNT, session.id, by=local("li"), now=office.now).owner == "li"
    assert agent_store.presence(ACCOUNT, "wang").load == 0
