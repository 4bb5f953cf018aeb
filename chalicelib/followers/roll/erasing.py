"""What the roll keeps of one person, and its end."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib.cloud import objects
from chalicelib.cloud.errors import CloudNotFound, ConditionFailed
from chalicelib.followers.roll import store
from chalicelib.followers.roll.comparing import Since, part_of

MARK: Final = "roll"
SINCE: Final = "since"


def is_on_roll(account: str, openid: str) -> bool:
    """Whether the last complete list names a person."""
    roll = store.roll_of(account)
    if roll is None:
        return False
    try:
        return openid in _part(account, roll.sync, part_of(openid, roll.parts))
    except CloudNotFound:
        return False


def kept(account: str, openid: str, until: int) -> tuple[bool, Since | None]:
    """Whether the roll names a person, and their last event unless it is later than ``until`` (Unix seconds)."""
    said = store.since_of(account, openid)
    later = said is not None and said.at > until
    # Who follows again since then is on the roll for that, too.
    on_roll = not (later and said is not None and said.following) and is_on_roll(account, openid)
    return on_roll, None if later else said


def erase(account: str, openid: str, until: int, now: datetime) -> int:
    """Erase a person from the roll, and their last event unless it is later than ``until``; returns how many went.

    A sync that goes on is told first, so that it leaves the person out of what it has still to write; what it has
    written is changed here. Twice erases nothing more.
    """
    on_roll, said = kept(account, openid, until)
    sync = store.current(account)
    goes_on = sync is not None and not sync.ended_for_good
    number = int(said is not None and store.forget_since(account, openid, until))
    if goes_on:
        store.mark_erased(account, openid, now)
    roll = store.roll_of(account)
    if on_roll and roll is not None:
        number += _cut(account, roll.sync, roll.parts, openid)
    if goes_on and sync is not None and sync.parts:
        # What is half-way is nobody's to count.
        _cut(account, sync.id, sync.parts, openid)
    return number


def _cut(account: str, sync: str, parts: int, openid: str) -> int:
    """Write a part without the person; 0 where they are not in it."""
    key = store.part_key(account, sync, part_of(openid, parts))
    while True:  # ends: every refusal is another write of this part, and those are finite
        there = objects.read_stamped(key)
        if there is None:
            return 0
        openids = store.opened_part(there.body)
        if openid not in openids:
            return 0
        rest = [one for one in openids if one != openid]
        try:
            objects.write_over(key, store.packed_part(rest), there)
        except ConditionFailed:
            continue
        return 1


def _part(account: str, sync: str, part: int) -> list[str]:
    return store.opened_part(objects.read(store.part_key(account, sync, part)))
