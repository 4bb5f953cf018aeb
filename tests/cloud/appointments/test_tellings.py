"""Followers are told what happened to their appointments: once, by the way that is open, and the list of the day says which."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import pytest
from typer.testing import CliRunner

from chalicelib import accounts, appointments, conversation, desk, notices
from chalicelib.actor import local
from chalicelib.application import appointment_tellings, appointment_texts
from chalicelib.appointments import (
    Booking,
    Origin,
    Person,
    SlotKey,
    Telling,
    TellingKind,
    TellingState,
)
from chalicelib.cloud import table
from chalicelib.wechat.parse import typed
from cli.app import app
from tests.cloud.appointments.world import DAY, HALL, NINE, SERVICE, SLOT, at, kept
from tests.cloud.desk.conftest import ACCOUNT, Desk, Killed, account, empty, taken

__all__ = ["account", "empty"]

OPERATOR: Final = local("ops")
EVENING: Final = at(18, 0, date(2026, 12, 1))
BOOKED: Final = at(10, 0, date(2026, 12, 1))


@pytest.fixture(autouse=True)
def _hall(empty: Desk) -> Iterator[None]:
    empty.now = BOOKED
    kept(unit="yunling")
    yield
    appointments.halls.forget()


def books(openid: str, slot: SlotKey = SLOT, *, wait: bool = False) -> Booking:
    act = appointments.wait if wait else appointments.book
    return act(slot, Person(ACCOUNT, openid), key=f"{openid}{slot}", origin=Origin.CHAT, now=BOOKED)


def says(office: Desk, openid: str, tap: str = "") -> None:
    """The follower writes, so that WeChat takes messages to them."""
    office.words += 1
    office.wechat[openid] = 5
    wire: dict[str, Any] = {
        "ToUserName": "gh",
        "FromUserName": openid,
        "CreateTime": int(office.now.timestamp()),
        "MsgType": "text",
        "Content": "你好",
        "MsgId": str(office.words),
    }
    conversation.receive(accounts.live(ACCOUNT), typed(wire), wire, office.now.timestamp())


def works(office: Desk, now: datetime) -> None:
    """The sweep, and then the queue until it is empty."""
    office.now = now
    appointment_tellings.sweep(now)
    for _ in range(9):
        for body in taken():
            if appointment_tellings.is_task(body):
                appointment_tellings.work(now)
            else:
                desk.work(body, sender_for=lambda _: office.send, clock=office.clock)


def told(openid: str) -> list[Telling]:
    return [
        one
        for booking in appointments.of_person(Person(ACCOUNT, openid))
        for one in appointments.tellings.of_booking(booking.id)
        if one.state is not TellingState.WAITING
    ]


def states(openid: str) -> list[tuple[TellingKind, TellingState]]:
    return [(one.kind, one.state) for one in told(openid)]


def test_who_wrote_lately_is_reminded_once_on_the_evening_before(empty: Desk) -> None:
    says(empty, "oA")
    one = books("oA")
    works(empty, EVENING - timedelta(minutes=1))
    assert empty.sent == []
    works(empty, EVENING)
    works(empty, EVENING + timedelta(minutes=1))
    (text,) = empty.texts
    assert text.startswith("提醒：您预约了12月2日（周三）09:00—09:30")
    assert one.code in text
    assert states("oA") == [(TellingKind.REMINDER, TellingState.CHAT)]


def test_who_did_not_write_is_not_told_and_the_list_says_why(empty: Desk) -> None:
    books("oA")
    works(empty, EVENING)
    assert empty.sent == []
    assert states("oA") == [(TellingKind.REMINDER, TellingState.NOT_TOLD)]
    (one,) = appointment_tellings.of_day(HALL, DAY, by=OPERATOR)
    assert one.way.startswith("没有告知：没有订阅通知的同意")


def subscribed(openid: str, purpose: notices.Purpose) -> None:
    """The account has a template for the purpose, and the follower accepts it for long."""
    content = "事项:{{thing1.DATA}}\n时间:{{time2.DATA}}\n提示:{{thing3.DATA}}"
    template = notices.Template(
        id="tpl",
        title="预约提醒",
        kind=notices.TemplateKind.LONG_TERM,
        fields=notices.fields.read_fields(content),
        content=content,
        fetched_at=BOOKED,
    )
    table.transact([notices.setup_store.template_action(ACCOUNT, template)])
    lines = {"thing1": "{service}", "time2": "{time}", "thing3": "{what}，{hall}"}
    wiring = notices.Wiring(purpose=purpose, template="tpl", lines=lines)
    notices.setup_store.wire(ACCOUNT, wiring, [])
    accepted = {"tpl": lambda one: one.model_copy(update={"left": 1, "accepted_at": 1})}
    notices.consent_store.change(ACCOUNT, openid, accepted)


def test_who_subscribed_is_reminded_by_a_notice_alone(empty: Desk) -> None:
    subscribed("oA", notices.Purpose.APPOINTMENT_REMINDER)
    says(empty, "oA")
    one = books("oA")
    empty.now = EVENING
    for _ in range(2):
        assert appointment_tellings.work(EVENING) in (0, 1)
    (note,) = notices.erasure.sendings_of(ACCOUNT, "oA")
    assert note.data["thing1"] == one.service_name
    assert note.data["thing3"].startswith("明天办理，")
    assert empty.sent == []
    assert states("oA") == [(TellingKind.REMINDER, TellingState.NOTICE)]
    (seen,) = appointment_tellings.of_day(HALL, DAY, by=OPERATOR)
    assert seen.way == "订阅通知（排队）"


def test_who_subscribed_to_changes_hears_of_a_closed_hall_by_a_notice(empty: Desk) -> None:
    subscribed("oA", notices.Purpose.APPOINTMENT_CHANGED)
    books("oA")
    appointments.closing.close_day(HALL, DAY, "停电检修", by="test", now=BOOKED)
    appointment_tellings.work(BOOKED + timedelta(minutes=1))
    (note,) = notices.erasure.sendings_of(ACCOUNT, "oA")
    assert note.data["thing3"].startswith("大厅当日停办，")


def test_a_hall_that_closes_tells_everybody_once_and_offers_other_times(empty: Desk) -> None:
    for openid in ("oA", "oB"):
        says(empty, openid)
        books(openid)
    appointments.closing.close_day(HALL, DAY, "停电检修", by="test", now=BOOKED)
    appointments.closing.close_day(HALL, DAY, "停电检修", by="test", now=BOOKED)
    for minute in range(1, 4):
        works(empty, BOOKED + timedelta(minutes=minute))
    assert sorted(str(one["touser"]) for one in empty.sent) == ["oA", "oB"]
    assert all("停办（停电检修）" in text and "可以改到" in text for text in empty.texts)
    assert empty.texts[0].count("book:take:qx-hall:fapiao:") == 3
    assert (TellingKind.HALL_CLOSED, TellingState.CHAT) in states("oA")
    works(empty, EVENING)
    assert len(empty.sent) == 2


def test_who_moves_up_from_the_waiting_list_is_told(empty: Desk) -> None:
    first = books("oA")
    books("oB")
    says(empty, "oC")
    books("oC", wait=True)
    appointments.cancel(first.id, Person(ACCOUNT, "oA"), now=BOOKED)
    works(empty, BOOKED + timedelta(minutes=1))
    (text,) = empty.texts
    assert text.startswith("候补成功，已为您约上：12月2日（周三）09:00—09:30")


def test_a_reminder_of_what_was_cancelled_is_dropped(empty: Desk) -> None:
    says(empty, "oA")
    one = books("oA")
    appointments.cancel(one.id, Person(ACCOUNT, "oA"), now=BOOKED)
    works(empty, EVENING)
    assert empty.sent == []
    assert states("oA") == [(TellingKind.REMINDER, TellingState.DROPPED)]


@pytest.mark.parametrize(
    ("where", "sent", "state"),
    [
        ("appointments.tellings.claim", 1, TellingState.CHAT),
        ("appointments.get", 0, TellingState.CLAIMED),
        ("desk.tell_wanted", 0, TellingState.CLAIMED),
        ("appointments.tellings.settle", 1, TellingState.CLAIMED),
    ],
)
def test_killed_between_any_two_steps_it_tells_at_most_once(
    empty: Desk, monkeypatch: pytest.MonkeyPatch, where: str, sent: int, state: TellingState
) -> None:
    says(empty, "oA")
    books("oA")

    def dies(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(f"chalicelib.{where}", dies)
        empty.now = EVENING
        with pytest.raises(Killed):
            appointment_tellings.work(EVENING)
    for minute in range(3):
        works(empty, EVENING + timedelta(minutes=minute))
    assert len(empty.sent) == sent
    assert states("oA") == [(TellingKind.REMINDER, state)]
    if state is TellingState.CLAIMED:
        (one,) = appointment_tellings.of_day(HALL, DAY, by=OPERATOR)
        assert "不再重发" in one.way


def test_one_that_fails_does_not_stop_the_others(
    empty: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for openid in ("oA", "oB", "oC"):
        says(empty, openid)
    books("oA"), books("oB"), books("oC", SLOT._replace(start=time(10)))
    claim = appointments.tellings.claim

    def refuse(one: Telling, now: datetime) -> bool:
        if one.person.openid == "oB":
            raise RuntimeError("throttled")
        return claim(one, now)

    monkeypatch.setattr(appointments.tellings, "claim", refuse)
    with pytest.raises(RuntimeError):
        appointment_tellings.work(EVENING)
    monkeypatch.undo()
    works(empty, EVENING)
    assert sorted(str(one["touser"]) for one in empty.sent) == ["oA", "oB", "oC"]


def test_more_than_a_portion_is_told_by_the_tasks_that_follow(
    empty: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appointment_tellings, "PORTION", 2)
    slots = [SLOT, SLOT, SLOT._replace(start=time(10)), SLOT._replace(start=time(10)), SLOT._replace(start=time(11))]  # fmt: skip
    for nth, slot in enumerate(slots):
        says(empty, f"o{nth}")
        books(f"o{nth}", slot)
    works(empty, EVENING)
    assert len(empty.sent) == 5


def test_what_wechat_did_not_take_shows_in_the_list(empty: Desk) -> None:
    from chalicelib.wechat.errors import refusal

    says(empty, "oA")
    books("oA")
    empty.answers = [refusal(45015, "out of time", appid="wx", api="/x", method="POST", answer={})]
    works(empty, EVENING)
    (one,) = appointment_tellings.of_day(HALL, DAY, by=OPERATOR)
    assert one.way == f"公众号消息（{desk.MESSAGE_STATE_NAMES[desk.MessageState.REFUSED]}）"


def test_no_text_is_longer_than_wechat_takes(empty: Desk) -> None:
    kept(unit="yunling", name="清" * 40, place="路" * 120, note="带" * 200)
    one = books("oA", SLOT._replace(start=NINE, service=SERVICE))
    what = appointment_tellings.ToTell(
        Telling(booking=one.id, kind=TellingKind.HALL_CLOSED, person=Person(ACCOUNT, "oA"), day=DAY, start=NINE, due=BOOKED, note="检" * 60),
        one,
    )  # fmt: skip
    for kind in TellingKind:
        text = appointment_tellings.text_of(
            what._replace(telling=what.telling.model_copy(update={"kind": kind})), BOOKED
        )
        assert len(text.encode()) <= appointment_texts.MOST_BYTES
    assert len(appointment_texts.booked(one, appointments.halls.get(HALL)).encode()) <= 2048


def test_the_list_of_a_day_at_a_shell(empty: Desk) -> None:
    says(empty, "oA")
    books("oA")
    books("oB")
    works(empty, EVENING)
    done = CliRunner().invoke(
        app, ["appointment", "tellings", HALL, "--day", DAY.isoformat()], env={"COLUMNS": "300"}
    )
    assert done.exit_code == 0, done.output
    assert "前一天提醒" in done.output
    assert "公众号消息" in done.output
    assert "没有告知：没有订阅通知的同意" in done.output
    shown = CliRunner().invoke(
        app, ["appointment", "tellings", HALL, "--day", DAY.isoformat(), "--json"]
    )
    assert sorted(one["state"] for one in json.loads(shown.output)) == ["chat", "not_told"]
