"""CloudWatch: which alarms ring now, and how old the messages are that wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from chalicelib.cloud.clients import cloudwatch

_LATELY: Final = timedelta(minutes=10)
"""SQS says a queue's age once a minute, and CloudWatch knows it some minutes later."""


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


def oldest_ages(queue_names: Sequence[str], now: datetime) -> dict[str, int]:
    """How many seconds the oldest message of each queue has waited, as last measured, in one call.

    A queue of which CloudWatch knows nothing is missing: it was not used for hours, or the local cloud measures none.
    """
    wanted: list[Any] = [
        {
            "Id": f"q{nth}",
            "MetricStat": {
                "Metric": {
                    "Namespace": "AWS/SQS",
                    "MetricName": "ApproximateAgeOfOldestMessage",
                    "Dimensions": [{"Name": "QueueName", "Value": name}],
                },
                "Period": 60,
                "Stat": "Maximum",
            },
        }
        for nth, name in enumerate(queue_names)
    ]
    answered = cloudwatch().get_metric_data(
        MetricDataQueries=wanted,
        StartTime=now - _LATELY,
        EndTime=now,
        ScanBy="TimestampDescending",
    )
    ids = {f"q{nth}": name for nth, name in enumerate(queue_names)}
    return {
        ids[one["Id"]]: int(one["Values"][0])
        for one in answered["MetricDataResults"]
        if one.get("Values")
    }
