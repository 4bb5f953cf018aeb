"""``./rongmei``: which surroundings the command line gets."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from dotenv import dotenv_values

from dev.places import Place
from dev.problem import Problem
from dev.stack import write_environment

_LAUNCHER = Path(__file__).parents[2] / "rongmei"
_SHELL = {"PATH": "/usr/bin:/bin", "AWS_REGION": "cn-north-1", "AWS_ACCESS_KEY_ID": "mine"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A checkout with a local system, whose Python only says what it was given."""
    shutil.copy(_LAUNCHER, tmp_path / "rongmei")
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "$AWS_REGION $AWS_ACCESS_KEY_ID ${RONGMEI_TABLE:-none}"\n')
    python.chmod(0o755)
    (tmp_path / ".local").mkdir()
    (tmp_path / ".local/env").write_text(
        "AWS_REGION=us-east-1\nAWS_ACCESS_KEY_ID=test\nRONGMEI_TABLE=rongmei-local\n"
    )
    return tmp_path


def says(home: Path, *words: str, **more: str) -> str:
    done = subprocess.run(
        [home / "rongmei", *words], env=_SHELL | more, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.mark.parametrize("words", [(), ("--stage", "local"), ("--stage=local",)])
def test_a_command_speaks_to_the_local_system_unless_told_otherwise(
    home: Path, words: tuple[str, ...]
) -> None:
    assert says(home, *words, "account", "list") == "us-east-1 test rongmei-local"


@pytest.mark.parametrize("words", [("--stage", "prod"), ("--stage=prod",)])
def test_another_stage_is_reached_with_the_shells_own_region_and_credentials(
    home: Path, words: tuple[str, ...]
) -> None:
    assert says(home, *words, "account", "list") == "cn-north-1 mine none"


def test_the_stage_may_stand_in_the_environment(home: Path) -> None:
    assert says(home, "account", "list", RONGMEI_STAGE="prod") == "cn-north-1 mine none"


@pytest.mark.parametrize(
    "value", ["", "http://127.0.0.1:8080", "http://a/{account}", "http://a/?b=1&c=$d", "a b; #c"]
)
def test_a_setting_means_the_same_to_the_launcher_and_to_a_dotenv_reader(
    home: Path, value: str
) -> None:
    place = Place(home / ".local", 1, 2)
    write_environment(place, {"AWS_REGION": "r", "AWS_ACCESS_KEY_ID": "k", "RONGMEI_TABLE": value})
    assert says(home, "account", "list") == f"r k {value or 'none'}"
    assert dotenv_values(place.env_file)["RONGMEI_TABLE"] == value


def test_a_setting_that_neither_could_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem):
        write_environment(Place(tmp_path, 1, 2), {"RONGMEI_WECHAT_API_URL": "http://a/'b'"})
