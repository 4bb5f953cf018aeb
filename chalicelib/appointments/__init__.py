"""Appointments (预约办税): halls, their slots, bookings that are never more than there are places, and the window's day.

Nothing of this lies on the callback's path; all of it opens late.
"""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.appointments import closing as closing
    from chalicelib.appointments import erasure as erasure
    from chalicelib.appointments import errors as errors
    from chalicelib.appointments import hall_file as hall_file
    from chalicelib.appointments import halls as halls
    from chalicelib.appointments import hours as hours
    from chalicelib.appointments import identity as identity
    from chalicelib.appointments import labels as labels
    from chalicelib.appointments import reading as reading
    from chalicelib.appointments import tellings as tellings
    from chalicelib.appointments import tending as tending
    from chalicelib.appointments import window as window
    from chalicelib.appointments.booking import book as book
    from chalicelib.appointments.booking import wait as wait
    from chalicelib.appointments.changing import cancel as cancel
    from chalicelib.appointments.changing import change as change
    from chalicelib.appointments.models import Asked as Asked
    from chalicelib.appointments.models import Booking as Booking
    from chalicelib.appointments.models import BookingState as BookingState
    from chalicelib.appointments.models import CancelReason as CancelReason
    from chalicelib.appointments.models import DayFree as DayFree
    from chalicelib.appointments.models import Hall as Hall
    from chalicelib.appointments.models import HallService as HallService
    from chalicelib.appointments.models import HallVersion as HallVersion
    from chalicelib.appointments.models import NoShowRule as NoShowRule
    from chalicelib.appointments.models import Origin as Origin
    from chalicelib.appointments.models import Person as Person
    from chalicelib.appointments.models import PersonBook as PersonBook
    from chalicelib.appointments.models import SlotKey as SlotKey
    from chalicelib.appointments.models import Span as Span
    from chalicelib.appointments.models import Telling as Telling
    from chalicelib.appointments.models import TellingKind as TellingKind
    from chalicelib.appointments.models import TellingState as TellingState
    from chalicelib.appointments.models import TimeFree as TimeFree
    from chalicelib.appointments.places import alternatives as alternatives
    from chalicelib.appointments.places import days as days
    from chalicelib.appointments.places import times as times
    from chalicelib.appointments.reading import get as get
    from chalicelib.appointments.reading import of_day as of_day
    from chalicelib.appointments.reading import of_person as of_person
    from chalicelib.appointments.reading import open_of as open_of
else:
    __getattr__ = opens(
        __name__,
        {
            "": [
                "closing",
                "erasure",
                "errors",
                "hall_file",
                "halls",
                "hours",
                "identity",
                "labels",
                "reading",
                "tellings",
                "tending",
                "window",
            ],
            "booking": ["book", "wait"],
            "changing": ["cancel", "change"],
            "models": [
                "Asked",
                "Booking",
                "BookingState",
                "CancelReason",
                "DayFree",
                "Hall",
                "HallService",
                "HallVersion",
                "NoShowRule",
                "Origin",
                "Person",
                "PersonBook",
                "SlotKey",
                "Span",
                "Telling",
                "TellingKind",
                "TellingState",
                "TimeFree",
            ],
            "places": ["alternatives", "days", "times"],
            "reading": ["get", "of_day", "of_person", "open_of"],
        },
    )
