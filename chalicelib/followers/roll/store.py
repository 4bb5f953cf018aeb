"""Items and objects of the roll.

| pk | sk | attributes |
|---|---|---|
| ``ROLL#{account}`` | ``SYNC`` | ``doc`` (Sync: the one that goes on, or the last), ``active`` (bool), ``claim`` and ``lease`` (epoch s) of the function that works on it; ``gsi1pk`` = ``ROLLS``, ``gsi1sk`` = when to look at it again, while it goes on |
| ``ROLL#{account}`` | ``ROLL`` | ``doc`` (Roll: what the last complete sync left) |
| ``ROLL#{account}`` | ``SINCE#{mark:08x}#{openid}`` | ``at`` (epoch s), ``following`` (bool): the follower's last event; ``expires_at`` |
| ``ROLL#{account}`` | ``ERASED#{mark:08x}#{digest}`` | ``expires_at``: an openid that a sync under way must not keep |

| key | body |
|---|---|
| ``followers/{account}/{sync}/page-{number:05d}`` | one page as WeChat gave it: the next cursor, then openids, a line each; zlib. Until the sync ends |
| ``followers/{account}/{sync}/run-{group:04d}-{part:03d}`` | the openids of fifty pages that lie in one part; zlib. Until the sync ends |
| ``followers/{account}/{sync}/found-{part:03d}`` | JSON ``{came, gone}``: openids of a part that no event told of; zlib. Until the sync ends |
| ``followers/{account}/{sync}/part-{part:03d}`` | the openids of one part of the roll; zlib. Until the next complete sync |
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from chalicelib.clock import stamp
from chalicelib.cloud import objects, table
from chalicelib.cloud.errors import CloudNotFound, ConditionFailed
from chalicelib.followers.roll.comparing import Difference, Since, mark_of, part_of, span_of
from chalicelib.followers.roll.models import Roll, Sync

LEASE: Final = timedelta(minutes=3)
"""A function that has said nothing for so long has broken off."""
_DUE: Final = "ROLLS"
_SYNC, _ROLL = "SYNC", "ROLL"
_SINCE, _ERASED = "SINCE#", "ERASED#"
_KEPT: Final = timedelta(days=400)
"""An account of which no sync is made for so long has no list to hold events against."""
_ERASED_KEPT: Final = timedelta(days=30)
"""No sync takes longer."""


class Page(NamedTuple):
    """One page of the list."""

    next: str
    """The cursor that WeChat gave; empty at the end."""
    total: int
    openids: list[str]


def current(account: str) -> Sync | None:
    """The sync that goes on, or the last one."""
    item = table.get(_pk(account), _SYNC, consistent=True)
    return Sync.model_validate_json(str(item["doc"])) if item else None


def roll_of(account: str) -> Roll | None:
    """What the last complete sync left."""
    item = table.get(_pk(account), _ROLL, consistent=True)
    return Roll.model_validate_json(str(item["doc"])) if item else None


def begin(sync: Sync) -> bool:
    """Write a new sync down; False where one goes on."""
    try:
        table.update(
            _pk(sync.account),
            _SYNC,
            "SET doc = :doc, active = :yes, claim = :id, lease = :none, gsi1pk = :due, gsi1sk = :at",
            {
                ":doc": sync.model_dump_json(),
                ":yes": True,
                ":no": False,
                ":id": sync.id,
                ":none": 0,
                ":due": _DUE,
                ":at": stamp(sync.started_at),
            },
            condition="attribute_not_exists(active) OR active = :no",
        )
    except ConditionFailed:
        return False
    return True


def claim(account: str, mark: str, now: datetime) -> Sync | None:
    """Take the sync that goes on for one function; None where there is none, or another one has it."""
    try:
        item = table.update(
            _pk(account),
            _SYNC,
            "SET claim = :mark, lease = :until, gsi1sk = :again",
            {
                ":mark": mark,
                ":until": int((now + LEASE).timestamp()),
                ":again": stamp(now + LEASE),
                ":now": int(now.timestamp()),
                ":yes": True,
            },
            condition="active = :yes AND lease < :now",
        )
    except ConditionFailed:
        return None
    return Sync.model_validate_json(str(item["doc"]))


def keep(sync: Sync, mark: str, now: datetime, *, go: bool = False) -> bool:
    """Write how far a sync is, and hold it longer or let it go; False where somebody else has it by now."""
    try:
        table.transact([_kept(sync, mark, now, go=go)])
    except ConditionFailed:
        return False
    return True


def put_in_force(sync: Sync, roll: Roll, mark: str, now: datetime) -> bool:
    """Make the list of a sync the roll, with its next state; False where somebody else has the sync by now."""
    item: table.Item = {"pk": _pk(sync.account), "sk": _ROLL, "doc": roll.model_dump_json()}
    try:
        table.transact([_kept(sync, mark, now, go=False), table.put_action(item)])
    except ConditionFailed:
        return False
    return True


def take_over(before: Sync, after: Sync, mark: str, now: datetime) -> bool:
    """Write what a person decided, over whoever works on it; False where it went on meanwhile."""
    values: table.Item = {":before": before.model_dump_json()}
    try:
        table.transact([_kept(after, mark, now, go=True, condition="doc = :before", more=values)])
    except ConditionFailed:
        return False
    return True


def _kept(
    sync: Sync,
    mark: str,
    now: datetime,
    *,
    go: bool,
    condition: str = "claim = :mark",
    more: table.Item | None = None,
) -> table.Action:
    values: table.Item = {
        ":doc": sync.model_dump_json(),
        ":active": not sync.ended_for_good,
        ":lease": 0 if go else int((now + LEASE).timestamp()),
        ":mark": mark,
    }
    expression = "SET doc = :doc, active = :active, lease = :lease, claim = :mark"
    waits = sync.ended_for_good or (go and sync.next_at is None and sync.problem)
    if waits:
        expression += " REMOVE gsi1pk, gsi1sk"
    else:
        at = (sync.next_at or now) if go else now + LEASE
        expression += ", gsi1pk = :due, gsi1sk = :at"
        values |= {":due": _DUE, ":at": stamp(at)}
    return table.update_action(
        _pk(sync.account), _SYNC, expression, values | (more or {}), condition=condition
    )


def due(now: datetime, most: int) -> Iterator[str]:
    """Accounts whose sync is to be gone on with, those that wait longest first."""
    for item in table.due(_DUE, stamp(now), limit=most):
        yield str(item["pk"]).removeprefix("ROLL#")


def note(account: str, openid: str, at: int, *, following: bool) -> None:
    """Keep what an event of ``at`` (Unix seconds) said of a follower. Twice, or after a later one, changes nothing."""
    expires = at + int(_KEPT.total_seconds())
    try:
        table.update(
            _pk(account),
            since_key(openid),
            "SET #at = :at, following = :following, expires_at = :expires",
            {":at": at, ":following": following, ":expires": expires},
            condition="attribute_not_exists(#at) OR #at <= :at",
            names={"#at": "at"},
        )
    except ConditionFailed:
        return


def since_key(openid: str) -> str:
    """The sort key of a follower's last event."""
    return f"{_SINCE}{mark_of(openid):08x}#{openid}"


