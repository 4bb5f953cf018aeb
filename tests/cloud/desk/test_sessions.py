"""Sessions from the first word to the last: assigned, taken, passed on, ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib import accounts, desk, followers
from chalicelib.actor import local
from chalicelib.conversation import Handover, Reason
from chalicelib.desk import SessionState, assignment
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.models import FIRST_TEAM, Ending
from chalicelib.desk.sessions import store
from tests.cloud.desk.conftest import ACCOUNT, Desk

Hire = Callable[..., None]


def loads() -> dict[str, int]:
    return {one.agent.id: one.load for one in agent_store.presences(ACCOUNT)}


def test_who_has_been_idle_longest_gets_the_session_and_the_robot_is_told(office: Desk) -> None:
    session = office.ask()
    assert (session.state, session.owner) == (SessionState.OPEN, "wang")
    told = followers.state(ACCOUNT, "oA", consistent=True)
    assert (told.session_owner, told.session, told.waiting) == ("wang", session.id, 0)
    assert office.ask("oB").owner == "li"
    assert loads() == {"wang": 1, "li": 1}


def test_the_stream_tells_a_handover_twice_and_one_session_is_opened(office: Desk) -> None:
    first = office.ask()
    again = office.again(first)
    assert again is not None
    assert (again.id, again.version) == (first.id, first.version)
    assert len(store.live_sessions(ACCOUNT)) == 1
    assert loads() == {"wang": 1, "li": 0}
    assert office.left() == 5


def test_the_stream_tells_a_handover_again_after_its_session_was_resolved(office: Desk) -> None:
    first = office.ask()
    desk.resolve(ACCOUNT, first.id, by=local("wang"), now=office.now)
    again = office.again(first)
    assert again is not None
    assert again.state is SessionState.RESOLVED
    assert store.live_sessions(ACCOUNT) == []


def test_a_handover_that_died_before_it_was_assigned_is_finished_by_its_second_telling(
    office: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(desk, "assign", lambda session, now: session)
        first = office.ask()
    assert first.state is SessionState.PENDING
    again = office.again(first)
    assert again is not None
    assert again.owner == "wang"


def test_who_asks_again_keeps_the_session_and_the_place(empty: Desk, hire: Hire) -> None:
    hire("wang", on=False)
    first = empty.ask()
    second = empty.ask()
    assert second.id == first.id
    view = accounts.state(ACCOUNT, consistent=True).desk
    assert view.issued - view.served == 1
    assert empty.ask("oB").number == first.number + 1


def test_the_position_counts_down_as_numbers_leave_the_queue(empty: Desk, hire: Hire) -> None:
    hire("wang", on=False, capacity=1)
    waiting = [empty.ask(f"o{n}") for n in range(3)]
    view = accounts.state(ACCOUNT, consistent=True).desk
    assert [view.position(one.number) for one in waiting] == [1, 2, 3]
    desk.go_on_duty(ACCOUNT, by=local("wang"), now=empty.now)
    view = accounts.state(ACCOUNT, consistent=True).desk
    assert [view.position(one.number) for one in waiting[1:]] == [1, 2]
    assert followers.state(ACCOUNT, "o1", consistent=True).waiting == waiting[1].number


def test_nobody_gets_more_sessions_than_they_may(empty: Desk, hire: Hire) -> None:
    hire("wang", capacity=2)
    states = [empty.ask(f"o{n}").state for n in range(3)]
    assert states == [SessionState.OPEN, SessionState.OPEN, SessionState.PENDING]
    with pytest.raises(desk.NoCapacity, match="已满"):
        desk.take(ACCOUNT, "00003", by=local("wang"), now=empty.now)


def test_a_free_place_is_filled_from_the_queue_at_once(empty: Desk, hire: Hire) -> None:
    hire("wang", capacity=1)
    first, second = empty.ask("oA"), empty.ask("oB")
    desk.resolve(ACCOUNT, first.id, by=local("wang"), now=empty.now)
    assert empty.now_is(second).owner == "wang"
    assert loads() == {"wang": 1}


def test_a_question_goes_to_who_knows_the_matter(empty: Desk, hire: Hire) -> None:
    hire("wang")
    hire("li", skills=("个税",))
    assert empty.ask("oA", skill="个税").owner == "li"
    assert empty.ask("oB").owner == "wang"


def test_a_matter_whose_team_has_nobody_goes_to_who_answers_anything(
    empty: Desk, hire: Hire
) -> None:
    agent_store.keep_team(ACCOUNT, desk.Team(id="tax", name="税政组", skills=("税政处",)))
    agent_store.keep_team(ACCOUNT, desk.Team(id="desk", name="坐席"))
    hire("wang")
    session = empty.ask(skill="税政处")
    assert (session.team, session.owner) == ("desk", "wang")


def test_two_agents_take_the_same_session_and_one_hears_who_has_it(
    office: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for agent in ("wang", "li"):
        desk.go_off_duty(ACCOUNT, by=local(agent), now=office.now, hand_back=False)
    session = office.ask()
    for agent in ("wang", "li"):
        agent_store.on_duty(ACCOUNT, agent, office.now)
    # Both have read it while it was waiting.
    monkeypatch.setattr("chalicelib.desk.sessions.lookup.find", lambda *_: session)
    assert desk.take(ACCOUNT, session.ticket, by=local("li"), now=office.now).owner == "li"
    with pytest.raises(desk.SessionTaken, match=r"已被坐席“li”接走"):
        desk.take(ACCOUNT, session.ticket, by=local("wang"), now=office.now)
    assert loads() == {"wang": 0, "li": 1}


def test_an_agent_who_filled_up_meanwhile_is_passed_over(
    empty: Desk, hire: Hire, monkeypatch: pytest.MonkeyPatch
) -> None:
    hire("wang", capacity=1)
    empty.forward(seconds=1)
    hire("li")
    # What assign has read of the staff is older than what the table says.
    stale = agent_store.presences(ACCOUNT)
    assert empty.ask("oA").owner == "wang"
    monkeypatch.setattr(agent_store, "presences", lambda _account: stale)
    assert empty.ask("oB").owner == "li"


def test_next_takes_the_oldest_and_says_so_when_nobody_waits(empty: Desk, hire: Hire) -> None:
    hire("wang", on=False)
    first = empty.ask("oA")
    empty.ask("oB")
    agent_store.on_duty(ACCOUNT, "wang", empty.now)
    assert desk.take(ACCOUNT, None, by=local("wang"), now=empty.now).id == first.id
    desk.take(ACCOUNT, None, by=local("wang"), now=empty.now)
    with pytest.raises(desk.NothingWaiting, match="没有您可以接的"):
        desk.take(ACCOUNT, None, by=local("wang"), now=empty.now)


def test_a_session_is_passed_to_an_agent_with_a_note(office: Desk) -> None:
    session = office.ask()
    passed = desk.transfer(
        ACCOUNT, session.id, by=local("wang"), now=office.now, agent="li", note="个税问题"
    )
    last = passed.history[-1]
    assert (passed.owner, last.to, last.note) == ("li", "li", "个税问题")
    assert loads() == {"wang": 0, "li": 1}
    assert followers.state(ACCOUNT, "oA", consistent=True).session_owner == "li"


def test_only_its_agent_or_the_lead_passes_a_session_on(office: Desk) -> None:
    session = office.ask()
    with pytest.raises(desk.IllegalAction, match=r"由坐席“wang”负责"):
        desk.transfer(ACCOUNT, session.id, by=local("li"), now=office.now, agent="li")
    agent_store.keep_team(ACCOUNT, desk.Team(id="desk", name="坐席", lead="li"))
    assert desk.take(ACCOUNT, session.id, by=local("li"), now=office.now).owner == "li"


def test_a_session_passed_to_a_skill_waits_for_who_has_it(empty: Desk, hire: Hire) -> None:
    hire("wang")
    hire("li", on=False, skills=("社保",))
    session = empty.ask()
    passed = desk.transfer(ACCOUNT, session.id, by=local("wang"), now=empty.now, skill="社保")
    assert (passed.state, passed.owner, passed.number) == (SessionState.PENDING, "", session.number)
    assert followers.state(ACCOUNT, "oA", consistent=True).waiting == session.number
    desk.go_on_duty(ACCOUNT, by=local("li"), now=empty.now)
    assert empty.now_is(session).owner == "li"


def test_a_resolved_session_gives_the_follower_back_and_lies_under_its_day(office: Desk) -> None:
    session = office.ask()
    ended = desk.resolve(ACCOUNT, session.ticket, by=local("wang"), now=office.now)
    assert (ended.state, ended.ending) == (SessionState.RESOLVED, Ending.ANSWERED)
    assert followers.state(ACCOUNT, "oA", consistent=True) == followers.FollowerState()
    assert [one.id for one in store.sessions_of_day(ACCOUNT, date(2026, 12, 1))] == [session.id]
    assert desk.find(ACCOUNT, session.ticket, office.now + timedelta(days=40)).id == session.id
    assert loads() == {"wang": 0, "li": 0}


def test_satisfaction_is_asked_once_and_the_first_word_stands(office: Desk) -> None:
    session = office.ask()
    desk.resolve(ACCOUNT, session.id, by=local("wang"), now=office.now)
    office.work()
    [asked] = office.texts
    assert f"msgmenuid=rate:{session.id}:5" in asked
    for stars in (4, 1):
        desk.rate(ACCOUNT, "oA", f"rate:{session.id}:{stars}")
    desk.rate(ACCOUNT, "oB", f"rate:{session.id}:1")
    assert office.now_is(session).rating == 4


def test_who_stops_following_leaves_the_queue_and_the_agent(office: Desk) -> None:
    session = office.ask()
    for _ in range(2):
        desk.unfollowed(ACCOUNT, "oA", office.now)
    assert office.now_is(session).ending is Ending.LEFT
    assert loads() == {"wang": 0, "li": 0}
    assert followers.state(ACCOUNT, "oA", consistent=True).session == ""


def test_an_account_whose_agents_are_wechats_opens_no_session(account: str, empty: Desk) -> None:
    held = accounts.state(ACCOUNT, consistent=True).account
    accounts.store.update_account(
        held.model_copy(update={"agents": accounts.Agents.WECHAT}), instead_of=0
    )
    message = desk.FollowerMessage(ACCOUNT, "oA", "M#1", empty.now)
    handover = Handover(reason=Reason.ASKED, ticket="T")
    assert desk.open_session(message, handover, offer=desk.assign) is None


DEEDS: dict[str, Callable[[str, Desk], desk.ServiceSession]] = {
    "resolve": lambda ref, at: desk.resolve(ACCOUNT, ref, by=local("wang"), now=at.now),
    "pass to an agent": lambda ref, at: desk.transfer(
        ACCOUNT, ref, by=local("wang"), now=at.now, agent="li"
    ),
    "pass to a team": lambda ref, at: desk.transfer(
        ACCOUNT, ref, by=local("wang"), now=at.now, team=FIRST_TEAM
    ),
    "give back": lambda _ref, at: assignment.give_back(
        ACCOUNT, "wang", at.now, by="wang", note="", told="请稍候"
    )[0],
}


@pytest.mark.parametrize("deed", DEEDS)
def test_words_that_come_while_an_agent_acts_do_not_stop_the_deed(
    office: Desk, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    session = office.ask()
    assert session.owner == "wang"
    save, came = store.save, list[str]()

    def save_late(*args: Any, **how: Any) -> desk.ServiceSession:
        if not came:
            came.append("once")
            office.write()
        return save(*args, **how)

    monkeypatch.setattr(store, "save", save_late)
    done = DEEDS[deed](session.id, office)
    assert done.owner != "wang" or done.state is SessionState.RESOLVED
    assert done.heard_at == office.now_is(session).heard_at
    assert came == ["once"]
    assert [moment.by for moment in done.history].count("wang") == 1


def test_who_takes_what_is_given_to_them_this_very_moment_has_it(
    empty: Desk, hire: Hire, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = empty.ask()
    hire("wang", on=False)
    agent_store.on_duty(ACCOUNT, "wang", empty.now)
    save, came = store.save, list[str]()

    def save_late(*args: Any, **how: Any) -> desk.ServiceSession:
        if not came:
            came.append("once")
            desk.assign(session, empty.now)
        return save(*args, **how)

    monkeypatch.setattr(store, "save", save_late)
    taken = desk.take(ACCOUNT, session.id, by=local("wang"), now=empty.now)
    assert (taken.owner, came) == ("wang", ["once"])


def test_of_two_who_pass_on_at_once_the_second_is_told(
    office: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = office.ask()
    save, came = store.save, list[str]()

    def save_late(*args: Any, **how: Any) -> desk.ServiceSession:
        if not came:
            came.append("once")
            desk.transfer(ACCOUNT, session.id, by=local("wang"), now=office.now, agent="li")
        return save(*args, **how)

    monkeypatch.setattr(store, "save", save_late)
    with pytest.raises(desk.SessionChanged):
        desk.transfer(ACCOUNT, session.id, by=local("wang"), now=office.now, team=FIRST_TEAM)
    assert office.now_is(session).owner == "li"
