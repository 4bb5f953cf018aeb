"""The benchmark runs, and its figures have the shape that others read. No times: those are `make bench`'s."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.corpus import QUESTIONS, rules
from benchmarks.parts import PARTS, SECONDS
from benchmarks.wire import callbacks

_ROOT = Path(__file__).parents[2]
_SIZES = {"100", "10000"}


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    # A process of its own: the benchmark dresses up as a Lambda function.
    out = tmp_path_factory.mktemp("bench") / "bench.json"
    subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--out", out], cwd=_ROOT, check=True
    )
    return json.loads(out.read_text())


def test_the_figures_have_the_shape_that_others_read(figures):
    assert set(figures) == {
        "callback_us",
        "handler_us",
        "ladder_us",
        "retrieval",
        "fan_out",
        "slot",
        "import_ms",
        "first_call_ms",
        "aws_calls_per_message",
        "api_reads",
        "console_kb",
        "pages_kb",
        "bundle_mb",
    }
    contestants = {"ours", "bound", "wechatpy", "scan", "werobot"}
    assert set(figures["callback_us"]) == contestants
    assert all(set(taken) == _SIZES for taken in figures["callback_us"].values())
    assert set(figures["handler_us"]) == {"ours", "bound", "bound_by_our_client"}
    assert set(figures["retrieval"]) == {"1700"}
    assert {"two breaths", "traditional", "600 characters"} <= set(
        figures["retrieval"]["1700"]["kinds_p99_ms"]
    )
    assert set(figures["fan_out"]) == {"1", "2"}
    assert figures["slot"]["pushed"]["last"] > figures["slot"]["pushed"]["half"] > 0
    assert set(figures["ladder_us"]) == {
        "rule",
        "service",
        "known",
        "near",
        "story",
        "aside",
        "unknown",
        "open_book_ms",
        "first_asked_ms",
    }
    assert set(figures["import_ms"]) == {"app", "floor"}
    assert figures["api_reads"]


def test_one_part_is_measured_alone(tmp_path):
    out = tmp_path / "bench.json"
    command = [sys.executable, "-m", "benchmarks", "bundle", "--quick", "--out", out]
    subprocess.run(command, cwd=_ROOT, check=True)
    assert set(json.loads(out.read_text())) == {"bundle_mb"}


@pytest.fixture
def refused(monkeypatch, capsys):
    """What is said, and with which code, to words that ask for no measuring."""

    def ask(*words):
        monkeypatch.setattr(sys, "argv", ["benchmarks", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        return ended.value.code, capsys.readouterr()

    return ask


def test_a_part_that_does_not_exist_is_named_with_those_that_do(refused):
    code, said = refused("nothing")
    assert code == 2
    assert "no part nothing" in said.err
    assert "callback" in said.err


def test_the_help_tells_parts_with_their_seconds_and_every_other_command(refused):
    said = refused("--help")[1].out
    assert set(SECONDS) == set(PARTS)
    assert sum(SECONDS.values()) < 600
    for name, seconds in SECONDS.items():
        assert re.search(rf"^ +{name} +{seconds} s ", said, re.MULTILINE), name
    mains = [
        file
        for file in (_ROOT / "benchmarks").glob("*.py")
        if '__name__ == "__main__"' in file.read_text() and file.stem != "__main__"
    ]
    assert mains
    for file in mains:
        assert f"python -m benchmarks.{file.stem} " in said


def test_a_warm_function_makes_one_write_and_one_read_a_message(figures):
    assert figures["aws_calls_per_message"] == {
        "writes": 1.0,
        "reads": 1.0,
        "writes_of_a_default": 2.0,
    }


@pytest.mark.parametrize("count", [100, 10_000])
def test_every_size_has_as_many_different_keywords_as_it_says(count):
    keywords = [keyword for rule in rules(count) for keyword in rule.keywords]
    assert len(keywords) == len(set(keywords)) == count


def test_each_question_is_answered_by_the_same_keyword_at_every_size():
    few, many = (
        [
            next((k for r in rules(n) for k in r.keywords if k in question), None)
            for question in QUESTIONS
        ]
        for n in (100, 10_000)
    )
    assert few == many
    assert len(callbacks()) == len(QUESTIONS)
