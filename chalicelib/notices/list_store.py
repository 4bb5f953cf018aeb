"""Items of this package: lists, their shards and receivers.

| pk | sk | attributes |
|---|---|---|
| ``NOTICELISTS#{account}`` | list id | ``doc`` (NoticeList), ``state``, ``edition``, ``expires_at`` |
| ``NOTICELISTS#{account}`` | ``ABOUT#{digest}`` | ``list``: the one that tells of this, so that nobody is told of it twice; ``expires_at`` |
| ``NOTICELIST#{account}#{list}`` | ``SHARD#{nn}`` | ``after`` (receiver gone through last), ``doc`` (Tally), ``open``, ``delivered``, ``failed``, ``holder`` and ``lease`` (epoch s) of the function that works at it, ``problem``, ``expires_at``; in ``GSI1`` under ``NOTICEDUE#{0–7}`` by due time while something is to do |
| ``NOTICELIST#{account}#{list}`` | ``TO#{nn}#{n:06d}`` | ``doc`` (openids of a given list, up to 50) until they were gone through; ``expires_at`` |

A shard goes through its receivers in portions. Its place, and what came of the portion, are one write of whoever holds
it; killed before, the portion is gone through again, and each notice of it has its key (docs/decisions/0272).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from chalicelib.clock import stamp
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.notices.consent_store import SHARDS, shard_of
from chalicelib.notices.errors import NoticeChanged, UnknownList
from chalicelib.notices.list_counts import partition, shard_key
from chalicelib.notices.models import ListState, NoticeList, Tally
from chalicelib.notices.sending_store import due_partition

LEASE: Final = timedelta(seconds=90)
"""Longer than the function that works at a shard may run."""
CHUNK: Final = 50
_KEPT: Final = timedelta(days=180)
_RECEIVERS_KEPT: Final = timedelta(days=14)
_TO: Final = "TO#"
_SHARD: Final = "SHARD#"
_ABOUT: Final = "ABOUT#"
ID: Final = "L"
"""Before the milliseconds of a list's making, in its id."""


class Shard(NamedTuple):
    """One part of a list."""

    number: int
    after: str
    open: bool
    tally: Tally
    problem: str
    due: str


def find(account_id: str, list_id: str) -> NoticeList:
    """One list. Raises ``UnknownList``."""
    item = table.get(_lists(account_id), list_id, consistent=True) if list_id.startswith(ID) else None  # fmt: skip
    if item is None:
        raise UnknownList(account_id, list_id)
    return _list(item)


def of_account(account_id: str, *, after: str = "", limit: int = 50) -> list[NoticeList]:
    """Lists, the newest first; ``after`` is the id of the one that the first follows."""
    found = table.query(_lists(account_id), ID, newest_first=True, limit=limit, after=after)
    return [_list(item) for item in found]


def about(account_id: str, of: str) -> str:
    """The list that tells of something; empty where none does."""
    item = table.get(_lists(account_id), _about(of), consistent=True)
    return str(item["list"]) if item else ""


def add(one: NoticeList, receivers: Sequence[str], also: Sequence[table.Action]) -> None:
    """Keep a list that was prepared, with its receivers, in one transaction with ``also``.

    The receivers go first: without its head nobody finds them, and they expire. Raises ``ConditionFailed`` where
    another list tells of the same.
    """
    expires = int((one.at + _RECEIVERS_KEPT).timestamp())
    for shard in range(SHARDS):
        mine = sorted({openid for openid in receivers if shard_of(openid) == shard})
        for n, begin in enumerate(range(0, len(mine), CHUNK)):
            chunk: table.Item = {
                "pk": partition(one.account, one.id),
                "sk": f"{_TO}{shard:02d}#{n:06d}",
                "doc": json.dumps(mine[begin : begin + CHUNK]),
                "expires_at": expires,
            }
            table.put(chunk)
    actions = [table.put_action(_item(one.model_copy(update={"edition": 1})), only_new=True)]
    if one.about:
        pointer: table.Item = {
            "pk": _lists(one.account),
            "sk": _about(one.about),
            "list": one.id,
            "expires_at": int((one.at + _KEPT).timestamp()),
        }
        actions.append(table.put_action(pointer, only_new=True))
    table.transact([*actions, *also])


def write(
    after: NoticeList, *, before: NoticeList, also: Sequence[table.Action] = ()
) -> NoticeList:
    """Put a list in the place of the one that was read, in one transaction with ``also``. Raises ``NoticeChanged``."""
    new = after.model_copy(update={"edition": before.edition + 1})
    put = table.update_action(
        _lists(new.account),
        new.id,
        "SET doc = :doc, #state = :state, edition = :new",
        {
            ":doc": new.model_dump_json(exclude={"edition"}),
            ":state": new.state.value,
            ":new": new.edition,
            ":old": before.edition,
        },
        condition="edition = :old",
        names={"#state": "state"},
    )
    actions = [put]
    if new.state is ListState.DROPPED and new.about:
        actions.append(table.delete_action(_lists(new.account), _about(new.about)))
    try:
        table.transact([*actions, *also])
    except ConditionFailed as error:
        raise NoticeChanged from error
    return new


