"""Scoring sheets of units, and scores of sessions.

| pk | sk | attributes |
|---|---|---|
| ``SCORING`` | unit | ``doc`` (Sheet): what the unit and those below judge sessions by |
| ``SCORES#{account}#{day}`` | session id | ``doc`` (Score), ``version``, ``expires_at``: of a session that was asked for on that day |
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Final

from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.desk.quality.models import Score, Sheet

_SHEETS: Final = "SCORING"


def sheet(unit: str) -> Sheet | None:
    """The unit's own sheet."""
    item = table.get(_SHEETS, unit, consistent=True)
    return None if item is None else Sheet.model_validate_json(str(item["doc"]))


def sheet_action(unit: str, kept: Sheet) -> table.Action:
    """Write into a transaction a unit's sheet; refused where another version was kept meanwhile."""
    return table.update_action(
        _SHEETS,
        unit,
        "SET doc = :doc, version = :version",
        {":doc": kept.model_dump_json(), ":version": kept.version, ":before": kept.version - 1},
        condition="attribute_not_exists(pk) OR version = :before",
    )


def score(account_id: str, session_id: str) -> Score | None:
    """A session's score."""
    item = table.get(_day(account_id, session_id), session_id, consistent=True)
    return None if item is None else Score.model_validate_json(str(item["doc"]))


def scores_of_day(account_id: str, day: date) -> Iterator[Score]:
    """Scores of the sessions that were asked for on ``day`` (Asia/Shanghai)."""
    for item in table.query(f"SCORES#{account_id}#{day:%Y%m%d}"):
        yield Score.model_validate_json(str(item["doc"]))


def keep(
    kept: Score, opened_at: datetime, keep_days: int, also: Sequence[table.Action] = ()
) -> None:
    """Keep a score for as long as its session. Raises ``ConditionFailed`` where another version stands there."""
    values: dict[str, table.Value] = {
        ":doc": kept.model_dump_json(),
        ":version": kept.version,
        ":expires": int((opened_at + timedelta(days=keep_days)).timestamp()),
    }
    again = kept.version > 1
    write = table.update_action(
        _day(kept.account, kept.session),
        kept.session,
        "SET doc = :doc, version = :version, expires_at = :expires",
        values | ({":before": kept.version - 1} if again else {}),
        condition="version = :before" if again else "attribute_not_exists(pk)",
    )
    table.transact([write, *also])


def forget_words(account_id: str, session_id: str) -> None:
    """Take the comment out of a score whose follower was erased; the points stay. Twice is once."""
    before = score(account_id, session_id)
    if before is None or not before.comment:
        return
    after = before.model_copy(update={"comment": "", "version": before.version + 1})
    with suppress(ConditionFailed):  # scored anew this very moment: the erasure comes again
        table.update(
            _day(account_id, session_id),
            session_id,
            "SET doc = :doc, version = :version",
            {":doc": after.model_dump_json(), ":version": after.version, ":before": before.version},
            condition="version = :before",
        )


def _day(account_id: str, session_id: str) -> str:
    # The id names its day, as in the archive of sessions.
    return f"SCORES#{account_id}#{session_id[2:10]}"
