"""What a person may do now with a thing they see: as data for a page, with the reason where it is not possible."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from chalicelib.people import PERMISSIONS, ROLE_NAMES, Role
from chalicelib.transitions import Deed

NO_ACTIONS: Final[tuple[Deed, ...]] = ()


def actions(
    held: Collection[str],
    wanted: Mapping[str, tuple[str, str]],
    blocked: Mapping[str, str] | None = None,
) -> tuple[Deed, ...]:
    """The actions ``wanted`` (name → label, permission) for somebody who holds the permissions ``held``.

    ``blocked`` says of a name why its present state forbids it.
    """
    return tuple(
        Deed(name=name, label=label, allowed=not why, why=why)
        for name, (label, permission) in wanted.items()
        for why in [_why(permission, held) or (blocked or {}).get(name, "")]
    )


def _why(permission: str, held: Collection[str]) -> str:
    if permission in held:
        return ""
    able = "、".join(ROLE_NAMES[role] for role in Role if role in PERMISSIONS[permission].roles)
    return f"需要角色：{able}"
