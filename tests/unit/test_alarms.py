"""The alarms' table: it names what functions count, and the template and the guide say what it says."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.metrics import Metric
from dev.alarms import template
from dev.alarms.alarm import FUNCTIONS, OURS
from dev.alarms.dashboard import QUEUES, WIDGETS
from dev.alarms.table import ALARMS
from dev.places import ROOT
from dev.problem import Problem

TEMPLATE = (ROOT / template.FILE).read_text("utf-8")
RESOURCES = json.loads(TEMPLATE)["Resources"]
Counted = dict[Metric, set[frozenset[str]]]


def metric_of(node: ast.AST) -> Metric | None:
    match node:
        case ast.Attribute(value=ast.Name(id="Metric"), attr=name):
            return Metric[name]
    return None


def counts(node: ast.AST, module: str) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="telemetry"), attr="count")):
            return True
        case ast.Call(func=ast.Name(id="count")):
            return module == "telemetry.py"
    return False


@pytest.fixture(scope="module")
def counted() -> Counted:
    """Every metric that the code counts, and the dimensions that come with it each time."""
    found: Counted = defaultdict(set)
    by_variable: set[frozenset[str]] = set()
    named: set[Metric] = set()
    for file in (ROOT / "chalicelib").rglob("*.py"):
        text = file.read_text("utf-8")
        if file.name == "metrics.py" or not ("Metric" in text or "telemetry" in text):
            continue
        for node in ast.walk(ast.parse(text)):
            if (metric := metric_of(node)) is not None:
                named.add(metric)
            if isinstance(node, ast.Call) and counts(node, file.name):
                dimensions = frozenset(str(one.arg) for one in node.keywords)
                metric = metric_of(node.args[0])
                (by_variable if metric is None else found[metric]).add(dimensions)
    return {metric: found.get(metric) or by_variable for metric in named}


def looked_at() -> Iterator[tuple[Metric, frozenset[str]]]:
    """Every metric of our own that an alarm or the dashboard names, with its dimensions but the stage."""
    for alarm in ALARMS:
        if alarm.measure.namespace == OURS:
            names = {name for name, _ in alarm.measure.dimensions} - {"Stage"}
            yield Metric(alarm.measure.metric), frozenset(names)
    for line in (line for widget in WIDGETS for line in widget.lines):
        if line[0] == OURS:
            names = {one for one in line[2::2] if isinstance(one, str)}
            yield Metric(line[1]), frozenset(names - {"Stage"})
        elif isinstance(line[0], dict):
            said = line[0]["expression"]
            [names] = re.findall(r"\{Rongmei,Stage,(\w+)\}", said)
            [metric] = re.findall(r'MetricName="(\w+)"', said)
            yield Metric(metric), frozenset({names})


def test_every_metric_is_counted_somewhere(counted: Counted) -> None:
    assert set(counted) == set(Metric)


def test_alarms_and_dashboard_name_what_the_code_counts_with_its_dimensions(
    counted: Counted,
) -> None:
    # CloudWatch takes a metric with other dimensions for another metric: the alarm would never ring.
    silent = [(metric, names) for metric, names in looked_at() if names not in counted[metric]]
    assert silent == []


def test_no_two_alarms_have_one_name() -> None:
    assert [one for one, times in Counter(a.resource for a in ALARMS).items() if times > 1] == []


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_rings_when_it_fails_and_when_it_is_throttled(name: str) -> None:
    names = {alarm.name for alarm in ALARMS}
    assert {f"{name}-errors", f"{name}-throttles"} <= names


def test_the_dashboard_shows_every_queue() -> None:
    queues = {name for name, one in RESOURCES.items() if one.get("Type") == "AWS::SQS::Queue"}
    assert set(QUEUES) == queues


def test_what_an_alarm_watches_is_in_the_template() -> None:
    def watched(value: Any) -> str | None:
        match value:
            case {"Ref": name}:
                return str(name)
            case {"Fn::GetAtt": [name, _]}:
                return str(name)
        return None

    known = {*RESOURCES, "Stage"}
    names = {watched(value) for alarm in ALARMS for _, value in alarm.measure.dimensions} - {None}
    assert names <= known


def test_all_that_is_written_by_hand_stays_as_it_is() -> None:
    spoilt = TEMPLATE.replace('"Threshold": 3000', '"Threshold": 5000')
    assert spoilt != TEMPLATE
    assert template.filled(spoilt) == TEMPLATE
    by_hand = TEMPLATE.replace('"MaximumConcurrency": 100', '"MaximumConcurrency":   50')
    assert by_hand != TEMPLATE
    assert template.filled(by_hand) == by_hand


def test_an_alarm_that_is_gone_from_the_table_goes_from_the_template(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(template, "ALARMS", ALARMS[1:])
    before, after = RESOURCES, json.loads(template.filled(TEMPLATE))["Resources"]
    assert {name for name in before if name not in after} == {ALARMS[0].resource}
    assert all(after[name] == before[name] for name in after)


def test_alarms_with_something_else_between_them_are_not_touched() -> None:
    head = '    "Dashboard": {'
    assert TEMPLATE.count(head) == 1
    between = TEMPLATE.replace(head, '    "Between": {"Type": "AWS::SNS::Topic"},\n' + head)
    with pytest.raises(Problem, match="do not stand together"):
        template.filled(between)
