"""三员分立: 系统管理员 (operator), 安全管理员 (security) and 审计员 (auditor) are three people, for the whole stage.

Either of the first two begins it. It ends when a person of one asks and a person of the other agrees within a day; the
auditor reads both in the log. Every grant of one of the three moves the version of the same item, so that two grants at
once, or a grant while it begins, cannot leave two of the roles with one person (docs/decisions/0281).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from chalicelib import audit, units
from chalicelib.actor import Actor
from chalicelib.audit import Change
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.people import store
from chalicelib.people.errors import NotSeparable, RolesExclude, StaffChanged
from chalicelib.people.labels import ROLE_NAMES
from chalicelib.people.permit import person_for, require
from chalicelib.people.store import Separation
from chalicelib.roles import SYSTEM_ROLES, Role, Staff

SET: Final = "people:separation:set"
_ASKED: Final = timedelta(days=1)


def coming(after: Staff, held: Collection[Role]) -> list[table.Action]:
    """What a grant adds to its transaction where it gives one of the three roles.

    Raises ``RolesExclude`` where they are separated and the person would hold two of them, in whatever units.
    """
    new = SYSTEM_ROLES & set(after.roles) - set(held)
    if not new:
        return []
    seen = store.separation()
    if seen.on:
        elsewhere = (one for one in store.staff() if one.id == after.id and one.unit != after.unit)
        every = SYSTEM_ROLES & {*after.roles, *(role for one in elsewhere for role in one.roles)}
        if len(every) > 1:
            names = "、".join(ROLE_NAMES[role] for role in Role if role in every)
            raise RolesExclude(f"三员分立：{after.id} 不能同时有“{names}”的角色。")
    return [store.separation_action(seen, seen)]


def leaving(before: Staff, after: Collection[Role]) -> list[table.Action]:
    """What taking roles adds to its transaction. Raises ``RolesExclude`` where the last security or audit person would go."""
    gone = {Role.SECURITY, Role.AUDITOR} & set(before.roles) - set(after)
    seen = store.separation() if gone else Separation()
    if not gone or not seen.on or before.unit not in _roots():
        return []
    others = [one for one in store.staff(before.unit) if one.id != before.id]
    for role in gone:
        if not any(role in one.roles for one in others):
            raise RolesExclude(
                f"三员分立：{before.id} 是最后一位“{ROLE_NAMES[role]}”，请先登记另一位。"
            )
    return [store.separation_action(seen, seen)]


def begin_separation(*, by: Actor, now: datetime) -> None:
    """Begin it; begun already is no error. Raises ``NotSeparable``, ``StaffChanged`` or ``PermissionDenied``."""
    _require(by)
    seen = store.separation()
    if seen.on:
        return
    _check()
    _write(Separation(on=True), seen, by, now, "启用三员分立")


def end_separation(*, by: Actor, now: datetime) -> bool:
    """Ask for the end of it, or agree to what somebody of the other role asked; returns whether it has ended.

    Raises ``NotSeparable``, ``StaffChanged`` or ``PermissionDenied``.
    """
    _require(by)
    seen = store.separation()
    if not seen.on:
        return True
    role = _as(by)
    open_ = seen.asked_at and now - datetime.fromisoformat(seen.asked_at) < _ASKED
    if open_ and seen.asked_as != role.value and seen.asked_by != by.person:
        _write(Separation(), seen, by, now, f"同意 {seen.asked_by} 停用三员分立")
        return True
    asked = Separation(True, 0, by.person, role.value, now.isoformat())
    _write(asked, seen, by, now, "请求停用三员分立")
    return False


def _write(after: Separation, seen: Separation, by: Actor, now: datetime, note: str) -> None:
    changes = [Change(field="separated", before=str(seen.on), after=str(after.on))]
    entry = audit.entry_of(
        by,
        SET,
        unit=_roots()[0],
        at=now,
        object="separation:stage",
        changes=changes if seen.on != after.on else (),
        note=note,
    )
    try:
        table.transact([store.separation_action(after, seen), audit.write_action(entry)])
    except ConditionFailed as error:
        raise StaffChanged("三员的角色或设置刚刚被改过，请刷新后再试。") from error


def _check() -> None:
    """Raises ``NotSeparable`` unless each of the three is somebody else."""
    held: dict[str, set[Role]] = {}
    for one in store.staff():
        held.setdefault(one.id, set()).update(SYSTEM_ROLES & set(one.roles))
    both = sorted(person for person, roles in held.items() if len(roles) > 1)
    if both:
        raise NotSeparable(f"{'、'.join(both[:10])} 有三员中的两种角色，请先只留一种。")
    there = {role for root in _roots() for one in store.staff(root) for role in one.roles}
    missing = [ROLE_NAMES[role] for role in Role if role in SYSTEM_ROLES - there]
    if missing:
        raise NotSeparable(f"最上级单位还没有登记“{'、'.join(missing)}”的人员。")


def _as(by: Actor) -> Role:
    """In which of the two roles somebody acts."""
    held = {role for root in _roots() for role in person_for(by.person, root).roles}
    return Role.SECURITY if Role.SECURITY in held else Role.OPERATOR


def _require(by: Actor) -> None:
    roots = _roots()
    if not roots:
        raise NotSeparable("还没有单位。")
    for root in roots:
        require(by, SET, root)


def _roots() -> list[str]:
    return [one.id for depth, one in units.tree() if depth == 0]
