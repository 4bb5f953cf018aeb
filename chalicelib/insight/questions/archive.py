"""The messages that followers asked, account by account and day by day: the source of everything learnt.

| pk | sk | attributes |
|---|---|---|
| ``ASKED#{account}#{day}`` | ``{at:010d}#{key}`` | a message with words, kept for learning: ``text``, ``rung``, ``rule``, ``entry``, ``score`` (percent), ``who`` (tells one follower's from another's), ``tap``; ``expires_at`` as the message has it |

Day and second are those of the message (Asia/Shanghai). The stream writes one item for each message with words,
under the message's own key: written twice it is the same item, so whatever is counted from here is counted once.
It expires with the message, and is found from the message for erasure. ``who`` tells messages of one follower
from others' and names nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256

from chalicelib.clock import SHANGHAI
from chalicelib.cloud import table
from chalicelib.conversation import AskedMessage, RecordedPush, Rung, spoken
from chalicelib.wechat.messages import Message, Text

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
