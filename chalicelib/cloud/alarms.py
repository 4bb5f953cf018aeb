"""Alarms of CloudWatch: which of them ring now."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from chalicelib.cloud.clients import cloudwatch


class Alarm(NamedTuple):
    """One alarm and its state."""

    name: str
    about: str
    """What rings it, in the words of the template."""
    state: str
    """``OK``, ``ALARM`` or ``INSUFFICIENT_DATA``."""
    since: datetime | None


def alarms(prefix: str) -> list[Alarm]:
    """All alarms whose names begin so, by name."""
    found = []
    for page in cloudwatch().get_paginator("describe_alarms").paginate(AlarmNamePrefix=prefix):
        for one in page.get("MetricAlarms", []):
            found.append(
                Alarm(
                    one["AlarmName"],
                    one.get("AlarmDescription", ""),
                    one["StateValue"],
                    one.get("StateUpdatedTimestamp"),
                )
            )
    return sorted(found, key=lambda alarm: alarm.name)
