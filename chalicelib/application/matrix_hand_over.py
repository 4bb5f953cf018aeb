"""A person leaves: what they answer for goes to another, in one deed that is shown before.

Accounts in charge and stand-ins move with one write for each forty; roles are given before they are taken. What else waits
for the person is named, with the place where it is dealt with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from chalicelib import accounts, audit, inspection, matrix, newsroom, people, topics, units
from chalicelib.actor import Actor
from chalicelib.application import matrix_health
from chalicelib.application.deeds import denied
from chalicelib.audit import Change
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.errors import Field
from chalicelib.matrix import BadRegistration, Registration, RegistrationChanged, Responsible
from chalicelib.people import NEWSROOM, ROLE_NAMES, Role, Staff, UnknownPerson
from chalicelib.values import Value

HAND_OVER: Final = "matrix:person:hand_over"
MOST: Final = 40
"""Registrations of one write."""
REASON_CHARS: Final = 400
_BOARDS: Final = 40
"""Units whose boards are looked through for what the person was asked to make."""


class AccountHeld(Value):
    """One account that the person answers for."""

    account: str
    account_name: str
    unit: str
    unit_name: str
    part: str
    """``in_charge`` or ``stand_in``"""
    part_name: str
    why_not: str
    """Why it does not move, as a sentence; empty where it does."""


class RolesHeld(Value):
    """The person's roles in one unit."""

    unit: str
    unit_name: str
    roles: tuple[Role, ...]
    role_names: tuple[str, ...]
    why_not: str


class StillWaiting(Value):
    """Something else that waits for the person; it stays with them."""

    what: str
    path: str


class Leaving(Value):
    """All of it."""

    person: str
    name: str
    duties: tuple[AccountHeld, ...]
    roles: tuple[RolesHeld, ...]
    waiting: tuple[StillWaiting, ...]
    findings: int
    """Inspection's findings that are the person's to put right; they move."""
    elsewhere: int
    """Accounts of units that the viewer does not look after; they stay."""


class HandedOver(Value):
    """What has moved."""

    accounts: int
    roles: int
    """Units in which the other person got roles."""
    findings: int
    """Inspection's findings that are the other person's now."""


def held_by(person: str) -> int:
    """How many accounts a person is in charge of or stands in for, as the last round saw it; one query."""
    rows = (row for group in matrix.store.groups() for row in group.rows.values())
    return sum(person in (one.facts.in_charge_id, one.facts.stand_in_id) for one in rows)


def preview(person: str, to: str, *, by: Actor) -> Leaving:
    """What would move from a person to another; ``to`` may be empty. Raises ``UnknownPerson`` where nothing may be seen."""
    held = people.reach(by)
    seen = {one.id: one for one in held.where(HAND_OVER)}
    staff = [one for one in people.list_staff() if one.id == person]
    named = {state.account.id: state.account for state in accounts.states()}
    every = [
        (one, part, named[one.account])
        for one in matrix.store.all_registrations()
        for part in _PARTS
        if getattr(one, part).person == person and one.account in named
    ]
    duties = [_duty(one, part, of, seen, to) for one, part, of in every if of.unit in seen]
    if not duties and not any(one.unit in seen for one in staff):
        raise UnknownPerson(f"您负责的单位没有人员“{person}”。")
    name = next((one.name for one in staff if one.name), "") or person
    return Leaving(
        person=person,
        name=name,
        duties=tuple(duties),
        roles=tuple(
            RolesHeld(
                unit=one.unit,
                unit_name=seen[one.unit].name,
                roles=one.roles,
                role_names=tuple(ROLE_NAMES[role] for role in one.roles),
                why_not=_against(by, one),
            )
            for one in staff
            if one.unit in seen
        ),
        waiting=tuple(_waiting(person, [one.unit for one in staff if one.unit in seen])),
        findings=len(_findings(person, duties, staff, named.values(), seen)),
        elsewhere=len(every) - len(duties),
    )


