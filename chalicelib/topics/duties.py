"""The responsibility table (责任分工): which department answers for a matter, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from chalicelib import audit, people, units
from chalicelib.actor import Actor
from chalicelib.errors import Field
from chalicelib.topics import store
from chalicelib.topics.errors import BadTopic
from chalicelib.topics.models import Department, Duties, Duty

SET: Final = "topics:duty:set"
READ: Final = "topics:topic:read"
MOST: Final = 200


def duties_of(unit: str) -> Duties:
    """The table that counts for a unit: its own, or that of the nearest unit above which has one.

    Raises ``UnknownUnit``.
    """
    for above in units.lineage(unit):
        found = store.duties(above.id)
        if found is not None:
            return found
    return Duties(unit=unit)


def duties_for(unit: str, *, by: Actor) -> Duties:
    """The table that counts for a unit. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    return duties_of(unit)


def set_duties(
    unit: str,
    departments: Sequence[Department],
    duties: Sequence[Duty],
    *,
    base: int,
    by: Actor,
    now: datetime,
) -> Duties:
    """Write a unit's own table whole; ``base`` is the version that it was edited from, 0 for none of its own.

    Raises ``BadTopic``, ``TopicChanged``, ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, SET, unit)
    _check(departments, duties)
    after = Duties(
        unit=unit,
        departments=tuple(departments),
        duties=tuple(duties),
        version=base + 1,
        updated_by=by.person,
        updated_at=now,
    )
    note = f"{len(departments)} 个部门，{len(duties)} 项分工"
    entry = audit.entry_of(by, SET, unit=unit, object=f"duties:{unit}", at=now, note=note)
    store.save_duties(base, after, entry)
    return after


def duty_for(table: Duties, department_id: str, matter: str) -> Duty:
    """The duty under which a department is asked: the row of the matter, else three days.

    An empty ``department_id`` takes the department of the matter's row. Raises ``BadTopic``.
    """
    row = table.duty(matter)
    wanted = department_id or (row.department if row else "")
    if not wanted:
        raise BadTopic(
            f"责任分工里没有“{matter or '未填领域'}”由谁负责，请指定部门。",
            fields=[Field("department", "没有填写")],
        )
    if table.department(wanted) is None:
        raise BadTopic(f"没有部门“{wanted}”。", fields=[Field("department", "没有这个部门")])
    if row is not None and row.department == wanted:
        return row
    return Duty(matter=matter or "其他", department=wanted)


def _check(departments: Sequence[Department], duties: Sequence[Duty]) -> None:
    wrong: list[Field] = []
    known = [one.id for one in departments]
    if len(departments) > MOST or len(duties) > MOST:
        raise BadTopic(f"部门和分工各最多 {MOST} 项。", fields=[Field("duties", "太多")])
    for number, one in enumerate(departments):
        if known.count(one.id) > 1:
            wrong.append(Field(f"departments.{number}.id", f"“{one.id}”重复"))
        if not one.people and not one.lead:
            wrong.append(Field(f"departments.{number}.people", f"“{one.name}”没有人"))
    matters = [one.matter for one in duties]
    for number, duty in enumerate(duties):
        if matters.count(duty.matter) > 1:
            wrong.append(Field(f"duties.{number}.matter", f"“{duty.matter}”重复"))
        if duty.department not in known:
            wrong.append(Field(f"duties.{number}.department", f"没有部门“{duty.department}”"))
        if duty.remind >= duty.days:
            wrong.append(Field(f"duties.{number}.remind", "提醒要早于期限"))
    if wrong:
        said = "；".join(one.problem for one in wrong)
        raise BadTopic(f"责任分工填写有误：{said}。", fields=wrong)
