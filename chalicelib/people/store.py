"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``STAFF`` | ``{unit}#{person}`` | ``doc`` (Staff): a person's roles in a unit |
| ``IDENTITY`` | ARN, issuer and subject of a sign-in, or an invitation | ``person``: the person it belongs to |

All staff stand in one partition: some thousand small items, read by people at a console.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chalicelib.cloud import table
from chalicelib.roles import Staff

_STAFF: Final = "STAFF"
_IDENTITY: Final = "IDENTITY"


def staff_member(person_id: str, unit: str) -> Staff | None:
    """A person's roles in just this unit; None where there are none."""
    item = table.get(**_key(person_id, unit), consistent=True)
    return Staff.model_validate_json(str(item["doc"])) if item else None


def staff(unit: str | None = None) -> Iterator[Staff]:
    """Everybody (of just one unit), by unit and id."""
    for item in table.query(_STAFF, f"{unit}#" if unit else "", consistent=True):
        yield Staff.model_validate_json(str(item["doc"]))


def put_action(member: Staff) -> table.Action:
    """The write of a person's roles in a unit."""
    return table.put_action({**_key(member.id, member.unit), "doc": member.model_dump_json()})


def delete_action(member: Staff) -> table.Action:
    """The removal of a person's roles in a unit, if they still are what was read."""
    key = _key(member.id, member.unit)
    doc: table.Item = {":doc": member.model_dump_json()}
    return table.delete_action(key["pk"], key["sk"], doc, condition="doc = :doc")


def person_of(identity: str) -> str | None:
    """The person that an identity is linked to, or None."""
    item = table.get(_IDENTITY, identity, consistent=True)
    return str(item["person"]) if item else None


def link_action(identity: str, person_id: str) -> table.Action:
    """The write that links an identity to a person, over an older link."""
    return table.put_action({"pk": _IDENTITY, "sk": identity, "person": person_id})


def unlink_action(identity: str, person_id: str) -> table.Action:
    """The removal of the link of an identity, if it still leads to this person."""
    person: table.Item = {":person": person_id}
    return table.delete_action(_IDENTITY, identity, person, condition="person = :person")


def identities() -> Iterator[tuple[str, str]]:
    """Every identity with its person, by identity."""
    for item in table.query(_IDENTITY, consistent=True):
        yield str(item["sk"]), str(item["person"])


def _key(person_id: str, unit: str) -> dict[str, str]:
    return {"pk": _STAFF, "sk": f"{unit}#{person_id}"}
