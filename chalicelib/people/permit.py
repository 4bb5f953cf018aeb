"""Who may do what where: the roles that count for a unit, and the permissions that they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from chalicelib import units
from chalicelib.actor import Actor, KnownBy
from chalicelib.errors import remedy
from chalicelib.people.errors import PermissionDenied
from chalicelib.people.labels import ROLE_NAMES
from chalicelib.people.permissions import (
    OPEN_UNTIL_STAFFED,
    PERMISSIONS,
    PERSONS_ONLY,
    WITHDRAWN,
    granted_to,
)
from chalicelib.people.store import separation, staff, staff_member
from chalicelib.roles import Person, Role
from chalicelib.units import OrgUnit


class Through(NamedTuple):
    """A role that grants a permission, and the unit in which it is held."""

    role: Role
    unit: str


class Explained(NamedTuple):
    """One permission, as a person has it in a unit."""

    permission: str
    label: str
    granted: bool
    through: tuple[Through, ...]
    """The roles that grant it, those of the nearest unit first; empty where it is not granted."""
    roles: tuple[Role, ...]
    """All roles that would grant it."""


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
    where 三员 are separated that is what an operator has left. What ``OPEN_UNTIL_STAFFED`` names is open to a shell until somebody is registered. A service token may do what its
    scope names, where its maker may do it too. ``unit`` is empty for what belongs to no unit, such as the first unit
    itself. Raises ``UnknownUnit``.
    """
    if actor.known_by is KnownBy.SYSTEM:
        return True
    wanted = holders(permission)
    if actor.known_by is KnownBy.TOKEN:
        return bool(unit) and permission in _scoped(actor, unit)
    if actor.at_shell and Role.OPERATOR in wanted:
        return True
    if not unit:
        return False
    if not person_for(actor.person, unit).roles.isdisjoint(wanted):
        return True
    return actor.at_shell and permission in OPEN_UNTIL_STAFFED and not staffed(unit)


def holders(permission: str) -> frozenset[Role]:
    """The roles that hold a permission now."""
    # Only where it makes a difference is it read whether 三员 are separated.
    return granted_to(permission, separated=permission in WITHDRAWN and separation().on)


def _granted() -> dict[str, frozenset[Role]]:
    """Every permission with the roles that hold it now: one read."""
    separated = separation().on
    return {name: granted_to(name, separated=separated) for name in PERMISSIONS}


def _scoped(actor: Actor, unit: str) -> frozenset[str]:
    """The permissions of a service token for a unit: those of its scope that its maker holds there now."""
    scope = actor.scope
    above = units.lineage(unit)
    if scope is None or scope.unit not in {one.id for one in above}:
        return frozenset()
    roles = person_for(scope.maker, unit).roles
    return frozenset(
        name
        for name in scope.permissions - PERSONS_ONLY
        if name in PERMISSIONS and holders(name) & roles
    )


def require(actor: Actor, permission: str, unit: str) -> None:
    """Raises ``PermissionDenied`` unless the actor holds the permission for the unit, or ``UnknownUnit``."""
    if unit:
        units.lineage(unit)
    if may(actor, permission, unit):
        return
    row = PERMISSIONS[permission]
    if actor.known_by is KnownBy.TOKEN:
        raise PermissionDenied(
            f"接口令牌的权限范围不包括在单位“{unit}”{row.label}，或令牌的建立人已没有这项权限。",
            permission,
        )
    able = holders(permission)
    roles = [role for role in Role if role in able]
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


def permissions_of(actor: Actor, unit: str) -> frozenset[str]:
    """Every permission that an actor holds for a unit. Raises ``UnknownUnit``."""
    if actor.known_by is KnownBy.SYSTEM:
        return frozenset(PERMISSIONS)
    if actor.known_by is KnownBy.TOKEN:
        return _scoped(actor, unit)
    if actor.at_shell:
        return frozenset(name for name in PERMISSIONS if may(actor, name, unit))
    roles = person_for(actor.person, unit).roles
    return frozenset(name for name, able in _granted().items() if able & roles)


class Reach(NamedTuple):
    """Where an actor holds which permissions, read once for many questions."""

    tree: list[tuple[int, OrgUnit]]
    """Every unit with its depth, each below the one above it."""
    actor: Actor
    roles: Mapping[str, frozenset[Role]]
    """The actor's roles by unit, those held above it among them; units without any are missing.

    Of a service token those of its maker, in the units of its scope.
    """
    separated: bool = False
    """Whether 三员 are separated."""

    def may(self, permission: str, unit: str) -> bool:
        """Whether the actor holds a permission for a unit; the same as ``may``, but for ``OPEN_UNTIL_STAFFED``."""
        wanted = granted_to(permission, separated=self.separated)
        if self.actor.known_by is KnownBy.SYSTEM or (
            self.actor.at_shell and Role.OPERATOR in wanted
        ):
            return True
        scope = self.actor.scope
        if scope is not None and permission not in scope.permissions - PERSONS_ONLY:
            return False
        return not wanted.isdisjoint(self.roles.get(unit, frozenset()))

    def where(self, permission: str) -> list[OrgUnit]:
        """The units for which the actor holds a permission, each after the one above it."""
        return [unit for _, unit in self.tree if self.may(permission, unit.id)]


def reach(actor: Actor) -> Reach:
    """Where an actor holds what: two queries and a read, however many units there are. ``may`` asks about one unit alone."""
    scope = actor.scope
    whose = scope.maker if scope else actor.person
    held: dict[str | None, frozenset[Role]] = {
        one.unit: frozenset(one.roles) for one in staff() if one.id == whose
    }
    tree, roles = units.tree(), dict[str, frozenset[Role]]()
    within: set[str | None] = {scope.unit} if scope else set()
    for _, unit in tree:
        # A unit comes after the one above it, whose roles hold here too.
        above = roles.get(unit.parent or "", frozenset())
        here = held.get(unit.id, frozenset()) | above
        if here:
            roles[unit.id] = here
        if unit.parent in within:
            within.add(unit.id)
    if scope:
        roles = {unit: one for unit, one in roles.items() if unit in within}
    return Reach(tree, actor, roles, separation().on)


def units_where(actor: Actor, permission: str) -> list[OrgUnit]:
    """The units for which an actor holds a permission, each after the one above it."""
    return reach(actor).where(permission)


def explain(person_id: str, unit: str, *, by: Actor) -> list[Explained]:
    """Every permission with whether a person has it in a unit, and through which role of which unit.

    Everybody may ask about themself; else it takes the right to see the unit's staff. Raises ``PermissionDenied`` or
    ``UnknownUnit``.
    """
    if by.person != person_id:
        require(by, "people:staff:read", unit)
    above = [staff_member(person_id, one.id) for one in units.lineage(unit)]
    held = [Through(role, member.unit) for member in above if member for role in member.roles]
    return list(_explained(held))


def _explained(held: list[Through]) -> Iterator[Explained]:
    for name, able in _granted().items():
        through = tuple(one for one in held if one.role in able)
        roles = tuple(role for role in Role if role in able)
        yield Explained(name, PERMISSIONS[name].label, bool(through), through, roles)
