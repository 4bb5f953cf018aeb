"""A person is erased: every trace of them goes, what others need stays, and one receipt says so."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Final

import pytest

from chalicelib import accounts, audit, desk, followers, hotline
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.application import erase_follower, incoming, sweep
from chalicelib.application.erase_follower import Outcome
from chalicelib.audit import AuditEntry
from chalicelib.cloud import clients, table
from chalicelib.settings import settings
from chalicelib.triggers import outgoing
from tests.cloud.application.whole_life import (
    HOTLINE,
    OPENID,
    OTHER,
    WORDS,
    Life,
    asked,
    everything,
    finished,
    lived,
    scanned,
    taken,
    traces,
)
from tests.cloud.desk.conftest import (  # noqa: F401 - fixtures
    ACCOUNT,
    NOW,
    Desk,
    account,
    empty,
    hire,
    office,
)

OPS: Final = local("ops")
GRACE: Final = timedelta(days=30)


@pytest.fixture(autouse=True)
def connected(office: Desk) -> None:  # noqa: F811 - a fixture
    """A desk with two agents, and a hotline that does not answer."""
    hotline.connect(
        ACCOUNT, base_url=HOTLINE, timeout_seconds=1, secret=None, by=OPS, now=office.now
    )


@pytest.fixture
def life() -> Life:
    return lived()


def receipts() -> list[AuditEntry]:
    return [one for one in audit.of_unit(ACCOUNT) if one.action == erase_follower.ERASE]


def test_before_it_everything_is_found(life: Life) -> None:
    assert traces() == [OPENID, *WORDS]


def test_after_it_nothing_of_the_person_is_found_anywhere(life: Life) -> None:
    session = desk.live_sessions(ACCOUNT)[0]
    asked(life)
    receipt = finished(life)
    assert traces() == []
    assert session.ticket not in everything()
    assert followers.names(receipt.object, ACCOUNT, OPENID)
    assert not followers.names(receipt.object, ACCOUNT, OTHER)
    assert (receipt.by, receipt.note) == (
        "ops",
        f"公众号 {ACCOUNT}，依申请或依法删除：本人书面申请",
    )
    assert {one.field: one.before for one in receipt.changes} == {
        "messages": "13",
        "events": "4",
        "questions": "8",
        "second_looks": "1",
        "sessions": "2",
        "ratings": "1",
        "lines": "4",
        "unsent": "1",
        "transcripts": "1",
        "cases": "1",
        "pseudonyms": "1",
        "roll": "1",
        "state": "1",
    }
    assert receipts() == [receipt]


def test_what_another_person_said_stays(life: Life) -> None:
    other = Life(OTHER, life.now)
    other.pushed(Event="subscribe", EventKey="")
    session = other.asks_for_a_person()
    other.writes("我的话要留下")
    before = [item for item in scanned() if OTHER in str(item)]
    asked(life)
    finished(life)
    assert [item for item in scanned() if OTHER in str(item)] == before
    assert [one.id for one in desk.live_sessions(ACCOUNT)] == [session.id]
    assert "我的话要留下" in everything()


def test_the_figures_of_the_desk_stay(life: Life) -> None:
    [before, *_] = desk.figures(ACCOUNT, NOW - timedelta(days=1), life.now)
    asked(life)
    finished(life)
    [after, *_] = desk.figures(ACCOUNT, NOW - timedelta(days=1), life.now)
    assert (after.sessions, after.answered) == (before.sessions, before.answered)
    assert after.rated == 0


def test_an_answer_that_waits_is_not_sent_any_more(life: Life) -> None:
    waiting = taken()
    asked(life)
    finished(life)
    before = len(life.sent)
    for body in waiting:
        if not hotline.is_task(body):
            desk.work(body, sender_for=lambda _: life.sent.append, clock=life.clock)
    desk.sweep(life.now)
    life.work()
    assert len(life.sent) == before
    assert traces() == []


def test_a_message_that_is_being_sent_is_waited_for(life: Life) -> None:
    [line] = [one for one in desk.erasure.lines(ACCOUNT, OPENID) if one.state == "queued"]
    pk = followers.partition(ACCOUNT, OPENID)
    asked(life)
    table.update(
        pk,
        line.id,
        "SET #state = :sending, tried = :now REMOVE gsi1pk, gsi1sk",
        {":sending": "sending", ":now": int(life.now.timestamp())},
        names={"#state": "state"},
    )
    for progress in erase_follower.work_off(ACCOUNT, OPENID, life.now):
        last = progress
    assert last.outcome is Outcome.LATER
    assert table.get(pk, line.id) is not None
    finished(life)
    assert traces() == []


def test_who_left_is_erased_after_the_days_of_grace(life: Life) -> None:
    life.leaves()
    at = life.now
    life.now = at + GRACE - timedelta(minutes=1)
    sweep.queue_due(life.now)
    assert erase_follower.advance(ACCOUNT, OPENID, life.now).outcome is Outcome.NOTHING
    assert OPENID in traces()
    life.now = at + GRACE
    assert erase_follower.sweep(life.now) == 1
    assert len([body for body in taken() if erase_follower.is_task(body)]) == 1
    receipt = finished(life)
    assert (receipt.by, receipt.note) == ("system", f"公众号 {ACCOUNT}，粉丝取消关注")
    assert traces() == []


def test_the_queues_function_does_portion_after_portion(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    life.leaves()
    life.now += GRACE
    taken()
    monkeypatch.setattr(outgoing, "utc_now", life.clock)
    monkeypatch.setattr(erase_follower.advance, "__kwdefaults__", {"most": 5})
    erase_follower.sweep(life.now)
    portions = 0
    while bodies := [body for body in taken() if erase_follower.is_task(body)]:
        records = [{"body": body, "messageId": "m", "receiptHandle": "r"} for body in bodies]
        assert outgoing.outgoing({"Records": records}, None) == {"batchItemFailures": []}
        portions += 1
    assert portions > 3
    assert traces() == []
    assert len(receipts()) == 1


def test_who_follows_again_in_time_keeps_everything(life: Life) -> None:
    life.leaves()
    life.pushed(Event="subscribe", EventKey="")
    life.now += GRACE + timedelta(days=1)
    assert erase_follower.sweep(life.now) == 0
    assert followers.erasure_store.waiting(ACCOUNT, OPENID) is None
    assert OPENID in traces()
    assert receipts() == []


def test_a_follow_from_before_that_is_told_late_calls_nothing_off(life: Life) -> None:
    life.leaves()
    life.now -= timedelta(minutes=10)
    life.pushed(Event="subscribe", EventKey="")
    assert followers.erasure_store.waiting(ACCOUNT, OPENID) is not None


def test_what_comes_after_the_erasure_began_stays(life: Life) -> None:
    life.leaves()
    life.now += GRACE
    assert erase_follower.advance(ACCOUNT, OPENID, life.now, most=3).outcome is Outcome.MORE
    life.pushed(Event="subscribe", EventKey="qrscene_new-hall")
    session = life.asks_for_a_person()
    life.writes("新的问题")
    finished(life)
    kept = everything()
    assert "新的问题" in kept
    assert "new-hall" in kept
    assert [word for word in WORDS if word in kept] == []
    assert followers.state(ACCOUNT, OPENID).session == session.id
    assert followers.erasure_store.follows(ACCOUNT, OPENID)
    assert len(receipts()) == 1


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ("user_authorization_revoke", "用户撤回授权"),
        ("user_authorization_cancellation", "用户注销微信账号"),
    ],
)
def test_a_revocation_is_carried_out_at_once(life: Life, event: str, why: str) -> None:
    told = life.pushed(Event=event, FromUserName="gh_sender", OpenID=OPENID, RevokeInfo="301")
    assert OPENID not in str(table.get(f"SYSTEM#{ACCOUNT}", f"IN#{told.key}"))
    life.now += erase_follower.SETTLES
    assert erase_follower.sweep(life.now) == 1
    assert len([body for body in taken() if erase_follower.is_task(body)]) == 1
    receipt = finished(life)
    assert receipt.note.endswith(why)
    assert traces() == []


def test_changed_user_information_erases_nothing_and_is_not_kept(life: Life) -> None:
    assert followers.erasure_store.waiting(ACCOUNT, OPENID) is None
    system = [item for item in scanned() if str(item["pk"]).startswith("SYSTEM#")]
    assert len(system) == 1
    assert OPENID not in str(system)


def test_the_stream_follows_no_push_that_was_erased(life: Life) -> None:
    late = life.writes("转人工")
    asked(life)
    finished(life)
    incoming.follow(late, life.now)
    assert traces() == []


def test_an_operator_waits_until_the_stream_has_told_the_last_message(life: Life) -> None:
    erasure = erase_follower.ask(ACCOUNT, OPENID, reason="申请", by=OPS, now=life.now)
    assert erasure.due_at == life.now + erase_follower.SETTLES
    assert erase_follower.advance(ACCOUNT, OPENID, life.now).outcome is Outcome.NOTHING


def test_leaving_during_an_erasure_on_request_is_erased_with_it(life: Life) -> None:
    asked(life)
    erase_follower.advance(ACCOUNT, OPENID, life.now, most=3)
    life.leaves()
    life.now += timedelta(minutes=10)
    finished(life)
    assert traces() == []
    assert len(receipts()) == 1


def test_of_an_account_that_was_removed_everything_goes_all_the_same(life: Life) -> None:
    asked(life)
    accounts.remove_account(ACCOUNT, by=OPS, now=life.now)
    accounts.forget()
    finished(life)
    assert traces() == []


def test_who_has_no_role_erases_nothing(life: Life) -> None:
    stranger = Actor(person="zhao", known_by=KnownBy.SIGN_IN)
    from chalicelib.people import PermissionDenied

    with pytest.raises(PermissionDenied, match="不能删除粉丝的个人信息"):
        erase_follower.ask(ACCOUNT, OPENID, reason="申请", by=stranger, now=life.now)
    assert followers.erasure_store.waiting(ACCOUNT, OPENID) is None


def test_of_a_stranger_nothing_is_kept_and_no_receipt_is_written() -> None:
    with pytest.raises(followers.NothingKept, match="没有保存"):
        erase_follower.ask(ACCOUNT, "oNobody", reason="申请", by=OPS, now=NOW)
    with pytest.raises(followers.ReasonMissing):
        erase_follower.ask(ACCOUNT, "oNobody", reason=" ", by=OPS, now=NOW)


def test_a_reason_that_names_the_openid_is_kept_without_it(life: Life) -> None:
    life.now += timedelta(minutes=5)
    erase_follower.ask(ACCOUNT, OPENID, reason=f"{OPENID} 申请", by=OPS, now=life.now)
    assert "… 申请" in finished(life).note


def test_no_line_of_the_log_names_the_person_or_quotes_them() -> None:
    told: list[str] = []

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told.append(str(vars(record)))

    logger, listening = logging.getLogger("rongmei"), Listening()
    logger.addHandler(listening)
    try:
        life = lived()
        asked(life)
        finished(life)
    finally:
        logger.removeHandler(listening)
    assert "follower erased" in "".join(told)
    assert [word for word in (OPENID, *WORDS) if word in "".join(told)] == []


def test_given_up_tasks_that_name_the_person_go(life: Life) -> None:
    sqs = clients.sqs()
    dead = sqs.create_queue(QueueName="rongmei-outgoing-failures")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]
    policy = f'{{"deadLetterTargetArn": "{arn["QueueArn"]}", "maxReceiveCount": "5"}}'
    sqs.set_queue_attributes(
        QueueUrl=settings().outgoing_queue_url, Attributes={"RedrivePolicy": policy}
    )
    for openid in (OPENID, OTHER):
        sqs.send_message(QueueUrl=dead, MessageBody=f'{{"openid": "{openid}"}}')
    asked(life)
    finished(life)
    sqs.set_queue_attributes(QueueUrl=dead, Attributes={"VisibilityTimeout": "0"})
    left = sqs.get_queue_attributes(
        QueueUrl=dead,
        AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    )["Attributes"]
    assert sum(map(int, left.values())) == 1
