"""What every route is called with, and which permission it asks for.

A section adds a module here with its ``CASES``: ``test_every_route`` finds it, and fails until every route of the
API has a case. ``{unit}``, ``{account}`` … in a query or body stand for the things of ``world.World``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from typing import Any, NamedTuple

ANYBODY = ""
"""In the place of a permission: whoever is signed in may call it, and sees nothing of others by it."""


class Case(NamedTuple):
    """One route."""

    permission: str
    """``domain:object:verb`` that it asks for in the unit of the thing, or ``ANYBODY``."""
    query: Mapping[str, str] = {}
    body: Any = None
    good: int = 200
    """The status for the first person who may; 409 where the thing is in no state for it."""
    ids: Mapping[str, str] = {}
    """Other things of the world for names of the path: ``{"issue_id": "scheduled"}``."""
    version: str = ""
    """``If-Match``, where the route is an edit: ``{issue_version}``, of the world."""
    top: bool = False
    """It asks for the permission in the topmost units: nobody in the city has it, whatever their role."""


def every() -> dict[tuple[str, str], Case]:
    """The cases of all sections by method and path."""
    found: dict[tuple[str, str], Case] = {}
    for module in pkgutil.iter_modules(__path__):
        cases: dict[tuple[str, str], Case] = importlib.import_module(
            f"{__name__}.{module.name}"
        ).CASES
        assert not found.keys() & cases.keys(), f"{module.name} has a case of another section"
        found |= cases
    return found
