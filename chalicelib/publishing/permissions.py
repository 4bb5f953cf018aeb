"""Who may act on an account's calendar and pushes (docs/decisions/0073)."""

from __future__ import annotations

from typing import Final

from chalicelib import people
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import local
from chalicelib.publishing.errors import NotAllowed

CALENDAR: Final = "publishing:issue:edit"
UNREVIEWED: Final = "publishing:push:plan"
"""What no reviewer has read goes out in the name of the highest role."""


def check_role(by: str, account: OfficialAccount, permission: str = CALENDAR) -> None:
    """Raises ``PermissionDenied`` unless this person holds the permission for the account's unit."""
    people.require(local(by), permission, account.unit)


def check_unreviewed(by: str, account: OfficialAccount, reason: str) -> None:
    """As ``check_role`` for a push that no reviewer has read; it has a reason as soon as there is a newsroom."""
    check_role(by, account, UNREVIEWED)
    if not reason and people.staffed(account.unit):
        raise NotAllowed("不经审核直接群发，请说明原因（--reason）；或改用 article create 走审核。")
