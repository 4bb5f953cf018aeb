"""A follower books, changes, cancels, waits and checks in by the chat alone: menu, links and codes, no message of the quota."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import time

import pytest

from chalicelib import appointments, followers
from chalicelib.application import appointment_halls
from chalicelib.appointments import Asked, BookingState, HallService, Origin, SlotKey
from chalicelib.appointments.models import Span
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.cloud import clients, table
from chalicelib.conversation import Decision, Rung, recorded
from tests.cloud.appointments.chat import HALL, Follower, hall, today, tomorrow
from tests.cloud.conversation.test_callback import account, call, content, text

__all__ = ["account"]


@pytest.fixture(autouse=True)
def _cold(account: object) -> Iterator[None]:
    appointment_halls.forget_units()
    yield
    appointment_halls.forget_units()


def decisions(openid: str = "oFollower") -> list[Decision]:
    found = table.query(f"FOLLOWER#province#{openid}", "IN#")
    return [one.decision for one in map(recorded, found) if one is not None]


def other(number: int, start: time = time(9)) -> None:
    """Somebody else takes a place."""
    appointments.book(
        SlotKey(HALL, "fapiao", tomorrow(), start),
        Follower(f"oOther{number}").person,
        key=f"other {number}",
        origin=Origin.CHAT,
        now=utc_now(),
    )


def to_times(who: Follower) -> str:
    """From the menu to the times of tomorrow: one hall and one service ask for no choice."""
    who.menu()
    return who.tap(f"{tomorrow().month}月{tomorrow().day}日")


def test_a_follower_books_changes_and_cancels_by_taps_alone() -> None:
    hall()
    who = Follower()
    assert "请选择时间" in to_times(who)
    said = who.tap("09:00—10:00")
    (booking,) = who.bookings
    assert "预约成功" in said
    assert f"预约码：{booking.code}" in said
    assert "云岭区学府路 8 号" in said
    who.menu()
    assert booking.code in who.tap("我的预约")
    who.tap("改约")
    who.tap(f"{tomorrow().month}月{tomorrow().day}日")
    assert "改约成功" in who.tap("10:00—11:00")
    (changed,) = who.bookings
    assert (changed.id, changed.start) == (booking.id, time(10))
    assert "要取消这个预约吗" in who.tap("取消")
    assert "已取消" in who.tap("确定取消")
    assert who.bookings == []
    assert {one.rung for one in decisions()} == {Rung.APPOINTMENT}
    assert sum(one.kf_messages for one in decisions()) == 0


def test_words_open_the_counter_and_a_rule_of_the_account_goes_first() -> None:
    hall()
    who = Follower()
    assert "请选择日期" in who.say("预约")
    assert "请选择日期" in who.say("预约办税")
    assert "您没有待办的预约" in who.say("我的预约")
    assert who.say("个税") == "答复"
    assert who.say("预约不了怎么办") == "默认"


def test_words_are_as_any_others_where_there_is_no_hall() -> None:
    assert Follower().say("预约") == "默认"


def test_wechats_second_try_books_once_and_gets_the_same_reply() -> None:
    hall()
    who = Follower()
    to_times(who)
    first = who.tap("09:00—10:00")
    assert who.again() == first
    assert who.again() == first
    assert len(who.bookings) == 1


def test_a_try_that_died_before_the_record_books_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The booking is made, the push is not on record: WeChat's second try finds the booking and tells it."""
    hall()
    who = Follower()
    to_times(who)
    with monkeypatch.context() as patch:
        patch.setattr(
            "chalicelib.conversation.inbox.store.record",
            lambda *_, **__: (_ for _ in ()).throw(RuntimeError("killed")),
        )
        with pytest.raises((RuntimeError, AssertionError)):
            who.tap("09:00—10:00")
    (booking,) = who.bookings
    assert f"预约码：{booking.code}" in who.again()
    assert who.bookings == [booking]


def test_a_full_slot_offers_the_waiting_list_and_the_first_in_line_moves_up() -> None:
    hall()
    other(1), other(2)
    who = Follower()
    assert "已约满" in to_times(who)
    said = who.tap("候补")
    assert "已候补" in said
    (waiting,) = who.bookings
    assert waiting.state is BookingState.WAITING
    appointments.cancel(
        appointments.open_of(Follower("oOther1").person, utc_now())[0].id,
        Follower("oOther1").person,
        now=utc_now(),
    )
    who.menu()
    who.tap("我的预约")
    (moved,) = who.bookings
    assert moved.state is BookingState.BOOKED
    assert moved.code in who.reply


def test_the_last_place_goes_to_one_and_the_other_is_offered_to_wait() -> None:
    hall()
    who = Follower()
    to_times(who)
    other(1), other(2)
    said = who.tap("09:00—10:00")
    assert "这个时段已经约满" in said
    assert [one.shown for one in who.links] == ["候补这个时段", "换个时间", "我的预约"]
    assert "已候补" in who.tap("候补这个时段")


def test_scanning_the_halls_code_checks_in_and_says_so() -> None:
    now = utc_now().astimezone(SHANGHAI)
    every = (Span(start=time(0, 0), end=time(23, 59)),)
    hall(week=(every,) * 7, early=600, late=600)
    who = Follower()
    begins = appointments.times(appointments.halls.get(HALL), "fapiao", today(), now)
    slot = begins[0] if begins else None
    if slot is None:
        pytest.skip("the last hour of the day")
    made = appointments.book(
        SlotKey(HALL, "fapiao", today(), slot.start),
        who.person,
        key="k",
        origin=Origin.CHAT,
        now=now,
    )
    said = who.scan()
    assert said.startswith("已签到：云岭区办税服务厅")
    assert made.code in said
    assert who.again() == said
    assert appointments.get(made.id).state is BookingState.CHECKED_IN


