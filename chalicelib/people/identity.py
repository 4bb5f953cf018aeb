"""The identities by which a person is known: an AWS identity, a sign-in, an invitation to sign in."""

from __future__ import annotations

from datetime import datetime

from chalicelib import audit
from chalicelib.actor import Actor
from chalicelib.audit import Change
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.people import store
from chalicelib.people.errors import AlreadyAccepted, BadStaff
from chalicelib.people.permit import require

LINK = "people:identity:link"


def link_identity(
    person_id: str, identity: str, *, by: Actor, now: datetime, unit: str = ""
) -> None:
    """Know a person by an AWS identity (ARN), the subject of a sign-in or an invitation from now on.

    Run twice it is one link. Raises ``BadStaff`` or ``PermissionDenied``: see ``require_over``.
    """
    require_over(person_id, by, unit)
    if not identity.strip() or not person_id.strip():
        raise BadStaff("请写明人员编号和身份（如 AWS 的 ARN）。")
    before = store.person_of(identity)
    if before == person_id:
        return
    if before is not None:
        # Who takes an identity away from somebody shuts them out.
        require_over(before, by, unit)
    entry = audit.entry_of(
        by,
        LINK,
        unit=unit,
        at=now,
        object=f"person:{person_id}",
        changes=[Change(field=identity, before=before or "", after=person_id)],
    )
    table.transact([store.link_action(identity, person_id), audit.write_action(entry)])


def require_over(person_id: str, by: Actor, unit: str) -> None:
    """Raises ``PermissionDenied`` unless the actor may link identities in ``unit`` and wherever the person has a role.

    Who links an identity to a person can act as that person.
    """
    require(by, LINK, unit)
    if not by.at_shell:
        for held in units_of(person_id):
            require(by, LINK, held)


def units_of(person_id: str) -> list[str]:
    """The units in which a person has a role of their own, by id."""
    return [held.unit for held in store.staff() if held.id == person_id]


def accept_invitation(
    person_id: str, invited: str, identity: str, *, by: Actor, now: datetime
) -> None:
    """Link ``identity`` to the person who was invited; the invitation is used up by that.

    Whoever gets the same name at the provider later is somebody else. Raises ``AlreadyAccepted`` if it was used a moment ago.
    """
    entry = audit.entry_of(
        by,
        "invitation_accept",
        unit=next(iter(units_of(person_id)), ""),
        at=now,
        object=f"person:{person_id}",
        changes=[Change(field=identity, before="", after=person_id)],
    )
    try:
        table.transact(
            [
                store.unlink_action(invited, person_id),
                store.link_action(identity, person_id, invited=invited),
                audit.write_action(entry),
            ]
        )
    except ConditionFailed as error:
        raise AlreadyAccepted("这份邀请刚刚被使用过，请重新登录。") from error
