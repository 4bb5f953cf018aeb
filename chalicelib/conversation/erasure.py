"""The conversation's part of erasing a person: what they sent, what the robot answered, and marks of further replies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.conversation.inbox.store import (
    MESSAGE,
    PREFIX,
    RecordedPush,
    recorded,
    rewritten,
    texts_of,
)
from chalicelib.followers import partition

REPLIES: Final = "OUT#"
KINDS: Final = (PREFIX, REPLIES)
"""Beginnings of the sort keys of this domain's items in a follower's partition."""
_NAMED: Final = ("OpenID", "FromUserName")
"""Fields of a system event that may name a person."""


class Kept(NamedTuple):
    """A message or event of a person."""

    key: str
    at: int
    """When it was sent; Unix seconds."""
    wire: dict[str, Any]
    """As WeChat sent it."""
    recorded: RecordedPush

    @property
    def is_message(self) -> bool:
        """Whether it is a message rather than an event."""
        return self.key.startswith(MESSAGE)


def kept(account_id: str, openid: str, until: int) -> Iterator[Kept]:
    """Everything that a person sent up to ``until`` (Unix seconds), by key."""
    for item in table.query(partition(account_id, openid), PREFIX, consistent=True):
        at, push = int(item["at"]), recorded(item)
        if at <= until and push is not None:
            yield Kept(push.key, at, json.loads(texts_of(item)[0]), push)


def erase(account_id: str, openid: str, one: Kept) -> None:
    """Erase a message or event with the marks of its further replies; the item itself last."""
    pk = partition(account_id, openid)
    for mark in table.query(pk, f"{REPLIES}{one.key}#", consistent=True):
        table.delete(pk, str(mark["sk"]))
    table.delete(pk, PREFIX + one.key)


def erase_marks(account_id: str, openid: str) -> None:
    """Erase marks of replies to messages that are gone."""
    pk = partition(account_id, openid)
    for mark in table.query(pk, REPLIES, consistent=True):
        key = str(mark["sk"]).removeprefix(REPLIES).rpartition("#")[0]
        if table.get(pk, PREFIX + key, consistent=True) is None:
            table.delete(pk, str(mark["sk"]))


def was_erased(push: RecordedPush) -> bool:
    """Whether the item of a follower's push is gone: nothing may follow from it any more."""
    if push.push is None or not push.push.follower:
        return False
    pk = partition(push.account_id, push.push.from_user)
    return table.get(pk, PREFIX + push.key, consistent=True) is None


def forget_person(push: RecordedPush) -> None:
    """Take the openid out of an event that WeChat's own sender told about a person. Twice changes nothing.

    The item stays: WeChat's next try of the same event meets it.
    """
    pk, sk = f"SYSTEM#{push.account_id}", PREFIX + push.key
    item = table.get(pk, sk, consistent=True)
    if item is None:
        return
    wire = json.loads(texts_of(item)[0])
    hidden = wire | {name: "-" for name in _NAMED if name in wire}
    if hidden == wire:
        return
    texts = rewritten(item, hidden)
    left = "packed" if "decision" in texts else "decision"
    sets = ", ".join(f"{name} = :{name}" for name in texts)
    try:
        table.update(
            pk,
            sk,
            f"SET {sets} REMOVE {left}",
            {f":{name}": value for name, value in texts.items()},
            condition="attribute_exists(pk)",
        )
    except ConditionFailed:
        return  # expired this very moment
