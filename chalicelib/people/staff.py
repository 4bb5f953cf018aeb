"""Roles of persons in units: give, take, look up, require."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from pydantic import ValidationError

from chalicelib import audit, units
from chalicelib.actor import Actor, KnownBy
from chalicelib.audit import Change
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.errors import remedy
from chalicelib.people import store
from chalicelib.people.errors import AlreadyAccepted, BadStaff, PermissionDenied, UnknownPerson
from chalicelib.people.labels import ROLE_NAMES
from chalicelib.people.permissions import OPEN_UNTIL_STAFFED, PERMISSIONS
from chalicelib.people.store import staff, staff_member
from chalicelib.roles import NEWSROOM, Person, Role, Staff


def add_staff(
    person_id: str, unit: str, roles: Iterable[Role], *, by: Actor, now: datetime, name: str = ""
) -> Staff:
    """Give a person these roles in a unit, besides those they have there.

    Raises ``UnknownUnit``, ``BadStaff`` or ``PermissionDenied``.
    """
    roles = tuple(roles)
    require(by, "people:staff:add", unit)
    if not set(roles) <= set(NEWSROOM):
        # A chief staffs the newsroom; who gave out an operator's role could take every permission.
        require(by, "people:staff:add_outside_newsroom", unit)
    before = staff_member(person_id, unit)
    held = before.roles if before else ()
    try:
        after = Staff(
            id=person_id,
            unit=unit,
            name=name or (before.name if before else ""),
            roles=tuple(role for role in Role if role in {*held, *roles}),
        )
    except ValidationError as error:
        raise BadStaff(
            f"人员“{person_id}”登记有误：编号为 1–40 位字母、数字或 . _ -，至少一种角色，姓名最多 40 字。"
        ) from error
    entry = audit.entry_of(
        by,
        "staff_add",
        unit=unit,
        at=now,
        object=f"person:{after.id}",
        changes=[Change(field="roles", before=_names(held), after=_names(after.roles))],
        note=f"{after.id}：{_names(after.roles)}",
    )
    table.transact([store.put_action(after), audit.write_action(entry)])
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
    entry = audit.entry_of(
        by,
        "staff_remove",
        unit=unit,
        at=now,
        object=f"person:{person_id}",
        changes=[Change(field="roles", before=_names(before.roles))],
        note=person_id,
    )
    table.transact([store.delete_action(before), audit.write_action(entry)])


def link_identity(
    person_id: str, identity: str, *, by: Actor, now: datetime, unit: str = ""
) -> None:
    """Know a person by an AWS identity (ARN) or the subject of a sign-in from now on; run twice it is one link.

    Who links an identity to a person can act as that person: outside a shell it needs the right in ``unit`` and in
    every unit where the person has a role. Raises ``BadStaff`` or ``PermissionDenied``.
    """
    _require_over(person_id, by, unit)
    if not identity.strip() or not person_id.strip():
        raise BadStaff("请写明人员编号和身份（如 AWS 的 ARN）。")
    entry = audit.entry_of(
        by,
        "people:identity:link",
        unit=unit,
        at=now,
        object=f"person:{person_id}",
        changes=[Change(field=identity, before=store.person_of(identity) or "", after=person_id)],
    )
    table.transact([store.link_action(identity, person_id), audit.write_action(entry)])


def _require_over(person_id: str, by: Actor, unit: str) -> None:
    require(by, "people:identity:link", unit)
    if not by.at_shell:
        for held in staff():
            if held.id == person_id:
                require(by, "people:identity:link", held.unit)


def accept_invitation(
    person_id: str, invited: str, identity: str, *, by: Actor, now: datetime
) -> None:
    """Link ``identity`` to the person who was invited; the invitation is used up by that.

    Whoever gets the same name at the provider later is somebody else. Raises ``AlreadyAccepted`` if it was used a moment ago.
    """
    entry = audit.entry_of(
        by,
        "invitation_accept",
        unit="",
        at=now,
        object=f"person:{person_id}",
        changes=[Change(field=identity, before="", after=person_id)],
    )
    try:
        table.transact(
            [
                store.unlink_action(invited, person_id),
                store.link_action(identity, person_id),
                audit.write_action(entry),
            ]
        )
    except ConditionFailed as error:
        raise AlreadyAccepted("这份邀请刚刚被使用过，请重新登录。") from error


def person_for(person_id: str, unit: str) -> Person:
    """A person with the roles they have for this unit. Raises ``UnknownUnit``."""
    found = (staff_member(person_id, above.id) for above in units.lineage(unit))
    return Person(id=person_id, roles=frozenset(role for one in found if one for role in one.roles))


def people_for(unit: str) -> list[Person]:
    """Everybody who has a role for this unit. Raises ``UnknownUnit``."""
    roles: dict[str, set[Role]] = {}
    for above in units.lineage(unit):
        for one in staff(above.id):
            roles.setdefault(one.id, set()).update(one.roles)
    return [Person(id=one, roles=frozenset(held)) for one, held in sorted(roles.items())]


def staffed(unit: str) -> bool:
    """Whether anybody is registered in a unit or above it: from then on roles count. Raises ``UnknownUnit``."""
    return any(next(staff(above.id), None) for above in units.lineage(unit))


def may(actor: Actor, permission: str, unit: str) -> bool:
    """Whether an actor holds ``permission`` (``domain:object:verb``) for a unit.

    A worker of the bundle may do everything. A shell holds cloud credentials, so it has an operator's permissions;
    what ``OPEN_UNTIL_STAFFED`` names is open to a shell until somebody is registered. ``unit`` is empty for what
    belongs to no unit, such as the first unit itself. Raises ``UnknownUnit``.
    """
    if actor.known_by is KnownBy.SYSTEM:
        return True
    wanted = PERMISSIONS[permission].roles
    if actor.at_shell and Role.OPERATOR in wanted:
        return True
    if not unit:
        return False
    if not person_for(actor.person, unit).roles.isdisjoint(wanted):
        return True
    return actor.at_shell and permission in OPEN_UNTIL_STAFFED and not staffed(unit)


def require(actor: Actor, permission: str, unit: str) -> None:
    """Raises ``PermissionDenied`` unless the actor holds the permission for the unit, or ``UnknownUnit``."""
    if unit:
        units.lineage(unit)
    if may(actor, permission, unit):
        return
    row = PERMISSIONS[permission]
    roles = [role for role in Role if role in row.roles]
    where = f"在单位“{unit}”" if unit else ""
    # Without a unit there is nothing to register a role for.
    helps = (
        [remedy("staff.add", "登记角色", person=actor.person, unit=unit, role=roles[0].value)]
        if unit
        else []
    )
    raise PermissionDenied(
        f"{actor.person} {where}没有“{'或'.join(ROLE_NAMES[role] for role in roles)}”的角色，不能{row.label}。",
        permission,
        helps,
    )


def _names(roles: Collection[Role]) -> str:
    return "、".join(ROLE_NAMES[role] for role in roles)
