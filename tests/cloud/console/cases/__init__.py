"""What every route is called with, and which permission it asks for.

A section adds a module here with its ``CASES``: ``test_every_route`` finds it, and fails until every route of the
API has a case. ``{unit}``, ``{account}`` … in a query or body stand for the things of ``world.World``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

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


ELSEWHERE: Final[Mapping[str, str]] = {
    "/articles": "test_articles.py, test_article_text.py, test_reviews.py",
    "/reviews": "test_reviews.py",
    "/drafts": "test_article_text.py",
    "/editor": "test_article_text.py",
    "/calendar": "test_calendar_routes.py",
    "/issues": "test_calendar_routes.py",
    "/deliveries": "test_delivery_routes.py",
    "/delivery-states": "test_delivery_routes.py",
    "/allowances": "test_delivery_routes.py",
    "/offers": "test_offer_routes.py",
    "/inbox": "test_offer_routes.py",
    "/dressings": "test_offer_routes.py",
}
"""Sections whose roles and neighbours are held by tests of their own: their answers hang on states that ``world`` has not."""


def held_elsewhere(path: str) -> bool:
    """Whether the section of a path has such tests."""
    return any(path == one or path.startswith(f"{one}/") for one in ELSEWHERE)
