"""The alarms and the dashboard as CloudFormation writes them, and their place in ``.chalice/resources.json``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from dev.alarms.alarm import Alarm, Json
from dev.alarms.dashboard import dashboard
from dev.alarms.table import ALARMS
from dev.problem import Problem

FILE: Final = ".chalice/resources.json"
_TYPES: Final = {"AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard"}
_TOLD: Final = [{"Ref": "Alarms"}]
_WIDTH: Final = 120
_STEP: Final = 2


def filled(text: str) -> str:
    """The template ``text`` with its alarms and its dashboard as the tables say; all else stays as it is written.

    They stand together in the template, so that what is written by hand is not between them. Raises ``Problem``
    where they do not, or where there is none to replace.
    """
    made = {**{one.resource: resource(one) for one in ALARMS}, "Dashboard": dashboard()}
    [resources] = [one for one in _members(text, text.index("{")) if one.key == "Resources"]
    members = list(_members(text, text.index("{", resources.start)))
    replaced = [number for number, one in enumerate(members) if one.value.get("Type") in _TYPES]
    if not replaced or replaced[-1] - replaced[0] >= len(replaced):
        raise Problem("alarms and dashboard do not stand together among the resources")
    start, end = members[replaced[0]].start, members[replaced[-1]].end
    margin = start - text.rindex("\n", 0, start) - 1
    return text[:start] + _joined(_pairs(made, margin), margin) + text[end:]


def resource(alarm: Alarm) -> Json:
    """An alarm as a resource; the topic ``Alarms`` hears when it rings and when it stops."""
    kind = "ExtendedStatistic" if alarm.statistic.startswith("p") else "Statistic"
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmName": {"Fn::Sub": f"rongmei-${{Stage}}-{alarm.name}"},
            "AlarmDescription": alarm.description,
            "Namespace": alarm.measure.namespace,
            "MetricName": alarm.measure.metric,
            "Dimensions": [
                {"Name": name, "Value": value} for name, value in alarm.measure.dimensions
            ],
            kind: alarm.statistic,
            "Period": alarm.period,
            "EvaluationPeriods": alarm.periods,
            "ComparisonOperator": alarm.comparison,
            "Threshold": alarm.threshold,
            "TreatMissingData": alarm.missing,
            "AlarmActions": _TOLD,
            "OKActions": _TOLD,
        },
    }


class _Member(NamedTuple):
    """A member of a JSON object, and where key and value stand in the text."""

    key: str
    value: Any
    start: int
    end: int


def _members(text: str, opening: int) -> Iterator[_Member]:
    """The members of the object whose brace is at ``opening``."""
    decoder, at = json.JSONDecoder(), opening + 1
    while text[start := _next(text, at)] != "}":
        key, at = decoder.raw_decode(text, start)
        value, end = decoder.raw_decode(text, _next(text, at))
        yield _Member(key, value, start, end)
        at = end


def _next(text: str, at: int) -> int:
    """The next place that is neither blank nor a separator."""
    found = re.compile(r"[^\s,:]").search(text, at)
    if found is None:
        raise Problem("ends in the middle")
    return found.start()


def _written(value: Any, margin: int, before: int) -> str:
    """JSON as the template is laid out: on one line where it fits after ``before`` characters, else one a line."""
    flat = json.dumps(value, ensure_ascii=False)
    if margin + before + len(flat) + 1 <= _WIDTH or not _may_break(value):
        return flat
    inner = margin + _STEP
    if isinstance(value, dict):
        parts: Iterable[str] = _pairs(value, inner)
    else:
        parts = [_written(one, inner, 0) for one in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return f"{opening}\n{' ' * inner}{_joined(parts, inner)}\n{' ' * margin}{closing}"


def _may_break(value: Any) -> bool:
    """A text has no place to break, nor has an object around a single one."""
    if isinstance(value, dict) and len(value) == 1:
        [value] = value.values()
    return isinstance(value, dict | list)


def _pairs(value: Json, margin: int) -> list[str]:
    keys = [f"{json.dumps(key)}: " for key in value]
    return [
        key + _written(one, margin, len(key)) for key, one in zip(keys, value.values(), strict=True)
    ]


def _joined(parts: Iterable[str], margin: int) -> str:
    return f",\n{' ' * margin}".join(parts)
