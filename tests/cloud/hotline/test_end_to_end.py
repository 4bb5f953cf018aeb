"""From the follower's word over stream, desk and hotline back to the phone: nothing lost, nothing twice."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib import desk, hotline
from chalicelib.accounts import forget
from chalicelib.actor import local
from chalicelib.cloud import table
from chalicelib.conversation import Rung
from chalicelib.desk import Ending, SessionState, Speaker, view_session
from chalicelib.hotline import connection, store
from chalicelib.hotline.models import CaseState, When
from tests.cloud.desk.conftest import ACCOUNT, NOW, Killed, taken
from tests.cloud.desk.inside import texts
from tests.cloud.hotline.conftest import Line12366


def given(bridged: Line12366) -> desk.ServiceSession:
    """A follower asked, 王 looked, and the hotline has it."""
    session = bridged.ask()
    bridged.phone.write("我的退税三个月没到")
    desk.note(ACCOUNT, session.id, "脾气急", by=local("wang"), now=bridged.office.now)
    desk.reply(ACCOUNT, session.id, "我帮您转热线", by=local("wang"), now=bridged.office.now)
    bridged.work()
    handed = hotline.give(ACCOUNT, session.id, by=local("wang"), now=bridged.office.now)
    bridged.work()
    return handed


def replies(bridged: Line12366) -> list[str]:
    return [text for text in bridged.phone.received() if text.startswith("答")]


def test_the_story_goes_over_without_notes_and_openid_and_the_robot_is_silent(
    bridged: Line12366,
) -> None:
    session = given(bridged)
    what = bridged.hotline.conversations[session.id].given
    assert [
        (line["who"], line["text"]) for line in what["transcript"] if line["who"] != "robot"
    ] == [
        ("follower", "转人工"),
        ("follower", "我的退税三个月没到"),
        ("agent", "我帮您转热线"),
    ]
    assert "脾气急" not in json.dumps(what, ensure_ascii=False)
    assert bridged.phone.openid not in json.dumps(what)
    assert what["ticket"] == session.ticket
    assert bridged.case(session).hotline_ticket == "12366-000001"
    assert bridged.phone.write("在吗").rung is Rung.OWNED


def test_what_is_said_to_and_fro_arrives_once_and_in_order(bridged: Line12366) -> None:
    session = given(bridged)
    for number in range(3):
        bridged.phone.write(f"问 {number}")
    bridged.work()
    bridged.minute()
    messages = bridged.hotline.conversations[session.id].messages.values()
    assert [one["text"] for one in messages] == ["问 0", "问 1", "问 2"]
    for number in range(3):
        bridged.say(session, f"答 {number}")
        assert bridged.tell(session, type="reply", text=f"答 {number}", event_id=f"e{number + 1}")
        bridged.events -= 1
    bridged.work()
    bridged.minute(3)
    assert replies(bridged) == ["答 0", "答 1", "答 2"]
    assert bridged.now_is().unanswered_since is None


def test_two_workers_at_one_case_say_it_once(bridged: Line12366) -> None:
    session = given(bridged)
    bridged.say(session, "答")
    bodies = [body for body in taken() if hotline.is_task(body)]
    for body in bodies * 2:
        hotline.work(body, clock=bridged.office.clock)
    assert replies(bridged) == ["答"]


def test_the_hotline_resolves_and_the_follower_is_asked_once(bridged: Line12366) -> None:
    session = given(bridged)
    bridged.say(session, "答：已到账")
    bridged.tell(session, type="status", status="resolved")
    bridged.work()
    bridged.minute(2)
    ended = desk.find(ACCOUNT, session.id, bridged.office.now)
    assert (ended.state, ended.ending) == (SessionState.RESOLVED, Ending.ANSWERED)
    assert bridged.case(session).state is CaseState.RESOLVED
    assert [texts.SURVEY in text for text in bridged.phone.received()].count(True) == 1
    assert bridged.hotline.conversations[session.id].closed is None, "it knows already"
    assert bridged.phone.write("谢谢").rung is not Rung.OWNED


@pytest.mark.parametrize("fault", ["down", "lose_answer"])
def test_a_hotline_that_dies_for_hours_loses_nothing_and_the_follower_is_told_once(
    bridged: Line12366, fault: str
) -> None:
    bridged.hotline.faults = [fault, *["down"] * 60]
    session = given(bridged)
    for number in range(3):
        bridged.phone.write(f"问 {number}")
        bridged.minute(20)
    assert bridged.phone.received().count(texts.DELAYED) == 1
    assert connection.breaker(ACCOUNT).failures > 5
    assert bridged.case(session).waiting_since is not None
    bridged.hotline.faults.clear()
    bridged.minute(10)
    assert len(bridged.hotline.conversations) == 1
    told = bridged.hotline.conversations[session.id]
    assert [one["text"] for one in told.messages.values()] == ["问 0", "问 1", "问 2"]
    for number in range(2):
        bridged.say(session, f"答 {number}")
    bridged.minute()
    assert replies(bridged) == ["答 0", "答 1"]
    assert bridged.phone.received().count(texts.DELAYED) == 1
    assert bridged.case(session).waiting_since is None


def test_a_hotline_that_refuses_leaves_it_to_the_desk_with_the_reason(bridged: Line12366) -> None:
    bridged.hotline.faults = ["refuse"]
    session = bridged.ask()
    hotline.give(ACCOUNT, session.id, by=local("wang"), now=bridged.office.now)
    bridged.phone.write("在吗")
    bridged.work()
    back = bridged.now_is()
    assert (back.owner, bridged.case(session).state) == ("li", CaseState.REFUSED)
    assert any("不受理此类问题" in moment.note for moment in back.history)
    bridged.minute(3)
    assert bridged.hotline.calls == [f"/v1/sessions/{session.id}"]


def test_a_session_that_came_back_can_be_handed_over_again(bridged: Line12366) -> None:
    bridged.hotline.faults = ["refuse"]
    session = given(bridged)
    bridged.work()
    hotline.give(ACCOUNT, session.id, by=local("li"), now=bridged.office.now)
    bridged.phone.write("补充材料")
    bridged.work()
    again = bridged.hotline.conversations[f"{session.id}-2"]
    assert [one["text"] for one in again.messages.values()] == ["补充材料"]
    assert store.latest(ACCOUNT, session.id).state is CaseState.ACCEPTED
    answer = store.latest(ACCOUNT, session.id)
    bridged.say(session, "答：已受理", session_id=answer.id)
    bridged.work()
    assert replies(bridged) == ["答：已受理"]
    bridged.tell(session, session_id=answer.id, type="status", status="resolved")
    bridged.work()
    ended = desk.find(ACCOUNT, session.id, bridged.office.now)
    assert (ended.state, ended.ending) == (SessionState.RESOLVED, Ending.ANSWERED)
    assert [case.state for case in store.cases_of(ACCOUNT, session.id)] == [
        CaseState.REFUSED,
        CaseState.RESOLVED,
    ]


def test_an_agent_who_took_it_back_hands_it_over_again_at_once(bridged: Line12366) -> None:
    session = given(bridged)
    desk.take(ACCOUNT, session.id, by=local("li"), now=bridged.office.now)
    hotline.give(ACCOUNT, session.id, by=local("li"), now=bridged.office.now)
    hotline.give(ACCOUNT, session.id, by=local("li"), now=bridged.office.now)
    bridged.minute(3)
    assert set(bridged.hotline.conversations) == {session.id, f"{session.id}-2"}
    assert bridged.hotline.calls.count(f"/v1/sessions/{session.id}/status") == 1
    first, second = store.cases_of(ACCOUNT, session.id)
    assert (first.state, second.state) == (CaseState.CLOSED, CaseState.ACCEPTED)
    bridged.say(session, "答：迟到了")
    bridged.work()
    assert replies(bridged) == []
    entries = view_session(ACCOUNT, session.id, bridged.office.now).entries
    assert [one.text for one in entries if "会话离开后答复" in one.text] != []


def test_a_hotline_that_gives_it_back_later_leaves_it_to_the_desk(bridged: Line12366) -> None:
    session = given(bridged)
    bridged.tell(session, type="status", status="refused", text="请走办税厅")
    bridged.work()
    assert bridged.now_is().owner in ("wang", "li")


def test_an_answer_after_the_window_waits_for_the_next_word_and_both_sides_see_it(
    bridged: Line12366,
) -> None:
    session = given(bridged)
    bridged.later(hours=49)
    bridged.say(session, "答 0")
    bridged.say(session, "答 1")
    bridged.work()
    bridged.minute(30)
    assert replies(bridged) == []
    assert bridged.hotline.conversations[session.id].fates == {"e1": "waiting"}
    noted = [
        one.text
        for one in view_session(ACCOUNT, session.id, bridged.office.now).entries
        if one.speaker is Speaker.NOTE
    ]
    assert sum("答 0" in text for text in noted) == 1
    bridged.phone.write("还有人吗")
    bridged.work()
    assert replies(bridged) == ["答 0", "答 1"]


def test_an_unanswered_session_at_the_hotline_breaks_its_promise_aloud(bridged: Line12366) -> None:
    session = given(bridged)
    bridged.phone.write("在吗")
    bridged.later(hours=48)
    bridged.minute()
    assert bridged.now_is().escalated == 2
    assert bridged.now_is().id == session.id


def test_a_follower_who_leaves_ends_it_on_both_sides(bridged: Line12366) -> None:
    session = given(bridged)
    bridged.phone.deed("unfollow")
    desk.unfollowed(ACCOUNT, bridged.phone.openid, bridged.office.now)
    bridged.work()
    assert bridged.case(session).state is CaseState.CLOSED
    assert bridged.hotline.conversations[session.id].closed == "群众已取消关注"
    bridged.say(session, "答")
    bridged.work()
    bridged.minute(2)
    assert replies(bridged) == []


def test_the_desk_takes_it_back_and_the_hotline_is_told(bridged: Line12366) -> None:
    session = given(bridged)
    desk.take(ACCOUNT, session.id, by=local("li"), now=bridged.office.now)
    bridged.work()
    assert bridged.hotline.conversations[session.id].closed == "已由公众号坐席接回"
    bridged.say(session, "答")
    bridged.work()
    assert replies(bridged) == []
    assert any(
        "答" in one.text for one in view_session(ACCOUNT, session.id, bridged.office.now).entries
    )


def test_a_crash_after_the_desk_took_it_back_is_found_out(
    bridged: Line12366, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = given(bridged)
    desk.take(ACCOUNT, session.id, by=local("li"), now=bridged.office.now)
    taken()  # the task is lost
    bridged.minute(16)
    assert bridged.hotline.conversations[session.id].closed == "已由公众号坐席接回"


def test_what_the_follower_writes_while_it_is_handed_over_reaches_the_hotline_once(
    bridged: Line12366, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.hotline import handover

    session = bridged.ask()
    look, slipped = handover._said, iter([True])

    def slip_in(*args: object) -> object:
        said = look(*args)  # type: ignore[arg-type]
        if next(slipped, False):
            bridged.phone.write("等等，还有")
        return said

    monkeypatch.setattr(handover, "_said", slip_in)
    hotline.give(ACCOUNT, session.id, by=local("wang"), now=bridged.office.now)
    bridged.work()
    told = bridged.hotline.conversations[session.id]
    texts = [line["text"] for line in told.given["transcript"]]
    texts += [one["text"] for one in told.messages.values()]
    assert texts.count("等等，还有") == 1


def test_outside_hours_it_goes_to_the_hotline_by_itself_and_the_follower_is_not_sent_home(
    bridged: Line12366,
) -> None:
    bridged.connect(When.CLOSED)
    bridged.office.now = NOW.replace(hour=12)
    asked = bridged.phone.write("转人工")
    assert "没有坐席在线" not in str(getattr(asked.reply, "content", ""))
    session = bridged.now_is()
    assert session.owner == desk.EXTERNAL
    bridged.work()
    assert list(bridged.hotline.conversations) == [session.id]


def test_within_hours_the_desk_s_own_people_come_first(bridged: Line12366) -> None:
    bridged.connect(When.CLOSED)
    assert bridged.ask().owner == "wang"


def test_where_everything_goes_to_the_hotline_no_agent_is_offered_it(bridged: Line12366) -> None:
    bridged.connect(When.ALWAYS)
    session = bridged.ask()
    assert [moment.what for moment in session.history] == ["请求人工", "自动分配"]
    assert session.owner == desk.EXTERNAL


def test_a_session_that_was_refused_goes_to_the_desk_and_not_round_and_round(
    bridged: Line12366,
) -> None:
    bridged.connect(When.CLOSED)
    bridged.office.now = NOW.replace(hour=12)
    bridged.hotline.faults = ["refuse"]
    session = bridged.ask()
    bridged.work()
    assert bridged.now_is().state is SessionState.PENDING
    bridged.phone.write("转人工")
    bridged.work()
    assert bridged.now_is().state is SessionState.PENDING
    assert bridged.case(session).state is CaseState.REFUSED
    bridged.office.now = NOW + timedelta(days=1)
    desk.go_on_duty(ACCOUNT, by=local("wang"), now=bridged.office.now)
    assert bridged.now_is().owner == "wang"


def test_a_disconnected_hotline_s_sessions_wait_and_can_be_had_back(bridged: Line12366) -> None:
    session = given(bridged)
    bridged.phone.write("在吗")
    [left] = hotline.disconnect(ACCOUNT, by=local("ops"), now=bridged.office.now)
    assert left.session == session.id
    bridged.minute(2)
    assert bridged.now_is().owner == desk.EXTERNAL
    desk.take(ACCOUNT, session.id, by=local("li"), now=bridged.office.now)
    with pytest.raises(hotline.NotConnected):
        hotline.give(ACCOUNT, session.id, by=local("li"), now=bridged.office.now)


def test_what_a_removed_account_leaves_behind_fails_nothing(bridged: Line12366) -> None:
    from chalicelib import accounts

    session = given(bridged)
    bridged.say(session, "答")
    accounts.store.remove_account(accounts.current(ACCOUNT).account)
    forget()
    bridged.office.forward(hours=1)
    assert hotline.sweep(bridged.office.now) == 1
    for body in taken():
        if hotline.is_task(body):
            hotline.work(body, clock=bridged.office.clock)


@pytest.mark.parametrize("stop_before", range(1, 16, 2))
def test_killed_before_any_write_it_ends_the_same(
    bridged: Line12366, monkeypatch: pytest.MonkeyPatch, stop_before: int
) -> None:
    session = given(bridged)
    for number in range(2):
        bridged.phone.write(f"问 {number}")
        bridged.say(session, f"答 {number}")
    bridged.tell(session, type="status", status="resolved")
    writes = 0

    def counted(write: Callable[..., object]) -> Callable[..., object]:
        def called(*args: object, **kwargs: object) -> object:
            nonlocal writes
            writes += 1
            if writes == stop_before:
                raise Killed
            return write(*args, **kwargs)

        return called

    with monkeypatch.context() as patched:
        for name in ("put", "update", "delete", "transact"):
            patched.setattr(table, name, counted(getattr(table, name)))
        for body in taken():
            with contextlib.suppress(Killed):
                if hotline.is_task(body):
                    hotline.work(body, clock=bridged.office.clock)
    bridged.minute(5)
    assert replies(bridged) == ["答 0", "答 1"]
    messages = bridged.hotline.conversations[session.id].messages.values()
    assert [one["text"] for one in messages] == ["问 0", "问 1"]
    assert bridged.case(session).state is CaseState.RESOLVED
    assert [texts.SURVEY in text for text in bridged.phone.received()].count(True) <= 1
