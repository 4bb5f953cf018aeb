"""The messages that followers asked, account by account and day by day: the source of everything learnt.

| pk | sk | attributes |
|---|---|---|
| ``ASKED#{account}#{day}`` | ``{at:010d}#{key}`` | a message with words, kept for learning: ``text``, ``rung``, ``rule``, ``entry``, ``score`` (percent), ``who`` (tells one follower's from another's), ``openid``, ``tap``; ``expires_at`` as the message has it |

Day and second are those of the message (Asia/Shanghai). The stream writes one item for each message with words,
under the message's own key: written twice it is the same item, so whatever is counted from here is counted once.
It expires with the message, and is found from the message for erasure. ``who`` tells messages of one follower
from others' and names nobody. ``openid`` leaves this module by ``senders`` alone: who asked can be told the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from chalicelib.clock import SHANGHAI
from chalicelib.cloud import batches, table
from chalicelib.conversation import AskedMessage, RecordedPush, Rung, spoken
from chalicelib.wechat.text import Message, Text

TEXT_CHARS = 1000
"""Of a message; the message itself keeps the rest."""


def keep(recorded: RecordedPush) -> None:
    """Keep a message with words. Run twice, it writes the same item again."""
    push, decision = recorded.push, recorded.decision
    if not isinstance(push, Message) or not (text := spoken(push).strip()):
        return
    pk, sk = _key(recorded, push)
    item: dict[str, table.Value] = {
        "pk": pk,
        "sk": sk,
        "text": text[:TEXT_CHARS],
        "rung": decision.rung.value,
        "who": asker(recorded.account_id, push.from_user),
        "openid": push.from_user,
        "expires_at": recorded.expires_at,
    }
    tap = push.menu_id if isinstance(push, Text) else None
    for name, value in (("rule", decision.rule), ("entry", decision.entry), ("tap", tap)):
        if value:
            item[name] = value
    if decision.score is not None:
        item["score"] = round(decision.score * 100)
    table.put(item)


def kept_of(recorded: RecordedPush) -> table.Item | None:
    """The archive's item of a message; None where there is none."""
    push = recorded.push
    if not isinstance(push, Message):
        return None
    return table.get(*_key(recorded, push), consistent=True)


def erase(recorded: RecordedPush) -> None:
    """Erase the archive's item of a message. Twice is once."""
    push = recorded.push
    if isinstance(push, Message):
        table.delete(*_key(recorded, push))


def asked_messages(account_id: str, since: datetime, until: datetime) -> Iterator[AskedMessage]:
    """The messages asked from ``since`` to ``until`` (aware, both included), oldest first."""
    first, last = int(since.timestamp()), int(until.timestamp())
    day = since.astimezone(SHANGHAI).date()
    while day <= until.astimezone(SHANGHAI).date():
        for item in table.query(_partition(account_id, day.isoformat())):
            kept = _kept(item)
            if first <= kept.at <= last:
                yield kept
        day += timedelta(days=1)


def place_of(asked: AskedMessage) -> str:
    """Where a message lies, as ``{day}/{sort key}``: the same for good, and without a word of it."""
    return f"{_day(asked.at)}/{asked.at:010d}#{asked.key}"


def asked_since(account_id: str, day: str, after: str) -> Iterator[AskedMessage]:
    """The messages of a day (``2026-11-28``) that lie behind the sort key ``after``, oldest first."""
    yield from map(_kept, table.query(_partition(account_id, day), after=after))


class Sent(NamedTuple):
    """A message, and who sent it."""

    openid: str
    """Empty where the message is older than this attribute."""
    message: AskedMessage


def at_places(account_id: str, places: Sequence[str]) -> dict[str, AskedMessage]:
    """The messages at these places (``place_of``) that are still there."""
    return {place: _kept(item) for place, item in _items_at(account_id, places)}


def senders(account_id: str, places: Sequence[str]) -> list[Sent]:
    """The messages at these places that are still there, with their senders."""
    return [
        Sent(str(item.get("openid", "")), _kept(item)) for _, item in _items_at(account_id, places)
    ]


def _items_at(account_id: str, places: Sequence[str]) -> Iterator[tuple[str, table.Item]]:
    keys = {
        (_partition(account_id, day), sk): place
        for place in places
        for day, _, sk in (place.partition("/"),)
    }
    wanted = list(keys)
    for begin in range(0, len(wanted), batches.MOST):
        found = batches.get_all(wanted[begin : begin + batches.MOST])
        yield from ((keys[key], item) for key, item in found.items())


def _kept(item: table.Item) -> AskedMessage:
    at, _, key = str(item["sk"]).partition("#")
    return AskedMessage(
        at=int(at),
        key=key,
        text=str(item["text"]),
        rung=Rung(str(item["rung"])),
        who=str(item["who"]),
        rule=str(item.get("rule", "")),
        entry=str(item.get("entry", "")),
        tap=str(item.get("tap", "")),
        score=int(item["score"]) / 100 if "score" in item else None,
    )


def asker(account_id: str, openid: str) -> str:
    """Tells messages of one follower from others', and names nobody."""
    return sha256(f"{account_id}#{openid}".encode()).hexdigest()[:16]


def _key(recorded: RecordedPush, push: Message) -> tuple[str, str]:
    pk = _partition(recorded.account_id, _day(push.created))
    return pk, f"{push.created:010d}#{recorded.key}"


def _day(at: int) -> str:
    return datetime.fromtimestamp(at, SHANGHAI).date().isoformat()


def _partition(account_id: str, day: str) -> str:
    return f"ASKED#{account_id}#{day}"