def since(account: str, part: int, parts: int) -> dict[str, Since]:
    """The last events of the followers of one part."""
    first, last = span_of(part, parts)
    keys = f"{_SINCE}{first:08x}", f"{_SINCE}{last:08x}~"
    return {
        str(item["sk"]).split("#", 2)[2]: Since(int(item["at"]), bool(item["following"]))
        for item in table.between(_pk(account), *keys)
    }


def since_of(account: str, openid: str) -> Since | None:
    """The last event of one follower."""
    item = table.get(_pk(account), since_key(openid), consistent=True)
    return None if item is None else Since(int(item["at"]), bool(item["following"]))


def forget_since(account: str, openid: str, until: int) -> bool:
    """Erase the last event of a follower unless it is later than ``until``; whether there was one."""
    values: table.Item = {":until": until}
    gone = table.delete_action(
        _pk(account), since_key(openid), values, condition="#at <= :until", names={"#at": "at"}
    )
    try:
        table.transact([gone])
    except ConditionFailed:
        return False
    return True


def mark_erased(account: str, openid: str, now: datetime) -> None:
    """Have the sync that goes on leave an openid out. Twice is once."""
    expires = int((now + _ERASED_KEPT).timestamp())
    key = f"{_ERASED}{mark_of(openid):08x}#{digest(openid)}"
    table.put({"pk": _pk(account), "sk": key, "expires_at": expires})


def erased(account: str, part: int, parts: int) -> set[str]:
    """Digests of the openids of a part that must be left out."""
    first, last = span_of(part, parts)
    keys = f"{_ERASED}{first:08x}", f"{_ERASED}{last:08x}~"
    return {str(item["sk"]).split("#", 2)[2] for item in table.between(_pk(account), *keys)}


