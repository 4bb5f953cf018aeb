"""What a follower booked is in their copy, and goes with their erasure."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib import appointments
from chalicelib.actor import local
from chalicelib.application import erase_follower, export_follower
from chalicelib.appointments import Asked, Booking, Origin, Person, SlotKey
from tests.cloud.application.whole_life import OPENID, Life, everything, finished
from tests.cloud.appointments.world import HALL, SERVICE, kept
from tests.cloud.desk.conftest import (  # noqa: F401 - fixtures
    ACCOUNT,
    Desk,
    account,
    empty,
    hire,
    office,
)

OPS = local("ops")
NAME = "欧阳示例"


@pytest.fixture
def life(office: Desk) -> Life:  # noqa: F811 - a fixture
    life = Life()
    life.writes("你好")
    return life


def _booked(life: Life) -> Booking:
    hall = kept(asks=(Asked.NAME,), remind_at=None)
    day = next(one for one in appointments.days(hall, SERVICE, life.now) if one.open and one.free)
    at = appointments.times(hall, SERVICE, day.day, life.now)[-1]
    return appointments.book(
        SlotKey(HALL, SERVICE, day.day, at.start),
        Person(ACCOUNT, OPENID),
        key="k",
        origin=Origin.CHAT,
        now=life.now,
        identity={Asked.NAME: NAME},
    )


def test_a_copy_has_the_bookings_with_what_the_hall_asked_for(life: Life) -> None:
    made = _booked(life)
    copy = export_follower.export_follower(ACCOUNT, OPENID, by=OPS, now=life.now)
    [one] = copy["预约"]
    assert (one["业务"], one["状态"], one["预约码"]) == ("发票领用", "已预约", made.code)
    assert one["实名信息"] == {"姓名": NAME}
    assert copy["数量"]["预约"] == 1
    assert copy["其他记录"] == []


def test_an_erasure_leaves_no_trace_of_a_booking_and_frees_its_place(life: Life) -> None:
    made = _booked(life)
    life.now += timedelta(minutes=5)
    erase_follower.ask(ACCOUNT, OPENID, reason="本人书面申请", by=OPS, now=life.now)
    finished(life)
    left = everything()
    assert OPENID not in left
    assert NAME not in left
    assert f"BOOKING#{made.id}" not in left
    assert appointments.of_day(HALL, made.day) == []
