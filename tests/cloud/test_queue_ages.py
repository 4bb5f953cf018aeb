"""How long messages have waited, and several items in one call."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.clock import utc_now
from chalicelib.cloud import alarms, batches, clients, table


def test_the_age_of_a_queue_is_its_last_measure(cloud: None) -> None:
    now = utc_now()
    for minutes, seconds in ((8, 900), (2, 120), (30, 7200)):
        clients.cloudwatch().put_metric_data(
            Namespace="AWS/SQS",
            MetricData=[
                {
                    "MetricName": "ApproximateAgeOfOldestMessage",
                    "Dimensions": [{"Name": "QueueName", "Value": "busy"}],
                    "Timestamp": now - timedelta(minutes=minutes),
                    "Value": seconds,
                }
            ],
        )
    assert alarms.oldest_ages(["quiet", "busy"], now) == {"busy": 120}


def test_a_batch_has_those_that_exist(cloud: None) -> None:
    for n in range(3):
        table.put({"pk": "B", "sk": str(n), "n": n})
    found = batches.get_each("B", ["0", "2", "9"])
    assert {sk: item["n"] for sk, item in found.items()} == {"0": 0, "2": 2}
    assert batches.get_each("B", []) == {}
