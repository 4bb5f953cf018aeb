"""The daily anchor: the chain's end goes into an object that nobody can change or remove before its time.

| key | body |
|---|---|
| ``anchors/{time}-{number}.json`` | JSON (Anchor): the chain's end at that time; in the bucket ``Anchors``, under Object Lock |

The anchor is written down at the end of the chain before the object is made, so that a worker who dies in between, and
another who comes at the same time, make the same object under the same key.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from itertools import groupby
from typing import Final, NamedTuple

from pydantic import ValidationError

from chalicelib.audit.chain import store
from chalicelib.audit.chain.digests import digest
from chalicelib.audit.chain.linking import ANCHOR_EVERY
from chalicelib.audit.chain.models import Anchor, Anchored, Head
from chalicelib.clock import stamp
from chalicelib.cloud import locked_objects
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.settings import settings

PREFIX: Final = "anchors/"


class ReadAnchor(NamedTuple):
    """An anchor as the bucket has it: its first version, and how often somebody wrote over it or hid it."""

    key: str
    anchor: Anchor | None
    """None where it cannot be read."""
    body: bytes
    mode: str
    until: datetime | None
    later: int
    """Versions and delete markers above the first."""


def anchor(now: datetime) -> Anchored | None:
    """Make the anchor of today's end of the chain, if it is due; None where it is not, or there is no chain.

    Running it twice is harmless. Raises ``ConditionFailed`` where another worker was faster.
    """
    head = store.head()
    if head is None or not settings().anchors:
        return None
    if head.anchoring is None:
        if head.due_at > now:
            return None
        head = _begun(head, now)
    begun = head.anchoring
    assert begun is not None  # noqa: S101 - it was just begun
    key, body = key_of(begun), begun.model_dump_json().encode()
    # It may be there: made by a worker who died, or by one at the same time. If it is not the same, a verification says so.
    with suppress(ConditionFailed):
        locked_objects.write(key, body)
    done = Anchored(key=key, digest=digest(head.algorithm, body), number=begun.number, at=begun.at)
    after = head.model_copy(
        update={"anchored": done, "anchoring": None, "due_at": begun.at + ANCHOR_EVERY}
    )
    _save(after, head)
    return done


def key_of(one: Anchor) -> str:
    """The key of an anchor's object: keys are in the order of time."""
    return f"{PREFIX}{stamp(one.at).replace('+00:00', 'Z')}-{one.number:010d}.json"


def anchors(first: str = "") -> Iterator[ReadAnchor]:
    """Every anchor from a key on, in order of time."""
    if not settings().anchors:
        return
    listed = locked_objects.versions(PREFIX, first)
    for key, group in groupby(sorted(listed, key=lambda one: one.key), key=lambda one: one.key):
        every = sorted(group, key=lambda one: one.made_at)
        # Versions of one second stand as the bucket lists them, the newest first.
        oldest = [one for one in every if not one.removal and one.made_at == every[0].made_at]
        if not oldest:
            yield ReadAnchor(key, None, b"", "", None, len(every))
            continue
        found = locked_objects.read(key, oldest[-1].version)
        try:
            made = Anchor.model_validate_json(found.body)
        except ValidationError:
            made = None
        yield ReadAnchor(key, made, found.body, found.mode, found.until, len(every) - 1)


def _begun(head: Head, now: datetime) -> Head:
    last = head.anchored
    made = Anchor(
        number=head.number,
        hash=head.hash,
        count=head.count,
        at=now,
        previous=last.key if last else "",
        previous_digest=last.digest if last else "",
    )
    after = head.model_copy(update={"anchoring": made})
    store.save_head(after, head)
    return after.model_copy(update={"version": head.version + 1})


def _save(after: Head, head: Head) -> None:
    """Write the anchor at the end of the chain, which may have grown meanwhile."""
    try:
        store.save_head(after, head)
    except ConditionFailed:
        now = store.head()
        if now is None or now.anchoring != head.anchoring:
            raise
        grown = now.model_copy(
            update={
                "anchored": after.anchored,
                "anchoring": None,
                "due_at": after.due_at,
            }
        )
        store.save_head(grown, now)
