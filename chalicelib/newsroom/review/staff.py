"""Who works in which unit, and by which workflow its articles are reviewed.

| pk | sk | attributes |
|---|---|---|
| ``STAFF`` | ``{unit}#{person}`` | ``doc`` (Staff) |
| ``WORKFLOWS`` | unit | ``doc`` (Workflow) |

A role holds in its unit and in all units below; a workflow holds for a unit and for those below that have none
nearer. All staff stand in one partition: some thousand small items, read by people at a console.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Final

from pydantic import ValidationError

from chalicelib import accounts
from chalicelib.cloud import table
from chalicelib.newsroom.articles.audit import Entry, unit_entry
from chalicelib.newsroom.articles.errors import BadStaff
from chalicelib.newsroom.articles.workflow import DEFAULT, ROLE_NAMES, Person, Role, Staff, Workflow

_STAFF: Final = "STAFF"
_WORKFLOWS: Final = "WORKFLOWS"


def add_staff(
    person_id: str, unit: str, roles: Iterable[Role], *, by: str, now: datetime, name: str = ""
) -> Staff:
    """Give a person these roles in a unit, besides those they have there. Raises ``UnknownUnit``, ``BadStaff``."""
    accounts.lineage(unit)
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
    note = f"{after.id}：{'、'.join(ROLE_NAMES[role] for role in after.roles)}"
    put = table.put_action({**_staff_key(person_id, unit), "doc": after.model_dump_json()})
    table.transact([put, unit_entry(_entry(unit, "staff_add", by, now, note))])
    return after


def remove_staff(person_id: str, unit: str, *, by: str, now: datetime) -> None:
    """Take all roles in a unit from a person. Raises ``BadStaff`` if there are none."""
    before = staff_member(person_id, unit)
    if before is None:
        raise BadStaff(f"单位“{unit}”没有登记人员“{person_id}”。用 `./rongmei staff list` 查看。")
    gone = _deleted(before.model_dump_json(), **_staff_key(person_id, unit))
    table.transact([gone, unit_entry(_entry(unit, "staff_remove", by, now, person_id))])


def staff_member(person_id: str, unit: str) -> Staff | None:
    """What is registered of a person in just this unit."""
    item = table.get(**_staff_key(person_id, unit), consistent=True)
    return Staff.model_validate_json(str(item["doc"])) if item else None


def staff(unit: str | None = None) -> Iterator[Staff]:
    """Everybody (of just one unit), by unit and id."""
    for item in table.query(_STAFF, f"{unit}#" if unit else "", consistent=True):
        yield Staff.model_validate_json(str(item["doc"]))


def person_for(person_id: str, unit: str) -> Person:
    """A person with the roles they have for this unit's articles. Raises ``UnknownUnit``."""
    found = (staff_member(person_id, above.id) for above in accounts.lineage(unit))
    return Person(id=person_id, roles=frozenset(role for one in found if one for role in one.roles))


def staffed(unit: str) -> bool:
    """Whether anybody is registered in a unit or above it: from then on roles count. Raises ``UnknownUnit``."""
    return any(next(staff(above.id), None) for above in accounts.lineage(unit))


def may(person_id: str, unit: str, roles: Collection[Role]) -> bool:
    """Whether a person has one of these roles for a unit; anybody may while nobody is registered there.

    Raises ``UnknownUnit``.
    """
    return not person_for(person_id, unit).roles.isdisjoint(roles) or not staffed(unit)


def people_for(unit: str) -> list[Person]:
    """Everybody who has a role for this unit's articles. Raises ``UnknownUnit``."""
    roles: dict[str, set[Role]] = {}
    for above in accounts.lineage(unit):
        for one in staff(above.id):
            roles.setdefault(one.id, set()).update(one.roles)
    return [Person(id=one, roles=frozenset(held)) for one, held in sorted(roles.items())]


def workflow_for(unit: str) -> tuple[Workflow, str | None]:
    """A unit's workflow, and the unit it is set at (None: the default). Raises ``UnknownUnit``."""
    for above in accounts.lineage(unit):
        item = table.get(_WORKFLOWS, above.id, consistent=True)
        if item is not None:
            return Workflow.model_validate_json(str(item["doc"])), above.id
    return DEFAULT, None


def set_workflow(unit: str, workflow: Workflow, *, by: str, now: datetime) -> None:
    """Put a workflow in force for a unit. Reviews that have begun end by the one they began with."""
    accounts.lineage(unit)
    note = " → ".join(stage.name for stage in workflow.stages)
    put = table.put_action({"pk": _WORKFLOWS, "sk": unit, "doc": workflow.model_dump_json()})
    table.transact([put, unit_entry(_entry(unit, "workflow_set", by, now, note))])


def unset_workflow(unit: str, *, by: str, now: datetime) -> None:
    """Have a unit inherit its workflow again; one that has none is left as it is."""
    item = table.get(_WORKFLOWS, unit, consistent=True)
    if item is None:
        return
    gone = _deleted(str(item["doc"]), _WORKFLOWS, unit)
    table.transact([gone, unit_entry(_entry(unit, "workflow_unset", by, now, ""))])


def _entry(unit: str, action: str, by: str, now: datetime, note: str) -> Entry:
    return Entry(unit=unit, action=action, by=by, at=now, note=note)


def _deleted(doc: str, pk: str, sk: str) -> table.Action:
    # Only what was read goes: what somebody changed meanwhile stays, and the command says so.
    return table.delete_action(pk, sk, {":doc": doc}, condition="doc = :doc")


def _staff_key(person_id: str, unit: str) -> dict[str, str]:
    return {"pk": _STAFF, "sk": f"{unit}#{person_id}"}
