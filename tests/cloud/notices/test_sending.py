"""A notice goes out at most once, uses one consent, and ends as WeChat says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib import notices
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.notices import Purpose, SendingState, Told
from chalicelib.wechat.errors import TokenUnavailable, UnknownOutcome, Unreachable
from tests.cloud.notices.world import (
    ACCOUNT,
    LONG,
    ONE,
    Killed,
    Reaper,
    World,
    allow,
    refused,
    serve,
    taken,
)


def unknown() -> UnknownOutcome:
    return UnknownOutcome("time-out", appid="wx", api="bizsend")


def test_one_consent_sends_one_notice(world: World) -> None:
    world.accepts()
    assert world.tell() is Told.QUEUED
    world.works()
    [body] = world.sent
    assert body == {
        "touser": "oA",
        "template_id": ONE,
        "data": {"thing1": {"value": "青溪厅代开"}, "time2": {"value": "2026年12月2日 10:00"}},
    }
    assert (world.of().state, world.of().msg_id, world.left()) == (SendingState.SENT, "7001", 0)
    assert world.tell("another") is Told.NO_CONSENT


def test_the_same_key_is_sent_once(world: World) -> None:
    world.accepts(times=2)
    assert [world.tell(), world.tell()] == [Told.QUEUED, Told.BEFORE]
    world.works()
    assert world.tell() is Told.BEFORE
    world.works()
    assert (len(world.sent), world.left()) == (1, 1)


def test_a_long_term_consent_sends_many(world: World) -> None:
    serve(Purpose.APPOINTMENT_REMINDER, LONG, "{hall}", "{time}")
    world.accepts(template=LONG)
    for n in range(3):
        assert world.tell(f"k{n}") is Told.QUEUED
    world.works()
    assert (len(world.sent), world.left(template=LONG)) == (3, 1)


def test_without_a_template_for_the_purpose_nothing_is_written(world: World) -> None:
    told = notices.tell(ACCOUNT, "oA", Purpose.POLICY_ALERT, {}, key="k", now=world.now)
    assert told is Told.NOT_SET_UP
    assert not notices.may_tell(ACCOUNT, "oA", Purpose.POLICY_ALERT)


def test_words_that_wechat_would_refuse_use_no_consent(world: World) -> None:
    serve(Purpose.APPOINTMENT_REMINDER, ONE, "{hall}", "{hall}")
    world.accepts()
    assert world.tell() is Told.UNFIT
    assert world.left() == 1


def test_what_the_caller_adds_is_written_with_it_or_not_at_all(world: World) -> None:
    mark = table.put_action({"pk": "MARK", "sk": "1", "n": 1}, only_new=True)
    assert world.tell(also=[mark]) is Told.NO_CONSENT
    assert table.get("MARK", "1") is None
    world.accepts(times=2)
    assert world.tell(also=[mark]) is Told.QUEUED
    assert world.tell(also=[mark]) is Told.BEFORE
    with pytest.raises(ConditionFailed) as failed:
        world.tell("another", also=[mark])
    assert failed.value.index == 0
    assert world.left() == 1


def test_two_workers_send_it_once(world: World) -> None:
    world.accepts()
    world.tell()
    [body] = taken()
    for _ in range(3):
        notices.work(body, world.clock, lambda _: world.send)
    assert len(world.sent) == 1


def test_killed_after_any_call_it_is_sent_once_and_the_consent_used_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in range(1, 40):
        key, died = f"k{at}", False
        world.accepts()
        world.tell(key)
        [body] = taken()
        with monkeypatch.context() as patch:
            Reaper(patch, at)
            try:
                notices.work(body, world.clock, lambda _: world.send)
            except Killed:
                died = True
        world.minute(4)
        of_this = [one for one in world.sent if world.of(key).id]
        assert world.of(key).state in (SendingState.SENT, SendingState.UNKNOWN), at
        assert world.left() == 0
        if not died:
            break
    else:
        pytest.fail("it never came to an end")
    assert len(of_this) == len(world.sent) <= at
    states = [world.of(f"k{n}").state for n in range(1, at + 1)]
    # One that died between mark and result is never resent, whether WeChat took it or not.
    assert states.count(SendingState.SENT) >= len(states) - 8
    assert len(world.sent) >= states.count(SendingState.SENT)


def test_an_unknown_outcome_is_never_resent_and_its_consent_stays_used(world: World) -> None:
    world.accepts()
    world.tell()
    world.after = [unknown()]
    world.works()
    world.minute(10)
    assert (world.of().state, len(world.sent), world.left()) == (SendingState.UNKNOWN, 1, 0)


def test_busy_proves_nothing_and_is_not_resent(world: World) -> None:
    world.accepts()
    world.tell()
    world.before = [refused(-1)]
    world.works()
    world.minute(5)
    assert (world.of().state, world.sent) == (SendingState.UNKNOWN, [])


@pytest.mark.parametrize(
    "fault",
    [
        Unreachable("no way", appid="wx", api="bizsend"),
        TokenUnavailable(appid="wx"),
        refused(45011),
    ],
)
def test_what_surely_was_not_taken_and_passes_is_sent_later(world: World, fault: Exception) -> None:
    world.accepts()
    world.tell()
    world.before = [fault]
    world.works()
    assert (world.of().state, world.left()) == (SendingState.QUEUED, 0)
    world.minute(2)
    assert (world.of().state, len(world.sent)) == (SendingState.SENT, 1)


def test_43101_sets_the_count_to_nothing(world: World) -> None:
    world.accepts(times=3)
    world.wechat.clear()
    world.tell()
    world.works()
    assert (world.of().state, world.of().code, world.left()) == (SendingState.REFUSED, 43101, 0)
    assert world.tell("another") is Told.NO_CONSENT


def test_another_refusal_gives_the_consent_back(world: World) -> None:
    world.accepts()
    world.tell()
    world.before = [refused(47003)]
    world.works()
    assert (world.of().state, world.left()) == (SendingState.REFUSED, 1)
    assert "47003" in world.of().problem


def test_a_consent_that_was_taken_back_meanwhile_is_not_given_back(world: World) -> None:
    world.accepts()
    world.tell()
    world.later(minutes=1)
    world.event("change", "oA", [{"TemplateId": ONE, "SubscribeStatusString": "reject"}])
    world.before = [refused(47003)]
    world.works()
    assert world.left() == 0


def test_after_its_time_it_is_not_sent_and_the_consent_is_given_back(world: World) -> None:
    world.accepts()
    world.tell(until=world.now + timedelta(minutes=30))
    taken()
    world.later(hours=1)
    world.minute()
    assert (world.of().state, world.sent, world.left()) == (SendingState.REFUSED, [], 1)


def test_with_the_days_notices_used_up_it_goes_out_the_next_day(world: World) -> None:
    allow(1)
    world.accepts(times=2)
    world.tell("a")
    world.tell("b")
    world.works()
    world.minute(3)
    assert len(world.sent) == 1
    world.later(hours=14, minutes=10)
    world.minute()
    assert len(world.sent) == 2


def test_wechats_own_quota_is_waited_for_too(world: World) -> None:
    world.accepts()
    world.tell()
    world.before = [refused(45009)]
    world.works()
    world.minute(3)
    assert world.of().state is SendingState.QUEUED
    world.later(hours=15)
    world.minute()
    assert world.of().state is SendingState.SENT


@pytest.mark.parametrize("numbered", [True, False])
def test_wechats_last_word_ends_it(world: World, numbered: bool) -> None:
    world.numbered = numbered
    world.accepts()
    world.tell()
    world.works()
    for _ in range(2):
        world.said(7001)
    assert (world.of().state, world.of().msg_id) == (SendingState.DELIVERED, "7001")


@pytest.mark.parametrize("numbered", [True, False])
def test_a_last_word_that_comes_first_ends_it_too(world: World, numbered: bool) -> None:
    world.numbered = numbered
    world.accepts()
    world.tell()
    [body] = taken()

    def send(body: dict[str, Any]) -> dict[str, Any]:
        answer = world.send(body)
        world.said(7001)
        return answer

    notices.work(body, world.clock, lambda _: send)
    assert world.of().state is SendingState.DELIVERED


def test_a_last_word_tells_what_became_of_an_unknown_one(world: World) -> None:
    world.accepts()
    world.tell()
    world.after = [unknown()]
    world.works()
    world.said(7001)
    assert world.of().state is SendingState.DELIVERED


def test_a_failure_is_told_and_43101_in_it_sets_the_count_to_nothing(world: World) -> None:
    world.accepts(times=2)
    world.tell()
    world.works()
    world.said(7001, code="43101")
    assert (world.of().state, world.left()) == (SendingState.FAILED, 0)
    assert "43101" in world.of().problem


def test_an_erased_notice_is_not_written_again(world: World) -> None:
    world.accepts()
    world.tell()
    [body] = taken()

    def send(of: dict[str, Any]) -> dict[str, Any]:
        notices.erasure.erase(ACCOUNT, "oA", 2**40)
        return world.send(of)

    notices.work(body, world.clock, lambda _: send)
    assert notices.erasure.sendings_of(ACCOUNT, "oA") == []
