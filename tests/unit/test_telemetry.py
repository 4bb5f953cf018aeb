"""Metrics and log lines, as CloudWatch reads them from standard output."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.metrics import Metric
from chalicelib.settings import settings

TEMPLATE = json.loads((Path(__file__).parents[2] / ".chalice/resources.json").read_text())


@pytest.fixture(autouse=True)
def _stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A function of the stage ``test``, with the environment that the template gives it."""
    for name, value in TEMPLATE["Globals"]["Function"]["Environment"]["Variables"].items():
        if isinstance(value, str):
            monkeypatch.setenv(name, value)
    monkeypatch.setenv("RONGMEI_STAGE", "test")
    settings.cache_clear()
    yield
    settings.cache_clear()


def metrics(written: str) -> list[dict[str, Any]]:
    return [found for line in written.splitlines() if "_aws" in (found := json.loads(line))]


def test_a_metric_carries_its_stage_and_what_it_was_given_and_nothing_else(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from chalicelib import telemetry

    telemetry.count(Metric.PUSHES_ANSWERED, 3, Rung="exact")
    [metric] = metrics(capsys.readouterr().out)
    [directive] = metric["_aws"]["CloudWatchMetrics"]
    assert directive["Namespace"] == "Rongmei"
    [dimensions] = directive["Dimensions"]
    assert {name: metric[name] for name in dimensions} == {"Stage": "test", "Rung": "exact"}
    assert metric["PushesAnswered"] == [3]


def test_the_log_says_its_stage() -> None:
    from chalicelib import telemetry

    assert "stage" in telemetry.logger.get_current_keys()
