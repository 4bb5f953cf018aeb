"""The use cases of the library: add, edit, replace, retire, restore, and what a unit sees."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError

from chalicelib import audit, people, units
from chalicelib.actor import Actor
from chalicelib.audit import AuditEntry
from chalicelib.errors import Field
from chalicelib.materials import files, rules, store
from chalicelib.materials.errors import BadMaterial, MaterialChanged, UnknownMaterial
from chalicelib.materials.models import (
    Material,
    MaterialKind,
    MaterialText,
    MaterialVersion,
)
from chalicelib.values import reason_of

READ: Final = "materials:material:read"
EDIT: Final = files.EDIT
RETIRE: Final = "materials:material:retire"


def add(
    unit: str,
    kind: MaterialKind,
    text: MaterialText,
    *,
    file: str = "",
    contract: str = "",
    passage: str = "",
    by: Actor,
    now: datetime,
) -> Material:
    """Put a material into a unit's library; ``file`` and ``contract`` are keys of files that this person sent.

    Raises ``BadMaterial``, ``BadMaterialFile``, ``MaterialExists``, ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, EDIT, unit)
    content = files.named(file, None, by=by) if file else None
    said = rules.held(kind, content, passage)
    written = rules.checked(_with_contract(text, contract, None, by))
    try:
        made = Material(
            id=store.new_id(now),
            unit=unit,
            kind=kind,
            text=written.model_copy(update={"owner": written.owner or by.person}),
            versions=(MaterialVersion(number=1, file=content, text=said, by=by.person, at=now),),
            made_by=by.person,
            made_at=now,
            updated_by=by.person,
            updated_at=now,
        )
    except ValidationError as error:
        raise bad(error) from None
    store.add(made, _entry(None, made, EDIT, by, now, "加入素材库"))
    return made


def edit(
    material_id: str,
    text: MaterialText,
    *,
    contract: str = "",
    base: int | None = None,
    by: Actor,
    now: datetime,
) -> Material:
    """Change the words and rights of a material.

    Raises ``UnknownMaterial``, ``BadMaterial``, ``MaterialNotReady``, ``MaterialChanged`` or ``PermissionDenied``.
    """
    before = _own(material_id, EDIT, base, by)
    written = _with_contract(text, contract, before, by)
    written = written.model_copy(update={"owner": written.owner or before.text.owner})
    after = rules.edited(before, written, by.person, now)
    if after.text == before.text:
        return before
    return store.save(before, after, _entry(before, after, EDIT, by, now, ""))


def replace(
    material_id: str,
    *,
    file: str = "",
    passage: str = "",
    note: str = "",
    base: int | None = None,
    by: Actor,
    now: datetime,
) -> Material:
    """Put another file or passage in its place; what was there stays in its history. The same content changes nothing.

    Raises ``UnknownMaterial``, ``BadMaterial``, ``MaterialNotReady``, ``MaterialExists``, ``MaterialChanged`` or
    ``PermissionDenied``.
    """
    before = _own(material_id, EDIT, base, by)
    content = files.named(file, before.latest.file, by=by) if file else None
    try:
        after = rules.replaced(before, content, passage, by.person, now, note)
    except ValidationError as error:
        raise bad(error) from None
    same_file = before.latest.file is not None and before.latest.file == content
    if same_file or (content is None and after.latest.text == before.latest.text):
        return before
    said = f"第 {after.latest.number} 版" + (f"：{note.strip()}" if note.strip() else "")
    return store.save(before, after, _entry(before, after, EDIT, by, now, said))


def retire(material_id: str, reason: str, *, by: Actor, now: datetime) -> Material:
    """Offer it no more. Raises ``UnknownMaterial``, ``BadMaterial``, ``MaterialNotReady`` or ``PermissionDenied``."""
    before = _own(material_id, RETIRE, None, by)
    after = rules.retired(before, by.person, now, reason)
    return store.save(before, after, _entry(before, after, RETIRE, by, now, reason.strip()))


def restore(material_id: str, *, by: Actor, now: datetime) -> Material:
    """Offer it again. Raises ``UnknownMaterial``, ``MaterialNotReady`` or ``PermissionDenied``."""
    before = _own(material_id, RETIRE, None, by)
    after = rules.restored(before, by.person, now)
    return store.save(before, after, _entry(before, after, RETIRE, by, now, ""))


def material_for(material_id: str, unit: str = "", *, by: Actor) -> Material:
    """A material as a unit sees it; without a unit, as its own does.

    Raises ``UnknownMaterial``, ``PermissionDenied`` or ``UnknownUnit``.
    """
    material = store.get(material_id)
    people.require(by, READ, unit or material.unit)
    if not rules.seen_by(material, lineage(unit or material.unit)):
        raise UnknownMaterial(material_id)
    return material


def library(unit: str, *, by: Actor) -> list[Material]:
    """All that a unit sees: its own, what units above share downwards, what is for everybody; the newest day first.

    Raises ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, READ, unit)
    above = lineage(unit)
    found = {one.id: one for one in store.for_all()}
    for one in above:
        found |= {
            material.id: material
            for material in store.of_unit(one)
            if rules.seen_by(material, above)
        }
    return sorted(found.values(), key=lambda one: (one.made_at, one.id), reverse=True)


def lineage(unit: str) -> list[str]:
    """A unit and all above it. Raises ``UnknownUnit``."""
    return [one.id for one in units.lineage(unit)]


def bad(error: ValidationError) -> BadMaterial:
    """What pydantic found, in people's words."""
    fields = [
        Field(".".join(map(str, found["loc"])), reason_of(found))
        for found in error.errors(include_input=False)
    ]
    return BadMaterial(f"填写有误：{'；'.join(one.problem for one in fields)}。", fields=fields)


def _own(material_id: str, permission: str, base: int | None, by: Actor) -> Material:
    material = store.get(material_id)
    people.require(by, permission, material.unit)
    if base is not None and base != material.version:
        raise MaterialChanged("有人刚刚改过这份素材，您的修改没有保存。请对照后再保存。")
    return material


def _with_contract(
    text: MaterialText, key: str, before: Material | None, by: Actor
) -> MaterialText:
    there = before.text.contract if before else None
    contract = files.named(key, there, by=by) if key else None
    return text.model_copy(update={"contract": contract})


def _entry(
    before: Material | None,
    after: Material,
    permission: str,
    by: Actor,
    now: datetime,
    note: str,
) -> AuditEntry:
    return audit.entry_of(
        by,
        permission,
        unit=after.unit,
        object=f"material:{after.id}",
        at=now,
        changes=audit.changes_between(_facts(before) if before else {}, _facts(after)),
        note=note,
    )


def _facts(material: Material) -> dict[str, Any]:
    """A material as it is logged: each field as one short text."""
    text, latest = material.text, material.latest
    licence = (text.licence.kind.value, text.licence.by, str(text.licence.until or ""))
    scope = (text.scope.reach.value, *text.scope.accounts)
    return {
        "title": text.title,
        "description": text.description[:100],
        "tags": " ".join(text.tags),
        "matter": text.matter,
        "source": text.source,
        "author": text.author,
        "licence": " ".join(filter(None, licence)),
        "scope": " ".join(scope)[:300],
        "valid": f"{text.valid_from or ''}–{text.valid_until or ''}".strip("–"),
        "consent": text.consent.value,
        "contract": text.contract.name if text.contract else "",
        "owner": text.owner,
        "content": latest.file.key if latest.file else f"{len(latest.text)} 字",
        "state": material.state.value,
        "reason": material.reason,
    }
