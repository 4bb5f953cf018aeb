"""The local cloud forks a function's processes from one that has loaded it; each still begins with nothing of another."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from dev import stack
from dev.places import Place
from dev.processes import free_port, stop
from tests.stack.test_saving import client

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:botocore")

CODE = """
import os, random, sys, time
LOADED_BY = os.getpid()
HELD = []
def handler(event, context):
    HELD.append(event["say"])
    known = "colorsys" in sys.modules
    import colorsys
    print("SAID " + event["say"])
    time.sleep(event.get("wait", 0))
    if event.get("fail"):
        raise ValueError("as it was asked")
    return {
        "process": os.getpid(), "loaded by": LOADED_BY, "held": HELD, "drawn": random.random(), "known": known,
        "setting": os.environ["SETTING"], "name": context.function_name,
    }
"""

Invoke = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = Place(tmp_path_factory.mktemp("functions"), free_port(), free_port())
    assert stack.start_cloud(made, {"PERSIST_STATE": "0", "S3_PERSIST": "0"})
    yield made
    stop(made.local / "cloud.pid")


def add(place: Place, name: str, code: str = CODE) -> Invoke:
    """A function, and how it is called: ``say``, and how long to wait or whether to fail."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as zipped:
        zipped.writestr("said.py", code)
    client(place, "lambda").create_function(
        FunctionName=name,
        Runtime="python3.11",
        Role="arn:aws:iam::000000000000:role/any",
        Handler="said.handler",
        Code={"ZipFile": packed.getvalue()},
        Environment={"Variables": {"SETTING": "one"}},
        Timeout=20,
    )

    def invoke(say: str, **more: Any) -> dict[str, Any]:
        answer = client(place, "lambda").invoke(
            FunctionName=name, Payload=json.dumps({"say": say, **more})
        )
        said: dict[str, Any] = json.load(answer["Payload"])
        return said

    return invoke


def test_processes_share_what_they_import_and_nothing_else(place: Place) -> None:
    invoke = add(place, "several")
    with ThreadPoolExecutor(3) as crowd:
        said = list(crowd.map(lambda one: invoke(one, wait=1), ("a", "b", "c")))
    assert [one["held"] for one in said] == [["a"], ["b"], ["c"]]
    assert len({one["process"] for one in said}) == 3
    assert len({one["drawn"] for one in said}) == 3
    [loaded_by] = {one["loaded by"] for one in said}
    assert loaded_by not in {one["process"] for one in said}
    assert {one["name"] for one in said} == {"several"}


def test_a_process_keeps_what_it_holds_until_it_fails(place: Place) -> None:
    invoke = add(place, "failing")
    first, second = invoke("a"), invoke("b")
    assert second["held"] == ["a", "b"] and second["process"] == first["process"]
    assert not first["known"]
    assert invoke("c", fail=True)["errorMessage"] == "as it was asked"
    after = invoke("d")
    assert after["held"] == ["d"] and after["process"] != first["process"]
    # What a process imported late is there when the next one begins.
    assert after["known"]


def test_a_changed_function_begins_anew(place: Place) -> None:
    invoke = add(place, "changed")
    before = invoke("a")
    client(place, "lambda").update_function_configuration(
        FunctionName="changed", Environment={"Variables": {"SETTING": "two"}}
    )
    after = invoke("b")
    assert (before["setting"], after["setting"]) == ("one", "two")
    assert after["held"] == ["b"] and after["loaded by"] != before["loaded by"]


def test_a_function_that_does_not_load_says_why_each_time(place: Place) -> None:
    invoke = add(place, "broken", "import nothing_of_this_name")
    for _ in range(2):
        assert "nothing_of_this_name" in json.dumps(invoke("a"))


def test_what_a_process_prints_is_its_functions_log(place: Place) -> None:
    client(place, "logs").create_log_group(logGroupName="/aws/lambda/logging")
    invoke = add(place, "logging")
    for say in ("a", "b"):
        invoke(say)
    found = client(place, "logs").filter_log_events(logGroupName="/aws/lambda/logging")["events"]
    lines = [line for one in found for line in one["message"].splitlines() if "SAID" in line]
    assert lines == ["SAID a", "SAID b"]
