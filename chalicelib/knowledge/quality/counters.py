"""Counters beside the versioned content: how often an entry answered, and whether it helped.

| pk | sk | attributes |
|---|---|---|
| ``FAQHITS#{account}`` | day (``2026-11-28``, Asia/Shanghai) | ``hits``: JSON of entry and how often it answered; ``generation`` of the facts that they were counted from; ``expires_at`` |
| ``FAQ#{account}`` | ``{day}#{entry}`` | ``helpful``, ``unhelpful`` of one day, ``expires_at``; ``hits``, where an earlier version counted them |
| ``FAQMARK#{account}#{key}`` | ``vote`` | ``entry`` that was judged under that key, ``expires_at``; ``hit``, where an earlier version counted one |

Hits are counted from the archive's facts, a whole day at a time: a transaction for each would cost four times the message.
A judgement is rare and is counted once: mark and counter are written in one transaction.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
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


def keep_hits(account_id: str, day: date, hits: Mapping[str, int], generation: int) -> None:
    """Keep how often each entry answered on a day (Asia/Shanghai), as counted from its facts, unless a later count is there.

    ``generation`` grows with the file of facts that was counted. Twice is once.
    """
    ends = datetime.combine(day, time(), SHANGHAI) + KEPT
    with suppress(ConditionFailed):
        table.update(
            f"FAQHITS#{account_id}",
            day.isoformat(),
            "SET hits = :hits, generation = :generation, expires_at = :expires",
            {
                ":hits": json.dumps(hits, separators=(",", ":"), sort_keys=True),
                ":generation": generation,
                ":expires": int(ends.timestamp()),
            },
            condition="attribute_not_exists(pk) OR generation <= :generation",
        )


def count_feedback(
    account_id: str, entry_id: str, helpful: bool, key: str, now: datetime | None = None
) -> bool:
    """Count 有用 or 没用; ``key`` names one follower's judgement of one answer.

    The first one stands: another under the same key counts nothing and returns False.
    """
    kind = "helpful" if helpful else "unhelpful"
    return _count(account_id, entry_id, kind, f"{entry_id}#{key}", now)


def forget_hit(account_id: str, key: str) -> None:
    """Forget under which message an earlier version counted a hit; the count stays. For the erasure of a person."""
    table.delete(_marked(account_id, key), _HIT)


def forget_feedback(account_id: str, entry_id: str, key: str) -> None:
    """Forget who judged an answer; the count stays. For the erasure of a person."""
    table.delete(_marked(account_id, f"{entry_id}#{key}"), _VOTE)


def tallies(account_id: str, since: datetime, until: datetime) -> Mapping[str, Tally]:
    """The use of each entry on the days from ``since`` to ``until`` (Asia/Shanghai), both included.

    The hits of today are some minutes old.
    """
    counted = {
        str(item["sk"]): json.loads(str(item["hits"]))
        for item in table.between(f"FAQHITS#{account_id}", _day(since), _day(until))
    }
    hits = Counter[str]()
    for of_day in counted.values():
        hits.update(of_day)
    helpful, unhelpful = Counter[str](), Counter[str]()
    for item in _days(account_id, _day(since), _day(until)):
        day, _, entry = str(item["sk"]).partition("#")
        helpful[entry] += int(item.get("helpful", 0))
        unhelpful[entry] += int(item.get("unhelpful", 0))
        if day not in counted:
            hits[entry] += int(item.get("hits", 0))
    return {
        entry: Tally(
            entry=entry, hits=hits[entry], helpful=helpful[entry], unhelpful=unhelpful[entry]
        )
        for entry in dict.fromkeys((*hits, *helpful))
    }


def _days(account_id: str, first: str, last: str) -> Iterator[table.Item]:
    for item in table.query(f"FAQ#{account_id}", newest_first=True):
        day = str(item["sk"])[:10]
        if day < first:
            return
        if day <= last:
            yield item


def _count(account_id: str, entry_id: str, kind: str, key: str, now: datetime | None) -> bool:
    at = now or utc_now()
    try:
        table.transact(
            [
                table.put_action(
                    {
                        "pk": _marked(account_id, key),
                        "sk": _VOTE,
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
