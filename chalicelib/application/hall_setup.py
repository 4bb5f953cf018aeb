"""Halls (办税厅) as people set them up: hours, services, rules; and the days on which one is closed."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from chalicelib import appointments, audit, insight, people, units
from chalicelib.actor import Actor
from chalicelib.application.deeds import deeds
from chalicelib.appointments import Booking, Hall, HallService, HallVersion
from chalicelib.clock import SHANGHAI
from chalicelib.errors import Field
from chalicelib.transitions import Deed

READ: Final = "appointments:hall:read"
EDIT: Final = "appointments:hall:edit"
CLOSE: Final = "appointments:day:close"
KNOWN_DAYS: Final = 400
"""So far ahead of the day on which a hall is kept its holidays are written down."""
_FAR: Final = 60
"""Days ahead that people may book at most: a year that is not announced matters from then on."""


class HallSeen(NamedTuple):
    """A hall, as its page shows it."""

    hall: Hall
    unit_name: str
    unknown_year: int
    """A year within sight whose holidays are not announced, or were not when the hall was kept; 0: there is none."""
    deeds: tuple[Deed, ...]


class Taken(NamedTuple):
    """What came of a file of halls."""

    halls: tuple[Hall, ...]
    new: tuple[str, ...]
    """Ids of those that were not there before."""
    changed: tuple[str, ...]


class DayClosed(NamedTuple):
    """What closing a day did."""

    hall: Hall
    told: list[Booking]
    """Who lost a place, or a wait: each is told once."""


def halls_of(unit: str, *, by: Actor) -> list[Hall]:
    """The halls of a unit and of those below it. Raises ``UnknownUnit`` or ``PermissionDenied``."""
    people.require(by, READ, unit)
    units.lineage(unit)
    wanted = units_below(unit)
    return [one for one in appointments.halls.every() if one.unit in wanted]


def units_below(unit: str) -> set[str]:
    """Ids of a unit and of all below it: whose halls followers of its account may use."""
    found = {unit}
    for _, one in units.tree():  # a unit comes after the one above it
        if one.parent in found:
            found.add(one.id)
    return found


def hall_for(hall_id: str, *, by: Actor, now: datetime) -> HallSeen:
    """A hall. Raises ``UnknownHall`` or ``PermissionDenied``."""
    hall = appointments.halls.get(hall_id)
    people.require(by, READ, hall.unit)
    return HallSeen(
        hall=hall,
        unit_name=units.lineage(hall.unit)[0].name,
        unknown_year=unknown_year(hall, now),
        deeds=deeds(
            people.permissions_of(by, hall.unit),
            {"save": ("保存", EDIT), "close": ("停办一天", CLOSE), "reopen": ("恢复办理", CLOSE)},
        ),
    )


def versions_of(hall_id: str, *, by: Actor) -> list[HallVersion]:
    """Every version of a hall, newest first. Raises ``UnknownHall`` or ``PermissionDenied``."""
    people.require(by, READ, appointments.halls.get(hall_id).unit)
    return list(appointments.halls.history(hall_id))


def save_hall(typed: Any, *, seen: int | None, by: Actor, now: datetime) -> Hall:
    """Keep a hall as it was typed (see ``appointments.hall_file``), and let people move up where there is room now.

    ``seen`` is the version that was edited, 0 for a new one, None where nobody looked. Bookings stay as they are, but on a
    day that is closed now: those are told, as by ``close_day``. A closed day is opened by ``reopen_day`` alone. A service
    that was there and is left out is offered no longer, and stays. Raises ``BadHall``, ``HallChanged``, ``UnknownUnit``
    or ``PermissionDenied``.
    """
    hall = appointments.hall_file.hall_of(typed)
    before = _before(hall.id)
    people.require(by, EDIT, hall.unit)
    units.lineage(hall.unit)
    if before is not None:
        people.require(by, EDIT, before.unit)
    known = before.version if before is not None else 0
    if seen is not None and seen != known:
        raise appointments.errors.HallChanged(hall.id)
    kept = _kept(hall, before, now)
    saved = kept if before is not None and _same(kept, before) else _save(kept, before, by, now)
    today = now.astimezone(SHANGHAI).date()
    for day in sorted(day for day in hall.closed if day >= today and day not in saved.closed):
        saved = close_day(saved.id, day, hall.closed[day] or "停办", by=by, now=now).hall
    return saved


def _save(kept: Hall, before: Hall | None, by: Actor, now: datetime) -> Hall:
    entry = audit.entry_of(
        by,
        EDIT,
        unit=kept.unit,
        at=now,
        object=f"hall:{kept.id}",
        changes=audit.changes_between(_logged(before), _logged(kept)),
    )
    saved = appointments.halls.save(
        kept, by=by.person, now=now, seen=kept.version, also=[audit.write_action(entry)]
    )
    appointments.tending.look_at_hall(saved, now)
    return saved


def import_halls(name: str, body: bytes, *, dry_run: bool, by: Actor, now: datetime) -> Taken:
    """Keep the halls of a YAML or JSON file, or try it. Raises like ``save_hall``; then those before stay kept."""
    read = appointments.hall_file.read(name, body)
    for one in read:
        people.require(by, EDIT, one.unit)
        units.lineage(one.unit)
    known = {one.id: _before(one.id) for one in read}
    halls = []
    for one in read:
        before = known[one.id]
        typed = appointments.hall_file.typed_of(one)
        kept = _kept(one, before, now)
        halls.append(
            kept
            if dry_run
            else save_hall(typed, seen=before.version if before else 0, by=by, now=now)
        )
    return Taken(
        halls=tuple(halls),
        new=tuple(one for one, before in known.items() if before is None),
        changed=tuple(
            one.id
            for one in halls
            if (before := known[one.id]) is not None and not _same(one, before)
        ),
    )


def close_day(hall_id: str, day: date, reason: str, *, by: Actor, now: datetime) -> DayClosed:
    """Close a hall for a day: whoever has a place loses it and is told once. Twice is once.

    Raises ``UnknownHall``, ``PermissionDenied``, ``BadHall`` for a day that is past or a reason that is missing.
    """
    hall = appointments.halls.get(hall_id)
    people.require(by, CLOSE, hall.unit)
    _require_ahead(day, now)
    if not reason.strip():
        raise appointments.errors.BadHall([Field("reason", "要写明原因，会告知预约的人")])
    entry = audit.entry_of(
        by, CLOSE, unit=hall.unit, at=now, object=f"hall:{hall_id}", note=f"{day} {reason.strip()}"
    )
    done = appointments.closing.close_day(
        hall_id, day, reason.strip(), by=by.person, now=now, also=[audit.write_action(entry)]
    )
    return DayClosed(done.hall, done.told)


def reopen_day(hall_id: str, day: date, *, by: Actor, now: datetime) -> Hall:
    """Open a day that was closed; who lost a place has to book anew. Twice is once.

    Raises ``UnknownHall``, ``PermissionDenied`` or ``BadHall`` for a day that is past.
    """
    hall = appointments.halls.get(hall_id)
    people.require(by, CLOSE, hall.unit)
    _require_ahead(day, now)
    entry = audit.entry_of(
        by, CLOSE, unit=hall.unit, at=now, object=f"hall:{hall_id}", note=f"{day} 恢复办理"
    )
    return appointments.closing.reopen_day(
        hall_id, day, by=by.person, now=now, also=[audit.write_action(entry)]
    )


def unknown_year(hall: Hall, now: datetime) -> int:
    """A year within sight whose holidays a hall does not know; 0 where it knows them, or does not follow them."""
    if not hall.holidays:
        return 0
    known = {day.year for day in (*hall.days_off, *hall.make_up_days)}
    today = now.astimezone(SHANGHAI).date()
    years = {today.year, (today + timedelta(days=_FAR)).year}
    return min(years - known, default=0)


def _before(hall_id: str) -> Hall | None:
    try:
        return appointments.halls.get(hall_id)
    except appointments.errors.UnknownHall:
        return None


def _kept(hall: Hall, before: Hall | None, now: datetime) -> Hall:
    """The hall as it is kept: with its holidays, the days that were closed, and services that were there."""
    today = now.astimezone(SHANGHAI).date()
    off, make_up = _holidays(today) if hall.holidays else ((), ())
    return hall.model_copy(
        update={
            "days_off": off,
            "make_up_days": make_up,
            "services": _services(hall.services, before),
            "closed": hall.closed if before is None else before.closed,
            "version": before.version if before is not None else 0,
        }
    )


def _services(now: tuple[HallService, ...], before: Hall | None) -> tuple[HallService, ...]:
    ids = {one.id for one in now}
    left = (one for one in (before.services if before else ()) if one.id not in ids)
    return (*now, *(one.model_copy(update={"offered": False}) for one in left))


def _holidays(first: date) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """Statutory days off and make-up working days from the beginning of a year on, as far as they are announced."""
    off, make_up = [], []
    begin = date(first.year, 1, 1)
    for ahead in range((first - begin).days + KNOWN_DAYS):
        day = begin + timedelta(days=ahead)
        of_calendar = insight.growth.day_of_calendar(day)
        if of_calendar.holiday:
            off.append(day)
        elif of_calendar.kind != day.weekday():
            make_up.append(day)
    return tuple(off), tuple(make_up)


def _same(one: Hall, other: Hall) -> bool:
    return one.model_copy(update={"version": other.version}) == other


def _logged(hall: Hall | None) -> dict[str, Any]:
    if hall is None:
        return {}
    typed = appointments.hall_file.typed_of(hall)
    return {
        name: json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
        for name, value in typed.items()
        if name != "id"
    }


def _require_ahead(day: date, now: datetime) -> None:
    """Raises ``BadHall``."""
    if day < now.astimezone(SHANGHAI).date():
        raise appointments.errors.BadHall([Field("day", "这一天已经过去")])
