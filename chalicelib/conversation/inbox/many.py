"""Many recorded pushes at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from chalicelib.cloud import batches
from chalicelib.conversation.inbox.store import PREFIX, RecordedPush, recorded
from chalicelib.followers import partition


class PushName(NamedTuple):
    """Which push of whom."""

    account: str
    openid: str
    key: str
    """Its dedupe key."""


def on_record(names: Iterable[PushName]) -> dict[PushName, RecordedPush]:
    """Those of these pushes that are on record now; what was erased or has expired is not."""
    keys: Final = {(partition(one.account, one.openid), PREFIX + one.key): one for one in names}
    items = batches.get_many(list(keys))
    found = {keys[key]: recorded(item) for key, item in items.items()}
    return {name: push for name, push in found.items() if push is not None}
