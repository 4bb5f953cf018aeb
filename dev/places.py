"""Where things are: one ``Place`` for a checkout's local system, another for each test session."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from dev.problem import Problem

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv/bin/python"
CLOUD_PYTHON = ROOT / ".venv-cloud/bin/python"
AWS = ROOT / ".venv/bin/aws"
CHALICE = ROOT / ".venv/bin/chalice"
SIMULATOR = ROOT / "simulator/src"
"""The simulator is a package of its own; the checkout runs it from here, without installing it."""


@dataclass(frozen=True)
class Place:
    """A local system: its directory for state, logs and pid files, and its two ports."""

    local: Path
    cloud_port: int
    simulator_port: int

    @property
    def cloud_url(self) -> str:
        return f"http://127.0.0.1:{self.cloud_port}"

    @property
    def simulator_url(self) -> str:
        return f"http://127.0.0.1:{self.simulator_port}"

    @property
    def env_file(self) -> Path:
        return self.local / "env"


def checkout() -> Place:
    """The local system of this checkout, on the ports the environment names."""
    return Place(
        local=ROOT / ".local",
        cloud_port=_port("RONGMEI_CLOUD_PORT", 4566),
        simulator_port=_port("RONGMEI_SIMULATOR_PORT", 8080),
    )


def _port(name: str, default: int) -> int:
    given = os.environ.get(name) or str(default)
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise Problem(f"{name}={given} is not a port: choose a number from 1 to 65535.")
    return int(given)
