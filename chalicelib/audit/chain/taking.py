"""Entries from before the chain, or that the stream did not bring, are taken in: as they are now, and marked as that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from chalicelib.audit.chain import store
from chalicelib.audit.chain.hearing import is_entry, seal_for
from chalicelib.audit.chain.linking import append
from chalicelib.audit.chain.verifying import Progress, silent
from chalicelib.cloud import table


def take_in(units: Sequence[str], now: datetime, progress: Progress = silent) -> int:
    """Seal and link every entry of these units that has no seal; returns how many. Running it twice is harmless.

    The units have to be all there are: from then on an entry outside the chain counts as inserted.
    """
    taken = 0
    for number, unit in enumerate(units):
        progress(number, len(units), f"已收入 {taken} 条")
        found = table.due(f"AUDIT#{unit}", "9")
        while batch := list(islice(found, 100)):
            own = {(str(one["pk"]), str(one["sk"])): one for one in batch}
            own = {key: one for key, one in own.items() if is_entry(*key)}
            sealed = store.seals_of(list(own))
            for key, item in own.items():
                if key not in sealed and store.seal(seal_for(item, now, old=True)) is None:
                    taken += 1
        append(now)
    head = store.head()
    if head is not None and not head.taken_in:
        store.save_head(head.model_copy(update={"taken_in": True}), head)
    return taken
