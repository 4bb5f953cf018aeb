"""The local cloud keeps its data though nobody stops it."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from dev import stack
from dev.places import Place
from dev.processes import free_port, stop

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:botocore")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path, free_port(), free_port())
    yield made
    stop(made.local / "cloud.pid")


def start(place: Place, seconds: str) -> int:
    """Start a cloud that saves every so many seconds; returns the id of its process."""
    assert stack.start_cloud(place, {"RONGMEI_SAVE_SECONDS": seconds})
    note: dict[str, int] = json.loads((place.local / "cloud.pid").read_text())
    return note["pid"]


def client(place: Place, service: str) -> Any:
    return boto3.client(  # type: ignore[call-overload]
        service,
        endpoint_url=place.cloud_url,
        region_name=stack.REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def until(happened: Any) -> None:
    end = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


def saved(place: Place) -> str:
    file = place.local / "cloud/state/sqs.json"
    return file.read_text() if file.exists() else ""


def test_a_killed_cloud_comes_back_with_what_it_saved(place: Place) -> None:
    pid = start(place, "0.2")
    made = client(place, "sqs").create_queue(QueueName="kept")
    client(place, "sqs").send_message(QueueUrl=made["QueueUrl"], MessageBody="您好")
    until(lambda: "kept" in saved(place) and "\\u60a8\\u597d" in saved(place))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    start(place, "3600")
    [message] = client(place, "sqs").receive_message(QueueUrl=made["QueueUrl"])["Messages"]
    assert message["Body"] == "您好"


def test_a_stopped_cloud_keeps_the_last_word(place: Place) -> None:
    start(place, "0.05")
    sqs = client(place, "sqs")
    for number in range(20):
        sqs.create_queue(QueueName=f"queue-{number}")
    assert stop(place.local / "cloud.pid")
    # A saving under way when it was stopped must not write the older state over the last one.
    assert "queue-19" in saved(place)
    start(place, "3600")
    assert len(client(place, "sqs").list_queues()["QueueUrls"]) == 20


def test_half_a_change_of_a_stack_is_not_kept(place: Place) -> None:
    pid = start(place, "0.1")
    template = {
        "Resources": {
            "Wait": {"Type": "AWS::CloudFormation::WaitConditionHandle"},
            "Held": {
                "Type": "AWS::CloudFormation::WaitCondition",
                "Properties": {"Handle": {"Ref": "Wait"}, "Timeout": "60"},
            },
        }
    }
    cloud = client(place, "cloudformation")
    cloud.create_stack(StackName="half", TemplateBody=json.dumps(template))
    client(place, "sqs").create_queue(QueueName="beside")
    [one] = cloud.describe_stacks(StackName="half")["Stacks"]
    if one["StackStatus"] != "CREATE_IN_PROGRESS":
        pytest.skip("this local cloud does not wait for a condition")
    log = place.local / "cloud.log"
    until(lambda: log.read_text().count("not saved") >= 2)
    assert "beside" not in saved(place)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