def hand_over(
    person: str, to: str, *, roles: bool, reason: str, by: Actor, now: datetime
) -> HandedOver:
    """Move what a person answers for, and with ``roles`` their roles, to another person who is registered here.

    Stopped anywhere and ordered again it moves what is left. Raises ``Invalid`` without a reason, ``BadRegistration``,
    ``RegistrationChanged`` or ``PermissionDenied``.
    """
    said = reason.strip()[:REASON_CHARS]
    if not said:
        raise BadRegistration("请写明移交的原因。", fields=[Field("reason", "没有填写")])
    if to == person or not any(one.id == to for one in people.list_staff()):
        problem = "是同一个人" if to == person else f"没有登记人员“{to}”"
        raise BadRegistration(f"不能移交：{problem}。", fields=[Field("to", problem)])
    plan = preview(person, to, by=by)
    moving = [one for one in plan.roles if roles and not one.why_not]
    for one in moving:
        people.add_staff(to, one.unit, one.roles, by=by, now=now)
    duties = [one for one in plan.duties if not one.why_not]
    # Findings first: whoever orders it again finds them by the accounts that are still the person's.
    found = _findings(
        person,
        plan.duties,
        [one for one in people.list_staff() if one.id == person],
        [state.account for state in accounts.states()],
        {one.id: one for one in people.reach(by).where(HAND_OVER)},
    )
    findings = inspection.pass_on(found, to, f"移交：{said}", HAND_OVER, by=by, now=now)
    for begin in range(0, len(duties), MOST):
        _move(duties[begin : begin + MOST], person, to, said, by, now)
    for one in moving:
        people.remove_staff(person, one.unit, by=by, now=now)
    return HandedOver(
        accounts=len({one.account for one in duties}), roles=len(moving), findings=findings
    )


_PARTS: Final = {"in_charge": "负责人", "stand_in": "代理人"}


def _duty(
    one: Registration,
    part: str,
    account: accounts.OfficialAccount,
    seen: dict[str, units.OrgUnit],
    to: str,
) -> AccountHeld:
    other = one.stand_in if part == "in_charge" else one.in_charge
    taken = bool(to) and other.person == to
    return AccountHeld(
        account=one.account,
        account_name=account.name,
        unit=account.unit,
        unit_name=seen[account.unit].name,
        part=part,
        part_name=_PARTS[part],
        why_not="负责人和代理人不能是同一个人，对方已担任其中之一。" if taken else "",
    )


def _findings(
    person: str,
    duties: Iterable[AccountHeld],
    staff: Iterable[Staff],
    every: Iterable[accounts.OfficialAccount],
    seen: Mapping[str, units.OrgUnit],
) -> list[inspection.Finding]:
    """What the person has to put right at accounts they answer for, and at those of units where they hold roles."""
    units_ = {one.unit for one in staff if one.unit in seen}
    open_ = inspection.open_by_account()
    mine = {one.account for one in duties} | {one.id for one in every if one.unit in units_}
    return inspection.owned_by(person, sorted(mine & set(open_)))


def _against(by: Actor, held: Staff) -> str:
    wanted = ["people:staff:add", "people:staff:remove"]
    if not set(held.roles) <= set(NEWSROOM):
        wanted.append("people:staff:add_outside_newsroom")
    return next(filter(None, (denied(by, one, held.unit) for one in wanted)), "")


def _waiting(person: str, held: Sequence[str]) -> Iterator[StillWaiting]:
    for one in newsroom.waiting_for(person):
        yield StillWaiting(what=f"待审稿件：{one.article.title}", path=f"/review/{one.article.id}")
    for unit in held[:_BOARDS]:
        duties = topics.duties_of(unit)
        for department in duties.departments:
            if person in (*department.people, department.lead):
                yield StillWaiting(
                    what=f"业务处室“{department.name}”的人员", path=f"/board/duties?unit={unit}"
                )
        for topic in topics.of_unit(unit):
            mine = [one for one in topic.assignments if one.person == person and not one.out]
            if mine and topic.state not in topics.rules.OFF:
                yield StillWaiting(
                    what=f"派发的选题：{topic.title}", path=f"/board/topics/{topic.id}"
                )


def _move(
    duties: Sequence[AccountHeld], person: str, to: str, reason: str, by: Actor, now: datetime
) -> None:
    """Move some with one write and its entry of the log. Raises ``RegistrationChanged``."""
    parts: dict[str, list[AccountHeld]] = {}
    for one in duties:
        parts.setdefault(one.account, []).append(one)
    found = matrix.store.registrations(list(parts))
    writes, moved = list[table.Action](), list[AccountHeld]()
    for account, mine in parts.items():
        before = found[account]
        # Those that another order has moved meanwhile are done.
        left = [one for one in mine if getattr(before, one.part).person == person]
        if left:
            changed = {one.part: Responsible(person=to) for one in left}
            after = before.model_copy(update={**changed, "version": before.version + 1})
            writes.append(matrix.store.registration_action(before, after))
            moved += left
    if not moved:
        return
    entry = audit.entry_of(
        by,
        HAND_OVER,
        unit=moved[0].unit,
        at=now,
        object=f"person:{person}",
        changes=[
            Change(field=f"{one.part_name}·{one.account_name}", before=person, after=to)
            for one in moved
        ],
        note=f"移交给 {to}：{reason}",
    )
    try:
        table.transact([*writes, audit.write_action(entry)])
    except ConditionFailed as error:
        raise RegistrationChanged("有人刚刚改过其中的登记，请重新查看后再移交。") from error
    matrix_health.after_change({one.account for one in moved}, now)