def test_a_code_scanned_without_a_booking_leads_to_one() -> None:
    hall()
    who = Follower()
    assert "现在没有预约" in who.scan()
    assert [one.shown for one in who.links] == ["预约", "我的预约"]
    who.tap("预约")
    assert "请选择日期" in who.reply


def test_who_scans_too_early_is_told_from_when() -> None:
    hall(early=30)
    who = Follower()
    to_times(who)
    who.tap("09:00—10:00")
    assert "开始前 30 分钟起可以签到" in who.scan()


def test_a_new_follower_who_scans_is_greeted_as_any_other() -> None:
    hall()
    assert Follower("oNew").scan(follows=True) == "欢迎"
    assert decisions("oNew")[0].rung is Rung.FOLLOW


def test_an_account_without_halls_answers_the_menus_key_as_any_other() -> None:
    assert Follower().menu() == "success"
    assert decisions()[0].rung is Rung.SILENT


def test_links_work_while_an_agent_has_the_conversation() -> None:
    hall()
    who = Follower()
    who.menu()
    table.put({"pk": followers.partition("province", who.openid), "sk": followers.STATE, "session": "s1", "owner": "agent"})  # fmt: skip
    assert followers.state("province", who.openid).session_owner == "agent"
    assert who.say("你好") == "success"
    who.menu()
    assert "请选择时间" in who.tap(f"{tomorrow().month}月{tomorrow().day}日")


def test_another_persons_link_does_nothing() -> None:
    hall()
    other(1)
    theirs = appointments.open_of(Follower("oOther1").person, utc_now())[0]
    who = Follower()
    for asked in (
        f"book:drop:{theirs.id}",
        f"book:dropped:{theirs.id}",
        f"book:days:::{theirs.id}",
    ):
        assert "没有找到这个预约" in who.say("取消", asked)
    assert appointments.get(theirs.id) == theirs


@pytest.mark.parametrize("rest", ["", "nonsense", "take", "take:north:fapiao", "take:north:fapiao:20269999:0900", "halls:::0", "days:elsewhere:x", "mine:1:2:3", "take:" + "x" * 200])  # fmt: skip
def test_a_link_that_nobody_wrote_is_answered_and_books_nothing(rest: str) -> None:
    hall()
    who = Follower()
    assert who.say("预约", f"book:{rest}")
    assert who.bookings == []


def test_a_hall_that_asks_who_one_is_sends_to_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    hall(asks=(Asked.NAME, Asked.ID_NUMBER))
    who = Follower()
    to_times(who)
    said = who.tap("09:00—10:00")
    assert "请不要发在这里" in said or "请到窗口" in said
    assert who.bookings == []


def test_many_halls_are_offered_by_area_and_page_within_a_reply() -> None:
    from chalicelib import units
    from chalicelib.units import UnitLevel

    for nth in range(3):
        units.add_unit(
            f"city{nth}", name=f"第{nth}市税务局", level=UnitLevel.CITY, parent="province"
        )
        for number in range(9):
            hall(
                f"hall-{nth}-{number}",
                unit=f"city{nth}",
                name=f"第{nth}市第{number}税务分局办税服务厅综合业务窗口",
                place="某区某街道某路 100 号政务服务中心二楼东侧办税服务厅",
            )
    appointment_halls.forget_units()
    who = Follower()
    assert "请选择地区" in who.menu()
    assert "9 个厅" in who.reply
    who.tap("第1市")
    shown = {one.shown for one in who.links}
    while any(one.shown == "更多" for one in who.links):
        who.tap("更多")
        shown |= {one.shown for one in who.links}
    assert sum(one.startswith("第1市第") for one in shown) == 9
    assert not any(one.startswith("第2市") for one in shown)


def test_a_long_day_is_read_page_by_page() -> None:
    every = (Span(start=time(8, 0), end=time(18, 0)),)
    hall(week=(every,) * 7, services=(HallService(id="fapiao", name="发票领用", minutes=10, capacity=1),))  # fmt: skip
    who = Follower()
    to_times(who)
    times = {one.shown for one in who.links if "—" in one.shown}
    while any(one.shown == "更多" for one in who.links):
        who.tap("更多")
        times |= {one.shown for one in who.links if "—" in one.shown}
    assert len(times) == 60


def test_the_domain_refuses_and_the_reply_says_why() -> None:
    hall(per_person=1)
    who = Follower()
    to_times(who)
    who.tap("09:00—10:00")
    to_times(who)
    assert "您已有 1 个还没有办的预约" in who.tap("10:00—11:00")


def test_an_ordinary_message_still_makes_one_read_and_one_write() -> None:
    hall()
    call(*text("个税", msg_id=1))
    calls: Counter[str] = Counter()
    clients.dynamodb().meta.events.register("before-call.*.*", lambda model, **_: calls.update([model.name]))  # fmt: skip
    assert content(call(*text("个税", msg_id=2))) == "答复"
    assert calls == {"GetItem": 1, "PutItem": 1}
