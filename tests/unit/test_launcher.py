"""``./rongmei``: which surroundings the command line gets."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

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
