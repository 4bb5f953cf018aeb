"""Who may act on an account's calendar and pushes (docs/decisions/0073)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from chalicelib import newsroom
from chalicelib.accounts import OfficialAccount
from chalicelib.newsroom import Role
from chalicelib.newsroom.articles.workflow import ROLE_NAMES
from chalicelib.publishing.errors import NotAllowed

CALENDAR: Final = (Role.EDITOR, Role.CHIEF)
UNREVIEWED: Final = (Role.CHIEF,)
"""What no reviewer has read goes out in the name of the highest role."""


def check_role(by: str, account: OfficialAccount, roles: Collection[Role] = CALENDAR) -> None:
    """Raises ``NotAllowed`` unless this person has one of these roles for the account's unit."""
    if newsroom.may(by, account.unit, roles):
        return
    names = "或".join(ROLE_NAMES[role] for role in roles)
    [first, *_] = roles
    raise NotAllowed(
        f"{by} 在单位“{account.unit}”没有“{names}”的角色，不能安排公众号“{account.id}”的推送。"
        f"请换有此角色的人员（--by），或用 `./rongmei staff add {by} --unit {account.unit} --role {first.value}` 登记。"
    )


def check_unreviewed(by: str, account: OfficialAccount, reason: str) -> None:
    """As ``check_role`` for a push that no reviewer has read; it has a reason as soon as there is a newsroom."""
    check_role(by, account, UNREVIEWED)
    if not reason and newsroom.staffed(account.unit):
        raise NotAllowed("不经审核直接群发，请说明原因（--reason）；或改用 article create 走审核。")
