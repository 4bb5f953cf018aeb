"""The calendar as an iCalendar file (RFC 5545): subscribed to from a phone or another program.

Written by hand: the few properties of an event need no library, and the one for it would fill what the bundle has left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from chalicelib.publishing.calendar.layout import Agenda, CalendarEntry

LASTS: Final = timedelta(minutes=15)
"""A push is a moment; shorter than this it cannot be seen in a week's view."""
_STATUS: Final = {True: "CONFIRMED", False: "TENTATIVE"}
_LINE: Final = 75
"""Octets of a line at most; longer ones go on after a line break and a space (§3.1)."""
_ESCAPED: Final = str.maketrans(
    {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None}  # §3.3.11
)


def as_ics(agendas: Iterable[Agenda], now: datetime) -> bytes:
    """One calendar file of all entries; an entry keeps its UID wherever it is moved, so that it moves there too."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Rongmei//Publishing calendar//ZH",
        f"X-WR-CALNAME:{_text('融媒排期表')}",
        "X-WR-TIMEZONE:Asia/Shanghai",
    ]
    for agenda in agendas:
        for entry in agenda.entries:
            lines += _event(agenda, entry, now)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(agenda: Agenda, entry: CalendarEntry, now: datetime) -> Iterator[str]:
    told = [f"编号：{entry.id}", *(f"《{story.title}》" for story in entry.stories)]
    told += [f"注意：{trouble.what}" for trouble in entry.troubles]
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.id}@rongmei"
    yield f"DTSTAMP:{_moment(now)}"
    # In UTC: every calendar program knows it, and no definition of a time zone has to be sent along.
    yield f"DTSTART:{_moment(entry.at)}"
    yield f"DTEND:{_moment(entry.at + LASTS)}"
    yield f"SUMMARY:{_text(f'{agenda.name}：{entry.title}（{entry.state}）')}"
    yield f"DESCRIPTION:{_text(chr(10).join(told))}"
    yield f"STATUS:{_STATUS[entry.firm]}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    return text.translate(_ESCAPED)


def _folded(line: str) -> bytes:
    """One line, folded between characters, with its end."""
    parts, now = [], b""
    for character in line:
        octets = character.encode()
        if len(now) + len(octets) > _LINE:
            parts.append(now)
            now = b" "
        now += octets
    return b"\r\n".join([*parts, now]) + b"\r\n"
