"""A hall of the city: its day today, with somebody in each state, and a day on which it is closed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from chalicelib import appointments
from chalicelib.actor import local
from chalicelib.application import hall_setup
from chalicelib.appointments import Booking, Origin, Person, SlotKey
from chalicelib.clock import SHANGHAI, utc_now

OPS = local("ops")
ALL_DAY = ["00:00-23:59"]


def fill(unit: str, mark: str) -> dict[str, str]:
    """Make it; returns the ids of its things by the names that routes give them.

    Closing a day writes each of its slots, so those that are closed have few.
    It is open all day, so that today has slots that began and slots to come, whatever the time is.
    """
    now = utc_now()
    today = now.astimezone(SHANGHAI).date()
    closed, open_day = today + timedelta(days=3), today + timedelta(days=2)
    few = {day.isoformat(): ["00:00-02:00"] for day in (closed, open_day)}
    hall_setup.save_hall(_typed(unit, mark) | {"extra": few}, seen=0, by=OPS, now=now)
    booked = [_booked(mark, n, today) for n in range(4)]
    _, here, served, missed = (one.id for one in booked)
    appointments.window.checked_in(here, now=now, by="ops")
    appointments.window.checked_in(served, now=now, by="ops")
    appointments.window.serve(served, now=now, by="ops")
    appointments.window.no_show(missed, now=now, by="ops")
    _booked(mark, 9, open_day)
    hall_setup.close_day("jia-hall", closed, f"{mark}系统升级", by=OPS, now=now)
    return {
        "hall": "jia-hall",
        "hall_version": str(appointments.halls.get("jia-hall").version),
        "booking": booked[0].id,
        "here": here,
        "hall_code": booked[0].code,
        "day": today.isoformat(),
        "open_day": open_day.isoformat(),
        "closed_day": closed.isoformat(),
    }


def _typed(unit: str, mark: str) -> dict[str, object]:
    return {
        "id": "jia-hall",
        "unit": unit,
        "name": f"{mark}办税厅",
        "place": f"{mark}示范路 1 号",
        "week": dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), ALL_DAY),
        "holidays": False,
        "services": [
            {"id": "fapiao", "name": f"{mark}发票", "minutes": 5, "capacity": 1},
            {"id": "estate", "name": "不动产交易缴税", "minutes": 60, "capacity": 4},
        ],
        "asks": ["name"],
    }


def _booked(mark: str, number: int, day: date) -> Booking:
    """Booked the day before, for a time that has begun by now where the day is today."""
    slot = SlotKey("jia-hall", "estate", day, time(0))
    before = datetime.combine(day - timedelta(days=1), time(10), SHANGHAI)
    return appointments.book(
        slot,
        Person("jia", f"oHall{number}"),
        key=f"{mark}{number}{day}",
        origin=Origin.CHAT,
        now=before,
        identity={appointments.Asked.NAME: "林小明"},
    )
