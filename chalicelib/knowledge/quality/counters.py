"""Counters beside the versioned content: how often an entry answered, and whether it helped.

| pk | sk | attributes |
|---|---|---|
| ``FAQ#{account}`` | ``{day}#{entry}`` | ``hits``, ``helpful``, ``unhelpful`` of one day (Asia/Shanghai), ``expires_at`` |
| ``FAQMARK#{account}#{key}`` | ``hit``, ``vote`` | ``entry`` that was counted under that key, ``expires_at`` |

A key is counted once: mark and counter are written in one transaction. Counting is the stream's business, after
the reply, so the one partition of an account bears it (a thousand a second).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.knowledge.models import Tally

KEPT: Final = timedelta(days=800)
"""Counters: long enough to compare with the year before."""
_HIT: Final = "hit"
_VOTE: Final = "vote"
MARKED: Final = timedelta(days=30)
"""A stream repeats itself within a day; a link can be tapped for weeks."""


def count_hit(account_id: str, entry_id: str, key: str, now: datetime | None = None) -> bool:
    """Count that an entry answered; ``key`` is the message's. Twice counts once, and returns False."""
    return _count(account_id, entry_id, "hits", key, _HIT, now)


def count_feedback(
    account_id: str, entry_id: str, helpful: bool, key: str, now: datetime | None = None
) -> bool:
    """Count 有用 or 没用; ``key`` names one follower's judgement of one answer.

    The first one stands: another under the same key counts nothing and returns False.
    """
    kind = "helpful" if helpful else "unhelpful"
    return _count(account_id, entry_id, kind, f"{entry_id}#{key}", _VOTE, now)


def forget_hit(account_id: str, key: str) -> None:
    """Forget under which message a hit was counted; the count stays. For the erasure of a person."""
    table.delete(_marked(account_id, key), _HIT)


def forget_feedback(account_id: str, entry_id: str, key: str) -> None:
    """Forget who judged an answer; the count stays. For the erasure of a person."""
    table.delete(_marked(account_id, f"{entry_id}#{key}"), _VOTE)


def tallies(account_id: str, since: datetime, until: datetime) -> Mapping[str, Tally]:
    """The use of each entry on the days from ``since`` to ``until`` (Asia/Shanghai), both included."""
    found: dict[str, Tally] = {}
    for item in _days(account_id, _day(since), _day(until)):
        entry = str(item["sk"]).split("#", 1)[1]
        was = found.get(entry, Tally(entry=entry))
        found[entry] = Tally(
            entry=entry,
            hits=was.hits + int(item.get("hits", 0)),
            helpful=was.helpful + int(item.get("helpful", 0)),
            unhelpful=was.unhelpful + int(item.get("unhelpful", 0)),
        )
    return found


def _days(account_id: str, first: str, last: str) -> Iterator[table.Item]:
    for item in table.query(f"FAQ#{account_id}", newest_first=True):
        day = str(item["sk"])[:10]
        if day < first:
            return
        if day <= last:
            yield item


def _count(
    account_id: str, entry_id: str, kind: str, key: str, mark: str, now: datetime | None
) -> bool:
    at = now or utc_now()
    try:
        table.transact(
            [
                table.put_action(
                    {
                        "pk": _marked(account_id, key),
                        "sk": mark,
                        "entry": entry_id,
                        "expires_at": int((at + MARKED).timestamp()),
                    },
                    only_new=True,
                ),
                table.update_action(
                    f"FAQ#{account_id}",
                    f"{_day(at)}#{entry_id}",
                    f"SET expires_at = :expires ADD {kind} :one",
                    {":one": 1, ":expires": int((at + KEPT).timestamp())},
                ),
            ]
        )
    except ConditionFailed:
        return False
    return True


def _marked(account_id: str, key: str) -> str:
    return f"FAQMARK#{account_id}#{key}"


def _day(at: datetime) -> str:
    return at.astimezone(SHANGHAI).date().isoformat()
