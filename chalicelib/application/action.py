"""What a person may do now with a thing they see: as data for a page, with the reason where it is not possible."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from chalicelib.people import PERMISSIONS, ROLE_NAMES, Role
from chalicelib.values import Value


class Action(Value):
    """One thing to do."""

    name: str
    """As the page knows it."""
    label: str
    allowed: bool
    why: str
    """Why not, as a Chinese sentence; empty where it is allowed."""


NO_ACTIONS: Final[tuple[Action, ...]] = ()


def actions(
    held: Collection[str],
    wanted: Mapping[str, tuple[str, str]],
    blocked: Mapping[str, str] | None = None,
) -> tuple[Action, ...]:
    """The actions ``wanted`` (name → label, permission) for somebody who holds the permissions ``held``.

    ``blocked`` says of a name why its present state forbids it.
    """
    return tuple(
        Action(name=name, label=label, allowed=not why, why=why)
        for name, (label, permission) in wanted.items()
        for why in [_why(permission, held) or (blocked or {}).get(name, "")]
    )


def _why(permission: str, held: Collection[str]) -> str:
    if permission in held:
        return ""
    able = "、".join(ROLE_NAMES[role] for role in Role if role in PERMISSIONS[permission].roles)
    return f"需要角色：{able}"
