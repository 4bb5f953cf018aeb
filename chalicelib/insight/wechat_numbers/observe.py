"""What an answer adds to what is known of a day. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from chalicelib.clock import SHANGHAI
from chalicelib.insight.wechat_numbers.models import (
    ArticleDay,
    ArticleNumbers,
    DayRecord,
    Observation,
)
from chalicelib.insight.wechat_numbers.schedule import Seen
from chalicelib.wechat.statistics_calls import StatCall
from chalicelib.wechat.statistics_rows import ArticleRow

MOST_INLINE: Final = 8_000
"""Characters of rows that stand in the item itself."""


def digest_of(rows: Sequence[Mapping[str, Any]]) -> str:
    """The same for the same rows, in whatever order WeChat gives them and their fields."""
    return hashlib.sha256("\n".join(sorted(map(_canonical, rows))).encode()).hexdigest()[:32]


def observed(
    before: DayRecord | None,
    call: StatCall,
    day: date,
    rows: Sequence[Mapping[str, Any]],
    *,
    delayed: bool,
    now: datetime,
) -> DayRecord:
    """The record of a day after WeChat said ``rows`` about it at ``now``.

    The same as last time makes the last observation longer; anything else is a new one, and no old one is lost.
    """
    digest = digest_of(rows)
    known = before.observations if before else ()
    last = known[-1] if known else None
    if last is not None and (last.digest, last.delayed) == (digest, delayed):
        seen = (*known[:-1], last.model_copy(update={"until": max(now, last.until)}))
    else:
        new = Observation(at=now, until=now, digest=digest, rows=len(rows), delayed=delayed)
        seen = (*known, new)
    small = sum(len(_canonical(row)) for row in rows) <= MOST_INLINE
    inline = tuple(dict(row) for row in rows) if small else None
    return DayRecord(call=call, day=day, observations=seen, rows=inline)


def as_of(record: DayRecord, moment: datetime) -> Observation | None:
    """What was known at ``moment`` (aware); None where nothing was."""
    return next((one for one in reversed(record.observations) if one.at <= moment), None)


def seen_of(record: DayRecord) -> Seen:
    """As much of a record as the plan needs."""
    latest = record.latest
    on = latest.until.astimezone(SHANGHAI).date()
    return Seen(on=on, empty=latest.rows == 0, delayed=latest.delayed)


def article_of(account: str, day: date, row: ArticleRow, now: datetime) -> ArticleNumbers:
    """An article as WeChat counts it at ``now``."""
    return ArticleNumbers(
        account=account,
        msg_data_id=row.msg_data_id,
        index=row.place,
        published=day,
        title=row.title,
        url=row.url,
        notified=row.notified,
        days=tuple(ArticleDay(day=one.day, **one.figures._asdict()) for one in row.days),
        sources=row.sources,
        observed_at=now,
    )


def _canonical(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
