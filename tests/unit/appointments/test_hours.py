"""Slots follow from the hall alone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib.appointments import Hall, HallService, hours
from chalicelib.appointments.models import Span
from chalicelib.clock import SHANGHAI

DAY = date(2026, 12, 2)
FAPIAO = HallService(id="fapiao", name="发票领用", minutes=45, capacity=2)


def _span(start: int, end: int) -> Span:
    """From and to, in minutes of the day."""
    return Span(start=time(*divmod(start, 60)), end=time(*divmod(end, 60)))


def _hall(**fields: Any) -> Hall:
    week = (_span(9 * 60, 12 * 60), _span(13 * 60, 17 * 60))
    plain = {
        "id": "hall",
        "unit": "qingxi",
        "name": "厅",
        "week": (*([week] * 5), (), ()),
        "services": (FAPIAO,),
    }
    return Hall(**plain | fields)


def test_a_slot_lies_within_one_open_time() -> None:
    slots = hours.slots_of(_hall(), FAPIAO, DAY)
    assert [start for start, _ in slots] == [
        *(time(9), time(9, 45), time(10, 30), time(11, 15)),
        *(time(13), time(13, 45), time(14, 30), time(15, 15), time(16)),
    ]


def test_a_closed_day_goes_before_an_extra_day_before_the_holidays_before_the_week() -> None:
    saturday, extra = date(2026, 12, 5), (_span(600, 660),)
    week = _hall().week[2]
    assert hours.hours_of(_hall(), saturday) == ()
    assert hours.hours_of(_hall(make_up_days=(saturday,)), saturday) == week
    assert hours.hours_of(_hall(make_up_days=(saturday,), holidays=False), saturday) == ()
    assert hours.hours_of(_hall(days_off=(DAY,)), DAY) == ()
    assert hours.hours_of(_hall(days_off=(DAY,), extra={DAY: extra}), DAY) == extra
    assert hours.hours_of(_hall(extra={DAY: extra}, closed={DAY: "停电"}), DAY) == ()


def test_a_day_is_opened_so_many_days_before_at_a_minute() -> None:
    opened = hours.opens_at(_hall(opens_days=3, opens_at=time(8, 30)), DAY)
    assert opened == datetime(2026, 11, 29, 8, 30, tzinfo=SHANGHAI)


@given(st.integers(0, 1380), st.integers(1, 600), st.sampled_from([5, 10, 20, 30, 45, 90, 240]))
def test_slots_follow_one_another_and_fill_the_open_time(
    start: int, length: int, minutes: int
) -> None:
    end = min(start + length, 1439)
    service = FAPIAO.model_copy(update={"minutes": minutes})
    slots = hours.slots_of(_hall(extra={DAY: (_span(start, end),)}), service, DAY)
    assert len(slots) == (end - start) // minutes
    for at, until in slots:
        gap = datetime.combine(DAY, until) - datetime.combine(DAY, at)
        assert gap == timedelta(minutes=minutes)
    assert all(one[1] == following[0] for one, following in pairwise(slots))


@pytest.mark.parametrize(
    "week",
    [
        ((_span(600, 700), _span(690, 720)),),
        ((_span(700, 720), _span(600, 690)),),
    ],
)
def test_open_times_that_overlap_or_go_backward_are_refused(week: Any) -> None:
    with pytest.raises(ValidationError):
        _hall(week=(*week, *([()] * 6)))
