"""Actions of a person on a thing, as a page shows them: allowed, or greyed out with the reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from chalicelib import people
from chalicelib.actor import Actor
from chalicelib.people import ROLE_NAMES, Role
from chalicelib.transitions import Deed

NO_DEEDS: Final[tuple[Deed, ...]] = ()


def denied(by: Actor, permission: str, unit: str) -> str:
    """Why a person may not do this in a unit, as a sentence; empty where they may."""
    try:
        people.require(by, permission, unit)
    except people.PermissionDenied as error:
        return str(error)
    return ""


def deed(name: str, label: str, *refusals: str) -> Deed:
    """A deed with the first of the reasons against it."""
    why = next(filter(None, refusals), "")
    return Deed(name=name, label=label, allowed=not why, why=why)


def deeds(
    held: Collection[str],
    wanted: Mapping[str, tuple[str, str]],
    blocked: Mapping[str, str] | None = None,
) -> tuple[Deed, ...]:
    """The deeds ``wanted`` (name → label, permission) for somebody who holds the permissions ``held``.

    ``blocked`` says of a name why its present state forbids it.
    """
    return tuple(
        deed(name, label, _why(permission, held), (blocked or {}).get(name, ""))
        for name, (label, permission) in wanted.items()
    )


def _why(permission: str, held: Collection[str]) -> str:
    if permission in held:
        return ""
    able_roles = people.holders(permission)
    able = "、".join(ROLE_NAMES[role] for role in Role if role in able_roles)
    return f"需要角色：{able}"
