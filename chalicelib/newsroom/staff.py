"""Who works in which unit, and by which workflow its articles are reviewed.

| pk | sk | attributes |
|---|---|---|
| ``STAFF`` | ``{unit}#{person}`` | ``doc`` (Staff) |
| ``WORKFLOWS`` | unit | ``doc`` (Workflow) |

A role holds in its unit and in all units below; a workflow holds for a unit and for those below that have none
nearer. All staff stand in one partition: some thousand small items, read by people at a console.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from chalicelib import accounts
from chalicelib.cloud import table
from chalicelib.newsroom.audit import Entry, unit_entry
from chalicelib.newsroom.refusals import BadStaff, BadWorkflow
from chalicelib.newsroom.workflow import DEFAULT, ROLE_NAMES, Person, Role, Staff, Workflow

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

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
    for item in table.query(_STAFF, f"{unit}#" if unit else ""):
        yield Staff.model_validate_json(str(item["doc"]))


def person_for(person_id: str, unit: str) -> Person:
    """A person with the roles they have for this unit's articles. Raises ``UnknownUnit``."""
    found = (staff_member(person_id, above.id) for above in accounts.lineage(unit))
    return Person(id=person_id, roles=frozenset(role for one in found if one for role in one.roles))


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


def read_workflow(text: str) -> Workflow:
    """A workflow as a person writes it (YAML). Raises ``BadWorkflow`` with all reasons."""
    import yaml

    try:
        return Workflow.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise BadWorkflow(f"流程文件不是正确的 YAML：{error}") from error
    except ValidationError as error:
        found = [f"  {_place(one['loc'])}：{_reason(one)}" for one in error.errors()]
        raise BadWorkflow("流程文件有误：\n" + "\n".join(dict.fromkeys(found))) from error


def _reason(found: ErrorDetails) -> str:
    return _REASONS.get(found["type"]) or found["msg"].removeprefix("Value error, ")


_REASONS: Final = {
    "enum": f"没有这个词；角色有 {'、'.join(Role)}，after_return 为 resume 或 restart",
    "extra_forbidden": "没有这个字段；写法见 `./rongmei review workflow example`",
    "missing": "没有填写",
    "too_short": "要有一到五审，每一审都要正确",
    "too_long": "最多五审",
    "string_too_long": "太长，最多 20 字",
    "string_too_short": "没有填写",
    "string_type": "应是文字",
    "string_pattern_mismatch": "人员编号为 1–40 位字母、数字或 . _ -",
    "tuple_type": "应是列表，写成 [甲, 乙]",
    "model_type": "应写成“字段: 内容”",
    "int_type": "应是整数",
    "int_parsing": "应是整数",
    "less_than_equal": "应是 1–5",
    "greater_than_equal": "应是 1–5",
    "bool_parsing": "应是 true 或 false",
    "bool_type": "应是 true 或 false",
}
"""What pydantic found, in Chinese."""


def _place(loc: tuple[int | str, ...]) -> str:
    parts = (f"第 {part + 1} 项" if isinstance(part, int) else part for part in loc)
    return " ".join(parts) or "文件"


def _entry(unit: str, action: str, by: str, now: datetime, note: str) -> Entry:
    return Entry(unit=unit, action=action, by=by, at=now, note=note)


def _deleted(doc: str, pk: str, sk: str) -> table.Action:
    # Only what was read goes: what somebody changed meanwhile stays, and the command says so.
    return table.delete_action(pk, sk, {":doc": doc}, condition="doc = :doc")


def _staff_key(person_id: str, unit: str) -> dict[str, str]:
    return {"pk": _STAFF, "sk": f"{unit}#{person_id}"}
