"""Items and objects of this package.

| pk | sk | attributes |
|---|---|---|
| ``NUMBERS#{account}`` | ``PROGRESS`` | ``doc`` (Progress), ``claim`` and ``lease`` (epoch s) of the function that fetches |
| ``NUMBERS#{account}`` | ``DAY#{call}#{day}`` | ``doc`` (DayRecord: when WeChat said what about a day, and the latest rows where they are few) |
| ``NUMBERS#{account}`` | ``ARTICLE#{day}#{msg_data_id}_{index:03d}`` | ``doc`` (ArticleNumbers: an article as WeChat counted it last) |

| key | body |
|---|---|
| ``numbers/{account}/{call}/{day}/{digest}.json.gz`` | rows of one day as WeChat gave them, once for each time that they differ; gzip |
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from chalicelib.cloud import batches, objects, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.insight.wechat_numbers.models import ArticleNumbers, DayRecord, Progress
from chalicelib.wechat.statistics_calls import StatCall

LEASE: Final = timedelta(minutes=3)
"""A function that has said nothing for so long has broken off."""
_PROGRESS: Final = "PROGRESS"


def progress(account: str) -> Progress | None:
    """How far an account is; None where nothing was ever fetched."""
    item = table.get(_pk(account), _PROGRESS, consistent=True)
    return Progress.model_validate_json(str(item["doc"])) if item and "doc" in item else None


def progress_of_all(accounts: Sequence[str]) -> dict[str, Progress]:
    """How far each of them is; those of which nothing was ever fetched are left out."""
    found = {}
    for start in range(0, len(accounts), batches.MOST):
        keys = [(_pk(one), _PROGRESS) for one in accounts[start : start + batches.MOST]]
        for (pk, _), item in batches.get_all(keys).items():
            if "doc" in item:
                found[pk.partition("#")[2]] = Progress.model_validate_json(str(item["doc"]))
    return found


def claim(account: str, mark: str, now: datetime) -> bool:
    """Take an account for one function; False where another one has it."""
    try:
        table.update(
            _pk(account),
            _PROGRESS,
            "SET claim = :mark, lease = :until",
            {":mark": mark, ":until": _until(now), ":now": int(now.timestamp())},
            condition="attribute_not_exists(lease) OR lease < :now",
        )
    except ConditionFailed:
        return False
    return True


def keep(account: str, mark: str, known: Progress, now: datetime, *, done: bool = False) -> bool:
    """Write how far an account is and hold it longer, or let it go; False where another function has it by now."""
    try:
        table.update(
            _pk(account),
            _PROGRESS,
            "SET doc = :doc, lease = :until",
            {
                ":doc": known.model_dump_json(),
                ":until": 0 if done else _until(now),
                ":mark": mark,
            },
            condition="claim = :mark",
        )
    except ConditionFailed:
        return False
    return True


def day(account: str, call: StatCall, of: date) -> DayRecord | None:
    """All that is known of one day."""
    item = table.get(_pk(account), _day_key(call, of), consistent=True)
    return DayRecord.model_validate_json(str(item["doc"])) if item else None


def days(account: str, call: StatCall, since: date, until: date) -> Iterator[DayRecord]:
    """The days of a span that anything is known of, oldest first."""
    for item in table.between(_pk(account), _day_key(call, since), _day_key(call, until)):
        yield DayRecord.model_validate_json(str(item["doc"]))


def articles(account: str, since: date, until: date) -> Iterator[ArticleNumbers]:
    """The articles published in a span, oldest first."""
    # After a day comes "#": what follows it in the alphabet is the end of that day.
    for item in table.between(_pk(account), f"ARTICLE#{since}", f"ARTICLE#{until}$"):
        yield ArticleNumbers.model_validate_json(str(item["doc"]))


def save(
    account: str,
    known: DayRecord,
    rows: Sequence[Mapping[str, Any]],
    found: Sequence[ArticleNumbers] = (),
) -> None:
    """Keep what was newly seen of a day. Stopped anywhere and run again it writes the same.

    The day's record comes last: as long as it is missing the day is asked about again, and where it is there all
    else is, too.
    """
    objects.write(_object(account, known, known.latest.digest), _packed(rows), "application/gzip")
    for one in found:
        key = f"ARTICLE#{one.published}#{one.msg_data_id}_{one.index:03d}"
        table.put({"pk": _pk(account), "sk": key, "doc": one.model_dump_json()})
    prolong(account, known)


def prolong(account: str, known: DayRecord) -> None:
    """Keep that a day was seen again as it was."""
    key = _day_key(known.call, known.day)
    table.put({"pk": _pk(account), "sk": key, "doc": known.model_dump_json()})


def rows(account: str, known: DayRecord, digest: str) -> tuple[dict[str, Any], ...]:
    """The rows of one observation, as WeChat gave them. Raises ``CloudNotFound``."""
    if known.rows is not None and known.latest.digest == digest:
        return known.rows
    return tuple(json.loads(gzip.decompress(objects.read(_object(account, known, digest)))))


def _packed(given: Sequence[Mapping[str, Any]]) -> bytes:
    body = json.dumps([dict(row) for row in given], ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(body.encode(), mtime=0)


def _object(account: str, known: DayRecord, digest: str) -> str:
    return f"numbers/{account}/{known.call.value}/{known.day}/{digest}.json.gz"


def _day_key(call: StatCall, of: date) -> str:
    return f"DAY#{call.value}#{of}"


def _until(now: datetime) -> int:
    return int((now + LEASE).timestamp())


def _pk(account: str) -> str:
    return f"NUMBERS#{account}"
