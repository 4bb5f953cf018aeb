"""RecordResult pushes: written by the callback, read back from the table or its stream.

| pk | sk | attributes |
|---|---|---|
| ``FOLLOWER#{account}#{openid}`` | ``IN#{key}`` | a message or event: ``push`` (wire fields) and ``decision``, or both in ``packed`` with an empty ``push``; ``at``, ``received``, ``expires_at`` |
| ``SYSTEM#{account}`` | ``IN#{key}`` | what WeChat's own senders push, with the attributes of a follower's message |
| ``FOLLOWER#{account}#{openid}`` | ``RAW#{digest}`` | a signed push that could not be read: ``raw`` (its body as text), ``received``, ``expires_at`` |
| ``SYSTEM#{account}`` | ``RAW#{digest}`` | the same, where not even the sender could be read; kept for 14 days |

``key`` is the push's dedupe key: WeChat's second and third try meet the first one's item and its decision.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, NamedTuple

from chalicelib import shapes
from chalicelib.cloud import deadline, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.cloud.items import Bytes
from chalicelib.conversation.inbox import packing
from chalicelib.conversation.ladder.decide import DEFAULT_EVERY
from chalicelib.conversation.ladder.news import news_left
from chalicelib.conversation.models import Decision, Rung
from chalicelib.followers import STATE, partition
from chalicelib.settings import settings
from chalicelib.wechat.body import Fields
from chalicelib.wechat.callback_errors import Malformed
from chalicelib.wechat.parse import typed
from chalicelib.wechat.push import Push

PREFIX: Final = "IN#"
MESSAGE: Final = "M#"
"""The beginning of a message's key (``wechat.messages.message_key``)."""
_SAME_MATTER: Final = 30 * 60
"""Seconds after a question in which a follower who asks for a person is taken to mean it."""
_LOOKED_BACK: Final = 20
_LARGEST: Final = 64 * 1024
"""Characters of a push that are kept; at four bytes each still far below DynamoDB's 400 KB."""
_SHORTENED: Final = 4096
"""Characters of each text that are kept of a push that is longer than that."""
_NOBODYS_DAYS: Final = 14
"""Days that a push is kept whose sender cannot be read: it cannot be erased with its follower."""
_LITTLE: Final = 2.0
"""Seconds of an answer's four."""
_WIRE: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
"""Made once: ``json.dumps`` makes another each time."""
_FIELDS: Final = 32
"""Fields of it that are kept, and characters of a field's name; no push of WeChat's has more."""


@dataclass(frozen=True, slots=True)
class RecordedPush:
    """A push with what was decided for it."""

    account_id: str
    key: str
    """The push's dedupe key: what follows from it is idempotent by it."""
    push: Push | None
    """None where the push was too long for even its short fields to be kept."""
    decision: Decision
    received: int = 0
    """When it was put on record; Unix seconds."""
    expires_at: int = 0
    """When it and what is kept of it go; Unix seconds."""


class RecordResult(NamedTuple):
    """The decision that stands for a push after recording it."""

    decision: Decision
    first: bool
    """False where an earlier try had been recorded: its decision stands."""


class SaidMeanwhile(Exception):
    """Another message of the same follower got the default reply within the hour, or was told the news."""

    def __init__(self, default: bool) -> None:
        super().__init__()
        self.default: Final = default
        """Whether the decision was a default reply."""


def record(
    account_id: str,
    push: Push,
    wire: Fields,
    decision: Decision,
    now: int,
    keep_days: int,
    news: str = "",
) -> RecordResult:
    """Put push and decision on record in one write, if the push is new; else return what stands there.

    ``now`` is Unix time in seconds. A default reply moves the follower's clock before, in the name of its message
    (docs/decisions/0009); a reply that tells some of the ``news`` takes these out in the same write. So two messages at
    once don't both get them: raises ``SaidMeanwhile`` to the later.
    """
    item = item_of(account_id, push, wire, decision, now, keep_days)
    try:
        if decision.news or (decision.rung is Rung.DEFAULT and _hurries()):
            said = _said(str(item["pk"]), push.key, decision, news, now)
            table.transact([table.put_action(item, only_new=True), said])
        else:
            if decision.rung is Rung.DEFAULT:
                _move_clock(str(item["pk"]), push.key, now)
            table.put(item, only_new=True)
    except ConditionFailed as error:
        if error.index == 1:
            raise SaidMeanwhile(decision.rung is Rung.DEFAULT) from error
        old = error.old or table.get(str(item["pk"]), str(item["sk"]), consistent=True)
        if old is None:
            raise
        return RecordResult(Decision.from_json(texts_of(old)[1]), first=False)
    return RecordResult(decision, first=True)


def recorded(item: table.Item) -> RecordedPush | None:
    """The push in an item of the table, or None where the item is something else."""
    pk, sk = str(item["pk"]), str(item["sk"])
    if not sk.startswith(PREFIX) or "push" not in item:  # what a hotline says comes in, too
        return None
    push, decision = texts_of(item)
    return RecordedPush(
        account_id=pk.split("#")[1],
        key=sk.removeprefix(PREFIX),
        push=_typed(json.loads(push)),
        decision=Decision.from_json(decision),
        received=int(item["received"]),
        expires_at=int(item["expires_at"]),
    )


def texts_of(item: table.Item) -> tuple[str, str]:
    """Wire fields and decision of an item, both as JSON."""
    whole = item.get("packed")
    if isinstance(whole, Bytes):
        return packing.unpacked(whole.raw)
    return str(item["push"]), str(item["decision"])