def digest(openid: str) -> str:
    """An openid that can be recognised and not read."""
    return hashlib.sha256(openid.encode()).hexdigest()[:32]


def page(sync: Sync, number: int) -> Page | None:
    """A page that was written; None where it was not."""
    try:
        head, *openids = _unpacked(f"{_prefix(sync.account, sync.id)}page-{number:05d}")
    except CloudNotFound:
        return None
    told = json.loads(head)
    return Page(str(told["next"]), int(told["total"]), openids)


def add_page(sync: Sync, number: int, found: Page) -> Page:
    """Write a page once: where another function was first, its page is the page."""
    head = json.dumps({"next": found.next, "total": found.total})
    key = f"{_prefix(sync.account, sync.id)}page-{number:05d}"
    try:
        objects.write_over(key, _packed([head, *found.openids]), None)
    except ConditionFailed:
        there = page(sync, number)
        if there is None:
            raise
        return there
    return found


def write_run(sync: Sync, group: int, part: int, openids: Iterable[str]) -> None:
    """Write the openids of a group of pages that lie in one part. Twice writes the same."""
    key = f"{_prefix(sync.account, sync.id)}run-{group:04d}-{part:03d}"
    objects.write(key, _packed(openids), _TYPE)


def run(sync: Sync, group: int, part: int) -> list[str]:
    """The openids of a group of pages that lie in one part."""
    return _unpacked(f"{_prefix(sync.account, sync.id)}run-{group:04d}-{part:03d}")


def write_part(sync: Sync, part: int, openids: Iterable[str]) -> None:
    """Write one part of the new roll."""
    objects.write(part_key(sync.account, sync.id, part), _packed(sorted(openids)), _TYPE)


def part(account: str, roll: Roll, wanted: int, parts: int) -> set[str]:
    """The openids of a roll that lie in one of so many parts, whatever the roll's own number of parts is."""
    width = max(1, roll.parts // parts)
    first = wanted * roll.parts // parts
    found = set()
    for number in range(first, first + width):
        found.update(_unpacked(part_key(account, roll.sync, number)))
    if roll.parts >= parts:
        return found
    return {one for one in found if part_of(one, parts) == wanted}


def part_key(account: str, sync: str, part: int) -> str:
    """The key of one part of a roll."""
    return f"{_prefix(account, sync)}part-{part:03d}"


def packed_part(openids: Iterable[str]) -> bytes:
    """A part as it is stored."""
    return _packed(sorted(openids))


def opened_part(body: bytes) -> list[str]:
    """The openids of a stored part."""
    return _opened(body)


def write_found(sync: Sync, part: int, found: Difference) -> None:
    """Write what one part found."""
    body = json.dumps({"came": found.came, "gone": found.gone})
    key = f"{_prefix(sync.account, sync.id)}found-{part:03d}"
    objects.write(key, zlib.compress(body.encode(), 1), _TYPE)


def found(sync: Sync, part: int) -> Difference:
    """What one part found."""
    key = f"{_prefix(sync.account, sync.id)}found-{part:03d}"
    told = json.loads(zlib.decompress(objects.read(key)))
    return Difference(tuple(told["came"]), tuple(told["gone"]), 0)


def delete_some(account: str, sync: str, kind: str = "") -> bool:
    """Delete up to a thousand objects of a sync, of one kind or of all; whether there were any."""
    keys = objects.keys(f"{_prefix(account, sync)}{kind}", 1000)
    if keys:
        objects.delete_many(keys)
    return bool(keys)


def delete_older(account: str, sync: str) -> bool:
    """Delete up to a thousand objects of the syncs before this one; whether there were any."""
    own = _prefix(account, sync)
    keys = [one for one in objects.keys(f"followers/{account}/", 1000) if one < own]
    if keys:
        objects.delete_many(keys)
    return bool(keys)


_TYPE: Final = "application/octet-stream"


def _prefix(account: str, sync: str) -> str:
    return f"followers/{account}/{sync}/"


def _packed(lines: Iterable[str]) -> bytes:
    return zlib.compress("\n".join(lines).encode(), 1)


def _unpacked(key: str) -> list[str]:
    return _opened(objects.read(key))


def _opened(body: bytes) -> list[str]:
    text = zlib.decompress(body).decode()
    return text.split("\n") if text else []


def _pk(account: str) -> str:
    return f"ROLL#{account}"
