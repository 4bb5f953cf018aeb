"""The messages that followers asked, account by account and day by day: the source of everything learnt.

They are kept by the archive, some seconds after the stream has told of them (``keep``), and lie as ``rows`` says. They
expire with the message, and are found from the message for erasure. ``who`` tells messages of one follower from others'
and names nobody; the openid leaves this module by ``senders`` alone: who asked can be told the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final, NamedTuple

from chalicelib.clock import SHANGHAI
from chalicelib.conversation import (
    AskedMessage,
    PushName,
    RecordedPush,
    Rung,
    on_record,
    spoken,
)
from chalicelib.insight.questions import lately, rows
from chalicelib.insight.questions.rows import Row, asker
from chalicelib.wechat.text import Message, Text

TEXT_CHARS = 1000
"""Of a message; the message itself keeps the rest."""
_LATE: Final = 60
"""Seconds after which a message may be erased while it is kept here; an erasure begins two minutes after it."""


def keep(names: Iterable[PushName], now: datetime) -> None:
    """Keep those of these messages that have words and are still on record. Twice is once."""
    found = on_record(names)
    asked = [(name, one) for name, one in sorted(found.items()) if _words(one)]
    for account, of in groupby(asked, lambda one: one[0].account):
        rows.write(account, [(row_of(one), one.expires_at) for _, one in of])
        lately.note(account, now)
    late = [(name, one) for name, one in asked if now.timestamp() - one.received > _LATE]
    left = on_record(name for name, _ in late)
    for name, one in late:
        if name not in left:  # erased meanwhile: after this one had looked, perhaps before it wrote
            erase(one)


def kept_of(recorded: RecordedPush) -> dict[str, Any] | None:
    """What is kept of a message; None where nothing is."""
    if not _words(recorded):
        return None
    place = row_of(recorded).place
    found = rows.at_places(recorded.account_id, [place]).get(place)
    return found and {name: value for name, value in found._asdict().items() if value}


def erase(recorded: RecordedPush) -> None:
    """Erase what is kept of a message. Twice is once."""
    if _words(recorded):
        row = row_of(recorded)
        rows.erase(recorded.account_id, row.at, row.key)


def asked_messages(account_id: str, since: datetime, until: datetime) -> Iterator[AskedMessage]:
    """The messages asked from ``since`` to ``until`` (aware, both included), oldest first."""
    first, last = int(since.timestamp()), int(until.timestamp())
    day = since.astimezone(SHANGHAI).date()
    while day <= until.astimezone(SHANGHAI).date():
        for row in rows.of_day(account_id, day.isoformat()):
            if first <= row.at <= last:
                yield _asked(account_id, row)
        day += timedelta(days=1)


def place_of(asked: AskedMessage) -> str:
    """Where a message lies, as ``{day}/{at:010d}#{key}``: the same for good, and without a word of it."""
    return Row(asked.at, asked.key, "", "").place


class Sent(NamedTuple):
    """A message, and who sent it."""

    openid: str
    """Empty where the message is older than this attribute."""
    message: AskedMessage


def at_places(account_id: str, places: Sequence[str]) -> dict[str, AskedMessage]:
    """The messages at these places (``place_of``) that are still there."""
    found = rows.at_places(account_id, places)
    return {place: _asked(account_id, row) for place, row in found.items()}


def senders(account_id: str, places: Sequence[str]) -> list[Sent]:
    """The messages at these places that are still there, with their senders."""
    found = rows.at_places(account_id, places).values()
    return [Sent(row.openid, _asked(account_id, row)) for row in found]


def _words(recorded: RecordedPush) -> str:
    push = recorded.push
    return spoken(push).strip() if isinstance(push, Message) else ""


def row_of(recorded: RecordedPush) -> Row:
    """What is kept of a message with words."""
    push, decision = recorded.push, recorded.decision
    if push is None:
        raise ValueError("a message that could not be kept has no words")
    return Row(
        at=push.created,
        key=recorded.key,
        text=_words(recorded)[:TEXT_CHARS],
        rung=decision.rung.value,
        openid=push.from_user,
        rule=decision.rule or "",
        entry=decision.entry or "",
        tap=(push.menu_id or "") if isinstance(push, Text) else "",
        score=None if decision.score is None else round(decision.score * 100),
    )


def _asked(account_id: str, row: Row) -> AskedMessage:
    return AskedMessage(
        at=row.at,
        key=row.key,
        text=row.text,
        rung=Rung(row.rung),
        who=row.who or asker(account_id, row.openid),
        rule=row.rule,
        entry=row.entry,
        tap=row.tap,
        score=None if row.score is None else row.score / 100,
    )
