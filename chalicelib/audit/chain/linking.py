"""Links are appended by one writer at a time: the number of a link is its key, and the end moves in the same transaction.

Two workers that append at once make one link, and the second tries again on what the first left. A worker that dies has
written a link whole, or nothing of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from chalicelib.audit.chain import store
from chalicelib.audit.chain.digests import Algorithm, digest
from chalicelib.audit.chain.hearing import algorithm
from chalicelib.audit.chain.models import MOST, Head, Link, Seal, StoredLink
from chalicelib.cloud.errors import ConditionFailed

ANCHOR_EVERY: Final = timedelta(hours=24)
_TRIES: Final = 5
_AT_ONCE: Final = 400
"""Links of one step: less than its function's time."""


def linked(
    before: Head | None, seals: Sequence[Seal], how: Algorithm, now: datetime
) -> tuple[StoredLink, Head]:
    """The link that follows the end of the chain, and the end after it. Pure."""
    link = Link(
        number=before.number + 1 if before else 1,
        at=now,
        algorithm=how,
        previous=before.hash if before else "",
        count=(before.count if before else 0) + len(seals),
        entries=tuple(seals),
    )
    doc = link.model_dump_json()
    made = StoredLink(number=link.number, link=link, doc=doc, hash=digest(how, doc.encode()))
    end = {
        "number": link.number,
        "hash": made.hash,
        "count": link.count,
        "at": now,
        "algorithm": how,
    }
    if before is not None:
        return made, before.model_copy(update=end)
    # The first anchor stands a minute behind the first link: what the chain begins with is soon out of reach.
    return made, Head.model_validate({**end, "begun_at": now, "due_at": now})


def append(now: datetime) -> int:
    """Link everything that waits; returns how many entries. Raises ``ConditionFailed`` after some lost races."""
    total = lost = 0
    for _ in range(_AT_ONCE):
        seals = store.waiting(MOST)
        if not seals:
            break
        before = store.head()
        made, after = linked(before, seals, algorithm(), now)
        try:
            store.append(made, after, before, seals)
        except ConditionFailed:
            lost += 1
            if lost == _TRIES:
                raise
            continue
        lost = 0
        total += len(seals)
    return total
