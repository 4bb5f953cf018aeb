"""The dashboard: one widget a line of a table, two beside each other."""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

from chalicelib.metrics import Metric
from dev.alarms.alarm import CALLBACK, FUNCTIONS, HTTP_CALLBACK, OURS, Json

Line = list[Any]
"""A metric as CloudWatch's dashboards write it: namespace, name, names and values of dimensions, options."""

QUEUES: Final = (
    *("Deliveries", "DeliveryFailures", "OutgoingMessages", "OutgoingFailures"),
    *("Distributions", "DistributionFailures", "StreamFailures", "SweepFailures"),
    *("WebhookEvents", "WebhookFailures"),
    *("NumbersOrders", "NumbersFailures"),
    *("FollowerOrders", "FollowerFailures"),
    *("ControlOrders", "ControlFailures"),
    *("TopicOrders", "TopicFailures"),
    *("JobOrders", "JobFailures"),
    *("Facts", "FactFailures"),
)
_WIDE: Final = 12
_HIGH: Final = 6


class Widget(NamedTuple):
    """Lines over time, under one title; ``statistic`` is that of every line that names none."""

    title: str
    lines: tuple[Line, ...]
    statistic: str = "Sum"


def _callback(metric: str, **options: str) -> Line:
    """A line of the callback at its REST address."""
    return _line([("ApiName", "rongmei-${Stage}"), *list(CALLBACK.items())[1:]], metric, options)


def _http_callback(metric: str, **options: str) -> Line:
    """A line of the callback at the HTTP API."""
    return _line([("ApiId", "${HttpAPI}"), *list(HTTP_CALLBACK.items())[1:]], metric, options)


def _line(named: list[Any], metric: str, options: dict[str, str]) -> Line:
    line: Line = ["AWS/ApiGateway", metric, *(part for pair in named for part in pair)]
    return [*line, options] if options else line


def _function(name: str, metric: str) -> Line:
    return ["AWS/Lambda", metric, "FunctionName", f"${{{name}}}"]


def _table(metric: str) -> Line:
    return ["AWS/DynamoDB", metric, "TableName", "${State}"]


def _ours(metric: Metric, **options: str) -> Line:
    line: Line = [OURS, metric, "Stage", "${Stage}"]
    return [*line, options] if options else line


def _by(metric: Metric, dimension: str) -> Line:
    """One line for each value that the dimension ever had. A stage sees its own only."""
    found = f'{{{OURS},Stage,{dimension}}} MetricName="{metric}" Stage="${{Stage}}"'
    return [{"expression": f"SEARCH('{found}', 'Sum', 60)"}]


WIDGETS: Final = (
    Widget(
        "Callback: requests and errors",
        (
            _http_callback("Count"),
            _http_callback("4xx"),
            _http_callback("5xx"),
            _callback("Count"),
            _callback("4XXError"),
            _callback("5XXError"),
        ),
    ),
    Widget(
        "Callback: latency (ms)",
        (
            _http_callback("Latency", stat="p50"),
            _http_callback("Latency", stat="p99"),
            _callback("Latency", stat="p99"),
        ),
    ),
    Widget(
        "Functions: invocations",
        tuple(_function(name, "Invocations") for name in FUNCTIONS.values()),
    ),
    Widget(
        "Functions: errors and throttles",
        tuple(
            _function(name, metric)
            for name in FUNCTIONS.values()
            for metric in ("Errors", "Throttles")
        ),
    ),
    Widget(
        "Queues: waiting and given up",
        tuple(
            [
                "AWS/SQS",
                "ApproximateNumberOfMessagesVisible",
                "QueueName",
                f"${{{name}.QueueName}}",
            ]
            for name in QUEUES
        ),
        "Maximum",
    ),
    Widget("Stream: how late (ms)", (_function("Outbox", "IteratorAge"),), "Maximum"),
    Widget(
        "Table: units used",
        (_table("ConsumedReadCapacityUnits"), _table("ConsumedWriteCapacityUnits")),
    ),
    Widget("Table: throttled", (_table("ReadThrottleEvents"), _table("WriteThrottleEvents"))),
    Widget("Callback: refused, by reason", (_by(Metric.CALLBACK_REFUSED, "Reason"),)),
    Widget("Callback: not readable, kept as they came", (_ours(Metric.PUSH_UNREADABLE),)),
    Widget("Pushes answered, by rung", (_by(Metric.PUSHES_ANSWERED, "Rung"),)),
    Widget("Pushes that ended badly, by state", (_by(Metric.DELIVERY_ENDED, "State"),)),
    Widget("Verification at risk, by event", (_by(Metric.ACCOUNT_VERIFICATION, "Event"),)),
    Widget("Messages to followers, by outcome", (_by(Metric.KF_MESSAGE, "Outcome"),)),
    Widget("Desk: escalated, by reason", (_by(Metric.DESK_ESCALATED, "Reason"),)),
    Widget("Pushes, by the state they come to", (_by(Metric.DELIVERY_MOVED, "State"),)),
    Widget(
        "Minutes late, slots passed, events overdue",
        (
            _ours(Metric.MINUTES_LATE, stat="Maximum"),
            _ours(Metric.SLOT_PASSED),
            _ours(Metric.FINISH_OVERDUE),
            _ours(Metric.ALLOWANCE_LEFT, stat="Minimum"),
        ),
    ),
    Widget("Hotline: calls not taken, by outcome", (_by(Metric.HOTLINE_CALL, "Outcome"),)),
    Widget(
        "Other systems: tokens refused, events given up",
        (_ours(Metric.TOKEN_REFUSED), _ours(Metric.WEBHOOK_GIVEN_UP)),
    ),
    Widget("Hotline: events refused, by reason", (_by(Metric.HOTLINE_EVENT_REFUSED, "Reason"),)),
)


def dashboard() -> Json:
    """The dashboard as a resource. CloudFormation fills in names widget by widget, then joins them."""
    widgets = [{"Fn::Sub": _written(number, one)} for number, one in enumerate(WIDGETS)]
    body = {"Fn::Join": ["", ['{"widgets":[', {"Fn::Join": [",", widgets]}, "]}"]]}
    return {
        "Type": "AWS::CloudWatch::Dashboard",
        "Properties": {
            "DashboardName": {"Fn::Sub": "rongmei-${Stage}"},
            "DashboardBody": body,
        },
    }


def _written(number: int, widget: Widget) -> str:
    row, column = divmod(number, 2)
    whole = {
        "type": "metric",
        "x": column * _WIDE,
        "y": row * _HIGH,
        "width": _WIDE,
        "height": _HIGH,
        "properties": {
            "title": widget.title,
            "region": "${AWS::Region}",
            "view": "timeSeries",
            "period": 60,
            "stat": widget.statistic,
            "metrics": widget.lines,
        },
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
