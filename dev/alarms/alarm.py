"""One alarm: the measure it stands on, and when it rings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple

from chalicelib.metrics import Metric

OURS: Final = "Rongmei"
"""The namespace of what the functions count themselves."""

FUNCTIONS: Final = {
    "api": "APIHandler",
    "outbox": "Outbox",
    "deliver": "Deliver",
    "outgoing": "Outgoing",
    "distribute": "Distribute",
    "jobs": "Jobs",
    "webhooks": "Webhooks",
    "numbers": "Numbers",
    "followers": "Followers",
    "control": "Control",
    "topics": "Topics",
    "sweep": "Sweep",
    "archive": "Archive",
    "console": "Console",
    "doorbell": "Doorbell",
    "h5": "H5",
    "counter": "Counter",
    "works": "Works",
}
"""Every function: its part of an alarm's name, and its name in the template."""

Json = dict[str, Any]

CALLBACK: Final[dict[str, str | Json]] = {
    "ApiName": {"Fn::Sub": "rongmei-${Stage}"},
    "Method": "POST",
    "Resource": "/wechat/{account}",
    "Stage": "api",
}
"""The dimensions of the metrics of the REST callback; the template turns them on (``MethodSettings``)."""
HTTP_CALLBACK: Final[dict[str, str | Json]] = {
    "ApiId": {"Ref": "HttpAPI"},
    "Method": "POST",
    "Resource": "/wechat/{account}",
    "Stage": "$default",
}
"""Those of the callback by the HTTP API (``RouteSettings``). Its errors are called ``4xx`` and ``5xx``."""


class Comparison(StrEnum):
    """On which side of its threshold an alarm rings."""

    ABOVE = "GreaterThanThreshold"
    BELOW = "LessThanThreshold"


class Missing(StrEnum):
    """How minutes without a value count."""

    FINE = "notBreaching"
    BAD = "breaching"


class Measure(NamedTuple):
    """A metric of CloudWatch with all its dimensions; a metric with fewer or more of them is another metric."""

    namespace: str
    metric: str
    dimensions: tuple[tuple[str, str | Json], ...]


@dataclass(frozen=True)
class Alarm:
    """An alarm of the template.

    ``name`` is what stands behind ``rongmei-{stage}-``; ``description`` is the text of the mail. ``period`` is in
    seconds, and the alarm rings once ``periods`` of them in a row are ``comparison`` the ``threshold``, which is in
    the metric's own unit. ``statistic`` is CloudWatch's word, or a percentile such as ``p99``.
    """

    name: str
    description: str
    measure: Measure
    threshold: float = 0
    comparison: Comparison = Comparison.ABOVE
    statistic: str = "Sum"
    period: int = 60
    periods: int = 1
    missing: Missing = Missing.FINE

    @property
    def resource(self) -> str:
        """The alarm's name in the template: ``push-failed`` is ``PushFailedAlarm``."""
        return "".join(part.capitalize() for part in self.name.split("-")) + "Alarm"


class Row(NamedTuple):
    """A row of the operators' guide: one or more alarms that mean the same to the person who hears them."""

    alarms: tuple[Alarm, ...]
    happened: str
    to_do: str
    shown: str
    """The first cell: the alarms' names, or what stands for them where these are too many."""


def row(*alarms: Alarm, happened: str, to_do: str, shown: str = "") -> Row:
    """A row for ``alarms``, with their names as its first cell unless ``shown`` is given. Texts are Markdown."""
    return Row(alarms, happened, to_do, shown or ", ".join(f"`{alarm.name}`" for alarm in alarms))


def ours(metric: Metric, **dimension: str) -> Measure:
    """A metric that the functions count themselves. Each stage has its own, or a test would ring for production."""
    return Measure(OURS, metric, (("Stage", {"Ref": "Stage"}), *dimension.items()))


def callback(metric: str) -> Measure:
    """A metric of the method that WeChat posts to: the console's own errors stand beside it in the same API."""
    return Measure("AWS/ApiGateway", metric, tuple(CALLBACK.items()))


def http_callback(metric: str) -> Measure:
    """A metric of the same route of the HTTP API, where accounts that were added later are answered."""
    return Measure("AWS/ApiGateway", metric, tuple(HTTP_CALLBACK.items()))


def function(name: str, metric: str) -> Measure:
    """A metric of the function ``name``, as the template names it."""
    return Measure("AWS/Lambda", metric, (("FunctionName", {"Ref": name}),))


def queue(name: str, metric: str) -> Measure:
    """A metric of the queue ``name``, as the template names it."""
    return Measure("AWS/SQS", metric, (("QueueName", {"Fn::GetAtt": [name, "QueueName"]}),))


def given_up(name: str, queue_name: str, description: str) -> Alarm:
    """Rings while a dead-letter queue holds anything."""
    measure = queue(queue_name, "ApproximateNumberOfMessagesVisible")
    return Alarm(name, f"{description}: see the queue {queue_name}", measure, statistic="Maximum")


def waiting(name: str, queue_name: str, waiters: str) -> Alarm:
    """Rings while something has waited in a queue for more than ten minutes."""
    measure = queue(queue_name, "ApproximateAgeOfOldestMessage")
    return Alarm(name, f"{waiters} wait longer than ten minutes", measure, 600, statistic="Maximum")


def errors(name: str) -> Alarm:
    """Rings when a function fails; ``name`` is a key of ``FUNCTIONS``."""
    called = FUNCTIONS[name]
    return Alarm(f"{name}-errors", f"The function {called} failed", function(called, "Errors"))


def throttles(name: str) -> Alarm:
    """Rings when a function is not started because too many run; ``name`` is a key of ``FUNCTIONS``."""
    called = FUNCTIONS[name]
    return Alarm(
        f"{name}-throttles",
        f"The function {called} was refused for lack of concurrency",
        function(called, "Throttles"),
    )
