"""Roles of persons in units: give, take, set."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from pydantic import ValidationError

from chalicelib import audit
from chalicelib.actor import Actor
from chalicelib.audit import Change
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.errors import Field, remedy
from chalicelib.people import store
from chalicelib.people.errors import BadStaff, StaffChanged, UnknownPerson
from chalicelib.people.labels import ROLE_NAMES
from chalicelib.people.permit import require
from chalicelib.people.store import staff_member
from chalicelib.people.three_roles import coming, leaving
from chalicelib.roles import NEWSROOM, Role, Staff


def add_staff(
    person_id: str, unit: str, roles: Iterable[Role], *, by: Actor, now: datetime, name: str = ""
) -> Staff:
    """Give a person these roles in a unit, besides those they have there; twice is once.

    Raises ``UnknownUnit``, ``BadStaff`` or ``PermissionDenied``.
    """
    roles = tuple(roles)
    _require_for(by, "people:staff:add", unit, roles)
    before = staff_member(person_id, unit)
    after = _made(person_id, unit, {*roles, *(before.roles if before else ())}, name, before)
    _write(before, after, by, now)
    return after


def set_roles(
    person_id: str,
    unit: str,
    roles: Iterable[Role],
    *,
    instead_of: Iterable[Role],
    by: Actor,
    now: datetime,
    name: str = "",
) -> Staff | None:
    """Make just these the roles of a person in a unit, in the place of those that were seen; None where none are left.

    It takes the right to give what is given and the right to take what is taken. Raises ``StaffChanged`` where the
    roles are others meanwhile, ``UnknownUnit``, ``BadStaff`` or ``PermissionDenied``.
    """
    wanted, seen = set(roles), set(instead_of)
    require(by, "people:staff:read", unit)
    before = staff_member(person_id, unit)
    held = set(before.roles) if before else set()
    if wanted - held:
        _require_for(by, "people:staff:add", unit, wanted - held)
    if held - wanted:
        _require_for(by, "people:staff:remove", unit, held - wanted)
    if name and before and name != before.name:
        require(by, "people:staff:add", unit)
    if held != seen:
        raise StaffChanged(f"{person_id} 的角色刚刚被改过，请刷新后再改。")
    if not wanted:
        if before is not None:
            remove_staff(person_id, unit, by=by, now=now)
        return None
    after = _made(person_id, unit, wanted, name, before)
    _write(before, after, by, now)
    return after


def remove_staff(person_id: str, unit: str, *, by: Actor, now: datetime) -> None:
    """Take all roles in a unit from a person. Raises ``UnknownPerson``, ``UnknownUnit`` or ``PermissionDenied``."""
    require(by, "people:staff:remove", unit)
    before = staff_member(person_id, unit)
    if before is None:
        raise UnknownPerson(
            f"单位“{unit}”没有登记人员“{person_id}”。",
            remedies=[remedy("staff.list", "查看登记的人员")],
        )
    _require_for(by, "people:staff:remove", unit, before.roles)
    guard = leaving(before, ())
    entry = audit.entry_of(
        by,
        "staff_remove",
        unit=unit,
        at=now,
        object=f"person:{person_id}",
        changes=[Change(field="roles", before=_names(before.roles))],
        note=person_id,
    )
    try:
        table.transact([store.delete_action(before), audit.write_action(entry), *guard])
    except ConditionFailed as error:
        raise StaffChanged(f"{person_id} 的角色刚刚被改过，请刷新后再改。") from error


def _require_for(by: Actor, permission: str, unit: str, roles: Collection[Role]) -> None:
    require(by, permission, unit)
    if not set(roles) <= set(NEWSROOM):
        # A chief staffs the newsroom; who gave out an operator's role could take every permission, and who took
        # one away could shut the operators out.
        require(by, "people:staff:add_outside_newsroom", unit)


def _made(
    person_id: str, unit: str, roles: Collection[Role], name: str, before: Staff | None
) -> Staff:
    try:
        return Staff(
            id=person_id,
            unit=unit,
            name=name or (before.name if before else ""),
            roles=tuple(role for role in Role if role in roles),
        )
    except ValidationError as error:
        raise BadStaff(
            f"人员“{person_id}”登记有误：编号为 1–40 位字母、数字或 . _ -，至少一种角色，姓名最多 40 字。",
            fields=[
                Field(str(one["loc"][0]), _PROBLEMS[str(one["loc"][0])]) for one in error.errors()
            ],
        ) from error


_PROBLEMS: Final = {
    "id": "1–40 位字母、数字或 . _ -，以字母或数字开头",
    "name": "最多 40 字",
    "roles": "至少一种角色",
    "unit": "没有填写",
}


def _write(before: Staff | None, after: Staff, by: Actor, now: datetime) -> None:
    """Write what changed, if it still is what was read. Raises ``StaffChanged``."""
    if after == before:
        return
    held = before.roles if before else ()
    guard = [*coming(after, held), *leaving(before, after.roles)] if before else coming(after, held)
    entry = audit.entry_of(
        by,
        "staff_add",
        unit=after.unit,
        at=now,
        object=f"person:{after.id}",
        changes=audit.changes_between(
            {"roles": _names(held), "name": before.name if before else ""},
            {"roles": _names(after.roles), "name": after.name},
        ),
        note=f"{after.id}：{_names(after.roles)}",
    )
    try:
        table.transact(
            [store.put_action(after, instead_of=before), audit.write_action(entry), *guard[:1]]
        )
    except ConditionFailed as error:
        raise StaffChanged(f"{after.id} 的角色刚刚被改过，请刷新后再改。") from error


def _names(roles: Collection[Role]) -> str:
    return "、".join(ROLE_NAMES[role] for role in roles)
