"""What a person may do with the numbers of an account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from chalicelib import people
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for
from chalicelib.application.deeds import deeds
from chalicelib.application.growth import ADD, REMOVE
from chalicelib.application.numbers_export import EXPORT
from chalicelib.application.wechat_numbers import FETCH, READ
from chalicelib.transitions import Deed

NUMBERS: Final = {"fetch": ("立即取数", FETCH), "export": ("导出", EXPORT)}
MARKS: Final = {"add": ("标记日子", ADD), "remove": ("删除标记", REMOVE)}


def deeds_at(
    account_id: str, wanted: Mapping[str, tuple[str, str]], *, by: Actor
) -> tuple[Deed, ...]:
    """The deeds ``wanted`` (name → label, permission) at an account. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    account = account_for(by, READ, account_id)
    return deeds(people.permissions_of(by, account.unit), wanted)
