"""Items of schedules.

| pk | sk | attributes |
|---|---|---|
| ``REPORT_SCHEDULES#{place}`` | ``week`` or ``month`` | ``doc`` (Schedule), ``due`` (when the next report is made); in ``GSI1`` under ``REPORTS`` by when it is looked at next |
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from chalicelib.clock import stamp
from chalicelib.cloud import queues, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.reports.models import Place, PlaceKind, ReportKind
from chalicelib.reports.schedules import Schedule
from chalicelib.settings import settings

MESSAGE: Final = "report-schedule"
"""How a message about a schedule begins; those about jobs begin with digits."""
_DUE: Final = "REPORTS"


def put_action(schedule: Schedule) -> table.Action:
    """Keep a schedule over the one before it, within a transaction."""
    return table.put_action(
        {
            **_key(schedule.place, schedule.kind),
            "doc": schedule.model_dump_json(),
            "due": stamp(schedule.due),
            "gsi1pk": _DUE,
            "gsi1sk": stamp(schedule.due),
        }
    )


def remove_action(schedule: Schedule) -> table.Action:
    """Take a schedule away, within a transaction."""
    key = _key(schedule.place, schedule.kind)
    return table.delete_action(key["pk"], key["sk"])


def schedule_of(place: Place, kind: ReportKind) -> Schedule | None:
    """One schedule, as it is just now."""
    item = table.get(**_key(place, kind), consistent=True)
    return _read(item) if item else None


def schedules_of(place: Place) -> list[Schedule]:
    """The schedules of a place, the weekly one first."""
    found = [_read(item) for item in table.query(_pk(place), consistent=True)]
    return sorted(found, key=lambda one: list(ReportKind).index(one.kind))


def look_later(schedule: Schedule, at: datetime) -> None:
    """Look at a schedule again at a time; one that is no longer due for the same moment stays as it is."""
    _changed(schedule, "SET gsi1sk = :look", {":look": stamp(at)})


def move_on(schedule: Schedule, due: datetime, problem: str) -> None:
    """Make a schedule due next at a time; one that was moved on or set anew meanwhile stays as it is."""
    moved = schedule.model_copy(update={"due": due.astimezone(UTC), "problem": problem})
    _changed(
        schedule,
        "SET doc = :doc, due = :next, gsi1sk = :next",
        {":doc": moved.model_dump_json(), ":next": stamp(due)},
    )


def message_of(schedule: Schedule) -> str:
    """The queue's message about a schedule."""
    return f"{MESSAGE} {schedule.place.key} {schedule.kind}"


def read_message(body: str) -> tuple[Place, ReportKind]:
    """The place and kind that a message is about."""
    _, place, kind = body.split(" ")
    of, _, name = place.partition(":")
    return Place(kind=PlaceKind(of), id=name), ReportKind(kind)


def sweep(now: datetime) -> int:
    """Queue every schedule that is due; returns how many. One that is queued twice makes one report."""
    found = [f"{MESSAGE} {pk.partition('#')[2]} {sk}" for pk, sk in _due(now)]
    queues.send_all(settings().jobs_queue_url, found)
    return len(found)


def _due(now: datetime) -> Iterator[tuple[str, str]]:
    for item in table.due(_DUE, stamp(now)):
        yield str(item["pk"]), str(item["sk"])


def _changed(schedule: Schedule, update: str, values: dict[str, table.Value]) -> None:
    key = _key(schedule.place, schedule.kind)
    try:
        table.update(
            key["pk"],
            key["sk"],
            update,
            {**values, ":due": stamp(schedule.due)},
            condition="due = :due",
        )
    except ConditionFailed:
        return


def _read(item: table.Item) -> Schedule:
    return Schedule.model_validate_json(str(item["doc"]))


def _pk(place: Place) -> str:
    return f"REPORT_SCHEDULES#{place.key}"


def _key(place: Place, kind: ReportKind) -> dict[str, str]:
    return {"pk": _pk(place), "sk": kind.value}
