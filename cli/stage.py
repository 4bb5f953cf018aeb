"""Which deployment a command works on."""

from __future__ import annotations

from chalicelib.settings import settings


class StageError(Exception):
    """The stage can't be worked on; says why."""


def enter(stage: str) -> None:
    """Work on ``stage`` from here on."""
    if stage != settings().stage:
        raise StageError(f"环境“{stage}”尚不可用。")
