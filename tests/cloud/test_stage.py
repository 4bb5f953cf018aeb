"""``--stage``: from the outputs of a stack, never from what the local system left in the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from botocore.stub import Stubber

from chalicelib.cloud import clients, stacks
from chalicelib.cloud.clients import cloudformation
from chalicelib.cloud.errors import CloudNotFound
from chalicelib.settings import settings
from cli.terminal.stage import LATER, OUTPUTS, StageError, enter

pytestmark = pytest.mark.usefixtures("cloud")


Deploy = Callable[[str, list[str]], None]
_NUMBERS = {"Writes": "1"}


@pytest.fixture
def deploy(cloud: None, monkeypatch: pytest.MonkeyPatch) -> Deploy:
    """A CloudFormation that knows one stack, with these outputs (moto's needs an extra of its own)."""
    client = cloudformation()
    monkeypatch.setattr(stacks, "cloudformation", lambda: client)
    stubber = Stubber(client)
    stubber.activate()

    def deployed(stage: str, outputs: list[str]) -> None:
        stack = {
            "StackName": f"rongmei-{stage}",
            "StackStatus": "CREATE_COMPLETE",
            "CreationTime": datetime(2026, 1, 1, tzinfo=UTC),
            "Outputs": [
                {"OutputKey": name, "OutputValue": _NUMBERS.get(name, f"{stage}-{name}")}
                for name in outputs
            ],
        }
        stubber.add_response(
            "describe_stacks", {"Stacks": [stack]}, {"StackName": f"rongmei-{stage}"}
        )

    return deployed


@pytest.fixture
def nothing_deployed(cloud: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A CloudFormation without stacks."""
    client = cloudformation()
    monkeypatch.setattr(stacks, "cloudformation", lambda: client)
    stubber = Stubber(client)
    stubber.add_client_error("describe_stacks", "ValidationError", "Stack with id x does not exist")
    stubber.activate()


@pytest.fixture(autouse=True)
def restore(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """``enter`` writes to the environment: let monkeypatch remember what was there."""
    for name in [*OUTPUTS, *LATER, "RONGMEI_STAGE", "RONGMEI_SIMULATOR_URL"]:
        monkeypatch.setenv(name, os.environ.get(name, "before"))
    yield
    clients.forget()


def test_a_stage_is_found_by_its_stack(tmp_path: Path, deploy: Deploy) -> None:
    deploy("prod", list(OUTPUTS.values()))
    enter("prod", tmp_path / "env")
    assert settings().stage == "prod"
    assert settings().table == "prod-TableName"
    assert settings().callback_url == "prod-CallbackURL"


def test_the_archive_is_asked_on_a_stage(tmp_path: Path, deploy: Deploy) -> None:
    deploy("prod", [*OUTPUTS.values(), *LATER.values()])
    enter("prod", tmp_path / "env")
    found = settings()
    assert (found.athena_database, found.athena_workgroup) == (
        "prod-ArchiveDatabase",
        "prod-ArchiveWorkGroup",
    )
    assert found.archive_queue_url == "prod-ArchiveQueueURL"


def test_a_stack_of_before_the_archive_has_none(tmp_path: Path, deploy: Deploy) -> None:
    deploy("prod", list(OUTPUTS.values()))
    enter("prod", tmp_path / "env")
    assert (settings().athena_workgroup, settings().console_url) == ("", "")


def test_on_a_stack_of_before_nothing_is_written_that_its_functions_cannot_read(
    tmp_path: Path, deploy: Deploy
) -> None:
    deploy("prod", [*OUTPUTS.values(), *LATER.values()])
    enter("prod", tmp_path / "env")
    assert settings().writes == 1
    deploy("old", list(OUTPUTS.values()))
    enter("old", tmp_path / "env")
    assert settings().writes == 0


def test_every_output_that_the_local_system_is_told_of_is_known_of_a_stage() -> None:
    """What ``.local/env`` takes from the stack, a command on another stage takes too."""
    source = (Path(__file__).parents[2] / "dev/stack.py").read_text()
    told = dict(re.findall(r'"(RONGMEI_\w+)": found\["(\w+)"\]', source))
    assert (
        told.items() - {("RONGMEI_CONSOLE_USER_POOL", "ConsoleUserPool")}
        <= (OUTPUTS | LATER).items()
    )


def test_what_the_local_system_set_does_not_come_along(tmp_path: Path, deploy: Deploy) -> None:
    local = tmp_path / "env"
    local.write_text(
        "RONGMEI_SIMULATOR_URL=http://127.0.0.1:8080\nRONGMEI_WECHAT_API_URL=http://127.0.0.1:8080\n"
    )
    os.environ["RONGMEI_SIMULATOR_URL"] = os.environ["RONGMEI_WECHAT_API_URL"] = (
        "http://127.0.0.1:8080"
    )
    deploy("prod", list(OUTPUTS.values()))
    enter("prod", local)
    assert "RONGMEI_SIMULATOR_URL" not in os.environ
    assert settings().wechat_api_url == "https://api.weixin.qq.com"


def test_the_stage_one_is_on_needs_no_stack() -> None:
    enter("test")
    assert settings().table == "rongmei-test"


@pytest.mark.usefixtures("nothing_deployed")
def test_a_stage_that_is_not_deployed_is_named() -> None:
    with pytest.raises(CloudNotFound, match="rongmei-prod"):
        enter("prod")


def test_a_stack_of_something_else_is_refused(tmp_path: Path, deploy: Deploy) -> None:
    deploy("prod", ["TableName"])
    with pytest.raises(StageError, match="BucketName"):
        enter("prod", tmp_path / "env")