def rewritten(item: table.Item, wire: Fields) -> dict[str, table.Value]:
    """The texts of an item again, with other wire fields."""
    push = json.dumps(wire, ensure_ascii=False, separators=(",", ":"))
    return _texts(str(item["pk"]), push, texts_of(item)[1])


def record_raw(account_id: str, openid: str, raw: bytes, now: int, keep_days: int) -> None:
    """Put a signed push on record that could not be read; one that is there already stays.

    ``openid`` is the sender, empty where not even that could be read. ``now`` is Unix time in seconds.
    """
    item: dict[str, table.Value] = {
        "pk": partition(account_id, openid) if openid else f"SYSTEM#{account_id}",
        "sk": f"RAW#{sha256(raw).hexdigest()[:24]}",
        "raw": raw.decode("utf-8", "backslashreplace")[:_LARGEST],
        "received": now,
        "expires_at": now + (keep_days if openid else min(keep_days, _NOBODYS_DAYS)) * 86400,
    }
    with suppress(ConditionFailed):
        table.put(item, only_new=True)


def latest(account_id: str, openid: str, most: int = 50) -> list[RecordedPush]:
    """The last messages of a follower, oldest first; events are left out."""
    prefix = f"{PREFIX}{MESSAGE}"
    items = table.query(partition(account_id, openid), prefix, newest_first=True, limit=most)
    found = [one for one in map(recorded, items) if one is not None][::-1]
    # Within a second MsgIds decide: they grow, though nobody promised it.
    return sorted(found, key=lambda one: one.push.created if one.push else one.received)


def department(account_id: str, openid: str, at: int) -> str:
    """The department for a follower who asks for a person at ``at`` (Unix seconds); empty if not known.

    It owns the entry that the robot answered with, or offered first, in the half hour before.
    """
    for one in reversed(latest(account_id, openid, _LOOKED_BACK)):
        asked = one.push.created if one.push else one.received
        if one.decision.department and 0 <= at - asked <= _SAME_MATTER:
            return one.decision.department
    return ""


def _hurries() -> bool:
    """Whether one dear call is better than two cheap ones: a slow start has left little time for another wait."""
    left = deadline.left()
    return left is not None and left < _LITTLE


_CLOCK: Final = "default_at = :now, default_for = :key"
_CLOCK_MAY_MOVE: Final = (
    "(attribute_not_exists(default_at) OR default_at <= :hour_ago OR default_for = :key)"
)


def _clock(key: str, now: int) -> dict[str, table.Value]:
    return {":now": now, ":key": key, ":hour_ago": now - DEFAULT_EVERY}


def _move_clock(pk: str, key: str, now: int) -> None:
    """Let the message ``key`` have the default reply of this hour. Twice is once; raises ``SaidMeanwhile``."""
    try:
        table.update(pk, STATE, f"SET {_CLOCK}", _clock(key, now), condition=_CLOCK_MAY_MOVE)
    except ConditionFailed as error:
        raise SaidMeanwhile(default=True) from error


def _said(pk: str, key: str, decision: Decision, news: str, now: int) -> table.Action:
    """The write that says of a follower's state what the reply takes out of it, or moves there."""
    sets, conditions, values, removes = [], [], dict[str, table.Value](), ""
    if decision.rung is Rung.DEFAULT:
        sets.append(_CLOCK)
        conditions.append(_CLOCK_MAY_MOVE)
        values |= _clock(key, now)
    if decision.news:
        left = news_left(news, decision.news)
        conditions.append("news = :seen")
        values[":seen"] = news
        if left:
            sets.append("news = :left")
            values[":left"] = left
        else:
            removes = " REMOVE news"
    expression = (f"SET {', '.join(sets)}" if sets else "") + removes
    return table.update_action(
        pk, STATE, expression.strip(), values, condition=" AND ".join(conditions)
    )


def item_of(
    account_id: str, push: Push, wire: Fields, decision: Decision, now: int, keep_days: int
) -> table.Item:
    """The item of a push with its decision."""
    kept = _WIRE.encode(wire)
    if len(kept) > _LARGEST:
        kept = json.dumps(_shortened(wire) | {"cut": kept[: _LARGEST // 4]}, ensure_ascii=False)
    pk = partition(account_id, push.from_user) if push.follower else f"SYSTEM#{account_id}"
    return {
        "pk": pk,
        "sk": PREFIX + push.key,
        **_texts(pk, kept, decision.to_json()),
        "at": push.created,
        "received": now,
        "expires_at": now + keep_days * 86400,
    }


def _texts(pk: str, push: str, decision: str) -> dict[str, table.Value]:
    """Both texts as they are written: as they are, or packed where that saves a write unit and is written here."""
    if packing.fits(pk, push, decision) or settings().writes < shapes.PACKED_MESSAGES:
        return {"push": push, "decision": decision}
    # Whoever cannot read packed items stumbles over an empty push, and passes nothing over.
    return {"push": "", "packed": Bytes.of(packing.packed(push, decision))}


def _shortened(wire: Fields) -> Fields:
    """The texts of a push that is too long, each with its beginning: who wrote, when, and what it began with."""
    short: dict[str, Any] = {}
    for name, value in list(wire.items())[:_FIELDS]:
        if isinstance(value, str | int | float) and len(name) < _FIELDS:
            short[name] = value[:_SHORTENED] if isinstance(value, str) else value
    return short


def _typed(wire: Fields) -> Push | None:
    try:
        return typed(wire)
    except Malformed:  # cut by an earlier version, which kept no field
        return None
