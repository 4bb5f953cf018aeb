"""What of columns waits for a person: an issue that did not come, told to who answers for the column."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from chalicelib import people
from chalicelib.actor import Actor
from chalicelib.application.column_page import READ, late_columns
from chalicelib.application.task import Task, TaskKind
from chalicelib.columns import labels


def of_unit(by: Actor, unit: str, now: datetime) -> Iterator[Task]:
    """The late columns of a unit that this person answers for, and those that nobody does."""
    if not people.may(by, READ, unit):
        return
    sets = people.may(by, "columns:column:edit", unit)
    for column, late in late_columns(unit, by=by, now=now):
        if column.owner == by.person or (not column.owner and sets):
            yield Task(
                kind=TaskKind.COLUMN_LATE,
                what=column.name,
                detail=labels.schedule_text(column.schedule),
                unit=unit,
                path=f"/columns/{column.id}",
                until=late,
            )
