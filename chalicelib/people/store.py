"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``STAFF`` | ``{unit}#{person}`` | ``doc`` (Staff): a person's roles in a unit |
| ``IDENTITY`` | ARN, issuer and subject of a sign-in, or an invitation | ``person``: the person it belongs to; ``invited``: the invitation by which a sign-in was linked |
| ``SEPARATION`` | ``STAGE`` | ``separated``, ``asked_by``, ``asked_as``, ``asked_at``: whether 三员 are separated, and who asks to end it; ``version``, which every grant of one of the three moves |

All staff stand in one partition: some thousand small items, read by people at a console.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from chalicelib.cloud import table
from chalicelib.roles import Staff

_STAFF: Final = "STAFF"
_IDENTITY: Final = "IDENTITY"
_SEPARATION: Final = "SEPARATION"


def staff_member(person_id: str, unit: str) -> Staff | None:
    """A person's roles in just this unit; None where there are none."""
    item = table.get(**_key(person_id, unit), consistent=True)
    return Staff.model_validate_json(str(item["doc"])) if item else None


def staff_key(person_id: str, unit: str) -> tuple[str, str]:
    """Partition and sort key of a person's roles in just this unit."""
    return _STAFF, f"{unit}#{person_id}"


def staff(unit: str | None = None) -> Iterator[Staff]:
    """Everybody (of just one unit), by unit and id."""
    for item in table.query(_STAFF, f"{unit}#" if unit else "", consistent=True):
        yield Staff.model_validate_json(str(item["doc"]))


def put_action(member: Staff, *, instead_of: Staff | None) -> table.Action:
    """The write of a person's roles in a unit, if they still are what was read (None: there were none)."""
    key, doc = _key(member.id, member.unit), member.model_dump_json()
    if instead_of is None:
        return table.put_action({**key, "doc": doc}, only_new=True)
    old = instead_of.model_dump_json()
    return table.update_action(
        key["pk"], key["sk"], "SET doc = :doc", {":doc": doc, ":old": old}, condition="doc = :old"
    )


def delete_action(member: Staff) -> table.Action:
    """The removal of a person's roles in a unit, if they still are what was read."""
    key = _key(member.id, member.unit)
    doc: table.Item = {":doc": member.model_dump_json()}
    return table.delete_action(key["pk"], key["sk"], doc, condition="doc = :doc")


def person_of(identity: str) -> str | None:
    """The person that an identity is linked to, or None."""
    item = table.get(_IDENTITY, identity, consistent=True)
    return str(item["person"]) if item else None


def link_action(identity: str, person_id: str, *, invited: str = "") -> table.Action:
    """The write that links an identity to a person, over an older link; ``invited`` is the invitation that it accepts."""
    item: table.Item = {"pk": _IDENTITY, "sk": identity, "person": person_id}
    return table.put_action(item | {"invited": invited} if invited else item)


def unlink_action(identity: str, person_id: str) -> table.Action:
    """The removal of the link of an identity, if it still leads to this person."""
    person: table.Item = {":person": person_id}
    return table.delete_action(_IDENTITY, identity, person, condition="person = :person")


class Identity(NamedTuple):
    """One identity and the person that it belongs to."""

    identity: str
    person: str
    invited: str = ""
    """The invitation by which it was linked; empty where there was none."""


def identities() -> Iterator[Identity]:
    """Every identity with its person, by identity."""
    for item in table.query(_IDENTITY, consistent=True):
        yield Identity(str(item["sk"]), str(item["person"]), str(item.get("invited", "")))


class Separation(NamedTuple):
    """Whether 系统管理员, 安全管理员 and 审计员 are separated, and who asks for an end of it."""

    on: bool = False
    version: int = 0
    asked_by: str = ""
    asked_as: str = ""
    """The role in which somebody asked to end it; a person of the other one has to agree."""
    asked_at: str = ""


def separation() -> Separation:
    """How it is now."""
    item = table.get(_SEPARATION, "STAGE", consistent=True)
    if item is None:
        return Separation()
    asked = (str(item.get(name, "")) for name in ("asked_by", "asked_as", "asked_at"))
    return Separation(bool(item.get("separated", False)), int(item["version"]), *asked)


def separation_action(after: Separation, seen: Separation) -> table.Action:
    """The write of it, if it still is what was seen."""
    values: table.Item = {
        ":on": after.on,
        ":by": after.asked_by,
        ":as": after.asked_as,
        ":at": after.asked_at,
        ":next": seen.version + 1,
        ":seen": seen.version,
    }
    sets = "separated = :on, asked_by = :by, asked_as = :as, asked_at = :at, version = :next"
    none = "attribute_not_exists(pk) OR " if not seen.version else ""
    return table.update_action(
        _SEPARATION, "STAGE", f"SET {sets}", values, condition=f"{none}version = :seen"
    )


def _key(person_id: str, unit: str) -> dict[str, str]:
    pk, sk = staff_key(person_id, unit)
    return {"pk": pk, "sk": sk}