def open_actions(one: NoticeList, now: datetime) -> list[table.Action]:
    """For the transaction by which a list begins or goes on: every shard that is not done is gone through from now on."""
    done = {shard.number for shard in shards(one.account, one.id) if not shard.open}
    return [
        table.update_action(
            partition(one.account, one.id),
            shard_key(number),
            "SET #open = :yes, gsi1pk = :index, gsi1sk = :now, expires_at = :expires",
            {
                ":yes": True,
                ":index": due_partition(f"{one.id}{number}"),
                ":now": stamp(now),
                ":expires": int((now + _KEPT).timestamp()),
            },
            names={"#open": "open"},
        )
        for number in range(SHARDS)
        if number not in done
    ]


def claim(one: NoticeList, number: int, mark: str, now: datetime) -> Shard | None:
    """Be the one function that works at a shard; None where another one is, or nothing is left to do."""
    values: table.Item = {
        ":mark": mark,
        ":until": int((now + LEASE).timestamp()),
        ":now": int(now.timestamp()),
        ":yes": True,
    }
    try:
        item = table.update(
            partition(one.account, one.id),
            shard_key(number),
            "SET holder = :mark, lease = :until",
            values,
            condition="#open = :yes AND (attribute_not_exists(lease) OR lease <= :now)",
            names={"#open": "open"},
        )
    except ConditionFailed:
        return None
    return _shard(item)


def move(
    one: NoticeList,
    shard: Shard,
    mark: str,
    *,
    after: str,
    tally: Tally,
    due: datetime,
    done: bool,
    problem: str = "",
    consumed: Sequence[str] = (),
) -> bool:
    """Write how far a shard is, and let go of it; False where another function took over.

    One that is done stays in the index until the list is looked at (``rest``): whoever dies before is made good.
    """
    values: table.Item = {
        ":mark": mark,
        ":after": after,
        ":doc": tally.model_dump_json(),
        ":open": not done,
        ":problem": problem,
        ":due": stamp(due),
    }
    pk = partition(one.account, one.id)
    moved = table.update_action(
        pk,
        shard_key(shard.number),
        "SET #after = :after, doc = :doc, #open = :open, problem = :problem, gsi1sk = :due"
        " REMOVE holder, lease",
        values,
        condition="holder = :mark",
        names={"#open": "open", "#after": "after"},
    )
    try:
        table.transact([moved, *(table.delete_action(pk, sk) for sk in consumed)])
    except ConditionFailed:
        return False
    return True


def rest(one: NoticeList, number: int) -> None:
    """Have nobody look at a shard until the list goes on."""
    try:
        table.update(
            partition(one.account, one.id),
            shard_key(number),
            "REMOVE gsi1pk, gsi1sk",
            condition="attribute_exists(pk)",
        )
    except ConditionFailed:
        return


def shards(account_id: str, list_id: str) -> list[Shard]:
    """Every shard of a list, as it is now."""
    found = table.query(partition(account_id, list_id), _SHARD, consistent=True)
    return [_shard(item) for item in found]


def receivers(one: NoticeList, shard: Shard, limit: int) -> tuple[list[str], str]:
    """The next of a given list in a shard, up to ``limit``; with the chunk's sort key where they are its last."""
    found = table.query(
        partition(one.account, one.id), f"{_TO}{shard.number:02d}#", limit=1, consistent=True
    )
    item = next(iter(found), None)
    if item is None:
        return [], ""
    openids = [one for one in json.loads(str(item["doc"])) if one > shard.after]
    return openids[:limit], str(item["sk"]) if limit >= len(openids) else ""


def forget(account_id: str) -> None:
    """Delete every list of an account. Twice is once."""
    for item in list(table.query(_lists(account_id), consistent=True)):
        list_id = str(item["sk"])
        for part in list(table.query(partition(account_id, list_id), consistent=True)):
            table.delete(str(part["pk"]), str(part["sk"]))
        table.delete(str(item["pk"]), list_id)


def place_of(item: table.Item) -> tuple[str, str, int]:
    """Account, list and number of a shard's item."""
    _, account, list_id = str(item["pk"]).split("#", 2)
    return account, list_id, int(str(item["sk"]).removeprefix(_SHARD))


def is_shard(item: table.Item) -> bool:
    """Whether an item is a shard."""
    return str(item["sk"]).startswith(_SHARD)


def _item(one: NoticeList) -> table.Item:
    return {
        "pk": _lists(one.account),
        "sk": one.id,
        "doc": one.model_dump_json(exclude={"edition"}),
        "state": one.state.value,
        "edition": one.edition,
        "expires_at": int((one.at + _KEPT).timestamp()),
    }


def _list(item: table.Item) -> NoticeList:
    stored = NoticeList.model_validate_json(str(item["doc"]))
    return stored.model_copy(update={"edition": int(item["edition"])})


def _shard(item: table.Item) -> Shard:
    tally = Tally.model_validate_json(str(item["doc"])) if "doc" in item else Tally()
    ended = {name: int(item.get(name, 0)) for name in ("delivered", "failed")}
    return Shard(
        number=int(str(item["sk"]).removeprefix(_SHARD)),
        after=str(item.get("after", "")),
        open=bool(item.get("open", False)),
        tally=tally.model_copy(update=ended),
        problem=str(item.get("problem", "")),
        due=str(item.get("gsi1sk", "")),
    )


def _about(of: str) -> str:
    return _ABOUT + hashlib.sha256(of.encode()).hexdigest()[:24]


def _lists(account_id: str) -> str:
    return f"NOTICELISTS#{account_id}"
