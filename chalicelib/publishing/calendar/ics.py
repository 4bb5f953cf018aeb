"""Calendars as iCalendar (RFC 5545), for whoever keeps theirs in another program."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from chalicelib.publishing.calendar.layout import Calendar, CalendarEntry

if TYPE_CHECKING:
    from icalendar import Event

LASTS: Final = timedelta(minutes=15)
"""A push is a moment; shorter than this it cannot be seen in a week's view."""
_STATUS: Final = {True: "CONFIRMED", False: "TENTATIVE"}


def as_ics(calendars: Iterable[Calendar], now: datetime) -> bytes:
    """One calendar file of all entries; an entry keeps its UID wherever it is moved, so that it moves there too."""
    from icalendar import (
        Calendar as Ics,  # beside the command line only: the bundle does not carry it
    )

    made = Ics()
    made.add("prodid", "-//Rongmei//Publishing calendar//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", "融媒排期表")
    made.add("x-wr-timezone", "Asia/Shanghai")
    for calendar in calendars:
        for day in calendar.days:
            for cell in day.cells:
                for entry in cell.entries:
                    made.add_component(_event(calendar, entry, now))
    return bytes(made.to_ical())


def _event(calendar: Calendar, entry: CalendarEntry, now: datetime) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{entry.id}@rongmei")
    event.add("dtstamp", now.replace(microsecond=0))
    # In UTC: every calendar program knows it, and no definition of a time zone has to be sent along.
    event.add("dtstart", entry.at.astimezone(UTC))
    event.add("dtend", (entry.at + LASTS).astimezone(UTC))
    event.add("summary", f"{calendar.name}：{entry.title}（{entry.state}）")
    told = [f"编号：{entry.id}", *(f"《{story.title}》" for story in entry.stories)]
    told += [f"注意：{trouble.what}" for trouble in entry.troubles]
    event.add("description", "\n".join(told))
    event.add("status", _STATUS[entry.firm])
    event.add("transp", "TRANSPARENT")
    return event
