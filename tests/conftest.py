"""What all tests share."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
import typer.testing
from hypothesis import HealthCheck, settings

# No clock judges an example: the machine may have other things to do.
settings.register_profile("rongmei", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("rongmei")


@pytest.fixture(scope="session")
def with_fonts() -> None:
    """The fonts of printed things, made where they are not yet."""
    from dev import fonts

    fonts.build()


@pytest.fixture(scope="session", autouse=True)
def _one_command_line() -> Iterator[None]:
    """The command line is put together once: its hundred and forty commands take a fifth of a second each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.testing, "_get_command", cache(typer.testing._get_command))  # type: ignore[attr-defined]
        yield
