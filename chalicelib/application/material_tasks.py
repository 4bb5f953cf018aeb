"""What of materials waits for a person: rights that end soon, and rights that have ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from chalicelib import materials, people
from chalicelib.actor import Actor
from chalicelib.application.task import Task, TaskKind
from chalicelib.clock import SHANGHAI


def of_person(by: Actor, unit: str, now: datetime) -> Iterator[Task]:
    """Materials of a unit that this person keeps, whose last day is near or over; each until it is renewed or retired."""
    if not people.may(by, materials.EDIT, unit):
        return
    day = materials.rules.day_of(now)
    for one in materials.ending(unit, day + materials.rules.SOON):
        ends = one.text.ends
        if one.text.owner != by.person or ends is None:
            continue
        over = ends < day
        yield Task(
            kind=TaskKind.MATERIAL_EXPIRED if over else TaskKind.MATERIAL_DUE,
            what=f"素材“{one.text.title}”{'已到期，请续期、更换或停用' if over else f'还有 {(ends - day).days} 天到期'}",
            detail="到期后不能再用",
            unit=unit,
            path=f"/materials/{one.id}",
            until=datetime.combine(ends, time(23, 59), SHANGHAI),
        )
