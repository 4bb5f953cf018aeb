"""The table of events that other systems may hear of."""

from __future__ import annotations

from chalicelib.webhooks import KINDS
from dev.tables.marks import table


def events() -> str:
    """Kinds, their names and what their ``data`` holds."""
    rows = (
        (f"`{kind}`", one.label, ", ".join(f"`{name}`" for name in one.data.split(", ")))
        for kind, one in KINDS.items()
    )
    return table(("kind", "what happened", "data"), rows)
