"""A recorded push, read back from the table or its stream."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from chalicelib.cloud import table
from chalicelib.conversation.inbox.store import PREFIX
from chalicelib.conversation.models import Decision
from chalicelib.followers import partition
from chalicelib.wechat.parse import typed
from chalicelib.wechat.push import Push

MESSAGE = "M#"
"""How the keys of messages begin (``wechat.messages.message_key``)."""


_SAME_MATTER: Final = 30 * 60
"""Seconds after a question in which who asks for a person is taken to mean it."""
_LOOKED_BACK: Final = 20


@dataclass(frozen=True, slots=True)
class RecordedPush:
    """A push with what was decided for it."""

    account_id: str
    key: str
    """The push's dedupe key: what follows from it is idempotent by it."""
    push: Push | None
    """None where the push was too long to be kept whole."""
    decision: Decision
    received: int = 0
    """When it was put on record; Unix seconds."""
    expires_at: int = 0
    """When it and what is kept of it go; Unix seconds."""


def recorded(item: table.Item) -> RecordedPush | None:
    """The push in an item of the table, or None where the item is something else."""
    pk, sk = str(item["pk"]), str(item["sk"])
    if not sk.startswith(PREFIX) or "push" not in item:  # what a hotline says comes in, too
        return None
    wire = json.loads(str(item["push"]))
    return RecordedPush(
        account_id=pk.split("#")[1],
        key=sk.removeprefix(PREFIX),
        push=None if "cut" in wire else typed(wire),
        decision=Decision.model_validate_json(str(item["decision"])),
        received=int(item["received"]),
        expires_at=int(item["expires_at"]),
    )


def latest(account_id: str, openid: str, most: int = 50) -> list[RecordedPush]:
    """The last messages of a follower, oldest first; events are left out."""
    prefix = f"{PREFIX}{MESSAGE}"
    items = table.query(partition(account_id, openid), prefix, newest_first=True, limit=most)
    found = [one for one in map(recorded, items) if one is not None][::-1]
    # Within a second MsgIds decide: they grow, though nobody promised it.
    return sorted(found, key=lambda one: one.push.created if one.push else one.received)


def department(account_id: str, openid: str, at: int) -> str:
    """Whose matter a follower who asks for a person at ``at`` (Unix seconds) last asked about; empty if not known.

    The department that owns what the robot answered, or offered first, in the half hour before.
    """
    for one in reversed(latest(account_id, openid, _LOOKED_BACK)):
        asked = one.push.created if one.push else one.received
        if one.decision.department and 0 <= at - asked <= _SAME_MATTER:
            return one.decision.department
    return ""
