"""People of a unit as somebody sees them who looks after them."""

from __future__ import annotations

from typing import Final

from chalicelib import people, sign_in, units
from chalicelib.actor import Actor
from chalicelib.application.deeds import deed, deeds, denied
from chalicelib.application.invite_person import (
    LOGIN_NAMES,
    SIGN_IN_NAMES,
    SignInState,
    sign_in_states,
)
from chalicelib.people import NEWSROOM, ROLE_NAMES, Role, Staff, UnknownPerson
from chalicelib.settings import settings
from chalicelib.sign_in import Claim
from chalicelib.transitions import Deed
from chalicelib.units import OrgUnit
from chalicelib.values import Value

READ: Final = "people:staff:read"
_OF_UNIT: Final = {
    "invite": ("邀请人员", "people:identity:link"),
    "add": ("登记角色", "people:staff:add"),
}
_OF_PERSON: Final = {
    "set_roles": ("修改角色", "people:staff:add"),
    "sign_out": ("退出全部登录", "people:identity:link"),
    "invite": ("重新邀请", "people:identity:link"),
}


class RoleToGive(Value):
    """A role, and whether the person who looks may give and take it here."""

    value: Role
    label: str
    allowed: bool
    why: str


class PersonRow(Value):
    """A person's roles in one unit."""

    id: str
    name: str
    unit: str
    unit_name: str
    roles: tuple[Role, ...]
    role_names: tuple[str, ...]
    sign_in: SignInState
    sign_in_name: str


class SeparationSeen(Value):
    """Whether 系统管理员, 安全管理员 and 审计员 are separated, and what may be done about it."""

    on: bool
    asked_by: str
    """Who asks to end it; empty where nobody does."""
    asked_as: str
    actions: tuple[Deed, ...]


class StaffOf(Value):
    """Everybody whose roles count in a unit."""

    here: tuple[PersonRow, ...]
    above: tuple[PersonRow, ...]
    """Their roles are held in units above and are valid here too."""
    roles: tuple[RoleToGive, ...]
    separation: SeparationSeen
    """Whether 三员 are separated."""
    login_name: str
    """What people sign in with: 登录名, 邮箱 or 手机号."""
    actions: tuple[Deed, ...]


class PersonSeen(Value):
    """One person."""

    id: str
    name: str
    held: tuple[PersonRow, ...]
    """Their roles in the units that the viewer looks after."""
    sign_in: SignInState
    sign_in_name: str
    identities: int
    """How many sign-ins are linked."""
    sessions: int
    """In how many browsers they are signed in now."""
    actions: tuple[Deed, ...]


def staff_of(unit: str, by: Actor) -> StaffOf:
    """Everybody who has roles in a unit, or above it. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    held = people.permissions_of(by, unit)
    states = sign_in_states()
    lineage = units.lineage(unit)
    separated = people.separation().on
    return StaffOf(
        here=tuple(_row(one, lineage[0], states) for one in people.list_staff(unit)),
        above=tuple(
            _row(one, above, states) for above in lineage[1:] for one in people.list_staff(above.id)
        ),
        roles=tuple(_to_give(role, held, separated) for role in Role),
        separation=separation_seen(by),
        login_name=LOGIN_NAMES[claim()],
        actions=deeds(held, _OF_UNIT),
    )


def found_staff(words: str, by: Actor, most: int = 100) -> tuple[PersonRow, ...]:
    """People of all units that the person looks after, with these words in their id or name."""
    wanted = words.strip().casefold()
    known = {one.id: one for one in people.units_where(by, READ)}
    states = sign_in_states()
    found = (
        _row(one, known[one.unit], states)
        for one in people.list_staff()
        if one.unit in known and (wanted in one.id.casefold() or wanted in one.name.casefold())
    )
    return tuple(row for _, row in zip(range(most), found, strict=False))


def person_seen(person_id: str, by: Actor) -> PersonSeen:
    """One person who has a role in a unit that the viewer looks after, or the viewer. Raises ``UnknownPerson``."""
    known = {one.id: one for one in people.units_where(by, READ)}
    every = [one for one in people.list_staff() if one.id == person_id]
    seen = [one for one in every if one.unit in known]
    if not seen and by.person != person_id:
        raise UnknownPerson(f"您负责的单位没有人员“{person_id}”。")
    states = sign_in_states()
    state = states.get(person_id, SignInState.NONE)
    held: set[str] = set()
    for one in seen:
        held |= people.permissions_of(by, one.unit)
    if by.person == person_id:
        held.add("people:identity:link")
    linked = [
        one
        for one in people.identities()
        if one.person == person_id and not one.identity.startswith("invited:")
    ]
    return PersonSeen(
        id=person_id,
        name=next((one.name for one in seen if one.name), ""),
        held=tuple(_row(one, known[one.unit], states) for one in seen),
        sign_in=state,
        sign_in_name=SIGN_IN_NAMES[state],
        identities=len(linked),
        sessions=sign_in.sessions_of(person_id),
        actions=deeds(held, _OF_PERSON),
    )


def separation_seen(by: Actor) -> SeparationSeen:
    """Whether 三员 are separated. It holds for the whole stage, so the right to set it is one of the highest units."""
    now = people.separation()
    roots = [one.id for depth, one in units.tree() if depth == 0]
    refusals = [denied(by, "people:separation:set", root) for root in roots]
    action = (
        deed("end", "停用三员分立", *refusals)
        if now.on
        else deed("begin", "启用三员分立", *refusals)
    )
    asked = ROLE_NAMES[Role(now.asked_as)] if now.asked_as else ""
    return SeparationSeen(on=now.on, asked_by=now.asked_by, asked_as=asked, actions=(action,))


def claim() -> Claim:
    """The claim by which this stage's provider says, the first time, who somebody is."""
    return Claim(settings().oidc_claim)


def _row(one: Staff, unit: OrgUnit, states: dict[str, SignInState]) -> PersonRow:
    state = states.get(one.id, SignInState.NONE)
    return PersonRow(
        id=one.id,
        name=one.name,
        unit=one.unit,
        unit_name=unit.name,
        roles=one.roles,
        role_names=tuple(ROLE_NAMES[role] for role in one.roles),
        sign_in=state,
        sign_in_name=SIGN_IN_NAMES[state],
    )


def _to_give(role: Role, held: frozenset[str], separated: bool) -> RoleToGive:
    needed = {"people:staff:add"}
    if role not in NEWSROOM:
        needed.add("people:staff:add_outside_newsroom")
    allowed = needed <= held
    able = "安全管理" if separated else "运维或安全管理"
    if role in NEWSROOM:
        able = f"总编、{able}"
    why = "" if allowed else f"需要{able}的角色"
    return RoleToGive(value=role, label=ROLE_NAMES[role], allowed=allowed, why=why)
