"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``WALL#pushes#{day}`` | delivery id | ``doc`` (PushRow), ``version`` of the delivery that it was written of; ``expires_at`` four days after the slot |
| ``WALL#alarms#{day}`` | ``{time}#{id}`` | ``doc`` (Alarm); ``expires_at`` 14 days later |
| ``WALLPAIRING#{code}`` | ``PAIRING`` | ``doc`` (Pairing), ``ends`` (epoch s), ``token`` (id of the service token) once a person let the screen in; ``expires_at`` |

Rows of a day are those of all units together: a wall reads one partition, however many accounts it shows. They follow
from the table's stream (``application.wall_log``), so a row may come twice and in any order.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from chalicelib.clock import SHANGHAI, stamp
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.wall.models import Alarm, PushRow

_PUSH_KEPT: Final = timedelta(days=4)
_ALARM_KEPT: Final = timedelta(days=14)


def note_push(row: PushRow, version: int) -> bool:
    """Write a push as it stands at this version of its delivery; False where a later one is there. Twice is once."""
    try:
        table.update(
            f"WALL#pushes#{_day(row.at)}",
            row.delivery,
            "SET doc = :doc, version = :version, expires_at = :expires",
            {
                ":doc": row.model_dump_json(),
                ":version": version,
                ":expires": int((row.at + _PUSH_KEPT).timestamp()),
            },
            condition="attribute_not_exists(pk) OR version < :version",
        )
    except ConditionFailed:
        return False
    return True


def pushes(day: date) -> Iterator[PushRow]:
    """The pushes of a day (Asia/Shanghai) of all accounts, by slot."""
    for item in table.query(f"WALL#pushes#{day}"):
        yield PushRow.model_validate_json(str(item["doc"]))


def add_alarm(alarm: Alarm) -> bool:
    """Keep an alarm; False where it is there already. Twice is once."""
    try:
        table.put(
            {
                "pk": f"WALL#alarms#{_day(alarm.at)}",
                "sk": f"{stamp(alarm.at)}#{alarm.id}",
                "doc": alarm.model_dump_json(),
                "expires_at": int((alarm.at + _ALARM_KEPT).timestamp()),
            },
            only_new=True,
        )
    except ConditionFailed:
        return False
    return True


def alarms(day: date) -> Iterator[Alarm]:
    """The alarms of a day (Asia/Shanghai) of all units, the newest first."""
    for item in table.query(f"WALL#alarms#{day}", newest_first=True):
        yield Alarm.model_validate_json(str(item["doc"]))


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()
