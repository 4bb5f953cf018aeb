"""Which files are made in part, and from what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from chalicelib.console import openapi
from dev.alarms import template
from dev.problem import Problem
from dev.tables import descriptions, events, facts, guide, items, marks, rooms, rungs

TABLES: Final[dict[str, Callable[[], str]]] = {
    "alarms": guide.alarms,
    "monthly-costs": guide.monthly_costs,
    "items": items.items,
    "objects": items.objects,
    "parameters": items.parameters,
    "rungs": rungs.rungs,
    "rooms": rooms.rooms,
    "events": events.events,
    "facts": facts.facts,
    "queries": facts.queries,
}
"""What a page can ask for between two marks."""

FILES: Final = (
    template.FILE,
    "docs/operate.md",
    "docs/data.md",
    "docs/architecture.md",
    "docs/integrations.md",
    "docs/insight.md",
    openapi.FILE,
    *descriptions.FILES,
)


def filled(name: str, text: str) -> str:
    """The file ``name``, which says ``text`` now, with all that is made in it made anew. Raises ``Problem``."""
    if name == openapi.FILE:
        return openapi.text()
    if name in descriptions.FILES:
        return descriptions.made(name)
    try:
        return template.filled(text) if name == template.FILE else marks.filled(text, TABLES)
    except Problem as problem:
        raise Problem(f"{name}: {problem}") from None
